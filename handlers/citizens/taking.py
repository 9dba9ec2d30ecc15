"""What news somebody takes, at a glance: shared by the dialogs that change it."""

from collections.abc import Sequence

from handlers.citizens import consent
from handlers.citizens.menu import menu_rows
from handlers.citizens.welcome import ended_note
from handlers.turn import Rows, Turn
from messages import buttons
from messages.content import Choice
from messages.contexts import subscriptions as words
from storage import people
from storage.campaign import Campaign
from storage.records import Pace

DAILY, ALL = "ngay", "du"
PLACE, TOPICS, OTHERS = "noio", "chude", "noikhac"


async def without_consent(turn: Turn) -> bool:
    """Whether nothing may be stored for them; says so, and asks."""
    if note := ended_note(turn):
        turn.say(note, menu_rows(turn))
        return True
    if not consent.has_agreed(turn):
        consent.ask(turn)
        return True
    return False


async def show(turn: Turn, before: str = "") -> None:
    """Topics, places and pace, with buttons to change them; `before` is rich text said first."""
    topics = await people.topics(turn.tx, turn.person.id)
    followed = await people.followed(turn.tx, turn.person.id)
    text = turn.words(
        words.Settings(
            topics=labels(turn.campaign, topics),
            place=place_name(turn.campaign, turn.person.place),
            followed=place_names(turn.campaign, followed),
            daily=turn.person.pace is Pace.DAILY,
            at=roundup_hour(turn),
        )
    )
    turn.say(f"{before}\n\n{text}" if before else text, _rows(turn))


def _rows(turn: Turn) -> Rows:
    daily = turn.person.pace is Pace.DAILY
    pace = Choice(
        label="Nhận đủ các tin" if daily else "Mỗi ngày một lần",
        data=buttons.command("dangky", ALL if daily else DAILY),
    )
    offered = turn.registry.buttons(TOPICS, PLACE, OTHERS)
    return [offered[:2], [*offered[2:], pace], turn.registry.buttons("ngungtin")]


def roundup_hour(turn: Turn) -> str:
    """When those who want news once a day are told of it next, as "18:00"; empty if never more."""
    due = turn.campaign.next_roundup(turn.now)
    return f"{turn.campaign.local(due):%H:%M}" if due else ""


def labels(campaign: Campaign, topics: Sequence[str] | frozenset[str]) -> tuple[str, ...]:
    """The topics in words, in the campaign's order."""
    return tuple(topic.label for topic in campaign.topics if topic.key in topics)


def place_name(campaign: Campaign, code: str | None) -> str:
    """A place in words; empty for none, and for one that the campaign does not know any more."""
    return campaign.units.full_label(code) if code and code in campaign.units else ""


def place_names(campaign: Campaign, codes: Sequence[str] | frozenset[str]) -> tuple[str, ...]:
    """The places in words, in the order of their codes."""
    return tuple(label for code in sorted(codes) if (label := place_name(campaign, code)))
