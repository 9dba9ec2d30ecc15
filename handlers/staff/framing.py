"""A draft's words in their frame: heading, title, source, validity, agency, and what people may press."""

from messages import buttons
from messages.buttons import Press, Pressed
from messages.content import Choice, Reply
from messages.contexts import drafts as words
from messages.length import utf16
from messages.markup import visible
from messages.places import edge
from messages.render import render, rich
from messages.vi.drafts import KINDS
from storage.campaign import Campaign
from storage.records import Draft, DraftKind

LIMIT = 4096  # UTF-16 units: what every channel takes in one message


def message(campaign: Campaign, draft: Draft, *, corrects: bool = False) -> Reply:
    """Exactly what people get. `corrects`: its words take the place of others that they have had."""
    agency = campaign.agency(draft.agency)
    text = words.Message(
        kind="" if draft.kind is DraftKind.BULLETIN else KINDS[draft.kind.value],
        title=draft.title,
        corrects=corrects and draft.kind is not DraftKind.CORRECTION,
        text=rich(draft.text),
        source=draft.source,
        until=campaign.local(draft.valid_until) if draft.valid_until else None,
        agency=agency.name if agency else draft.agency,
    )
    return Reply(text=render(text), rows=_rows(draft), attachments=draft.attachments)


def too_long(reply: Reply) -> words.TooLong | None:
    """By how much it is longer than one message holds, and where the part that fits ends; None if it fits."""
    text = visible(reply.text)
    length = utf16(text)
    if length <= LIMIT:
        return None
    at = edge(text, LIMIT)
    return words.TooLong(length=length, limit=LIMIT, over=length - LIMIT, before=at.before, after=at.after)


def _rows(draft: Draft) -> tuple[tuple[Choice, ...], ...]:
    """What people may press. A press names the draft: the bulletin has no number yet when this is approved."""
    return tuple(
        (
            Choice(label=each.label, url=each.url)
            if each.url
            else Choice(label=each.label, data=answer(draft.id, each.key)),
        )
        for each in draft.choices
    )


def answer(draft_id: int, key: str) -> str:
    """Data of a button that people get under a bulletin."""
    return buttons.encode(Press(kind=Pressed.ANSWER, ref=str(draft_id), choice=key))
