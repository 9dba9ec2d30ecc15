"""Headings of the digest as a table."""

from enum import StrEnum


class Column(StrEnum):
    GROUP = "Nhóm"
    CODE = "Mã"
    NAME = "Tên"
    IN_PERIOD = "Trong kỳ"
    OPEN = "Đang chờ"
    SENT = "Gửi lúc"
    WORDS = "Nội dung"


class Group(StrEnum):
    TOTAL = "Tổng"
    DISTRICT = "Địa bàn"
    KIND = "Loại việc"
    DUTY = "Việc giao đơn vị"
    URGENT = "Khẩn, đang chờ"
    OLDEST = "Chờ lâu nhất"


class Total(StrEnum):
    PERIOD = "Kỳ tổng hợp"
    NEW = "Mới gửi đến"
    NEW_BEFORE = "Mới gửi đến, khoảng trước đó"
    OPEN = "Đang chờ"
    OPEN_BEFORE = "Đang chờ, lần trước"
    URGENT = "Khẩn, đang chờ"
    ANSWERED = "Được trả lời"
    RESOLVED = "Giải quyết xong"
    WITHDRAWN = "Người gửi rút lại"
    CONTENT = "Lượt đánh giá hài lòng"
    DISCONTENT = "Lượt đánh giá chưa hài lòng"
    UNACKNOWLEDGED = "Chưa xác nhận đã nhận"
