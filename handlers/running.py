"""Running a command: whether this person may, here and now; otherwise saying why not."""

from handlers.registry import Command
from handlers.turn import Turn
from messages.content import ChatKind
from messages.contexts import basics
from storage import desks
from storage.records import Role


async def run(turn: Turn, command: Command, argument: str) -> None:
    """Run a command if this person may, here and now; otherwise say why not."""
    here = command.groups if turn.address.kind is ChatKind.GROUP else command.private
    if command.roles.isdisjoint(await roles_here(turn)):
        turn.say(basics.NotAllowed(title=command.title), [turn.registry.buttons("trogiup")])
    elif not here:
        turn.say(basics.NotHere(title=command.title, private=command.private))
    elif command.during_only and turn.campaign.phase(turn.now) == "closed":
        turn.say(
            basics.Ended(
                ends=turn.campaign.ends, office=turn.campaign.contacts.after_campaign_office, new_matter=True
            ),
            [turn.registry.buttons("theodoi", "trogiup")],
        )
    else:
        await command.run(turn, argument)


async def roles_here(turn: Turn) -> frozenset[Role]:
    """The roles of who speaks; a desk's members have its agency's roles, unless nobody can name them."""
    if turn.address.kind is not ChatKind.GROUP or turn.inbound.anonymous:
        return turn.roles
    agencies = await desks.agencies_at(turn.tx, turn.address.id)
    here = (turn.campaign.agency(key) for key in agencies)
    return turn.roles | {role for agency in here if agency for role in agency.roles}
