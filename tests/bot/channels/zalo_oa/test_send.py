"""Messages to people of an Official Account."""

from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path

import pytest
from aiohttp import web
from PIL import Image

from bot.channels.base import (
    Misconfigured,
    OutcomeUnknown,
    PersonGone,
    Refused,
    Throttled,
    Unavailable,
)
from bot.channels.reach import Ask, Lying
from bot.channels.zalo_oa.errors import EnoughForThem, FailedOnce, NightRule, OutOfWindow, QuotaGone
from bot.channels.zalo_oa.files import PICTURE_BYTES, picture
from bot.media import MediaStore
from messages.content import Attachment, AttachmentKind, Choice, Edit, Reply, Send
from messages.length import utf16
from storage.database import Database
from tests.bot.channels.zalo_oa.account import USER, opened, row, say
from tests.simulators.zalo_oa import Account, Person, ZaloOaSimulator

V3, V2 = "/v3.0/oa/message/cs", "/v2.0/oa/message"


@pytest.fixture
async def zalo() -> AsyncIterator[ZaloOaSimulator]:
    async with ZaloOaSimulator() as running:
        running.account.interacts(USER)
        yield running


@pytest.fixture
def an(zalo: ZaloOaSimulator) -> Person:
    return zalo.account.people[USER]


async def _somewhere(file: Attachment) -> str | None:
    return f"https://x.vn/{file.name}"


def noise(side: int) -> bytes:
    """A picture that cannot be made small by packing it well."""
    made = BytesIO()
    Image.effect_noise((side, side), 90).convert("RGB").save(made, "PNG")
    return made.getvalue()


async def test_words_are_plain_and_in_parts(
    zalo: ZaloOaSimulator, an: Person, database: Database, tmp_path: Path
) -> None:
    """No tags, links written out, at most 2,000 UTF-16 units in NFC each; one receipt for all."""
    async with opened(zalo, database, tmp_path) as channel:
        await channel.deliver(
            say('<b>Chào</b> bà con, xem <a href="https://a.vn/x">trang này</a> &amp; nhớ 5K')
        )
        assert an.texts == ["Chào bà con, xem trang này (https://a.vn/x) & nhớ 5K"]
        receipt = await channel.deliver(say("Đoạn văn dài. " * 400))
    parts = an.texts[1:]
    assert len(parts) == len(receipt.messages) == 3
    assert all(0 < utf16(part) <= 2000 for part in parts)
    assert receipt.messages == tuple(each["id"] for each in an.got[1:])


async def test_up_to_five_choices_are_buttons(
    zalo: ZaloOaSimulator, an: Person, database: Database, tmp_path: Path
) -> None:
    """A press comes back as a message of the payload: it is ours by its mark."""
    url = Choice(label="Trang", url="https://a.vn")
    call = Choice(label="Gọi", url="tel:0900")
    async with opened(zalo, database, tmp_path) as channel:
        await channel.deliver(say("Chọn:", row("Y tế", "Lương thực"), (url, call)))
        (message,) = (each["message"] for each in an.got)
        buttons = message["attachment"]["payload"]["buttons"]
        assert [each["type"] for each in buttons] == [*["oa.query.hide"] * 2, "oa.open.url", "oa.open.phone"]
        assert "template_type" not in message["attachment"]["payload"]
        assert buttons[0]["payload"] == "#nut:1|s||k0|n"
        assert buttons[3]["payload"] == {"phone_code": "0900"}


async def test_more_choices_are_numbers(
    zalo: ZaloOaSimulator, an: Person, database: Database, tmp_path: Path
) -> None:
    """Six choices, or buttons switched off."""
    async with opened(zalo, database, tmp_path) as channel:
        await channel.deliver(say("Chọn:", row(*"ABCDEF"), first=1))
    async with opened(zalo, database, tmp_path, buttons=0) as channel:
        await channel.deliver(say("Chọn:", row("A", "B"), first=1))
    assert all("attachment" not in each["message"] for each in an.got)
    assert "6. F" in an.texts[0]
    assert "2. B" in an.texts[1]


@pytest.mark.parametrize(("shape", "wanted"), [("plain", False), ("button", True)])
async def test_the_shape_of_buttons_is_a_setting(
    zalo: ZaloOaSimulator, database: Database, tmp_path: Path, shape: str, *, wanted: bool
) -> None:
    """Sources disagree: without a template_type, or with "button"."""
    zalo.account.needs_button_type = wanted
    async with opened(zalo, database, tmp_path, shape=shape) as channel:
        assert len((await channel.deliver(say("Chọn:", row("A")))).messages) == 1
        zalo.account.needs_button_type = not wanted
        with pytest.raises(Refused):
            await channel.deliver(say("Chọn:", row("A")))


async def test_a_government_account_is_served_by_the_older_endpoint(
    zalo: ZaloOaSimulator, an: Person, database: Database, tmp_path: Path
) -> None:
    """-235 once; from then on, after a restart too, v2 at once; back to v3 where that is shut down."""
    zalo.account.government = True
    async with opened(zalo, database, tmp_path) as channel:
        await channel.deliver(say("Một"))
        await channel.deliver(say("Hai"))
    async with opened(zalo, database, tmp_path) as channel:
        await channel.deliver(say("Ba"))
        assert (zalo.count(V3), zalo.count(V2)) == (1, 3)
        zalo.account.government, zalo.account.v2_shut = False, True
        await channel.deliver(say("Bốn"))
        await channel.deliver(say("Năm"))
    assert an.texts == ["Một", "Hai", "Ba", "Bốn", "Năm"]
    assert (zalo.count(V3), zalo.count(V2)) == (3, 4)


async def test_an_account_that_neither_endpoint_is_for_stops_and_says_so(
    zalo: ZaloOaSimulator, database: Database, tmp_path: Path
) -> None:
    """The operator must ask Zalo: nothing can go out."""
    zalo.account.government = zalo.account.v2_shut = True
    async with opened(zalo, database, tmp_path) as channel:
        with pytest.raises(Misconfigured, match="235"):
            await channel.deliver(say("Một"))


async def test_a_picture_is_uploaded_once_and_anew_when_forgotten(
    zalo: ZaloOaSimulator, an: Person, database: Database, tmp_path: Path
) -> None:
    """By its id, which outlives a restart and dies after seven days (-100)."""
    upload = "/v2.0/oa/upload/image"
    photo = await MediaStore(tmp_path / "media", database).keep(noise(50), AttachmentKind.PHOTO)
    async with opened(zalo, database, tmp_path) as channel:
        for _ in range(2):
            receipt = await channel.deliver(say("Ảnh", files=(photo,)))
        assert len(receipt.messages) == 2
    async with opened(zalo, database, tmp_path) as channel:
        await channel.deliver(say("", files=(photo,)))
        assert zalo.count(upload) == 1
        zalo.account.uploads.clear()
        await channel.deliver(say("", files=(photo,)))
    assert zalo.count(upload) == 2
    element = an.got[0]["message"]["attachment"]["payload"]["elements"][0]
    assert element["media_type"] == "image"
    assert an.texts == ["", "Ảnh", "", "Ảnh", "", ""]


async def test_a_document_goes_as_a_file(
    zalo: ZaloOaSimulator, an: Person, database: Database, tmp_path: Path
) -> None:
    """PDF, DOC, DOCX, CSV; of another kind nothing is uploaded, and it is named with its address."""
    store = MediaStore(tmp_path / "media", database)
    report = await store.keep(b"%PDF", AttachmentKind.DOCUMENT, "bao-cao.pdf")
    table = await store.keep(b"PK", AttachmentKind.DOCUMENT, "bang.xlsx")
    draft = await store.keep(b"PK2", AttachmentKind.DOCUMENT, "tờ trình.docx")
    async with opened(zalo, database, tmp_path, lying=Lying(opened=_somewhere)) as channel:
        await channel.deliver(say("Báo cáo.", files=(report, table, draft)))
    assert [each["message"].get("attachment", {}).get("type") for each in an.got] == ["file", "file", None]
    assert an.texts[-1] == (
        "Báo cáo.\n\nTệp kèm theo, tải ở đường dẫn dưới đây trong 24 giờ:\n- tệp bang.xlsx: https://x.vn/bang.xlsx"
    )
    assert zalo.count("/v2.0/oa/upload/file") == 2


@pytest.mark.parametrize("refused_by", ["upload", "message"])
async def test_a_file_that_is_refused_does_not_cost_the_words(
    zalo: ZaloOaSimulator, an: Person, database: Database, tmp_path: Path, refused_by: str
) -> None:
    """Too large, broken, or not taken by Zalo: the others arrive, and the words say what is missing and where."""
    store = MediaStore(tmp_path / "media", database)
    broken = await store.keep(b"no picture", AttachmentKind.PHOTO)
    film = await store.keep(b"film", AttachmentKind.VIDEO)
    report = await store.keep(b"%PDF", AttachmentKind.DOCUMENT, "bao-cao.pdf")
    if refused_by == "message":
        zalo.account.takes_files = False
    async with opened(zalo, database, tmp_path) as channel:
        receipt = await channel.deliver(say("Tin.", row("Xem"), files=(broken, film, report)))
    assert an.texts[-1].startswith("Tin.\n\n(Có kèm 1 ảnh, 1 video")
    assert ("tệp bao-cao.pdf" in an.texts[-1]) == (refused_by == "message")
    assert "hỏi cơ quan gửi tin này" in an.texts[-1]
    assert "buttons" in an.got[-1]["message"]["attachment"]["payload"]
    assert len(receipt.messages) == len(an.got) == (1 if refused_by == "message" else 2)


def test_a_large_picture_is_made_small_enough() -> None:
    """At most 1 MB; what is no picture is refused."""
    large = noise(1500)
    assert len(large) > PICTURE_BYTES
    assert len(picture(large)) <= PICTURE_BYTES
    with pytest.raises(Refused):
        picture(b"no picture")


async def test_a_token_that_died_is_renewed_and_nobody_notices(
    zalo: ZaloOaSimulator, an: Person, database: Database, tmp_path: Path
) -> None:
    """-216 once; asked anew with the new one."""
    async with opened(zalo, database, tmp_path) as channel:
        zalo.account.access.clear()
        await channel.deliver(say("Một"))
    assert an.texts == ["Một"]
    assert zalo.account.renewals == 1


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (-32, Throttled),
        (-200, FailedOnce),
        (-213, PersonGone),
        (-230, OutOfWindow),
        (-218, EnoughForThem),
        (-234, NightRule),
        (-211, QuotaGone),
        (-201, Refused),
    ],
)
async def test_refusals_are_decisions(
    zalo: ZaloOaSimulator, an: Person, database: Database, tmp_path: Path, code: int, kind: type[Exception]
) -> None:
    """HTTP 200 all the same; what failed once (-200) was tried twice."""
    an.refuses = code
    async with opened(zalo, database, tmp_path) as channel:
        with pytest.raises(kind):
            await channel.deliver(say("Một"))
        asks = Ask(chat=USER, heard=zalo.account.now(), now=zalo.account.now())
        assert channel.can_send(asks).allowed == (code not in {-230, -218})
    assert zalo.count(V3) == (2 if code == -200 else 1)


async def test_what_nobody_knows_is_not_sent_again(
    zalo: ZaloOaSimulator, an: Person, database: Database, tmp_path: Path
) -> None:
    """The answer was lost: the outcome is unknown, and that is what is said."""

    async def cut(path: str) -> web.Response | None:
        return web.Response(status=504, text="gateway") if path == V3 else None

    async with opened(zalo, database, tmp_path) as channel:
        zalo.after = cut
        with pytest.raises(OutcomeUnknown):
            await channel.deliver(say("Một"))
    assert an.texts == ["Một"]
    assert channel.limits.retry_unknown == 0


async def test_nobody_there_is_not_sent(zalo: ZaloOaSimulator, database: Database, tmp_path: Path) -> None:
    """Certainly not sent."""
    async with opened(zalo, database, tmp_path) as channel:
        channel._wire._root = "http://127.0.0.1:9"
        with pytest.raises(Unavailable):
            await channel.deliver(say("Một"))


async def test_empty_and_impossible_messages(
    zalo: ZaloOaSimulator, database: Database, tmp_path: Path
) -> None:
    """Nothing to say, and nothing can be changed afterwards."""
    async with opened(zalo, database, tmp_path) as channel:
        with pytest.raises(Refused):
            await channel.deliver(say("  "))
        with pytest.raises(Refused):
            await channel.deliver(Edit(chat=USER, message="1", reply=Reply(text="x")))
        with pytest.raises(Refused):
            await channel.deliver(say("Báo động", template=True))
        assert zalo.calls == ["/v2.0/oa/getoa"]


async def test_a_must_reach_notice_goes_by_the_template(
    zalo: ZaloOaSimulator, database: Database, tmp_path: Path
) -> None:
    """Its one field holds the beginning of the words, on one line."""
    async with opened(zalo, database, tmp_path, template=("12345", "noi_dung")) as channel:
        await channel.deliver(
            Send(chat=USER, reply=Reply(text="<b>Khẩn</b>\n\n" + "sơ tán " * 60), template=True)
        )
    (sent,) = zalo.account.templates
    words = sent["template_data"]["noi_dung"]
    assert sent["template_id"] == "12345"
    assert words.startswith("Khẩn sơ tán")
    assert len(words) <= 200
    assert "\n" not in words


async def test_what_people_send_is_fetched_at_once(
    zalo: ZaloOaSimulator, database: Database, tmp_path: Path
) -> None:
    """How long its address is good nobody says."""
    async with opened(zalo, database, tmp_path) as channel:
        assert channel.limits.fleeting


async def test_files_that_people_send_come_from_zalos_hosts_only(
    zalo: ZaloOaSimulator, database: Database, tmp_path: Path
) -> None:
    """An address is what a push says: no other host is asked, whatever stands there."""
    from messages.content import Attachment

    async def content(path: str) -> web.Response | None:
        return web.Response(body=b"jpeg") if path == "/photo.jpg" else None

    zalo.before = content
    origin = f"zalo_oa:{zalo.account.oa_id}"
    async with opened(zalo, database, tmp_path) as channel:
        photo = Attachment(kind=AttachmentKind.PHOTO, ref=f"{zalo.url}/photo.jpg", origin=origin)
        assert b"".join([chunk async for chunk in channel.fetch(photo)]) == b"jpeg"
        for ref in (
            "https://evil.example/a",
            "http://f.zdn.vn/a",
            "https://127.0.0.1.evil/a",
            "file:///etc/passwd",
            "https://[x",
        ):
            with pytest.raises(Refused):
                await anext(channel.fetch(Attachment(kind=AttachmentKind.PHOTO, ref=ref, origin=origin)))


async def test_tokens_of_another_account_are_told_at_the_start(
    zalo: ZaloOaSimulator, database: Database, tmp_path: Path
) -> None:
    """Before a single message goes out in the wrong name."""
    with pytest.raises(Misconfigured, match="VUNGXANH_ZALO_OA_ID"):
        async with opened(zalo, database, tmp_path, oa_id="1"):
            pass


def test_the_simulator_charges_by_the_window() -> None:
    """Free for 48 hours, billed to seven days, then -230; -211 when the package is empty."""
    from datetime import UTC, datetime, timedelta

    now = [datetime(2026, 1, 5, tzinfo=UTC)]
    account = Account(now=lambda: now[0], free_each=8, package=1)
    account.interacts("1")
    for left in reversed(range(8)):
        assert account.consult("1", {"text": "x"}, version=3)["quota"]["remain"] == str(left)
    assert account.consult("1", {"text": "x"}, version=3)["quota"]["quota_type"] == "sub_quota"
    with pytest.raises(Exception, match="quota"):
        account.consult("1", {"text": "x"}, version=3)
    now[0] += timedelta(days=8)
    with pytest.raises(Exception, match="7 days"):
        account.consult("1", {"text": "x"}, version=3)
