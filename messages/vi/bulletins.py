"""What the states of bulletins and of their deliveries are called."""

from collections.abc import Mapping
from enum import StrEnum

STATES: Mapping[str, str] = {
    "sending": "Đang gửi",
    "paused": "Tạm dừng",
    "done": "Đã gửi xong",
    "cancelled": "Đã huỷ",
    "recalled": "Đã thu hồi",
}
# Why a bulletin is paused or was ended, by the reason that is kept with it.
WHY: Mapping[str, str] = {
    "awaiting approval": "Lời văn mới đang chờ duyệt.",
    "too late": "Bị gián đoạn quá lâu hoặc đã quá giờ: chờ quyết định gửi tiếp hay huỷ.",
    "grown": "Số người nhận đã tăng hơn 20% so với lúc duyệt: chờ quyết định gửi tiếp hay huỷ.",
    "unnamed": "Người được giới thiệu không đồng ý nêu tên: thu hồi, hoặc sửa lời.",
    "fuse": "Quá nhiều tin bị từ chối: xem nền tảng có trục trặc không.",
    "campaign closed": "Đợt thi đua đã kết thúc.",
}
KINDS: Mapping[str, str] = {
    "change": "lời văn mới",
    "correct": "đính chính",
    "recall": "lời báo thu hồi",
}
DELIVERIES: Mapping[str, str] = {
    "waiting": "Chờ gửi",
    "sending": "Đang gửi",
    "sent": "Đã nhận",
    "failed": "Không gửi được",
    "unknown": "Chưa rõ đã nhận chưa",
    "cancelled": "Không gửi nữa",
}


class Steer(StrEnum):
    """What a button under a bulletin on its way does; the value is typed where there are no buttons: TAMDUNG 12."""

    PAUSE = "tamdung"
    RESUME = "guitiep"
    CANCEL = "thoigui"
    CANCEL_NOW = "huygui"
    RECALL = "thuhoi"
    RECALL_NOW = "thuhoingay"
    LEAVE = "denhucu"
    WORDS = "sualoi"
    APPROVE = "duyetloi"
    DROP = "boloi"
    ARRIVED = "baidagui"
    AGAIN = "baichuagui"
    RESULTS = "ketqua"
    ALOUD = "bandocloa"


STEER: Mapping[Steer, str] = {
    Steer.PAUSE: "Tạm dừng",
    Steer.RESUME: "Gửi tiếp",
    Steer.CANCEL: "Thôi gửi",
    Steer.CANCEL_NOW: "Hủy",
    Steer.RECALL: "Thu hồi",
    Steer.RECALL_NOW: "Đúng, thu hồi",
    Steer.LEAVE: "Để như cũ",
    Steer.WORDS: "Sửa lời, đính chính",
    Steer.APPROVE: "Duyệt",
    Steer.DROP: "Không duyệt",
    Steer.ARRIVED: "Bài đã gửi",
    Steer.AGAIN: "Bài chưa gửi",
    Steer.RESULTS: "Kết quả",
    Steer.ALOUD: "Bản đọc loa",
}

# Why somebody was not reached, by the reason that is kept with the delivery; anything else is the platform's own words.
REASONS: Mapping[str, str] = {
    "left": "Không còn trong nhóm nhận khi đến lượt",
    "daily": "Chọn nhận tin một lần mỗi ngày: đọc trong bản điểm tin",
    "withdrawn": "Tin đã bị dừng hoặc hết hạn trước giờ điểm tin",
    "topic": "Hôm nay đã nhận đủ số tin của chủ đề này",
    "erased": "Đã xóa dữ liệu của mình",
    "window": "Lâu không nhắn kênh nên nền tảng chưa cho gửi, hoặc gửi thì mất phí",
    "article": "Nhận bằng bài viết chung",
    "linked": "Đã nhận ở ứng dụng khác",
    "cannot be taken back here": "Nền tảng không cho gỡ tin",
    "Forbidden: bot was blocked by the user": "Đã chặn kênh",
    "Forbidden: user is deactivated": "Tài khoản không còn dùng",
    "Bad Request: chat not found": "Không tìm thấy tài khoản",
}
