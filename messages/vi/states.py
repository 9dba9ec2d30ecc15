"""What states, events and kinds are called."""

from collections.abc import Mapping

REPORT: Mapping[str, str] = {
    "new": "Đã ghi nhận, chờ tiếp nhận",
    "received": "Đã tiếp nhận, đang xử lý",
    "forwarded": "Đã chuyển nơi phụ trách",
    "asked": "Đang hỏi thêm người gửi",
    "answered": "Đã có trả lời",
    "submitted": "Đã tổng hợp, trình UBND tỉnh",
    "decided": "UBND tỉnh đã có ý kiến",
    "reopened": "Mở lại, chưa được giải quyết",
    "resolved": "Đã giải quyết",
    "not_ours": "Không thuộc thẩm quyền, đã chỉ nơi gửi",
    "duplicate": "Đã gộp với việc trùng",
    "withdrawn": "Người gửi đã rút lại",
}
NOMINATION: Mapping[str, str] = {
    "new": "Đã ghi nhận, chờ địa phương xác minh",
    "withdrawn": "Người giới thiệu đã rút lại",
}
EVENT: Mapping[str, str] = {
    "new": "Bà con gửi",
    "received": "Đã tiếp nhận",
    "forwarded": "Chuyển nơi phụ trách",
    "asked": "Hỏi thêm",
    "answered": "Trả lời",
    "replied": "Trả lời",
    "submitted": "Tổng hợp, trình UBND tỉnh",
    "decided": "UBND tỉnh có ý kiến",
    "reopened": "Mở lại, chưa được giải quyết",
    "resolved": "Đã giải quyết",
    "not_ours": "Không thuộc thẩm quyền",
    "duplicate": "Gộp với việc trùng",
    "withdrawn": "Bà con rút lại",
    "person_wrote": "Bà con nhắn thêm",
    "rated": "Bà con đánh giá",
    "taken_back": "Thu hồi một câu trả lời",
    "noted": "Ghi chú nội bộ",
    "proposed": "Đề xuất hướng giải quyết",
    "urged": "Đánh dấu khẩn",
    "calmed": "Bỏ dấu khẩn",
    "reminded": "Đã nhắc hạn",
    "returned": "Trả lại nơi chuyển",
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
