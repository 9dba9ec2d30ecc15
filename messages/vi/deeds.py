"""What is offered, and kept as an answer, where people tell of a good deed."""

from collections.abc import Mapping

# Which commune it helped, and how: part IV of the plan.
HELPED: Mapping[str, str] = {
    "kept_green": "Giữ vững vùng xanh",
    "lower_risk": "Chuyển sang vùng nguy cơ thấp hơn",
    "other": "Giúp việc khác",
}
AGREES: Mapping[str, str] = {
    "yes": "đã đồng ý",
    "no": "chưa được hỏi",
    "unknown": "không rõ có đồng ý không",
}
# How the nominator knows of it.
KNOWN: Mapping[str, str] = {
    "seen": "tận mắt thấy",
    "helped": "được giúp",
    "told": "nghe kể lại",
    "other": "cách khác",
}
MEMBER: Mapping[str, str] = {"member": "tôi ở trong tập thể đó"}  # of a collective: they tell of themselves
SPOKEN = "(xem tệp kèm theo)"
