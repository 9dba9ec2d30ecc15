"""What must hold of the calendar entries that ask units to do something."""

from collections.abc import Iterator

from storage.campaign.model import Campaign
from storage.campaign.schedule import Entry
from storage.problems import Problem


def check_duty(campaign: Campaign, path: str, entry: Entry) -> Iterator[Problem]:
    """Everything wrong with what this entry asks; nothing for an entry of another kind."""
    duty = entry.duty
    if (entry.kind == "duty") != (duty is not None):
        why = "mục này cần phần duty" if duty is None else 'chỉ mục có kind = "duty" có phần này'
        cure = "thêm [calendar.duty] ngay dưới mục này" if duty is None else "bỏ phần duty, hoặc đổi kind"
        yield Problem(field=f"{path}.duty", why=why, cure=cure)
    if duty is None:
        return
    if entry.choices:
        why, cure = "việc giao đã có lựa chọn riêng", "bỏ choices của mục này"
        yield Problem(field=f"{path}.choices", why=why, cure=cure)
    if not duty.levels:
        cure = 'ghi một hay nhiều trong: "district", "commune", "organisation"'
        yield Problem(field=f"{path}.duty.levels", why="chưa nói giao cho ai", cure=cure)
    if duty.due <= entry.at:
        why = f"không sau giờ giao ({entry.at:%H:%M})"
        value, cure = f"{duty.due:%H:%M}", "ghi giờ muộn hơn trong ngày"
        yield Problem(field=f"{path}.duty.due", value=value, why=why, cure=cure)
    kinds = [kind.key for kind in campaign.organisation_kinds]
    for kind in duty.kinds:
        if kind not in kinds:
            cure = f"dùng một trong: {', '.join(kinds)}"
            yield Problem(field=f"{path}.duty.kinds", value=kind, why="không có loại này", cure=cure)
    for code in duty.areas:
        if code not in campaign.units:
            cure = "ghi mã GSO có trong tệp đơn vị"
            yield Problem(field=f"{path}.duty.areas", value=code, why="không có đơn vị này", cure=cure)
