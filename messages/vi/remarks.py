"""What the states of a reply to a bulletin are called."""

from collections.abc import Mapping

STATES: Mapping[str, str] = {
    "new": "Chờ trả lời",
    "answered": "Đã trả lời",
    "seen": "Đã xem",
    "turned": "Đã thành việc khó khăn",
}
