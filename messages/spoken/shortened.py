"""What is written short and read long: offices, documents, units of measure, the words of the epidemic."""

import re
from collections.abc import Mapping

# Whole words only, in this case only.
WORDS: Mapping[str, str] = {
    "UBND": "Ủy ban nhân dân",
    "HĐND": "Hội đồng nhân dân",
    "UBMTTQ": "Ủy ban Mặt trận Tổ quốc",
    "MTTQVN": "Mặt trận Tổ quốc Việt Nam",
    "MTTQ": "Mặt trận Tổ quốc",
    "BCĐ": "Ban Chỉ đạo",
    "BYT": "Bộ Y tế",
    "SYT": "Sở Y tế",
    "TTYT": "Trung tâm Y tế",
    "TTg": "Thủ tướng Chính phủ",
    "CP": "Chính phủ",
    "CDC": "Trung tâm Kiểm soát bệnh tật",
    "TP": "thành phố",
    "TX": "thị xã",
    "TT": "thị trấn",
    "PCD": "phòng chống dịch",
    "TNHH": "trách nhiệm hữu hạn",
    "THPT": "trung học phổ thông",
    "THCS": "trung học cơ sở",
    "LLVT": "lực lượng vũ trang",
    "CBCCVC": "cán bộ, công chức, viên chức",
    "VNĐ": "đồng",
    "ĐT": "điện thoại",
    "SĐT": "số điện thoại",
}
# https://www.bipm.org names, as Vietnamese says them; only right after a number.
UNITS: Mapping[str, str] = {
    "km2": "ki-lô-mét vuông",
    "km²": "ki-lô-mét vuông",
    "km/h": "ki-lô-mét một giờ",
    "km": "ki-lô-mét",
    "m2": "mét vuông",
    "m²": "mét vuông",
    "m3": "mét khối",
    "m³": "mét khối",
    "cm": "xăng-ti-mét",
    "mm": "mi-li-mét",
    "m": "mét",
    "ha": "héc-ta",
    "kg": "ki-lô-gam",
    "mg": "mi-li-gam",
    "g": "gam",
    "ml": "mi-li-lít",
    "l": "lít",
    "°C": "độ C",
    "ºC": "độ C",
    "đ": "đồng",
    "k": "nghìn",
    "tr": "triệu",
}
_EPIDEMIC = (
    (re.compile(r"\bSARS-CoV-2\b", re.IGNORECASE), "Sác Cô-vi hai"),
    (re.compile(r"\bCovid(?:\s?-\s?|\s)19\b", re.IGNORECASE), "Cô-vít mười chín"),
    (re.compile(r"\bCovid\b", re.IGNORECASE), "Cô-vít"),
    (re.compile(r"\bF(?=\d\b)"), "ép "),
)
_DOCUMENT = re.compile(
    r"(?<![\w/])(?P<number>\d{1,5})(?:/(?P<year>[12]\d{3}))?/(?P<sign>[A-ZĐ]{1,6}(?:-[A-ZĐa-z]{1,8})+)\b"
)
_ISSUERS = frozenset({"UBND", "HĐND", "BCĐ", "BYT", "SYT", "TTg", "CP", "UBMTTQ", "MTTQ"})
_SHORT = re.compile(rf"(?<!\w)({'|'.join(sorted(WORDS, key=len, reverse=True))})(?!\w)(?:\.(?=\s?\w))?")
_MEASURED = re.compile(
    rf"(?<=\d)\s?({'|'.join(re.escape(unit) for unit in sorted(UNITS, key=len, reverse=True))})(?![\w²³])"
)
_PER = re.compile(r"(?<=[^\W\d])/(?=(?:ngày|giờ|tuần|tháng|năm|người|hộ|lần|ca)\b)")


def say_short(text: str) -> str:
    """The text with documents, words of the epidemic and offices in full."""
    text = _DOCUMENT.sub(_document, text)
    for pattern, said in _EPIDEMIC:
        text = pattern.sub(said, text)
    text = _SHORT.sub(lambda found: WORDS[found[1]], text)
    return _PER.sub(" mỗi ", text)


def say_units(text: str) -> str:
    """Units of measure after a number, in full."""
    return _MEASURED.sub(lambda found: f" {UNITS[found[1]]}", text)


def _document(found: re.Match[str]) -> str:
    """45/KH-UBND is "45 của UBND": which kind of document it is, the sentence says before it."""
    issuer = found["sign"].rsplit("-", 1)[1]
    year = f" năm {found['year']}" if found["year"] else ""
    by = f" của {issuer}" if issuer in _ISSUERS else ""
    return f"{found['number']}{year}{by}"
