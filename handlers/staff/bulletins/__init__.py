"""Bulletins from the first word to the approval: /soantin and /duyettin. Other desks begin a draft and `show` it."""

from handlers.registry import EVERYONE, Action, Command
from handlers.staff.bulletins import (
    answering,
    approving,
    cards,
    filling,
    managing,
    submitting,
    trying,
    writing,
)
from handlers.staff.bulletins.cards import show
from handlers.staff.bulletins.common import seen_of
from handlers.steps import Flow
from handlers.turn import Turn
from messages.buttons import Pressed
from messages.formats import KNOWN
from messages.vi.drafts import PARTS
from storage.records import Role

__all__ = ["ACTIONS", "COMMANDS", "FLOWS", "show"]


async def _soantin(turn: Turn, argument: str) -> None:
    first, _, rest = argument.partition(" ")
    if turn.carried:
        await writing.begin_with(turn)
    elif first == writing.TEMPLATE:
        await filling.choose(turn, rest)
    elif first != writing.COPY:
        await writing.begin(turn, argument)
    elif managing.number_after(argument)[0]:
        await managing.copy_bulletin(turn, *managing.number_after(argument))
    else:
        await managing.earlier(turn)


async def _submit(turn: Turn, ref: str) -> None:
    await submitting.submit(turn, seen_of(ref).id)


async def _submit_surely(turn: Turn, ref: str) -> None:
    await submitting.submit(turn, seen_of(ref).id, sure=True)


_WRITES = {
    cards.EDIT: writing.ask_part,
    cards.PREVIEW: trying.preview,
    cards.SUBMIT: _submit,
    submitting.SURE: _submit_surely,
    cards.MORE: managing.more,
    filling.FILL: filling.fill,
    cards.REFILL: filling.refill,
    cards.DROP: managing.ask_drop,
    managing.DROP_SURE: managing.drop,
    "the": trying.back,
    "loa": managing.aloud,
    "chep": managing.copy_draft,
    trying.TRY: trying.ask_whom,
    f"{trying.TO}me": trying.to_me,
    f"{trying.TO}one": trying.to_one,
    **{f"sua-{part}": writing.edits(part) for part in PARTS},
    **{
        f"{trying.ON}{name}": trying.on_channel(name)
        for name, known in KNOWN.items()
        if not known.limits.marks
    },
}
_DECIDES = {
    cards.APPROVE: approving.approve,
    approving.SURE: approving.approve_surely,
    cards.RETURN: approving.ask_reason,
}
_APPROVERS = frozenset({Role.APPROVER})

COMMANDS: tuple[Command, ...] = (
    Command(
        name="soantin",
        title="Soạn bản tin",
        run=_soantin,
        roles=frozenset({Role.EDITOR}),
        words=("soạn tin", "viết bản tin", "soạn bản tin mới"),
    ),
    Command(
        name="duyettin",
        title="Duyệt bản tin",
        run=approving.waiting,
        roles=_APPROVERS,
        words=("duyệt tin", "tin chờ duyệt"),
    ),
)
FLOWS: tuple[Flow, ...] = (writing.WRITE, writing.EDIT, approving.RETURN, filling.ASK)
ACTIONS = (
    *(
        Action(kind=Pressed.DRAFT, name=name, run=run, roles=writing.WRITERS, desk_members=False)
        for name, run in _WRITES.items()
    ),
    *(
        Action(kind=Pressed.DRAFT, name=name, run=run, roles=_APPROVERS, desk_members=False)
        for name, run in _DECIDES.items()
    ),
    *(
        Action(kind=Pressed.ANSWER, name=key, run=run, roles=EVERYONE, desk_members=False)
        for key, run in answering.RUNS.items()
    ),
)
