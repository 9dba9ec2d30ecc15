"""The campaign file: everything that makes this program serve one campaign and not another."""

from storage.campaign.bodies import Agency, Organisation, OrganisationKind, Scope
from storage.campaign.bulletins import BulletinTemplate, Figure
from storage.campaign.contents import Contacts, ReportKind, Topic
from storage.campaign.deadlines import Deadline, ReplyTemplate, promised
from storage.campaign.filling import UnknownSlot
from storage.campaign.guidance import Advice, Audience, FiveK, Guidance, GuidancePart
from storage.campaign.load import CampaignError, load_campaign, shipped
from storage.campaign.model import Campaign, Phase, full_date
from storage.campaign.schedule import Entry, Firing, Shortcut
from storage.problems import Problem

__all__ = [
    "Advice",
    "Agency",
    "Audience",
    "BulletinTemplate",
    "Campaign",
    "CampaignError",
    "Contacts",
    "Deadline",
    "Entry",
    "Figure",
    "Firing",
    "FiveK",
    "Guidance",
    "GuidancePart",
    "Organisation",
    "OrganisationKind",
    "Phase",
    "Problem",
    "ReplyTemplate",
    "ReportKind",
    "Scope",
    "Shortcut",
    "Topic",
    "UnknownSlot",
    "fill",
    "full_date",
    "load_campaign",
    "promised",
    "shipped",
]


def fill(text: str, campaign: Campaign, **more: str) -> str:
    """The text with its slots filled from the campaign; a sentence whose slot is blank is dropped whole."""
    return campaign.fill(text, **more)
