"""Keeping somebody from filing for a while, from both ends."""

import pytest

from messages.content import Reply
from storage import audit, bulletins, nominations, offers, people, remarks, rumours
from storage.bulletins import NewBulletin
from storage.nominations import NewNomination
from storage.offers import NewOffer
from storage.records import OfferKind, RemarkLine
from storage.rumours import NewRumour
from tests.driver import Chat, Person, Stage
from tests.handlers.filing import connected_desk, files


@pytest.fixture
async def desk(stage: Stage) -> Chat:
    """Home Affairs' group, connected."""
    return await connected_desk(stage)


async def test_a_block_has_a_reason_an_end_and_somebody_to_ask(stage: Stage, desk: Chat) -> None:
    """The person hears until when and whom to ask, for reports and good deeds alike; the log has the reason."""
    an, binh = stage.person("an"), stage.member("binh", desk)
    code = await files(an)
    await binh.says(f"/chan {code} 3 ngày, báo giả nhiều lần")
    binh.sees("tạm không gửi được việc mới đến 10:00 ngày 21/8/2021", "báo giả nhiều lần")
    for command in ("/phananh", "/guongtot"):
        await an.says(command)
        an.sees("Đến 10:00 ngày 21/8/2021", "xin liên hệ Sở Nội vụ", "1900 9095", "vẫn được xử lý")
    async with stage.database.reading() as tx:
        line = (await audit.recent(tx, 1))[0]
    assert (line.action, line.subject, line.detail["reason"]) == ("person.blocked", code, "báo giả nhiều lần")
    assert "Binh" in line.actor
    stage.clock.passes(days=3)
    await an.says("/phananh")
    an.sees("việc gì, ở đâu, từ khi nào")


async def test_without_a_length_the_campaign_file_says_how_long(stage: Stage, desk: Chat) -> None:
    """24 hours as shipped; hours may be given too."""
    an, binh = stage.person("an"), stage.member("binh", desk)
    code = await files(an)
    await binh.says(f"/chan {code} quấy rối cán bộ trực")
    binh.sees("đến 10:00 ngày 19/8/2021")
    await binh.says(f"/chan {code} 12 giờ quấy rối cán bộ trực")
    binh.sees("đến 22:00 ngày 18/8/2021", "quấy rối cán bộ trực")


@pytest.mark.one_platform("about reading a command")
@pytest.mark.parametrize(
    "rest", ["", "KK-00000", "abc báo giả", "{code}", "{code} 31 ngày báo giả", "{code} 0 giờ x"]
)
async def test_what_cannot_be_is_told_how(stage: Stage, desk: Chat, rest: str) -> None:
    """No code, no reason, too long: an example of how it is written; nobody is blocked."""
    an, binh = stage.person("an"), stage.member("binh", desk)
    code = await files(an)
    await binh.says(f"/chan {rest.format(code=code)}".strip())
    binh.sees("/chan KK-XXXXX báo giả nhiều lần")
    await an.says("/phananh")
    an.sees("việc gì, ở đâu, từ khi nào")


async def sends(stage: Stage, an: Person, what: str) -> str:
    """Something of each kind that people send; returns its code."""
    now = stage.clock.now()
    if what == "KK":
        return await files(an)
    await an.says("/theodoi")
    async with stage.database.transaction() as tx:
        _, person = await people.meet(tx, "stage", "1", "an", now)
        if what == "GT":
            deed = NewNomination(
                person_id=person.id, collective=False, name="Bà Sáu", unit="ấp 3", place="31558", deed="Nấu cơm",
                happened="18/8", result="", known_how="", helped="", name_withheld=False, nominee_knows=None,
            )  # fmt: skip
            return (await nominations.add(tx, deed, now)).code
        if what == "GS":
            new = NewOffer(
                person_id=person.id, kind=OfferKind.GOODS, place="31558", words="Gạo", when="", contact="",
                shared=False,
            )  # fmt: skip
            return (await offers.add(tx, new, now)).code
        if what == "PH":
            sent = NewBulletin(kind="bulletin", title="t", reply=Reply(text="x"), created_by="a test")
            made = await bulletins.start(tx, sent, now)
            line = RemarkLine(at=now, words="Chán quá")
            return (await remarks.add(tx, made.id, person.id, "so_tttt", line)).code
        item = await rumours.add(tx, NewRumour(agency="so_tttt", words="Tỏi chữa dịch"), now)
        await rumours.ask(tx, item, person.id, now)
        return item.code


@pytest.mark.one_platform("about codes")
@pytest.mark.parametrize("what", ["KK", "GT", "GS", "PH", "KC"])
async def test_every_kind_of_code_stands_for_its_sender(stage: Stage, desk: Chat, what: str) -> None:
    """Reports, good deeds, offers, remarks and rumours: whoever sent it sends nothing new, until it is ended."""
    an, binh = stage.person("an"), stage.member("binh", desk)
    code = await sends(stage, an, what)
    assert code.startswith(what)
    await binh.says(f"/chan {code.lower()} quấy rối")
    binh.sees(f"Người gửi {code} tạm không gửi được")
    await an.says("/phananh")
    an.sees("tạm không nhận việc mới")
    await binh.says(f"/bochan {code}")
    binh.sees("lại gửi được việc mới")


@pytest.mark.one_platform("about codes")
async def test_a_code_that_stands_for_nobody_alone_blocks_nobody(stage: Stage, desk: Chat) -> None:
    """A rumour that several asked about, a duty of a unit: it is said why."""
    an, cuc, binh = stage.person("an"), stage.person("cuc"), stage.member("binh", desk)
    code = await sends(stage, an, "KC")
    await cuc.says("/theodoi")
    async with stage.database.transaction() as tx:
        _, person = await people.meet(tx, "stage", "1", "cuc", stage.clock.now())
        item = await rumours.get(tx, code)
        assert item
        await rumours.ask(tx, item, person.id, stage.clock.now())
    await binh.says(f"/chan {code} quấy rối")
    binh.sees("có 2 người cùng hỏi")
    await binh.says("/chan NV-00000 quấy rối")
    binh.sees("việc giao cho đơn vị")
    await an.says("/phananh")
    an.sees("việc gì, ở đâu, từ khi nào")


async def test_a_block_ends_by_word_and_keeps_nothing_back(stage: Stage, desk: Chat) -> None:
    """/bochan: the person may file again; a second time there is nothing to end."""
    an, binh = stage.person("an"), stage.member("binh", desk)
    code = await files(an)
    await binh.says(f"/chan {code} báo giả")
    await binh.says(f"/bochan {code}")
    binh.sees("lại gửi được việc mới")
    await binh.says(f"/bochan {code}")
    binh.sees("không bị chặn")
    assert await files(an, "Mất điện từ hôm qua")


async def test_a_dialog_begun_before_the_block_sends_nothing(stage: Stage, desk: Chat) -> None:
    """What counts is the moment of sending."""
    an, binh = stage.person("an"), stage.member("binh", desk)
    code = await files(an)
    await an.says("/phananh")
    await an.says("Mất điện từ hôm qua tới giờ")
    await an.presses(an.labels[0])
    await an.says("Kế An")
    for label in ("Bỏ qua", "Không gấp", "Không cần gọi lại"):
        await an.presses(label)
    await binh.says(f"/chan {code} báo giả")
    cards = len(desk.shown)
    await an.presses("Gửi")
    an.sees("tạm không nhận việc mới")
    assert len(desk.shown) == cards


async def test_only_the_office_blocks(stage: Stage, desk: Chat) -> None:
    """A citizen cannot; a code whose author is gone blocks nobody; others file on."""
    an, binh, cuc = stage.person("an"), stage.member("binh", desk), stage.person("cuc")
    code = await files(an)
    await cuc.says(f"/chan {code} không ưa")
    cuc.sees_not("tạm không gửi được")
    await binh.says("/chan KK-00000 báo giả")
    binh.sees("Không có mã KK-00000")
    await binh.says(f"/chan {code} báo giả")
    assert await files(cuc, "Nước máy đục, không xài được")
