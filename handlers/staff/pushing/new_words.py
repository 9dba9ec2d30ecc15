"""New words for a bulletin, from chat: written by one, shown whole to approvers, let go by another."""

from datetime import datetime

from handlers import conversing
from handlers.choose import Option
from handlers.questions import Then, choice_step, summary_step, to, worded
from handlers.registry import Action
from handlers.staff.marked_words import MARKS, dumped_places, marks_step, words_of
from handlers.staff.pushing.common import (
    DECIDERS,
    STEERERS,
    bulletin_of,
    cannot,
    deciders,
    may_steer,
    number_of,
    press,
    who,
)
from handlers.staff.pushing.following import refresh
from handlers.staff.pushing.rewording import reworded, unfit, unfit_now
from handlers.steps import Answers, Facts, Question, Said, Step, flow
from handlers.turn import Turn
from messages.buttons import Pressed
from messages.content import Lane, Reply
from messages.contexts import pushing as words
from messages.encoding import load_reply
from messages.render import render, rich
from messages.vi.bulletins import STATES, STEER, Steer
from storage import bulletins, drafts, outbox
from storage.bulletins import CannotChange, Change, ChangeKind, OwnWords
from storage.database import Tx
from storage.outbox import Outgoing
from storage.records import Bulletin, BulletinState

LIMIT = 3_000  # UTF-16 units: the whole of it stands in the approvers' message
DIALOG = "loimoi"
_ONLY = {  # where only one kind of new words is possible
    BulletinState.DONE: ChangeKind.CORRECT,
    BulletinState.CANCELLED: ChangeKind.CORRECT,
    BulletinState.RECALLED: ChangeKind.RECALL,
}


async def announce_words(tx: Tx, made: Bulletin, change: Change, at: datetime) -> None:
    """Show approvers the message with the new words that wait, as people get it; `at` is real time."""
    for reply in _shown(made, change):
        await _tell(tx, made, reply, at)


def _shown(made: Bulletin, change: Change) -> tuple[Reply, Reply]:
    """The message whole, and what may be decided about it and no other."""
    told = words.NewWords(id=made.id, title=made.title, kind=change.kind.value, by=who_made(change))
    row = tuple(press(made.id, each, STEER[each], change.version) for each in (Steer.APPROVE, Steer.DROP))
    return load_reply(change.reply), Reply(text=render(told), rows=(row,))


async def _shown_first(turn: Turn, bulletin_id: int, version: int) -> bool:
    """Show what waits to somebody who typed "Duyệt lời mới 12": that says of no words that they were read."""
    made, waiting = await bulletins.get(turn.tx, bulletin_id), await bulletins.pending(turn.tx, bulletin_id)
    if version or made is None or waiting is None:
        return False
    for reply in _shown(made, waiting):
        turn.send(turn.address, reply)
    return True


async def announce_approved(tx: Tx, made: Bulletin, change: Change, at: datetime) -> None:
    """Tell approvers that new words go out; `at` is real time."""
    by = change.approved_by.partition(" (")[0]
    told = words.WordsApproved(id=made.id, title=made.title, kind=change.kind.value, by=by)
    await _tell(tx, made, Reply(text=render(told)), at)


def who_made(change: Change) -> str:
    """Who wrote them, without the account."""
    return change.made_by.partition(" (")[0]


async def _tell(tx: Tx, made: Bulletin, reply: Reply, at: datetime) -> None:
    told = [Outgoing(address=each, reply=reply, lane=Lane.ALERTS) for each in await deciders(tx, made.id)]
    await outbox.put(tx, told, at)


async def begin(turn: Turn, ref: str) -> None:
    """Ask for new words, and first for whom where that can be chosen."""
    made = await bulletin_of(turn, ref)
    if made is None:
        return
    only = _ONLY.get(made.state)
    framed = only is not ChangeKind.RECALL and await drafts.of_bulletin(turn.tx, made.id) is not None
    known = {"id": made.id, "title": made.title, "framed": framed} | ({"kind": only.value} if only else {})
    await conversing.enter(turn, DIALOG, conversing.FRESH, known, step="words" if only else "kind")


def _kinds(_answers: Answers, _facts: Facts) -> tuple[Option, ...]:
    return (
        Option(key=ChangeKind.CHANGE.value, label="Chỉ người chưa nhận"),
        Option(key=ChangeKind.CORRECT.value, label="Cả người đã nhận (đính chính)"),
    )


def _whose(answers: Answers, _facts: Facts) -> words.AskWhose:
    return words.AskWhose(id=int(answers["id"]), title=str(answers["title"]))


def _words(then: Then) -> Step:
    def ask(answers: Answers, facts: Facts) -> Question:
        asked = words.AskWords(kind=str(answers["kind"]), framed=bool(answers.get("framed")), limit=LIMIT)
        return Question(text=worded(asked, facts))

    def accept(said: Said, _answers: Answers, facts: Facts) -> dict[str, object]:
        written, places = words_of(said, facts, LIMIT)
        return {"text": written, "loose": dumped_places(places)}

    def next_(answers: Answers, facts: Facts) -> str | None:
        return MARKS if answers["words"]["loose"] else then(answers, facts)

    return Step(name="words", ask=ask, accept=accept, then=next_, free_text=True)


def _summary(answers: Answers, _facts: Facts) -> words.WordsSummary:
    return words.WordsSummary(
        id=int(answers["id"]),
        title=str(answers["title"]),
        kind=str(answers["kind"]),
        text=rich(str(answers["words"]["text"])),
        framed=bool(answers.get("framed")),
    )


def _parts(_answers: Answers, _facts: Facts) -> list[Option]:
    return [Option(key="words", label="Lời văn")]


async def _propose(turn: Turn, answers: Answers) -> None:
    kind, text = ChangeKind(str(answers["kind"])), str(answers["words"]["text"])
    made = await bulletin_of(turn, str(answers["id"]))
    if made is None:
        return
    reply = await reworded(turn.tx, turn.campaign, made, kind, text)
    if (refused := await unfit(turn.tx, turn.campaign, made, reply)) is not None:
        known = {name: answers.get(name) for name in ("id", "title", "framed", "kind")}
        await conversing.start(turn, DIALOG, known, step="words", before=turn.words(refused))
        return
    try:
        change = await bulletins.propose(
            turn.tx, made.id, kind, reply, turn.actor, turn.now, person_id=turn.person.id
        )
    except CannotChange:
        cannot(turn, made.id, await bulletins.get(turn.tx, made.id))
        return
    detail = {"kind": kind.value, "version": change.version, "shown": bulletins.fingerprint(change)}
    await turn.log("bulletin.words_proposed", str(made.id), **detail)
    await announce_words(turn.tx, made, change, turn.wall)
    await _refreshed(turn, made.id)
    turn.say(words.WordsProposed(id=made.id, paused=made.state is BulletinState.SENDING))


async def approve(turn: Turn, ref: str) -> None:
    """Let exactly the words go out that were shown with the button; not one's own."""
    bulletin_id, version = _seen(ref)
    if not await may_steer(turn, bulletin_id, DECIDERS) or await _shown_first(turn, bulletin_id, version):
        return
    found = await bulletins.get(turn.tx, bulletin_id)
    if found is not None and (refused := await unfit_now(turn.tx, turn.campaign, found, version)) is not None:
        turn.say(refused, [[press(bulletin_id, Steer.DROP, STEER[Steer.DROP], version)]])
        return
    try:
        made, change = await bulletins.approve(
            turn.tx, bulletin_id, turn.actor, turn.now, version=version, person_id=turn.person.id
        )
    except OwnWords:
        turn.say(words.OwnWords(id=bulletin_id))
        return
    except CannotChange:
        turn.say(words.NothingWaits(id=bulletin_id))
        return
    detail = {"kind": change.kind.value, "version": change.version, "shown": bulletins.fingerprint(change)}
    await turn.log("bulletin.words_approved", str(made.id), **detail)
    await announce_approved(turn.tx, made, change, turn.wall)
    await refresh(turn, made)


async def drop(turn: Turn, ref: str) -> None:
    """Forget the waiting words; the bulletin stays paused until somebody lets it go on."""
    bulletin_id, version = _seen(ref)
    if not await may_steer(turn, bulletin_id) or await _shown_first(turn, bulletin_id, version):
        return
    waiting = await bulletins.pending(turn.tx, bulletin_id)
    if waiting is None or waiting.version != version:
        turn.say(words.NothingWaits(id=bulletin_id))
        return
    await bulletins.drop(turn.tx, bulletin_id)
    await turn.log("bulletin.words_rejected", str(bulletin_id), version=version)
    made = await _refreshed(turn, bulletin_id)
    turn.say(words.WordsDropped(id=bulletin_id, state=STATES[made.state] if made else "", by=who(turn)))


async def _refreshed(turn: Turn, bulletin_id: int) -> Bulletin | None:
    made = await bulletins.get(turn.tx, bulletin_id)
    if made is not None:
        await refresh(turn, made)
    return made


def _seen(ref: str) -> tuple[int, int]:
    """(bulletin, version) of a button under new words."""
    bulletin_id, _, version = ref.partition("+")
    return number_of(bulletin_id), number_of(version)


FLOW = flow(
    DIALOG,
    "viết lời văn mới cho bản tin",
    (
        choice_step("kind", _whose, _kinds, to("words")),
        _words(to("send")),
        marks_step(to("send"), "words"),
        summary_step("send", _summary, _parts, send="Gửi duyệt"),
    ),
    finish=_propose,
    cancelled="Lời văn của bản tin vẫn như cũ.",
)
ACTIONS = (
    Action(kind=Pressed.BULLETIN, name=Steer.WORDS, run=begin, roles=STEERERS, desk_members=False),
    Action(kind=Pressed.BULLETIN, name=Steer.APPROVE, run=approve, roles=DECIDERS, desk_members=False),
    Action(kind=Pressed.BULLETIN, name=Steer.DROP, run=drop, roles=STEERERS, desk_members=False),
)
