"""How choices are written where there are no buttons."""

NUMBER = "Nhắn số để chọn."
SPOKEN = "Nhắn “số {number}” để chọn."
CODED = "Nhắn mã và số để chọn, như: {code} {number}"
