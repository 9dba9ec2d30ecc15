"""Officers' duty: what units and organisations are asked to do, received, reported on, checked and urged."""

from handlers.registry import Action, Command
from handlers.seats import DESK_ROLES
from handlers.staff.duties import (
    cards,
    changing,
    checking,
    doing,
    handover,
    listing,
    replies,
    viewing,
    writing,
)
from handlers.turn import Turn
from messages.buttons import Pressed
from storage import codes
from storage.duties.board import ACTING
from storage.records import Role

__all__ = ["ACTIONS", "COMMANDS", "FLOWS", "replies"]

OFFICERS = frozenset(ACTING)


async def _report(turn: Turn, argument: str) -> None:
    """/baocao CODE: the report on one duty; without a code the list to choose from."""
    code = codes.read(argument)
    if code is None:
        await listing.show(turn, listing.MINE)
    else:
        await doing.report(turn, code)


COMMANDS = (
    Command(
        name="nhiemvu",
        title="Việc cần thực hiện",
        run=listing.show,
        roles=OFFICERS | DESK_ROLES,
        words=("nhiệm vụ", "việc được giao", "việc đã giao"),
        groups=True,
    ),
    Command(
        name="giaoviec",
        title="Giao việc cho đơn vị",
        run=writing.begin,
        roles=DESK_ROLES,
        words=("giao việc",),
    ),
    Command(
        name="bangiao",
        title="Bàn giao cho người khác",
        run=handover.hand_over,
        roles=OFFICERS | {Role.ADMIN},
        words=("bàn giao",),
        menu=False,
    ),
    Command(name="baocao", title="Báo cáo việc được giao", run=_report, roles=OFFICERS, menu=False),
)
FLOWS = (doing.FLOW, writing.FLOW, changing.EXTENDING, changing.RECALLING)
ACTIONS = (
    *(
        Action(kind=Pressed.OBLIGATION, name=name, run=run, roles=OFFICERS, desk_members=False)
        for name, run in (
            (cards.ACKNOWLEDGE, doing.acknowledge),
            (cards.REPORT, doing.report),
            (doing.FRESH, doing.report_fresh),
        )
    ),
    *(
        Action(kind=Pressed.OBLIGATION, name=name, run=run, roles=DESK_ROLES)
        for name, run in (
            (cards.PASS, checking.passed),
            (cards.FAIL, checking.ask_failed),
            (cards.MORE, checking.ask_more),
        )
    ),
    *(
        Action(kind=Pressed.DIRECTIVE, name=name, run=run, roles=DESK_ROLES)
        for name, run in (
            ("xem", viewing.show),
            ("ai", viewing.missing),
            ("kiemtra", checking.show_next),
            ("giahan", changing.ask_extension),
            ("thuhoi", changing.ask_recall),
        )
    ),
)
