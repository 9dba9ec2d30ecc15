"""What the states of bulletins and of their deliveries are called."""

from collections.abc import Mapping

STATES: Mapping[str, str] = {
    "sending": "Đang gửi",
    "paused": "Tạm dừng",
    "done": "Đã gửi xong",
    "cancelled": "Đã huỷ",
    "recalled": "Đã thu hồi",
}
DELIVERIES: Mapping[str, str] = {
    "waiting": "Chờ gửi",
    "sending": "Đang gửi",
    "sent": "Đã nhận",
    "failed": "Không gửi được",
    "unknown": "Chưa rõ đã nhận chưa",
    "cancelled": "Không gửi nữa",
}
