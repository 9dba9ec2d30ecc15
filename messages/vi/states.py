"""What the states of reports and nominations are called."""

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
