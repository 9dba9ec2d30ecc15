"""What states, events and kinds are called."""

from collections.abc import Mapping

REPORT: Mapping[str, str] = {
    "new": "Đã ghi nhận, chờ tiếp nhận",
    "received": "Đã tiếp nhận, đang xử lý",
    "answered": "Đã có trả lời",
    "resolved": "Đã giải quyết",
    "withdrawn": "Người gửi đã rút lại",
}
NOMINATION: Mapping[str, str] = {
    "new": "Đã ghi nhận, chờ địa phương xác minh",
    "withdrawn": "Người giới thiệu đã rút lại",
}
EVENT: Mapping[str, str] = {
    "new": "Bà con gửi",
    "received": "Đã tiếp nhận",
    "answered": "Trả lời",
    "resolved": "Đã giải quyết",
    "withdrawn": "Bà con rút lại",
    "person_wrote": "Bà con nhắn thêm",
}
BULLETIN: Mapping[str, str] = {
    "bulletin": "Bản tin",
    "reminder": "Lời nhắc",
    "closing": "Lời kết",
}
EVENT_NAME: Mapping[str, str] = {
    "reminder": "Lời nhắc buổi sáng",
    "last_day": "Lời nhắc ngày cuối",
    "closing": "Lời kết đợt thi đua",
    "digest": "Bản tổng hợp trong ngày",
}
