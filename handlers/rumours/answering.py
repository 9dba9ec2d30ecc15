"""The agency answers a rumour: verdict, claim in its own words, what is so, and source; looked at, then sent."""

import hashlib
from dataclasses import dataclass

from handlers.rumours import office, telling
from handlers.turn import Turn
from messages import buttons
from messages.calming import calm
from messages.content import Choice
from messages.contexts import rumours as words
from messages.length import utf16
from messages.masking import mask_phones
from messages.render import Words, rich
from messages.vi.rumours import ANSWER, CLAIM, SOURCE, STATE
from storage import rumours
from storage.records import RUMOUR_MOVES, Finding, Rumour, RumourState, Verdict
from storage.rumours import NewRumour

SEND, REWRITE = "gui", "vietlai"
MOST = {CLAIM: 300, ANSWER: 1200, SOURCE: 200}  # UTF-16 units; all of it is one message


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An answer as written; `code` is empty for a rumour that nobody has asked about."""

    code: str
    verdict: Verdict
    claim: str
    answer: str
    source: str


async def answerable(turn: Turn, code: str) -> Rumour | None:
    """The item, if it may be answered; otherwise says why not."""
    rumour = await rumours.get(turn.tx, code)
    if rumour is None:
        turn.say(words.NoSuchRumour(code=code))
        return None
    if RumourState.ANSWERED not in RUMOUR_MOVES[rumour.state]:
        too_late(turn, rumour)
        return None
    return rumour


def too_late(turn: Turn, rumour: Rumour) -> None:
    """Somebody was faster: who, and how it stands."""
    by = rumour.answered_by.partition(" (")[0]
    turn.say(words.Late(code=rumour.code, state=STATE[rumour.state.value].lower(), by=by))


def too_long(part: str, text: str) -> Words | None:
    """What to say to a part that does not fit into the answer; None if it does."""
    length = utf16(text)
    return words.TooLongPart(part=part, length=length, limit=MOST[part]) if length > MOST[part] else None


async def propose(turn: Turn, draft: Draft) -> None:
    """Show the answer as people will read it, with a button to send it."""
    rumour = await answerable(turn, draft.code) if draft.code else await _unasked(turn)
    if rumour is None:
        return
    finding = Finding(
        verdict=draft.verdict,
        # The rumour's own words may have come along: nobody's number is shown to others.
        claim=mask_phones(calm(draft.claim)),
        answer=calm(draft.answer),
        source=calm(draft.source),
    )
    proposed = await rumours.propose(turn.tx, rumour, finding)
    if proposed is None:
        too_late(turn, rumour)
        return
    wanted = (await rumours.demand(turn.tx, [rumour.id]))[rumour.id]
    text = turn.words(telling.said(turn.campaign, proposed, finding, turn.now))
    send = Choice(
        label="Gửi câu trả lời này" if wanted.askers else "Lưu kết quả này",
        data=buttons.rumour(proposed.code, SEND, proposed.version),
    )
    again = Choice(label="Viết lại", data=buttons.rumour(proposed.code, REWRITE))
    shown = words.Preview(code=proposed.code, text=rich(text), askers=wanted.askers)
    turn.say(shown, [[send], [again]], subject=proposed.code)


async def _unasked(turn: Turn) -> Rumour:
    """An item for a rumour that nobody has asked about yet."""
    found = await office.agency(turn)
    return await rumours.add(turn.tx, NewRumour(agency=found.key if found else ""), turn.now)


async def send(turn: Turn, ref: str) -> None:
    """Gửi câu trả lời này: it holds from now on, and whoever asked is told."""
    code, _, version = ref.partition("+")
    rumour = await rumours.get(turn.tx, code)
    if rumour is None or not version.isdecimal():
        turn.say(words.NoSuchRumour(code=code))
        return
    await rumours.lock(
        turn.tx
    )  # who asks right now either is told with the others, or reads the answer at once
    after = await rumours.answered(turn.tx, rumour, turn.actor, turn.now, int(version))
    if after is None or after.finding is None:
        too_late(turn, await rumours.get(turn.tx, code) or rumour)
        return
    await rumours.index_claim(turn.tx, after)
    shown = turn.words(telling.found(turn.campaign, after))
    digest = hashlib.sha256(shown.encode()).hexdigest()
    await turn.log("rumour.answered", code, verdict=after.finding.verdict.value, shown=digest)
    wanted = (await rumours.demand(turn.tx, [after.id]))[after.id]
    quiet = turn.campaign.quiet.covers(turn.local)
    publish = turn.registry.action(buttons.Pressed.RUMOUR, office.PUBLISH)
    more = (
        [Choice(label="Soạn bản tin đính chính", data=buttons.rumour(code, office.PUBLISH))]
        if publish
        else []
    )
    turn.say(
        words.Answered(code=code, askers=wanted.waiting, quiet=quiet), [more] if more else (), subject=code
    )
    turn.out += await telling.due(turn.tx, turn.campaign, turn.now)
    turn.out += await office.refresh(turn, after)


async def drop(turn: Turn, code: str) -> None:
    """Không phải tin đồn: nothing to be verified; whoever asked is told that."""
    rumour = await rumours.get(turn.tx, code)
    if rumour is None:
        turn.say(words.NoSuchRumour(code=code))
        return
    await rumours.lock(turn.tx)
    after = await rumours.drop(turn.tx, rumour)
    if after is None:
        too_late(turn, rumour)
        return
    await rumours.unindex(turn.tx, [after.id])
    await turn.log("rumour.dropped", code)
    turn.say(words.Dropped(code=code), subject=code)
    turn.out += await telling.due(turn.tx, turn.campaign, turn.now)
    turn.out += await office.refresh(turn, after)


async def change(turn: Turn, code: str) -> None:
    """Sửa kết quả, Viết lại: choose the verdict anew."""
    rumour = await answerable(turn, code)
    if rumour is not None:
        turn.say(words.ChooseVerdict(code=code), office.verdicts(rumour), subject=code)
