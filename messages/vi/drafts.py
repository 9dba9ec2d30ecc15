"""What drafts, their kinds, parts and states are called."""

from collections.abc import Mapping

KINDS: Mapping[str, str] = {
    "bulletin": "Bản tin",
    "alert": "Cảnh báo khẩn",
    "example": "Gương người tốt, việc tốt",
    "correction": "Đính chính",
    "guidance": "Hướng dẫn",
}
STATES: Mapping[str, str] = {
    "writing": "Đang soạn",
    "submitted": "Đang chờ duyệt",
    "returned": "Được trả lại",
    "approved": "Đã được duyệt",
    "started": "Đã được duyệt và gửi",
    "dropped": "Đã bỏ",
}
PARTS: Mapping[str, str] = {
    "title": "Tên bản tin",
    "text": "Lời văn",
    "source": "Nguồn",
}
EVERYONE = "mọi người đã đồng ý nhận tin"
