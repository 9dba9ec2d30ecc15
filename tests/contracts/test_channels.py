"""What every platform's channel keeps, with what it lacks in its degraded form."""

import re
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import fields, replace
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from bot import settings
from bot.channels.base import DeliveryError, Refused
from bot.media import MediaStore
from messages import buttons, menus
from messages.content import AttachmentKind, ChatKind, Choice, Delete, Edit, InboundKind, Reply, Send
from messages.length import utf16
from messages.limits import Limits
from messages.marks import read_marks
from messages.markup import plain, visible
from storage.database import Database
from tests.contracts.kits import KITS, Kit
from tests.contracts.profiles import PACE, PROFILES, kinds

ROOT = Path(__file__).parents[2]


@pytest.fixture
def engine_name() -> str:
    """The contract is about platforms: one engine will do."""
    return "sqlite"


@pytest.fixture(params=sorted(KITS))
async def kit(request: pytest.FixtureRequest, database: Database, tmp_path: Path) -> AsyncIterator[Kit]:
    async with KITS[request.param](database, tmp_path) as made:
        yield made


def test_every_channel_is_under_the_contract() -> None:
    """What an operator may name is what is tested here."""
    assert set(KITS) == set(settings._CHANNELS)


def test_conversations_are_held_on_every_channel() -> None:
    """Under its own name, or beside one that no conversation can tell from it; what differs is held apart."""
    assert set(PROFILES) == set(KITS)
    assert sorted(name for joined in kinds() for name in joined.split("+")) == sorted(PROFILES)
    assert "telegram+web" in kinds()
    for lacks in ({"edit": False}, {"buttons": 3}, {"takes": frozenset()}, {"text": 2000}):
        apart = kinds({**PROFILES, "web": replace(PROFILES["web"], **lacks)})
        assert {"telegram", "web"} <= set(apart)


@pytest.mark.parametrize("name", sorted(PACE))
def test_no_conversation_asks_how_fast_messages_leave(name: str) -> None:
    """But for the estimate that an approver is shown: so platforms that differ in that alone are alike."""
    assert name in {each.name for each in fields(Limits)}
    code = [path for room in ("handlers", "messages") for path in (ROOT / room).rglob("*.py")]
    assert len(code) > 100
    asking = [path.name for path in code if re.search(rf"limits\.{name}\b", path.read_text(encoding="utf-8"))]
    assert set(asking) <= {"costing.py"}


def _rows(*labels: str) -> tuple[tuple[Choice, ...], ...]:
    return tuple((Choice(label=label, data=buttons.step(f"k{at}", "n")),) for at, label in enumerate(labels))


async def test_its_limits_hold_together(kit: Kit) -> None:
    """Numbers that delivery and handlers rely on."""
    limits = kit.channel.limits
    assert 0 <= limits.caption <= limits.text
    assert limits.rate > 0
    assert kit.channel.name in KITS
    assert kit.channel.bot
    assert limits.edit or limits.retry_unknown == 0, "what cannot be mended is not sent twice"


async def test_words_are_heard_as_they_were_typed(kit: Kit) -> None:
    """In NFC, from the private chat of who said them."""
    heard = kit.channel.read(kit.said("Nha\u0300 tôi hết gạo"))
    assert heard is not None
    assert (heard.text, heard.kind, heard.chat_kind) == (
        "Nhà tôi hết gạo",
        InboundKind.MESSAGE,
        ChatKind.PRIVATE,
    )
    assert (heard.channel, heard.bot, heard.chat) == (kit.channel.name, kit.channel.bot, kit.chat)
    assert heard.sender == heard.chat


@pytest.mark.parametrize("body", [b"", b"[]", b"1", b"\xff", b'{"message":{"chat":{}}}'])
async def test_what_cannot_be_read_is_nobodys_or_a_plain_error(kit: Kit, body: bytes) -> None:
    """Never a crash that would stop the others' messages; never the words in the error."""
    with suppress(ValueError, LookupError, TypeError, AttributeError):
        assert kit.channel.read(body) is None


async def test_words_arrive_with_one_receipt(kit: Kit) -> None:
    """Styles are shown or left out; no tag and no entity reaches anybody."""
    receipt = await kit.channel.deliver(Send(chat=kit.chat, reply=Reply(text="<b>Gạo</b> &lt;5 kg&gt;")))
    assert len(receipt.messages) == 1
    (shown,) = await kit.texts()
    assert re.sub(r"</?b>", "", shown).replace("&lt;", "<").replace("&gt;", ">") == "Gạo <5 kg>"


TORTURE = {
    "nested": "**Đậm** và <b>đậm <i>nghiêng</i> đậm</b>, _nghiêng_",
    "crossed": "<b>chồng <i>chéo</b> sai</i> <u>mở",
    "not ours": "<script>alert(1)</script> <b onclick=x>a</b> 5 < 6 && 7 > 3 &lt;b&gt;",
    "loose": "Nhớ *đeo khẩu trang, **không** tụ tập_ 5*3*2 so_ca_moi",
    "links": "Xem [kế hoạch số 127](https://soctrang.gov.vn/đường/dẫn?a=1&b=<2>) và https://xã.vn/kế-hoạch",
    "no link": "[Bấm](javascript:alert(1)) [x](tel:115) [](https://a.vn)",
    "emoji": "💚👨\u200d👩\u200d👧 Giữ <b>vùng xanh 💚</b> 🏳️‍🌈",
    "right to left": "שלום <b>العربية</b> rồi chữ Việt",
    "composed apart": "Xa\u0303 Ke\u0302\u0301 An, ho\u0302\u0323",
    "2,000 and one": "ă" * 1_990 + " <b>giữ vững vùng</b> xanh",
    "4,096 and one": "a" * 4_090 + " <b>giữ vững vùng</b> xanh",
    "emoji on the edge": "ắ" * 1_999 + "👨\u200d👩\u200d👧" + "a" * 2_095 + "💚💚",
}


@pytest.mark.parametrize("name", TORTURE)
async def test_whatever_was_typed_arrives_as_words(kit: Kit, name: str) -> None:
    """What reads as marks is a style or is left out, the rest are letters; nothing is lost or refused at an edge."""
    rich = read_marks(TORTURE[name])
    await kit.channel.deliver(Send(chat=kit.chat, reply=Reply(text=rich)))
    parts = await kit.texts()
    assert all(0 < utf16(part) <= kit.channel.limits.text for part in parts)
    shown, spaces = "".join(parts), re.compile(r"\s")
    wanted = {spaces.sub("", read(rich)) for read in (visible, plain)}
    assert spaces.sub("", shown) in wanted


async def test_long_texts_arrive_whole_in_order(kit: Kit) -> None:
    """In parts within the limit, an id for each."""
    lines = [f"Dòng {number} của một bản tin dài." for number in range(400)]
    receipt = await kit.channel.deliver(Send(chat=kit.chat, reply=Reply(text="\n".join(lines))))
    parts = await kit.texts()
    assert len(receipt.messages) == len(parts) > 1
    assert all(utf16(part) <= kit.channel.limits.text for part in parts)
    assert "\n".join(parts).split("\n") == lines


async def test_choices_are_buttons_or_numbers(kit: Kit) -> None:
    """As many as there are buttons for; more, or none at all, are a numbered menu."""
    few = Reply(text="Chọn:", rows=_rows("Có", "Không"), first=1)
    many = Reply(text="Chọn:", rows=_rows(*[f"Mục {number}" for number in range(8)]), first=1)
    for reply in (few, many):
        await kit.channel.deliver(Send(chat=kit.chat, reply=reply))
        shown = (await kit.texts())[-1]
        numbers = menus.has_menu(reply, kit.channel.limits)
        assert ("Nhắn số để chọn." in shown) == numbers
        assert all((f"{at}. {each.label}" in shown) == numbers for at, each in enumerate(reply.choices, 1))


async def test_what_can_be_changed_is_changed(kit: Kit) -> None:
    """Elsewhere an edit is refused: delivery sends a new message instead, and never asks."""
    sent = await kit.channel.deliver(Send(chat=kit.chat, reply=Reply(text="một")))
    change = Edit(chat=kit.chat, message=sent.messages[-1], reply=Reply(text="hai"))
    if kit.channel.limits.edit:
        await kit.channel.deliver(change)
        assert await kit.texts() == ["hai"]
    else:
        with pytest.raises(Refused):
            await kit.channel.deliver(change)
        assert await kit.texts() == ["một"]


async def test_what_can_be_taken_back_is_gone(kit: Kit) -> None:
    """Elsewhere that is refused too."""
    sent = await kit.channel.deliver(Send(chat=kit.chat, reply=Reply(text="một")))
    if kit.channel.limits.delete:
        await kit.channel.deliver(Delete(chat=kit.chat, messages=sent.messages))
        assert await kit.texts() == []
    else:
        with pytest.raises(Refused):
            await kit.channel.deliver(Delete(chat=kit.chat, messages=sent.messages))
        assert await kit.texts() == ["một"]


async def test_files_come_or_are_named(kit: Kit, database: Database, tmp_path: Path) -> None:
    """What the platform takes arrives; what it does not is named in the words, which come whatever happens."""
    picture = BytesIO()
    Image.new("RGB", (8, 8), "green").save(picture, "JPEG")
    store, kind = MediaStore(tmp_path / "media", database), AttachmentKind
    files = (
        await store.keep(picture.getvalue(), kind.PHOTO, "anh.jpg", mime="image/jpeg"),
        await store.keep(b"PK1", kind.DOCUMENT, "to-trinh.docx"),
        await store.keep(b"PK2", kind.DOCUMENT, "bang.xlsx"),
        await store.keep(b"film", kind.VIDEO, "phim.mp4", mime="video/mp4"),
    )
    await kit.channel.deliver(Send(chat=kit.chat, reply=Reply(text="Báo cáo.", attachments=files)))
    words = "\n".join(await kit.texts())
    carried = [each for each in files if kit.channel.limits.carries(each)]
    assert "Báo cáo." in words
    assert await kit.files() == len(carried) >= 1
    assert [each.name for each in files if each.name in words] == [
        each.name for each in files if each not in carried
    ]


async def test_nothing_is_not_said(kit: Kit) -> None:
    """A blank text without files is refused, as one that will never be taken."""
    with pytest.raises(Refused):
        await kit.channel.deliver(Send(chat=kit.chat, reply=Reply(text=" \n ")))
    assert await kit.texts() == []


async def test_a_chat_of_elsewhere_is_a_delivery_error(kit: Kit) -> None:
    """A stranger's id, or another platform's: a decision, not a crash."""
    with pytest.raises(DeliveryError):
        await kit.channel.deliver(Send(chat="999000111", reply=Reply(text="x")))


async def test_it_may_be_closed_twice(kit: Kit) -> None:
    """Whoever stops in the middle need not know how far it came."""
    await kit.channel.close()
    await kit.channel.close()
