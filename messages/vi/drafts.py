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
    "approved": "Đã được duyệt, chờ giờ gửi",
    "started": "Đã được duyệt và gửi",
    "dropped": "Đã bỏ",
}
PARTS: Mapping[str, str] = {
    "title": "Tên bản tin",
    "text": "Lời văn",
    "audience": "Người nhận",
    "files": "Ảnh, tệp",
    "choices": "Lựa chọn",
    "source": "Nguồn",
    "when": "Giờ gửi",
    "until": "Thời hạn",
    "kind": "Loại tin",
}
EVERYONE = "mọi người đã đồng ý nhận tin"
NO_NAME = "một đồng chí chưa ghi tên"
NO_PLACE = "chưa chọn nơi ở"
LANGUAGES: Mapping[str, str] = {"vi": "tiếng Việt", "km": "tiếng Khmer", "en": "tiếng Anh"}
CHANNELS: Mapping[str, str] = {
    "telegram": "Telegram",
    "zalo_bot": "Zalo (bot)",
    "zalo_oa": "Zalo (trang chính thức)",
    "web": "trang web",
}
SEEN, PLEDGE = "Đã đọc", "Tôi cam kết"
