"""A draft as what people get: the message, the hash of everything that was shown, and the bulletin it becomes."""

import hashlib
import json

from messages.content import Lane, Reply
from messages.contexts import drafts as words
from messages.encoding import dump_reply
from messages.length import utf16
from messages.markup import visible
from messages.render import render, rich
from messages.vi.drafts import EVERYONE, KINDS
from messages.vi.roles import ROLES
from storage import audience as audiences
from storage.bulletins import NewBulletin
from storage.campaign import Campaign
from storage.records import Audience, Draft, DraftKind

LIMIT = 4096  # UTF-16 units: what every channel takes in one message


def message(campaign: Campaign, draft: Draft) -> Reply:
    """Exactly what people get."""
    agency = campaign.agency(draft.agency)
    text = words.Message(
        kind="" if draft.kind is DraftKind.BULLETIN else KINDS[draft.kind.value],
        title=draft.title,
        text=rich(draft.text),
        source=draft.source,
        until=campaign.local(draft.valid_until) if draft.valid_until else None,
        agency=agency.name if agency else draft.agency,
    )
    return Reply(text=render(text), attachments=draft.attachments)


def length(reply: Reply) -> int:
    """UTF-16 units that are read."""
    return utf16(visible(reply.text))


def fingerprint(campaign: Campaign, draft: Draft) -> str:
    """SHA-256, as hex, of everything that an approver is shown: words, files, audience, urgency, times."""
    shown = {
        "reply": dump_reply(message(campaign, draft)),
        "audience": audiences.dump(draft.audience),
        "places": list(campaign.units.covered(draft.audience.areas)),
        "kind": draft.kind.value,
        "agency": draft.agency,
        "until": draft.valid_until.isoformat() if draft.valid_until else "",
    }
    said = json.dumps(shown, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()


def bulletin(campaign: Campaign, draft: Draft, by: str, counted: int) -> NewBulletin:
    """The bulletin that it becomes; `by` is who approved it."""
    urgent = draft.kind is DraftKind.ALERT
    return NewBulletin(
        kind=draft.kind.value,
        title=draft.title,
        reply=message(campaign, draft),
        audience=draft.audience,
        places=campaign.units.covered(draft.audience.areas),
        lane=Lane.ALERTS if urgent else Lane.BULLETINS,
        urgent=urgent,
        created_by=by,
        counted=counted,
        valid_until=draft.valid_until,
    )


def audience_words(campaign: Campaign, audience: Audience) -> tuple[str, ...]:
    """The rule as staff read it, a part a line."""
    scopes = ((code, campaign.scope(code)) for code in (*audience.areas, *audience.bodies))
    where = [scope.name if scope else code for code, scope in scopes]
    who = [ROLES[role].lower() for role in audience.roles]
    topic = campaign.topic(audience.topic)
    chosen = [f"chủ đề {topic.label if topic else audience.topic}"] if audience.topic else []
    return (*where, *who, *chosen) or (EVERYONE,)
