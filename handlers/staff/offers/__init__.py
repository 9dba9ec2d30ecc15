"""Helping hands at the desk: offers received, matched with needs, handed over, thanked for."""

from handlers.registry import EVERYONE, Action, Command
from handlers.staff.offers import cards, listing, working
from messages.buttons import Pressed
from storage.records import Role

RECEIVERS = frozenset({Role.FRONT, Role.OFFICER, Role.HEAD, Role.HOME_AFFAIRS, Role.ADMIN})
WITHDRAW = "rut"

COMMANDS = (
    Command(
        name="loigop",
        title="Lời góp sức đang chờ",
        run=listing.show,
        roles=RECEIVERS,
        words=("lời góp sức",),
        groups=True,
    ),
)
ACTIONS = (
    *(
        Action(kind=Pressed.OFFER, name=name, run=run, roles=RECEIVERS)
        for name, run in (
            (cards.MATCH, working.show_needs),
            (cards.CHOOSE, working.match),
            (cards.UNMATCH, working.unmatch),
            (cards.DELIVER, working.deliver),
            (cards.DECLINE, working.ask_decline),
            (cards.THANK, working.thank),
        )
    ),
    Action(
        kind=Pressed.OFFER, name=cards.ALLOW, run=working.allow_contact, roles=EVERYONE, desk_members=False
    ),
    Action(kind=Pressed.OFFER, name=WITHDRAW, run=listing.withdraw, roles=EVERYONE, desk_members=False),
)
FLOWS = ()
