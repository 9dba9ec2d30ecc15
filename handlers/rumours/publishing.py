"""An answered rumour becomes a draft, which two people stand behind before it goes to everybody."""

from handlers.rumours import office
from handlers.staff.bulletins import show
from handlers.staff.bulletins.common import agencies_as
from handlers.turn import Turn
from messages.content import ChatKind
from messages.contexts import rumours as words
from messages.length import utf16
from messages.vi.rumours import VERDICT
from storage import drafts, rumours
from storage.drafts import NewDraft
from storage.records import Draft, DraftKind, DraftState, Finding, Role, Rumour, RumourState

_TITLE = 160  # UTF-16 units, as /soantin takes them


async def publish(turn: Turn, code: str) -> None:
    """The draft of this correction: begun now, or the one that somebody is writing."""
    if turn.campaign.phase(turn.now) == "closed":
        turn.say(words.NotPublished(code=code, ended=True))
        return
    await rumours.lock(turn.tx)  # two presses at once are one draft
    rumour = await rumours.get(turn.tx, code)
    if rumour is None:
        turn.say(words.NoSuchRumour(code=code))
    elif rumour.finding is None or rumour.state is not RumourState.ANSWERED:
        turn.say(words.NotPublished(code=code, ended=False))
    else:
        draft = await _being_written(turn, rumour) or await _begun(turn, rumour, rumour.finding)
        await _shown(turn, rumour, draft)


async def _being_written(turn: Turn, rumour: Rumour) -> Draft | None:
    """A draft of the present answer that is not given up; one of an answer since changed says what holds no more."""
    since = rumour.answered_at
    return next(
        (
            each
            for each in await drafts.of_subject(turn.tx, rumour.code)
            if each.state is not DraftState.DROPPED and since is not None and each.created_at >= since
        ),
        None,
    )


async def _begun(turn: Turn, rumour: Rumour, finding: Finding) -> Draft:
    own = [*agencies_as(turn, Role.EDITOR), *agencies_as(turn, Role.APPROVER)]
    text = words.Published(verdict=VERDICT[finding.verdict.value], claim=finding.claim, answer=finding.answer)
    new = NewDraft(
        kind=DraftKind.CORRECTION,
        agency=rumour.agency if rumour.agency in own else next(iter(own), rumour.agency),
        title=_title(finding),
        text=turn.words(text),
        source=finding.source,
        audience=turn.campaign.audience_of(DraftKind.CORRECTION),
        subject=rumour.code,
        created_by=turn.actor,
        author_id=turn.person.id,
    )
    draft = await drafts.create(turn.tx, new, turn.now)
    await turn.log("rumour.drafted", rumour.code, draft=draft.id)
    return draft


def _title(finding: Finding) -> str:
    """The verdict first: a claim alone would be read as news."""
    title = f"{VERDICT[finding.verdict.value]}: {' '.join(finding.claim.split())}"
    room = len(title)
    while utf16(office.shortened(title, room)) > _TITLE:
        room -= 1
    return office.shortened(title, room)


async def _shown(turn: Turn, rumour: Rumour, draft: Draft) -> None:
    if turn.address.kind is ChatKind.GROUP:
        turn.say(words.DraftBegun(code=rumour.code, number=draft.id), subject=rumour.code)
    else:
        await show(turn, draft)
    turn.out += await office.refresh(turn, rumour)
