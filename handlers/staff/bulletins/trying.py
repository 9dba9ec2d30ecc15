"""A draft looked at before anybody gets it: as each channel shows it, what it costs, sent to oneself or a colleague."""

from collections.abc import Awaitable, Callable

from handlers import pages
from handlers.staff.bulletins import cards
from handlers.staff.bulletins.common import addresses, choice, cut, seen_of, writable
from handlers.staff.bulletins.composing import View, look
from handlers.staff.bulletins.costing import on_each
from handlers.staff.bulletins.reach import audience_words, by_channel, full, later, reach
from handlers.turn import Turn
from messages import buttons
from messages.buttons import Press, Pressed
from messages.content import Choice, Lane, Reply
from messages.contexts import trying as words
from messages.formats import parts
from messages.vi.drafts import CHANNELS, NO_NAME
from storage import grants, people
from storage.outbox import Outgoing
from storage.records import Draft, Role

ON, TRY, TO = "xem-", "thu", "thu-"  # choices of buttons
COLLEAGUES = 8
_WORKS = frozenset({Role.EDITOR, Role.APPROVER})


async def preview(turn: Turn, ref: str) -> None:
    """Xem trước: the very message, then how each channel takes it, to how many, at what cost."""
    draft = await writable(turn, seen_of(ref).id)
    if draft is None:
        return
    view = await look(turn.tx, turn.campaign, draft)
    who = await reach(turn, view.rule)
    turn.send(turn.address, view.reply)
    told = words.Preview(
        id=draft.id,
        shapes=on_each(turn.formats, view, await by_channel(turn, view)),
        audience=audience_words(turn.campaign, draft.audience),
        counted=who.counted,
        shares=who.shares,
        later=await later(turn, view),
        full=await full(turn, view),
    )
    plain = [name for name, known in turn.formats.items() if not known.limits.marks and name in CHANNELS]
    shown = [choice(view, f"Bản trên {CHANNELS[name]}", f"{ON}{name}") for name in plain]
    turn.say(told, [*([each] for each in shown), [choice(view, "Gửi thử", TRY), _back(view)]])


def _back(view: View) -> Choice:
    return choice(view, "Về bản nháp", "the")


async def back(turn: Turn, ref: str) -> None:
    """Về bản nháp."""
    draft = await writable(turn, seen_of(ref).id)
    if draft is not None:
        await cards.show(turn, draft)


def on_channel(name: str) -> Callable[[Turn, str], Awaitable[None]]:
    """What the button of one channel does: its messages as it shows them, one by one, without marks."""

    async def show(turn: Turn, ref: str) -> None:
        draft = await writable(turn, seen_of(ref).id)
        if draft is None:
            return
        view = await look(turn.tx, turn.campaign, draft)
        texts = parts(view.reply, turn.formats[name].limits)
        for text in texts:
            turn.say(text)
        turn.say(words.ShownOn(channel=CHANNELS[name], count=len(texts)), [[_back(view)]])

    return show


async def ask_whom(turn: Turn, ref: str) -> None:
    """Gửi thử: to oneself at once, or to a colleague of the agency."""
    draft = await writable(turn, seen_of(ref).id)
    if draft is None:
        return
    view, seen = await look(turn.tx, turn.campaign, draft), seen_of(ref)
    others = [each for each in await _colleagues(turn, draft) if each[0] != turn.person.id]
    last = max((len(others) - 1) // COLLEAGUES, 0)
    page = min(0 if seen.mark else seen.version, last)  # without what was seen: a page of colleagues
    rows = [[choice(view, "Gửi thử cho tôi", f"{TO}me")]]
    # A colleague is named by what stands in the log; the id travels in the button.
    for person_id, name in others[page * COLLEAGUES : (page + 1) * COLLEAGUES]:
        rows.append([_to(view, person_id, name)])
    ways = pages.turning(page, last, lambda to: _pressed(view, to, TRY))
    more = max(0, len(others) - (page + 1) * COLLEAGUES)
    turn.say(
        words.TryWhom(id=draft.id, colleagues=len(others), more=more),
        [*rows, *([ways] if ways else []), [_back(view)]],
    )


def _to(view: View, person_id: int, name: str) -> Choice:
    return Choice(label=cut(name, 40), data=_pressed(view, person_id, f"{TO}one"))


def _pressed(view: View, number: int, what: str) -> str:
    return buttons.encode(Press(kind=Pressed.DRAFT, ref=f"{view.draft.id}+{number}", choice=what))


async def _colleagues(turn: Turn, draft: Draft) -> list[tuple[int, str]]:
    """Who writes or approves for its agency: ids and names."""
    found: dict[int, str] = {}
    for holder in await grants.list_of(turn.tx, draft.agency, _WORKS):
        found.setdefault(holder.grant.person_id, holder.name or NO_NAME)
    return list(found.items())


async def to_me(turn: Turn, ref: str) -> None:
    """The message alone, as everyone would get it."""
    draft = await writable(turn, seen_of(ref).id)
    if draft is not None:
        view = await look(turn.tx, turn.campaign, draft)
        turn.send(turn.address, view.reply)
        await turn.log("draft.tried", str(draft.id), shown=view.shown, to=turn.person.id)


async def to_one(turn: Turn, ref: str) -> None:
    """The message to a colleague, who is told that it is a trial and from whom."""
    seen = seen_of(ref)  # its second part is a person here
    draft = await writable(turn, seen.id)
    if draft is None:
        return
    person_id = seen.version
    known = dict(await _colleagues(turn, draft))
    where = await addresses(turn, [person_id]) if person_id in known else []
    if not where:
        turn.say(words.TriedNobody(id=draft.id))
        return
    view = await look(turn.tx, turn.campaign, draft)
    told = words.Trial(id=draft.id, by=turn.person.name or turn.actor.partition(" (")[0])
    for reply in (Reply(text=turn.words(told)), view.reply):
        turn.out.append(Outgoing(address=where[0], reply=reply, lane=Lane.ALERTS))
    await turn.log("draft.tried", str(draft.id), shown=view.shown, to=person_id)
    person = await people.get(turn.tx, person_id)
    turn.say(words.Tried(id=draft.id, name=person.name if person else ""))
