"""/tinmoi: the latest bulletins, to read again."""

from handlers.registry import Command
from handlers.remarks import typed
from handlers.seats import STAFF
from handlers.staff.bulletins import planning
from handlers.staff.bulletins.common import number_of
from handlers.staff.pushing import aloud
from handlers.steps import Flow
from handlers.turn import Rows, Turn
from messages import buttons
from messages.content import Choice
from messages.contexts import news as words
from messages.encoding import load_reply
from messages.graphemes import ends
from messages.markup import visible
from messages.render import day, rich, short_day
from storage import bulletins
from storage.records import Bulletin

SHOWN = 5
_LABEL = 40  # characters of a bulletin's first line on a button


async def latest(turn: Turn, argument: str) -> None:
    """The newest bulletin in full, the ones before it as buttons; `argument` is the number of one of these."""
    if not argument and not turn.roles.isdisjoint(STAFF):
        await planning.show(turn)
    found = await bulletins.latest(turn.tx, SHOWN)
    number = number_of(argument)
    if not found:
        turn.say(words.Nothing(), [turn.registry.buttons("kehoach"), turn.registry.buttons("huongdan")])
        return
    chosen = await bulletins.public(turn.tx, number) if argument else found[0]
    if chosen is None:
        turn.say(words.Gone(), [turn.registry.buttons("tinmoi")])
        return
    reply = load_reply(chosen.reply)
    text = words.Bulletin(at=turn.campaign.local(chosen.created_at), text=rich(reply.text))
    rows = [*reply.rows, *_ways(turn, chosen), *_others(turn, found, chosen)]
    turn.say(text, rows, attachments=reply.attachments)


def _ways(turn: Turn, shown: Bulletin) -> Rows:
    """To answer it where no message can be replied to; for whoever has a loudspeaker, to read it out."""
    answer = [] if turn.limits.replies else [(typed.button(shown),)]
    read = [] if turn.roles.isdisjoint(aloud.READERS) else [(aloud.button(shown),)]
    return [*answer, *read]


def _others(turn: Turn, found: list[Bulletin], shown: Bulletin) -> Rows:
    return [
        (Choice(label=_label(turn, each), data=buttons.command("tinmoi", str(each.id))),)
        for each in found
        if each.id != shown.id
    ]


def _label(turn: Turn, bulletin: Bulletin) -> str:
    """Its date and how it begins: its title is the staff's own."""
    at = turn.campaign.local(bulletin.created_at).date()
    first = next(
        (line.strip() for line in visible(load_reply(bulletin.reply).text).splitlines() if line.strip()), ""
    )
    when = short_day(at) if at.year == turn.local.year else day(at)
    return f"{when}: {_cut(first)}" if first else f"Tin ngày {when}"


def _cut(text: str) -> str:
    bounds = ends(text)
    return text if len(bounds) <= _LABEL else f"{text[: bounds[_LABEL - 1]].rstrip()}…"


COMMANDS: tuple[Command, ...] = (
    Command(
        name="tinmoi",
        title="Tin mới",
        run=latest,
        words=("tin mới nhất", "xem tin mới", "bản tin", "tin tức"),
    ),
)
FLOWS: tuple[Flow, ...] = ()
ACTIONS = ()
