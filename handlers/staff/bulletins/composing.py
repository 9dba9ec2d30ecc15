"""A draft as what people get: the message, the hash of everything that was shown, and the bulletin it becomes."""

from dataclasses import dataclass

from handlers.staff.fingerprints import fingerprint
from handlers.staff.framing import message
from messages.content import Lane, Reply
from messages.length import utf16
from messages.markup import visible
from storage import audience as audiences
from storage.bulletins import NewBulletin
from storage.campaign import Campaign
from storage.database import Tx
from storage.records import Draft, DraftKind, Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A draft as it would go out now.

    Attributes:
        reply: exactly what people get.
        rule: exactly who would get it.
        shown: SHA-256, as hex, of everything that an approver is shown: words, files, buttons, audience, times.
        topics: for whose day's limit it counts: its audience's, or else its kind's.
    """

    draft: Draft
    reply: Reply
    rule: Rule
    shown: str
    topics: tuple[str, ...]

    @property
    def length(self) -> int:
        """UTF-16 units that are read."""
        return utf16(visible(self.reply.text))


async def look(tx: Tx, campaign: Campaign, draft: Draft) -> View:
    """The draft as it would go out now."""
    reply = message(campaign, draft)
    rule = await audiences.expand(tx, campaign, draft.audience)
    topics = draft.audience.topics or campaign.topics_of(draft.kind)
    shown = _fingerprint(draft, reply, rule)
    return View(draft=draft, reply=reply, rule=rule, shown=shown, topics=topics)


def _fingerprint(draft: Draft, reply: Reply, rule: Rule) -> str:
    return fingerprint(
        reply,
        rule,
        kind=draft.kind.value,
        agency=draft.agency,
        until=draft.valid_until,
        at=draft.send_at,
        daily=draft.daily_until,
    )


def bulletin(view: View, by: str, counted: int) -> NewBulletin:
    """The bulletin that it becomes; `by` is who approved it."""
    draft = view.draft
    urgent = draft.kind is DraftKind.ALERT
    return NewBulletin(
        kind=draft.kind.value,
        title=draft.title,
        reply=view.reply,
        audience=view.rule.audience,
        places=view.rule.places,
        without=view.rule.without,
        lane=Lane.ALERTS if urgent else Lane.BULLETINS,
        urgent=urgent,
        created_by=by,
        counted=counted,
        valid_until=draft.valid_until,
        topics=view.topics,
    )
