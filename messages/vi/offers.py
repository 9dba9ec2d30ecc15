"""What helping hands are called."""

from collections.abc import Mapping

KIND: Mapping[str, str] = {
    "goods": "hàng hóa, nhu yếu phẩm",
    "transport": "xe, vận chuyển",
    "work": "công sức tình nguyện",
}
STATE: Mapping[str, str] = {
    "offered": "Đã ghi nhận, chờ ghép",
    "matched": "Đã ghép với nơi cần",
    "delivered": "Đã trao",
    "thanked": "Đã trao, đã cảm ơn",
    "declined": "Chưa nhận được lần này",
    "withdrawn": "Người cho đã rút lại",
}
EVENT: Mapping[str, str] = {
    "offered": "Bà con gửi",
    "matched": "Ghép với nơi cần",
    "unmatched": "Bỏ ghép, chờ nơi khác",
    "delivered": "Đã trao",
    "thanked": "Gửi lời cảm ơn",
    "declined": "Chưa nhận",
    "withdrawn": "Bà con rút lại",
}
