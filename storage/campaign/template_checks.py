"""What must hold of templates of bulletins: every slot is filled by something, and no figure stands without its day."""

from collections.abc import Iterator

from storage.campaign.bulletins import BulletinTemplate
from storage.campaign.filling import slots
from storage.campaign.model import Campaign
from storage.problems import Problem

_ABOUT = {"so_lieu_ngay": "ngày của số liệu", "so_lieu_nguon": "nguồn của số liệu"}
_PARTS = ("title", "text", "source")


def check_templates(campaign: Campaign) -> Iterator[Problem]:
    """Faults of `bulletin_templates`."""
    for at, one in enumerate(campaign.bulletin_templates):
        yield from _unknown(campaign, one, f"bulletin_templates[{at}]")
        yield from _figures(campaign, one, f"bulletin_templates[{at}]")


def _unknown(campaign: Campaign, one: BulletinTemplate, path: str) -> Iterator[Problem]:
    """A slot that nothing fills would stop every bulletin made from the template."""
    known = {*campaign.slots, *_ABOUT, "hom_nay"}
    known |= {each.key for each in campaign.figures} | {each.key for each in one.asks}
    for name in _PARTS:
        for slot in sorted(slots(getattr(one, name)) - known):
            why, cure = (
                "không có chỗ trống nào tên này",
                f"thêm vào asks, hoặc dùng: {', '.join(sorted(known))}",
            )
            yield Problem(field=f"{path}.{name}", value=f"{{{slot}}}", why=why, cure=cure)


def _figures(campaign: Campaign, one: BulletinTemplate, path: str) -> Iterator[Problem]:
    """Whoever reads a figure reads of which day it is, and who says so."""
    used = {slot for name in _PARTS for slot in slots(getattr(one, name))}
    quoted = [each.key for each in campaign.figures if each.key in used]
    for slot, what in _ABOUT.items():
        if quoted and slot not in used:
            why, cure = f"nêu số liệu mà không ghi {what}", f"thêm {{{slot}}} vào title, text hoặc source"
            yield Problem(field=f"{path}.text", value=f"{{{quoted[0]}}}", why=why, cure=cure)
