"""`vungxanh bulletin`: an order, what is wrong with it, and its moves."""

import pytest
from sqlalchemy import select

import storage.bulletins
from bot.clock import Clock
from handlers.staff.fingerprints import fingerprint
from messages.encoding import load_reply
from storage import audit
from storage.campaign import shipped
from storage.database import Database
from storage.records import Role
from storage.tables import bulletins, outbox
from tests.bot.operating import AT, Installation

COMMUNE, DISTRICT = "31528", "943"  # the one lies in the other
DISTRICT_WITHOUT_PEOPLE = "942"


async def test_a_bulletin_is_started_logged_and_announced(here: Installation) -> None:
    """It goes to those in the area, under the operator's name; every approver hears of it."""
    await here.citizen("an", COMMUNE)
    await here.citizen("ba", None)
    await here.citizen("tu", None, Role.APPROVER)
    number = await here.send("\ufeffBà con <b>ở nhà</b>.\r\n5 < 6", "--area", DISTRICT, "--by", "Chín")
    async with Database(here.url) as database, database.reading() as tx:
        row = await tx.first(select(bulletins).where(bulletins.c.id == number))
        told = await tx.all(select(outbox).order_by(outbox.c.id))
        lines = await audit.recent(tx)
    assert row is not None
    assert (row.title, row.created_by, row.counted, row.urgent) == ("Nhắc", "Chín (dòng lệnh)", 1, False)
    assert load_reply(row.reply).text == "Bà con <b>ở nhà</b>.\n5 &lt; 6"
    assert COMMUNE in row.audience["places"]
    assert DISTRICT in row.audience["places"]
    assert row.created_at == AT
    announced, followed = told
    assert announced.chat == followed.chat == "tu"
    assert "Bản tin số 1: đang gửi" in load_reply(followed.body).text
    for text in ("Nhắc", "Chín (dòng lệnh)", "ở nhà", "Huyện Kế Sách", "(Huyện Kế Sách: 1)"):
        assert text in load_reply(announced.body).text
    assert [line.action for line in lines] == ["bulletin.sent_by_operator"]
    shown = fingerprint(load_reply(row.reply), storage.bulletins.rule(row), kind="bulletin")
    assert lines[0].detail["shown"] == shown
    assert shown != fingerprint(load_reply(row.reply), storage.bulletins.rule(row), kind="alert")


async def test_the_operator_sees_how_many_where_before_it_goes(
    here: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By district; at a terminal they are asked where nobody would get it, a script is told; "no" sends nothing."""
    order = ["bulletin", "send", "--title", "x", "--text-file", here.file("t.txt", "chữ"), "--area", COMMUNE]
    done = await here.run(*order)
    assert (done.code, "chưa có ai ở nơi nhận" in done.err) == (0, True)
    await here.citizen("an", COMMUNE)
    done = await here.run(*order)
    assert (done.err, "  Huyện Kế Sách: 1\n" in done.out) == ("", True)
    asked: list[str] = []

    def confirm(question: str, **_: object) -> bool:
        asked.append(question)
        return len(asked) > 1

    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("typer.confirm", confirm)
    order[-1] = DISTRICT_WITHOUT_PEOPLE
    (await here.run(*order)).refused("Chưa gửi", "Cách sửa")
    assert (await here.run(*order, "--json")).data == {"id": 3}
    assert "chưa có ai" in asked[0]


async def test_an_urgent_bulletin_takes_the_lane_of_alerts(small: Installation) -> None:
    """Quiet hours do not hold it, the others wait in the lane of bulletins."""
    numbers = [await small.send("Gấp.", "--urgent"), await small.send("Thường.", "--role", "officer")]
    async with Database(small.url) as database, database.reading() as tx:
        rows = await tx.all(select(bulletins).order_by(bulletins.c.id))
    assert [row.id for row in rows] == numbers
    assert [(row.urgent, row.lane) for row in rows] == [(True, 1), (False, 3)]
    assert rows[1].audience["roles"] == ["officer"]


async def test_it_may_be_for_who_chose_one_of_several_topics(small: Installation) -> None:
    """Kept with the bulletin, shown by `show`."""
    number = await small.send("Tin.", "--topic", "bulletins", "--topic", "corrections")
    shown = await small.run("bulletin", "show", str(number), "--json")
    assert shown.data["topics"] == ["bulletins", "corrections"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "không có chữ"),
        ("  \n\t", "không có chữ"),
        ("<b></b>", "không có chữ"),
        ("Bà con ở nhà".encode("cp1258", "replace") + b"\xf5\xff", "UTF-8"),
        ("chữ".encode("utf-16"), "UTF-8"),
        ("ắ" * 4097, "4.097"),
        ("😀" * 2049, "4.098"),
        (b"a" * 2_000_000, "tối đa 4.096"),
        ("a" * 4090 + " từ cuối", "từ cu▶ối"),
        ("Ở nhà.\nNhớ *đeo khẩu trang", "dòng 2 “Nhớ ▶*đeo khẩu trang”"),
    ],
)
async def test_a_text_that_cannot_be_sent_is_refused(
    small: Installation, text: str | bytes, says: str
) -> None:
    """Empty, too long or in an old code page: said with the cure, and nothing is sent."""
    file = small.file("t.txt", text)
    (await small.run("bulletin", "send", "--title", "x", "--text-file", file)).refused(says, "Cách sửa")
    assert (await small.run("bulletin", "list", "--json")).data == []


async def test_the_longest_text_that_fits_is_sent(small: Installation) -> None:
    """4,096 as Telegram counts them, composed or not, tags not counted."""
    assert await small.send("<b>" + "a\u0306\u0301" * 4096 + "</b>")


async def test_marks_that_mark_nothing_are_kept_where_the_operator_says_so(small: Installation) -> None:
    """`--keep-marks`: they are sent as the letters that they are."""
    file = small.file("t.txt", "Nhớ *đeo khẩu trang, **không** tụ tập")
    done = await small.run("bulletin", "send", "--title", "x", "--text-file", file, "--keep-marks", "--json")
    assert done.code == 0, done.err
    async with Database(small.url) as database, database.reading() as tx:
        kept = await tx.scalar(select(bulletins.c.reply).where(bulletins.c.id == done.data["id"]))
    assert load_reply(str(kept)).text == "Nhớ *đeo khẩu trang, <b>không</b> tụ tập"


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (["--area", "1"], "mã GSO"),
        (["--area", "Kế Sách"], "943"),
        (["--topic", "x"], "good_examples"),
        (["--title", "   "], "--title"),
        (["--title", "x" * 201], "200"),
        (["--text-file", "/no/such"], "không có tệp"),
        (["--text-file", "."], "thư mục"),
    ],
)
async def test_what_is_wrong_with_an_order_is_told(small: Installation, more: list[str], says: str) -> None:
    """Title, file and areas are checked before anything is sent."""
    order = ["bulletin", "send", "--title", "x", "--text-file", small.file("t.txt", "chữ"), *more]
    (await small.run(*order)).refused(says, "Cách sửa")


@pytest.mark.parametrize(
    ("clock", "says"), [("2021-08-15T10:00", "chưa bắt đầu"), ("2021-08-26T00:00", "đã kết thúc")]
)
async def test_no_bulletin_outside_the_campaign(small: Installation, clock: str, says: str) -> None:
    """Exit code 1 and the dates."""
    small.set(CLOCK=clock)
    order = ["bulletin", "send", "--title", "x", "--text-file", small.file("t.txt", "chữ")]
    (await small.run(*order)).refused(says, "16/8/2021", "25/8/2021")


async def test_the_running_clock_decides(small: Installation) -> None:
    """Once a rehearsal has begun, its own time counts, not the variable."""
    async with Database(small.url) as database:
        clock = await Clock.open(database, AT)
        assert await small.send("Bà con ở nhà.")
        await clock.pause()
        await clock.move_to(AT.replace(day=26))
    order = ["bulletin", "send", "--title", "x", "--text-file", small.file("t.txt", "chữ")]
    (await small.run(*order)).refused("đã kết thúc", "26/8/2021")


async def test_the_campaign_file_may_turn_it_off(small: Installation) -> None:
    """`operator_may_send = false`: refused, and `check` says so; of an agency where one person is enough too."""
    text = (
        shipped().read_text(encoding="utf-8").replace("operator_may_send = true", "operator_may_send = false")
    )
    text = text.replace('short = "STTTT"', 'short = "STTTT"\nalone = true')
    for name in ("plan127-units.csv", "plan127-units-2025.csv", "plan127-zones.csv"):
        small.file(name, (shipped().parent / name).read_bytes())
    small.set(CAMPAIGN=small.file("campaign.toml", text))
    order = ["bulletin", "send", "--title", "x", "--text-file", small.file("t.txt", "chữ")]
    (await small.run(*order)).refused("operator_may_send")
    checked = (await small.run("check")).out
    assert "không được (operator_may_send" in checked
    assert "một người được tự soạn và tự duyệt" in checked


async def test_a_bulletin_is_shown_and_moved(here: Installation) -> None:
    """list, show, pause, resume, cancel, recall: each says the state it leaves; what cannot be is refused."""
    number = str(await here.send("Bà con ở nhà.", "--area", COMMUNE))
    (listed,) = (await here.run("bulletin", "list", "--json")).data
    assert (listed["id"], listed["state"], listed["areas"]) == (int(number), "sending", [COMMUNE])
    assert "Nhắc" in (await here.run("bulletin", "list")).out
    states = [
        (await here.run("bulletin", move, number, "--json")).data["state"]
        for move in ("pause", "resume", "pause", "cancel", "recall")
    ]
    assert states == ["paused", "sending", "paused", "cancelled", "recalled"]
    (await here.run("bulletin", "resume", number)).refused("đã thu hồi")
    (await here.run("bulletin", "pause", "99")).refused("không có bản tin này")
    (await here.run("bulletin", "show", "99")).refused("bulletin list")
    shown = await here.run("bulletin", "show", number)
    assert "Đã thu hồi" in shown.out
    assert (await here.run("bulletin", "show", number, "--json")).data["deliveries"]["sent"] == 0
    async with Database(here.url) as database, database.reading() as tx:
        actions = [line.action for line in await audit.recent(tx)]
    assert actions.count("bulletin.paused") == 2
