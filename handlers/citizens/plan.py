"""/kehoach: the plan in short, and each of its parts."""

from collections.abc import Callable, Mapping

from handlers.registry import Command
from handlers.steps import Flow
from handlers.turn import Rows, Turn
from messages import buttons
from messages.content import Choice
from messages.contexts import plan as words
from messages.render import Words
from storage.campaign import Campaign


def _first(turn: Turn) -> words.Plan:
    campaign = turn.campaign
    signed = turn.local.date() >= campaign.signed
    return words.Plan(
        title=campaign.title,
        number=campaign.number if signed else "",
        signed=campaign.signed,
        issuer=campaign.issuer,
        theme=campaign.theme,
        starts=campaign.starts,
        ends=campaign.ends,
        motto=campaign.motto,
    )


def _aims(campaign: Campaign) -> Words:
    return words.Part(title="Mục đích, yêu cầu", points=campaign.aims, target=campaign.target)


def _who(campaign: Campaign) -> Words:
    return words.Who(collectives=campaign.who.collectives, individuals=campaign.who.individuals)


def _content(campaign: Campaign) -> Words:
    return words.Part(title="Nội dung thi đua", points=campaign.content, target="")


def _commendation(campaign: Campaign) -> Words:
    return words.Part(title="Khen thưởng", points=campaign.commendation, target="")


_PARTS: Mapping[str, tuple[str, Callable[[Campaign], Words]]] = {
    "mucdich": ("Mục đích", _aims),
    "doituong": ("Ai tham gia", _who),
    "noidung": ("Nội dung thi đua", _content),
    "khenthuong": ("Khen thưởng", _commendation),
}


async def show(turn: Turn, argument: str) -> None:
    """The plan at a glance, or the part that a button asked for."""
    part = _PARTS.get(argument.strip().lower())
    turn.say(part[1](turn.campaign) if part else _first(turn), _rows(argument))


def _rows(shown: str) -> Rows:
    others = [
        Choice(label=label, data=buttons.command("kehoach", key))
        for key, (label, _) in _PARTS.items()
        if key != shown
    ]
    return [tuple(others[place : place + 2]) for place in range(0, len(others), 2)]


COMMANDS: tuple[Command, ...] = (
    Command(
        name="kehoach",
        title="Xem kế hoạch",
        run=show,
        words=("kế hoạch", "nội dung thi đua", "xem nội dung thi đua"),
    ),
)
FLOWS: tuple[Flow, ...] = ()
ACTIONS = ()
