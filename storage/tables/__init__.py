"""The one description of the schema, a file for each room. Migrations are proven to end in exactly this."""

from storage.tables.base import Id, Moment, metadata
from storage.tables.bulletins import broadcasts, bulletin_changes, bulletins, deliveries, roundups
from storage.tables.drafts import bulletin_presses, day_figures, draft_writers, drafts
from storage.tables.duties import directives, obligation_events, obligations
from storage.tables.house import audit, firings, meta, web_messages
from storage.tables.nominations import (
    nomination_events,
    nomination_shingles,
    nomination_voices,
    nominations,
)
from storage.tables.offers import offer_events, offers
from storage.tables.people import (
    addresses,
    consents,
    desks,
    followed_places,
    grants,
    invites,
    link_codes,
    people,
    positions,
    subscriptions,
)
from storage.tables.queues import inbox, jobs, media, media_from, media_on, message_links, outbox
from storage.tables.remarks import remark_lines, remarks
from storage.tables.reports import (
    anonymous_reports,
    code_tries,
    report_events,
    report_locations,
    report_ratings,
    report_shingles,
    report_voices,
    reports,
)
from storage.tables.rumours import (
    rumour_askers,
    rumour_photo_parts,
    rumour_photos,
    rumour_shingles,
    rumour_texts,
    rumour_tries,
    rumours,
)
from storage.tables.zones import zone_changes, zone_entries

__all__ = [
    "Id",
    "Moment",
    "addresses",
    "anonymous_reports",
    "audit",
    "broadcasts",
    "bulletin_changes",
    "bulletin_presses",
    "bulletins",
    "code_tries",
    "consents",
    "day_figures",
    "deliveries",
    "desks",
    "directives",
    "draft_writers",
    "drafts",
    "firings",
    "followed_places",
    "grants",
    "inbox",
    "invites",
    "jobs",
    "link_codes",
    "media",
    "media_from",
    "media_on",
    "message_links",
    "meta",
    "metadata",
    "nomination_events",
    "nomination_shingles",
    "nomination_voices",
    "nominations",
    "obligation_events",
    "obligations",
    "offer_events",
    "offers",
    "outbox",
    "people",
    "positions",
    "remark_lines",
    "remarks",
    "report_events",
    "report_locations",
    "report_ratings",
    "report_shingles",
    "report_voices",
    "reports",
    "roundups",
    "rumour_askers",
    "rumour_photo_parts",
    "rumour_photos",
    "rumour_shingles",
    "rumour_texts",
    "rumour_tries",
    "rumours",
    "subscriptions",
    "web_messages",
    "zone_changes",
    "zone_entries",
]
