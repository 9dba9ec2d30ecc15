"""What is found of rumours, in words."""

from collections.abc import Mapping

VERDICT: Mapping[str, str] = {
    "false": "SAI",
    "true": "ĐÚNG",
    "context": "THIẾU NGỮ CẢNH",
    "open": "CHƯA ĐỦ CƠ SỞ",
}
STATE: Mapping[str, str] = {
    "open": "Chưa trả lời",
    "answered": "Đã trả lời",
    "dropped": "Đã khép lại, không phải tin cần kiểm chứng",
}
# The parts of an answer as a desk's group writes them, a line each.
CLAIM, ANSWER, SOURCE = "Tin", "Trả lời", "Nguồn"
