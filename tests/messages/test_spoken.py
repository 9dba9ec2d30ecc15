"""What is read over the loudspeaker: every number, day, sign and short form as a voice says it."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from messages.spoken import spell, spoken

NUMBERS = {
    0: "không",
    4: "bốn",
    5: "năm",
    10: "mười",
    11: "mười một",
    15: "mười lăm",
    20: "hai mươi",
    21: "hai mươi mốt",
    24: "hai mươi bốn",
    25: "hai mươi lăm",
    55: "năm mươi lăm",
    100: "một trăm",
    101: "một trăm linh một",
    105: "một trăm linh năm",
    110: "một trăm mười",
    115: "một trăm mười lăm",
    121: "một trăm hai mươi mốt",
    1_000: "một nghìn",
    1_001: "một nghìn không trăm linh một",
    1_234: "một nghìn hai trăm ba mươi bốn",
    2_021: "hai nghìn không trăm hai mươi mốt",
    10_000: "mười nghìn",
    1_199_653: "một triệu một trăm chín mươi chín nghìn sáu trăm năm mươi ba",
    1_000_005: "một triệu không trăm linh năm",
    2_000_000_000: "hai tỷ",
    1_000_000_000_000: "một nghìn tỷ",
}
TEXTS = {
    "1.234 người": "một nghìn hai trăm ba mươi bốn người",
    "1.199.653 dân": "một triệu một trăm chín mươi chín nghìn sáu trăm năm mươi ba dân",
    "Ngày 25/8": "Ngày hai mươi lăm tháng tám",
    "đến 25/8/2021.": "đến ngày hai mươi lăm tháng tám năm hai nghìn không trăm hai mươi mốt.",
    "sáng 5/4": "sáng ngày mùng năm tháng tư",
    "từ 16-25/8": "từ ngày mười sáu đến ngày hai mươi lăm tháng tám",
    "từ 16/8 đến 25/8": "từ ngày mười sáu tháng tám đến ngày hai mươi lăm tháng tám",
    "tháng 8/2021": "tháng tám năm hai nghìn không trăm hai mươi mốt",
    "10/11 huyện": "mười trên mười một huyện",
    "80/109 xã": "tám mươi trên một trăm linh chín xã",
    "trực 24/24": "trực hai mươi bốn trên hai mươi bốn",
    "ngày 31/2": "ngày ba mươi mốt trên hai",
    "5K": "năm K",
    "“4 tại chỗ”": "“bốn tại chỗ”",
    "12,5%": "mười hai phẩy năm phần trăm",
    "100 %": "một trăm phần trăm",
    "0,05": "không phẩy không năm",
    "1.234,56": "một nghìn hai trăm ba mươi bốn phẩy năm mươi sáu",
    "07:00": "bảy giờ",
    "lúc 16:05": "lúc mười sáu giờ năm phút",
    "20h": "hai mươi giờ",
    "7h30": "bảy giờ ba mươi phút",
    "7 giờ 30 phút": "bảy giờ ba mươi phút",
    "cách 2m": "cách hai mét",
    "12 km, 3,5 ha": "mười hai ki-lô-mét, ba phẩy năm héc-ta",
    "50.000đ": "năm mươi nghìn đồng",
    "500k": "năm trăm nghìn",
    "38,5°C": "ba mươi tám phẩy năm độ C",
    "gọi 1022": "gọi một không hai hai",
    "Gọi số 115 ngay": "Gọi số một một năm ngay",
    "ĐT: 0299.3822.333": "điện thoại: không hai chín chín ba tám hai hai ba ba ba",
    "đường dây nóng 1900 9095": "đường dây nóng một chín không không chín không chín năm",
    "10-15 người": "mười đến mười lăm người",
    "05 ca": "năm ca",
    "F0, F1": "ép không, ép một",
    "dịch Covid-19": "dịch Cô-vít mười chín",
    "Kế hoạch số 127/KH-UBND": "Kế hoạch số một trăm hai mươi bảy của Ủy ban nhân dân",
    "Nghị định 15/2020/NĐ-CP": "Nghị định mười lăm năm hai nghìn không trăm hai mươi của Chính phủ",
    "Chỉ thị 16/CT-TTg": "Chỉ thị mười sáu của Thủ tướng Chính phủ",
    "UBND TP. Sóc Trăng": "Ủy ban nhân dân thành phố Sóc Trăng",
    "khẩu trang N95": "khẩu trang N chín mươi lăm",
    "2 lần/ngày": "hai lần mỗi ngày",
    "- Đeo khẩu trang\n- Khử khuẩn": "Đeo khẩu trang\nKhử khuẩn",
    "Xem https://soctrang.gov.vn/a_b?c=1 nhé": "Xem địa chỉ ghi trong tin nhắn nhé",
    "An & Ba 💚": "An và Ba",
    "Bà con ở nhà.": "Bà con ở nhà.",
    "": "",
}


@pytest.mark.parametrize("number", NUMBERS)
def test_numbers_are_said_as_vietnamese_says_them(number: int) -> None:
    """Mốt, lăm, linh, không trăm: where they belong and nowhere else."""
    assert spell(number) == NUMBERS[number]


@pytest.mark.parametrize("text", TEXTS)
def test_texts_are_read_as_an_announcer_reads_them(text: str) -> None:
    """Days, hours, shares, money, measures, telephone numbers, documents, offices."""
    assert spoken(text) == TEXTS[text]


_ONES = {"không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "lăm": 5}
_ONES |= {"sáu": 6, "bảy": 7, "tám": 8, "chín": 9}
_SCALES = {"nghìn": 10**3, "triệu": 10**6}


def heard(words: str) -> int:
    """The number somebody writes down who hears these words."""
    whole = part = group = 0
    for word in words.split():
        if word in _ONES:
            group += _ONES[word]
        elif word == "mười":
            group += 10
        elif word == "mươi":
            group += (group % 10) * 9
        elif word == "trăm":
            group *= 100
        elif word in _SCALES:
            part, group = part + group * _SCALES[word], 0
        elif word == "tỷ":
            whole, part, group = (whole + part + group) * 10**9, 0, 0
        else:
            assert word == "linh", word
    return whole + part + group


@settings(max_examples=300)
@given(st.one_of(st.integers(0, 10_000), st.integers(0, 10**18 - 1)))
def test_whoever_hears_a_number_writes_down_the_same(number: int) -> None:
    """No two numbers sound alike, none is cut short, with or without points between thousands."""
    assert heard(spell(number)) == number
    assert spoken(str(number)) == spell(number)
    if number >= 1000:
        assert spoken(f"{number:,}".replace(",", ".")) == spell(number)


@given(st.dates(date(1000, 1, 1), date(2999, 12, 31)))
def test_every_day_is_said_whole(day: date) -> None:
    """Day, month and year are heard from one sentence."""
    said = spoken(f"{day.day}/{day.month}/{day.year}")
    first, rest = said.removeprefix("ngày ").removeprefix("mùng ").split(" tháng ")
    month, year = rest.split(" năm ", 1)
    assert heard(first) == day.day
    assert heard(month.replace("tư", "bốn")) == day.month
    assert heard(year) == day.year


@settings(max_examples=300)
@given(
    st.one_of(
        st.text(max_size=200),
        st.text(alphabet="0123456789.,/-:%hkmđKF °² \nKHUBNDTPngàytháng", max_size=60),
    )
)
def test_nothing_is_left_that_a_voice_cannot_read(text: str) -> None:
    """No digit, no sign, no picture, no gap, whatever was written; reading it again changes nothing of that."""
    said = spoken(text)
    assert not [
        char for char in said if char.isdigit() or (unicodedata.category(char)[0] in "NSC" and char != "\n")
    ]
    assert not any(sign in said for sign in "%/@#*_|\\^$")
    assert "  " not in said
    assert said == said.strip()
    assert "\n\n\n" not in said
