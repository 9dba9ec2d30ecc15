"""The desk's work on reports: every press of a card, the words that follow it, and the queue."""

from collections.abc import Awaitable, Callable, Mapping

from handlers import card_buttons as does
from handlers.registry import Action, Command
from handlers.seats import DESK_ROLES, STAFF
from handlers.staff.triage import answering, asked_words, committee, duplicates, forwarding, moves, queue
from handlers.turn import Turn
from messages.buttons import Pressed
from storage.records import Role

_Run = Callable[[Turn, str], Awaitable[None]]
# Who holds the report is asked of each press again (handlers.seats); these roles may press at all.
_OFFICE: Mapping[str, _Run] = {
    does.FORWARD: forwarding.ask_body,
    forwarding.CHOOSE: forwarding.chosen,
    does.DUPLICATE: duplicates.ask_other,
    does.NOT_OURS: answering.ask_where,
    does.URGE: moves.urge,
    does.CALM: moves.calm,
    does.SUBMIT: moves.submit,
    does.REOPEN: moves.reopen,
}
_WORKERS: Mapping[str, _Run] = {
    does.TAKE: moves.take,
    does.RESOLVE: moves.resolve,
    does.ANSWER: answering.ask_answer,
    answering.TEMPLATE: answering.template,
    answering.SEND_TEMPLATE: answering.send_template,
    answering.TAKE_BACK: answering.take_back,
    does.ASK: answering.ask_question,
    does.NOTE: answering.ask_note,
    does.PROPOSE: answering.ask_proposal,
    does.RETURN: forwarding.ask_why,
    does.MORE: moves.more,
    does.LESS: moves.less,
}


def _actions(runs: Mapping[str, _Run], roles: frozenset[Role]) -> tuple[Action, ...]:
    return tuple(Action(kind=Pressed.REPORT, name=name, run=run, roles=roles) for name, run in runs.items())


ACTIONS = (
    *_actions(_OFFICE, DESK_ROLES),
    *_actions(_WORKERS, STAFF),
    *_actions({does.DECIDE: committee.ask_opinion}, DESK_ROLES | {Role.COMMITTEE}),
)
COMMANDS = (
    Command(
        name="hangcho",
        title="Việc đang chờ",
        run=queue.queue,
        roles=STAFF,  # each sees its part: seats.share_here
        words=("hàng chờ",),
        groups=True,
    ),
)
FLOWS = (asked_words.FLOW,)
