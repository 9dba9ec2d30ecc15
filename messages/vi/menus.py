"""How choices are written where there are no buttons."""

BY_WRITING = "Bà con nhắn cho kênh này:"
NUMBER = "Nhắn số để chọn."
SPOKEN = "Nhắn “số {number}” để chọn."
CODED = "Nhắn mã và số để chọn, như: {code} {number}"

# What has a number and things done with it, by the kind of press (messages.buttons.Pressed).
NUMBERED = {
    "b": "Bản tin đang gửi",
    "d": "Bản nháp",
    "z": "Lần nhập vùng",
    "w": "Nhiệm vụ đã giao",
    "f": "Số liệu trong ngày",
    "a": "Câu trả lời dưới bản tin",
}
