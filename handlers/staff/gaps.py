"""What is still to be filled in of a draft: "{ca_mac_moi}" and its like."""

import re
from collections.abc import Mapping, Sequence

from storage.campaign import Campaign
from storage.records import Draft

GAP = re.compile(r"\{([a-z0-9_]+)\}")
# What the signed figures are of, besides the figures themselves.
ABOUT: Mapping[str, str] = {"so_lieu_ngay": "ngày của số liệu", "so_lieu_nguon": "nguồn của số liệu"}


def gaps_in(text: str) -> tuple[str, ...]:
    """The names of what is still to be filled in of a text, each once."""
    return tuple(dict.fromkeys(GAP.findall(text)))


def gaps(draft: Draft) -> tuple[str, ...]:
    """The names of what is still to be filled in, each once."""
    return gaps_in(f"{draft.title}\n{draft.text}\n{draft.source}")


def labels(campaign: Campaign, names: Sequence[str]) -> tuple[str, ...]:
    """What the gaps are called."""
    known = {each.key: each.label for each in campaign.figures} | dict(ABOUT)
    known |= {each.key: each.label for one in campaign.bulletin_templates for each in one.asks}
    return tuple(known.get(name, name) for name in names)
