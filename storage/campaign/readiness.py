"""What stands between a campaign file and real use: places to fill in, guidance to approve."""

from storage.campaign.contents import Contacts
from storage.campaign.guidance import Guidance
from storage.problems import Problem

_REQUIRED = {
    "managing_body": (
        "chưa ghi cơ quan phụ trách kênh này; lời chào phải nói ai giữ dữ liệu",
        "ghi tên cơ quan phụ trách, như người dân đọc thấy",
    ),
    "complaints_office": (
        "chưa ghi nơi nhận đơn khiếu nại, tố cáo; kênh này không nhận loại đơn đó",
        "ghi tên và địa chỉ nơi nhận đơn",
    ),
    "after_campaign_office": (
        "chưa ghi nơi tiếp nhận việc mới sau khi đợt thi đua kết thúc",
        "ghi tên cơ quan, kèm cách liên hệ",
    ),
}


def unfilled(contacts: Contacts) -> list[Problem]:
    """The contacts that must be known before real people are answered."""
    return [
        Problem(field=f"contacts.{name}", why=why, cure=cure)
        for name, (why, cure) in _REQUIRED.items()
        if not getattr(contacts, name)
    ]


def awaiting_approval(guidance: Guidance) -> list[Problem]:
    """The pieces of guidance that rest on no source alone."""
    pieces = {
        f"guidance.audiences[{number}].{place}": advice
        for number, audience in enumerate(guidance.audiences)
        for place, advice in (
            *((f"parts[{at}].text", part) for at, part in enumerate(audience.parts)),
            *((f"notes[{at}].text", note) for at, note in enumerate(audience.notes)),
        )
    }
    return [
        Problem(
            field=path,
            value=advice.text,
            why="phần hướng dẫn này là bản tổng hợp, cơ quan chưa duyệt",
            cure="duyệt lời văn, rồi đặt needs_approval = false",
        )
        for path, advice in pieces.items()
        if advice.needs_approval
    ]
