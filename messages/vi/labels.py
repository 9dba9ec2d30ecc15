"""Labels of buttons that several features share."""

from enum import StrEnum


class Label(StrEnum):
    BACK = "Quay lại"
    CANCEL = "Hủy"
    HELP = "Trợ giúp"
    DONE = "Xong"
    SKIP = "Bỏ qua"
    SEND = "Gửi"
    YES = "Có"
    NO = "Không"
    EDIT = "Sửa"
    MENU = "Các mục khác"
