"""Running a command: whether this person may, here and now; otherwise saying why not."""

from dataclasses import replace

from handlers.registry import Command
from handlers.turn import Turn
from messages.content import ChatKind
from messages.contexts import basics
from storage import desks
from storage.records import Role


async def run(turn: Turn, command: Command, argument: str) -> None:
    """Run a command if this person may, here and now; otherwise say why not."""
    told = len(turn.out)
    await _run(turn, command, argument)
    if turn.met and not command.greets:
        _introduce(turn, told)


def _introduce(turn: Turn, told: int) -> None:
    """Above the first answer that somebody new gets: a machine gives it."""
    for place, each in enumerate(turn.out[told:], told):
        if each.address.id == turn.address.id and each.reply is not None:
            text = f"{turn.words(basics.Machine())}\n\n{each.reply.text}"
            turn.out[place] = replace(each, reply=replace(each.reply, text=text))
            return


async def _run(turn: Turn, command: Command, argument: str) -> None:
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
