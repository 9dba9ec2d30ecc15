"""Files of zone changes as offices send them: what can be read is read, each bad line is named."""

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st

from storage.campaign import Campaign, load_campaign
from storage.zone_files import FileFlaw, Flaw, Sheet, read

CAMPAIGN = load_campaign()
GOOD = "code,name,zone\n31569,Châu Thành,cam\n31570,Hồ Đắc Kiện,đỏ\n31498,5,vàng\n"
READ = {"31569": "cam", "31570": "do", "31498": "vang"}


def reading(campaign: Campaign, data: bytes) -> Sheet:
    assert campaign.zones
    return read(data, campaign.units, campaign.zones)


def flaws(campaign: Campaign, text: str) -> list[tuple[int, Flaw]]:
    return [(each.line, each.flaw) for each in reading(campaign, text.encode()).flaws]


@pytest.mark.parametrize(
    "data",
    [
        GOOD.encode(),
        GOOD.encode("utf-8-sig"),
        GOOD.encode("utf-16"),
        GOOD.replace(",", ";").replace("\n", "\r\n").encode("utf-8-sig"),
        ("sep=;\n" + GOOD.replace(",", ";")).encode(),
        GOOD.replace(",", "\t").encode("utf-16"),
        GOOD.replace("đỏ", "Vùng DO").replace("vàng", "VANG").encode(),
        "\n\n Vùng , Mã xã, Tên xã \ncam,31569,TT Châu Thành\nĐỎ,'31570,Xã Ho Dac Kien\n\n"
        "vàng,31498.0,Phường 5\n".encode(),
    ],
    ids=["plain", "mark", "utf-16", "semicolons", "sep", "tabs", "no diacritics", "other heads and order"],
)
def test_what_spreadsheets_write_is_read(campaign: Campaign, data: bytes) -> None:
    """Marks, code pages, separators, heads, order of columns, colours with or without diacritics."""
    assert reading(campaign, data) == Sheet(changes=READ)


def test_windows_1258_is_read(campaign: Campaign) -> None:
    """The code page of older machines, which writes a letter and its tone apart."""
    import unicodedata

    apart = "".join(_apart(each) for each in GOOD)
    data = apart.encode("cp1258")
    with pytest.raises(UnicodeDecodeError):
        data.decode()
    assert unicodedata.normalize("NFC", apart) == GOOD
    assert reading(campaign, data) == Sheet(changes=READ)


def _apart(letter: str) -> str:
    """A letter as Windows-1258 has it: with its hat or horn, its tone behind it."""
    import unicodedata

    parts = unicodedata.normalize("NFD", letter)
    tones = "".join(each for each in parts if each in "\u0300\u0301\u0303\u0309\u0323")
    return unicodedata.normalize("NFC", "".join(each for each in parts if each not in tones)) + tones


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", FileFlaw.EMPTY),
        (b"\xef\xbb\xbf\r\n", FileFlaw.EMPTY),
        (b"code,name,zone\n", FileFlaw.EMPTY),
        (b"PK\x03\x04rest of a workbook", FileFlaw.NOT_CSV),
        (b"%PDF-1.4", FileFlaw.NOT_CSV),
        (b"31569,Ch\xc3\xa2u Th\xc3\xa0nh,cam\n", FileFlaw.NO_HEAD),
        (b"code,name\n31569,a\n", FileFlaw.NO_HEAD),
        (b"\x00\x01\x02code,name,zone", FileFlaw.UNREADABLE),
        (b"code,name,zone\n" * 3000, FileFlaw.TOO_LARGE),
        (b"a" * (1 << 21), FileFlaw.TOO_LARGE),
        (b'code,name,zone\n"' + b"a" * 200_000, FileFlaw.UNREADABLE),
    ],
)
def test_a_file_that_cannot_be_read_says_why(campaign: Campaign, data: bytes, why: FileFlaw) -> None:
    """Nothing is taken of it."""
    assert reading(campaign, data) == Sheet(broken=why)


def test_each_bad_line_is_named_and_the_good_ones_stay(campaign: Campaign) -> None:
    """Line by line: what is wrong with it; a line that contradicts another takes neither."""
    text = (
        "code,name,zone\n"
        "31569,Châu Thành,cam\n"
        "99999,Xã Kế An,đỏ\n"
        ",Xã Kế An,đỏ\n"
        "943,Kế Sách,đỏ\n"
        "31570,Phú Tâm,đỏ\n"
        "Hồ Đắc Kiện,31570,đỏ\n"
        "31570,xanh,Hồ Đắc Kiện\n"
        "31570,H? Đ?c Ki?n,đỏ\n"
        "31570,Hồ Đắc Kiện,\n"
        "31570,Hồ Đắc Kiện,tím\n"
        "31570,Hồ Đắc Kiện,đó\n"
        "31569,Châu Thành,Cam\n"
        "31573,Phú Tâm,vàng\n"
        "31573,Phú Tâm,xanh\n"
        "31576\n"
    )
    sheet = reading(campaign, text.encode())
    assert sheet.changes == {"31569": "cam"}
    assert [(each.line, each.flaw) for each in sheet.flaws] == [
        (3, Flaw.UNKNOWN_CODE),
        (4, Flaw.NO_CODE),
        (5, Flaw.NOT_A_COMMUNE),
        (6, Flaw.NAME_DIFFERS),
        (7, Flaw.SWAPPED),
        (8, Flaw.SWAPPED),
        (9, Flaw.GARBLED),
        (10, Flaw.NO_COLOUR),
        (11, Flaw.UNKNOWN_COLOUR),
        (12, Flaw.UNKNOWN_COLOUR),
        (13, Flaw.REPEATED),
        (14, Flaw.CONFLICT),
        (15, Flaw.CONFLICT),
        (16, Flaw.NAME_DIFFERS),
    ]
    by_line = {each.line: each for each in sheet.flaws}
    assert by_line[3].hint == "Xã Kế An, huyện Kế Sách: 31558"
    assert by_line[6].hint == "Xã Hồ Đắc Kiện, huyện Châu Thành"
    assert (by_line[13].hint, by_line[14].hint, by_line[15].hint) == ("2", "15", "14")


def test_lines_are_counted_as_an_editor_shows_them(campaign: Campaign) -> None:
    """Blank lines count, and so do the lines inside a quoted cell."""
    assert flaws(campaign, '\ncode,name,zone\n31569,"Châu\nThành",cam\n\n99999,A,đỏ\n') == [
        (6, Flaw.UNKNOWN_CODE)
    ]


def test_the_shipped_list_reads_as_it_is(campaign: Campaign) -> None:
    """The campaign's own file passes its own reader."""
    assert campaign.zones
    lines = [
        f"{code},{campaign.units[code].name},{colour}\n" for code, colour in campaign.zones.known.items()
    ]
    sheet = reading(campaign, ("code,name,zone\n" + "".join(lines)).encode())
    assert sheet == Sheet(changes=dict(campaign.zones.known))


@hypothesis(max_examples=60)
@given(
    st.one_of(
        st.binary(max_size=300),
        st.text(max_size=300).map(lambda t: ("code,name,zone\n" + t).encode("utf-8", "surrogatepass")),
    )
)
def test_no_file_breaks_the_reader(data: bytes) -> None:
    """Any bytes: colours of the scale for communes of the province, or words about why not."""
    sheet = reading(CAMPAIGN, data)
    assert CAMPAIGN.zones
    assert set(sheet.changes.values()) <= set(CAMPAIGN.zones.colours)
    assert all(CAMPAIGN.units[code].level == "commune" for code in sheet.changes)
    assert sheet.broken or sheet.flaws or sheet.changes
