"""What the states of a reply to a bulletin are called."""

from collections.abc import Mapping

STATES: Mapping[str, str] = {
    "new": "Chờ trả lời",
    "answered": "Đã trả lời",
    "seen": "Đã xem",
    "turned": "Đã thành việc khó khăn",
}
RUMOUR = "Đã thành tin cần kiểm chứng"  # instead of "turned" for what the rumour desk has
# Why a reply cannot be answered, or cannot go to the rumour desk.
TO_RUMOUR = "phản hồi này nay là tin cần kiểm chứng, kết luận sẽ được nhắn cho người gửi"
TOO_VAGUE = "lời này chưa nói rõ một tin nào, đồng chí trả lời để hỏi thêm"
AFTER_END = "đợt thi đua đã kết thúc, không mở tin mới để kiểm chứng"
