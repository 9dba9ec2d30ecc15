"""What became of a commune since the eve, in words."""

from collections.abc import Mapping

STANDINGS: Mapping[str, str] = {
    "kept": "Giữ vững vùng xanh",
    "lower": "Chuyển xuống mức nguy cơ thấp hơn",
    "higher": "Lên mức nguy cơ cao hơn",
    "back": "Rời vùng xanh rồi trở lại",
    "same": "Giữ nguyên mức khác",
    "new": "Mới có dữ liệu, chưa so sánh được",
    "unknown": "Chưa có dữ liệu",
}
