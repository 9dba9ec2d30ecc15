"""Bulletins from the first word to the approval: /soantin and /duyettin. Other desks begin a draft and `show` it."""

from handlers.registry import Action, Command
from handlers.staff.bulletins import approving, cards, writing
from handlers.staff.bulletins.cards import show
from handlers.steps import Flow
from messages.buttons import Pressed
from messages.vi.drafts import PARTS
from storage.records import Role

__all__ = ["ACTIONS", "COMMANDS", "FLOWS", "show"]

_WRITES = {
    cards.EDIT: writing.ask_part,
    cards.PREVIEW: writing.preview,
    cards.SUBMIT: writing.submit,
    cards.DROP: writing.ask_drop,
    writing.DROP_SURE: writing.drop,
    **{f"sua-{part}": writing.edits(part) for part in PARTS},
}
_DECIDES = {cards.APPROVE: approving.approve, cards.RETURN: approving.ask_reason}
_APPROVERS = frozenset({Role.APPROVER})

COMMANDS: tuple[Command, ...] = (
    Command(
        name="soantin",
        title="Soạn bản tin",
        run=writing.begin,
        roles=frozenset({Role.EDITOR}),
        words=("soạn tin", "viết bản tin", "soạn bản tin mới"),
        during_only=True,
    ),
    Command(
        name="duyettin",
        title="Duyệt bản tin",
        run=approving.waiting,
        roles=_APPROVERS,
        words=("duyệt tin", "tin chờ duyệt"),
    ),
)
FLOWS: tuple[Flow, ...] = (writing.WRITE, writing.EDIT, approving.RETURN)
ACTIONS = (
    *(
        Action(kind=Pressed.DRAFT, name=name, run=run, roles=writing.WRITERS, desk_members=False)
        for name, run in _WRITES.items()
    ),
    *(
        Action(kind=Pressed.DRAFT, name=name, run=run, roles=_APPROVERS, desk_members=False)
        for name, run in _DECIDES.items()
    ),
)
