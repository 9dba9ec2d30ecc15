"""What of a nomination an officer has to judge: what seems to fall outside the plan."""

from messages.folding import phrase
from messages.vi.commending import MARK
from storage.campaign import Campaign
from storage.records import Nomination


def outside(campaign: Campaign, nomination: Nomination) -> list[str]:
    """Keys of MARK: by who competes (a collective by its name), by the days, by what it helped."""
    found = []
    if nomination.collective and not _competes(campaign, nomination.name):
        found.append("collective")
    first, last = nomination.first_day, nomination.last_day
    if first and last and not campaign.starts <= first <= last <= campaign.ends:
        found.append("days")
    if nomination.helped == "other":
        found.append("aim")
    return found


def _competes(campaign: Campaign, name: str) -> bool:
    known, said = campaign.who.collective_names, f" {phrase(name)} "
    return not known or any(f" {phrase(each)} " in said for each in known)


def in_words(campaign: Campaign, nomination: Nomination) -> tuple[str, ...]:
    """Everything worth a look, as officers read it; telling of oneself too, which needs no judgement."""
    own = ["own"] if nomination.own else []
    return tuple(MARK[key] for key in (*own, *outside(campaign, nomination)))
