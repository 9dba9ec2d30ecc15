"""What is hidden of somebody's words before others than the desk read them."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from messages.quoting import HIDDEN_NAME as NAME
from messages.quoting import says_something, without_people

PLACES = frozenset({"ke an", "ke sach", "tran de", "chau thanh", "my huong", "thanh tri"})


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Tôi tên Trần Văn Bảy, xóm hết gạo", f"Tôi tên {NAME}, xóm hết gạo"),
        ("toi ten tran van bay o ap 3, het gao", f"toi ten {NAME} o ap 3, het gao"),
        ("vợ tôi tên lan bị sốt", f"vợ tôi tên {NAME} bị sốt"),
        ("Họ và tên: Nguyễn Thị Thu Hà, ấp 3", f"Họ và tên: {NAME}, ấp 3"),
        ("mẹ tôi tên là Thạch Thị Sa Rết", f"mẹ tôi tên là {NAME}"),
        ("TÔI LÀ LÊ VĂN TÁM Ở ẤP 3, HẾT GẠO", f"TÔI LÀ {NAME} Ở ẤP 3, HẾT GẠO"),
        ("ông Chín giấu gạo, bà Ba biết", f"ông {NAME} giấu gạo, bà {NAME} biết"),
        ("anh tuấn bán rượu cho chị tư", f"anh {NAME} bán rượu cho chị {NAME}"),
        ("ong chin giau gao", f"ong {NAME} giau gao"),
        ("ông chủ tịch Hùng không cho qua", f"ông chủ tịch {NAME} không cho qua"),
        ("trưởng ấp Năm giữ gạo", f"trưởng ấp {NAME} giữ gạo"),
        ("bác sĩ Minh, cô giáo Lan", f"bác sĩ {NAME}, cô giáo {NAME}"),
        ("liên hệ Bảy để nhận", f"liên hệ {NAME} để nhận"),
        ("chị Mỹ Hương ở Mỹ Hương", f"chị {NAME} ở Mỹ Hương"),
        ("Em Nguyễn Minh Anh học lớp 5", f"Em {NAME} học lớp 5"),
        ("nguyen thi hoa chua co gao", f"{NAME} chua co gao"),
        ("Bà\u200b N\u200băm hết gạo", f"Bà {NAME} hết gạo"),
    ],
)
def test_names_are_hidden_however_they_are_typed(written: str, read: str) -> None:
    """With and without marks, in capitals and small letters, of whoever reports and whoever is accused."""
    assert without_people(written, PLACES) == read


@pytest.mark.parametrize(
    "written",
    [
        "Bà con xã Kế An hết gạo, ông bà già yếu",
        "Ông Chủ tịch xã không cho qua chốt",
        "Chốt ở Trần Đề, Châu Thành không cho xe lúa qua",
        "đường Trần Hưng Đạo ngập, ấp Nguyễn Huệ mất điện",
        "Ủy ban nhân dân xã Kế An, Trạm Y tế xã, Sở Y tế",
        "Không có tên trong danh sách; tên tôi không có",
        "Do Ủy ban xã chưa báo; Từ Kế Sách về phải xét nghiệm",
        "Năm nay lúa rớt giá, Hà Nội gửi gạo về",
        "cứu trợ cho em bé, thầy cô, anh em trực chốt",
        "Gọi 1900 9095, cần 1.500.000 đồng, ngày 18/8/2021",
        "",
    ],
)
def test_places_offices_and_sums_stay(written: str) -> None:
    """What is nobody's name can be read."""
    assert without_people(written, PLACES) == written


SEPARATORS = st.sampled_from(["", " ", ".", "-", "\u00a0", " -", "\u200b", ") ", " ("])


@settings(max_examples=60)
@given(st.sampled_from(["0", "84", "+84"]), st.text("0123456789", min_size=9, max_size=9), st.data())
def test_no_telephone_number_survives(start: str, digits: str, data: st.DataObject) -> None:
    """However its digits are parted."""
    parted = "".join(part + data.draw(SEPARATORS) for part in (start, *digits))
    shown = without_people(f"Xin gọi {parted}, nhà hết gạo", PLACES)
    assert not re.search(r"\d", shown), (parted, shown)
    assert shown.endswith("nhà hết gạo")


AROUND = st.lists(
    st.sampled_from(
        [
            "Xóm",
            "tôi",
            "hết",
            "gạo,",
            "ấp",
            "Năm",
            "Trần",
            "đường;",
            "tên",
            "anh",
            "(chủ)",
            "0912345678",
            "liên",
            "hệ",
        ]
    )
)


@settings(max_examples=60)
@given(AROUND, AROUND, st.text(max_size=20))
def test_whatever_stands_around_it_a_name_is_hidden(before: list[str], after: list[str], noise: str) -> None:
    """Nor does any text break it."""
    said = " ".join([*before, "ông", "Khwyn", *after])
    shown = without_people(f"{noise} {said} {noise}", PLACES)
    assert "Khwyn" not in shown
    assert NAME in shown


def test_what_is_all_hidden_says_nothing() -> None:
    """A quotation of nothing but what was hidden is none."""
    assert not says_something(without_people("ông Chín 0912345678"))
    assert says_something(without_people("ông Chín giấu gạo"))
