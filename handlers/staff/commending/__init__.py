"""From a good deed told of to a commendation: who verifies, proposes, appraises and decides, step by step."""

from handlers.registry import EVERYONE, Action, Command
from handlers.seats import DESK_ROLES
from handlers.staff.commending import (
    consulting,
    correcting,
    dossier,
    facts,
    many,
    queue,
    seats,
    steps,
    stories,
    telling,
    threads,
)
from messages.buttons import Pressed
from storage.records import Role

# Whose step it is, is asked of each press again (seats, does); these roles may press at all.
_WORKERS = seats.LOCAL_ROLES | DESK_ROLES | {Role.HEALTH}
_REVIEWERS = frozenset({Role.HEALTH, Role.HOME_AFFAIRS, Role.ADMIN})
_EDITORS = frozenset({Role.EDITOR})

ACTIONS = (
    *(
        Action(kind=Pressed.NOMINATION, name=name, run=run, roles=_WORKERS)
        for name, run in {**steps.RUNS, **facts.RUNS, **consulting.RUNS, **correcting.RUNS}.items()
    ),
    Action(
        kind=Pressed.NOMINATION, name=stories.WRITE, run=stories.write, roles=_EDITORS, desk_members=False
    ),
    Action(
        kind=Pressed.NOMINATION,
        name=telling.TELL_MORE,
        run=threads.ask_more,
        roles=EVERYONE,
        desk_members=False,
    ),
)
COMMANDS = (
    Command(
        name=queue.REVIEW,
        title="Xét khen gương tốt",
        run=queue.review,
        roles=_REVIEWERS,
        words=("xét khen",),
        groups=True,
    ),
    Command(
        name=queue.VERIFY,
        title="Gương tốt chờ xác minh",
        run=queue.verify,
        roles=seats.LOCAL_ROLES,
        words=("xác minh gương tốt",),
    ),
    Command(
        name=stories.COMMAND,
        title="Gương tốt để viết bài",
        run=stories.choose,
        roles=_EDITORS,
        words=("gương tốt để viết bài",),
        during_only=True,
    ),
    Command(
        name=many.NAME,
        title="Quyết định cho nhiều gương",
        run=many.begin,
        roles=DESK_ROLES,
        words=("nhập quyết định khen", "quyết định khen thưởng"),
    ),
    Command(
        name="hoso",
        title="Lập hồ sơ xét khen",
        run=dossier.dossier,
        roles=_REVIEWERS,
        words=("hồ sơ xét khen",),
        groups=True,
    ),
)
FLOWS = (many.FLOW,)
