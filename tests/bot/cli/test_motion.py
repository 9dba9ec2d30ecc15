"""`vungxanh bulletin` on a bulletin that is on its way: new words, a picture, a price, a deadline, who was missed."""

import csv
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import select, update

from messages.encoding import load_reply
from storage import audit, bulletins
from storage.database import Database
from storage.records import BulletinState, Role
from storage.tables import bulletin_changes, deliveries, media, outbox
from storage.tables import bulletins as bulletin_table
from tests.bot.operating import Installation, installation


@pytest.fixture
async def here(
    tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Installation:
    made = installation(tmp_path, database_url, monkeypatch, capsys)
    await made.citizen("an")
    await made.citizen("duyet", None, Role.APPROVER)
    return made


async def row_of(here: Installation, number: int) -> Any:
    async with Database(here.url) as database, database.reading() as tx:
        return await tx.first(select(bulletin_table).where(bulletin_table.c.id == number))


async def test_new_words_pause_it_until_they_are_approved(here: Installation) -> None:
    """Approvers are told, the log keeps both names, and nobody resumes it around the approval."""
    number = await here.send("Ở nhà.")
    new = here.file("moi.txt", "Ở <b>yên</b>.")
    done = await here.run("bulletin", "change", str(number), "--text-file", new, "--by", "Chín", "--json")
    assert (done.code, done.data) == (0, {"id": number, "version": 2, "approved": False})
    row = await row_of(here, number)
    assert (row.state, row.reason, row.version) == ("paused", bulletins.AWAITING, 1)
    (await here.run("bulletin", "resume", str(number))).refused("chờ duyệt")
    done = await here.run("bulletin", "approve", str(number), "--by", "Mười", "--json")
    assert done.data == {"id": number, "state": "sending", "version": 2}
    row = await row_of(here, number)
    assert (row.state, row.reason, row.version) == ("sending", "", 2)
    assert load_reply(row.reply).text == "Ở <b>yên</b>."
    async with Database(here.url) as database, database.reading() as tx:
        told = [load_reply(each.body).text for each in await tx.all(select(outbox).order_by(outbox.c.id))]
        lines = [each for each in await audit.recent(tx) if each.action.startswith("bulletin.words_")]
        (change,) = await bulletins.changes(tx, number)
    assert told[2] == "Ở <b>yên</b>."
    assert "chờ duyệt" in told[3]
    assert "Mười" in told[4]
    assert {each.action for each in lines} == {"bulletin.words_proposed", "bulletin.words_approved"}
    assert {each.detail["shown"] for each in lines} == {bulletins.fingerprint(change)}
    assert not any("alone" in each.detail for each in lines)


async def test_one_operator_who_writes_and_approves_is_in_the_log(here: Installation) -> None:
    """What two people do in chat one may do from here: the line says so."""
    number = await here.send("Ở nhà.")
    await here.run(
        "bulletin", "change", str(number), "--text-file", here.file("moi.txt", "Ở yên."), "--by", "Chín"
    )
    assert (await here.run("bulletin", "approve", str(number), "--by", "Chín")).code == 0
    async with Database(here.url) as database, database.reading() as tx:
        line = next(each for each in await audit.recent(tx) if each.action == "bulletin.words_approved")
    assert line.detail["alone"] is True


async def test_new_words_with_a_gap_are_refused(here: Installation) -> None:
    """As in chat: what is missing and what to do, and the bulletin goes on as it was."""
    number = await here.send("Ở nhà.")
    file = here.file("moi.txt", "Ca mắc mới: {ca_mac_moi}")
    done = await here.run("bulletin", "correct", str(number), "--text-file", file, "--keep-marks")
    done.refused("còn chỗ trống", "ca mắc mới")
    assert (await row_of(here, number)).state == BulletinState.SENDING


async def test_words_can_be_dropped(here: Installation) -> None:
    """It stays paused until somebody resumes it, with the old words."""
    number = await here.send("Ở nhà.")
    await here.run("bulletin", "correct", str(number), "--text-file", here.file("moi.txt", "Sai."))
    assert (await here.run("bulletin", "reject", str(number))).code == 0
    (await here.run("bulletin", "approve", str(number))).refused("không có lời văn nào chờ duyệt")
    assert (await here.run("bulletin", "resume", str(number))).code == 0
    assert load_reply((await row_of(here, number)).reply).text == "Ở nhà."


async def test_a_recall_with_words_takes_back_at_once_and_speaks_when_approved(here: Installation) -> None:
    """Deleting needs one person, saying something needs another."""
    number = await here.send("Ở nhà.")
    done = await here.run("bulletin", "recall", str(number), "--text-file", here.file("x.txt", "Tin sai."))
    assert done.code == 0, done.err
    assert (await row_of(here, number)).state == BulletinState.RECALLED
    async with Database(here.url) as database, database.reading() as tx:
        (change,) = await tx.all(select(bulletin_changes))
    assert (change.kind, change.approved_by, load_reply(change.reply).text) == ("recall", None, "Tin sai.")
    assert (await here.run("bulletin", "approve", str(number))).code == 0
    (await here.run("bulletin", "change", str(number), "--text-file", here.file("y.txt", "Y"))).refused(
        "đã thu hồi"
    )


async def test_a_picture_is_cleaned_and_kept(here: Installation) -> None:
    """One file by its content, without what the camera wrote."""
    out = BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "Camera"
    Image.new("RGB", (40, 30), "green").save(out, "JPEG", exif=exif.tobytes())
    number = await here.send("Ở nhà.", "--photo", here.file("anh.jpg", out.getvalue()))
    (attachment,) = load_reply((await row_of(here, number)).reply).attachments
    kept = here.folder / "data" / "media" / attachment.ref
    assert b"Camera" not in kept.read_bytes()
    assert attachment.origin == "store"
    async with Database(here.url) as database, database.reading() as tx:
        assert [each.sha for each in await tx.all(select(media))] == [attachment.ref]
    refused = await here.run(
        *("bulletin", "send", "--title", "A", "--text-file", here.file("t.txt", "A")),
        *("--photo", here.file("hong.jpg", b"no picture")),
    )
    refused.refused("Không dùng được ảnh")


async def test_paying_is_asked_for_with_its_price(here: Installation) -> None:
    """0.1 Star for each message over the free 30 a second; useless at 30, and said so."""
    arguments = ("bulletin", "send", "--title", "A", "--text-file", here.file("t.txt", "A"), "--paid")
    (await here.run(*arguments)).refused("VUNGXANH_TELEGRAM_RATE")
    here.set(TELEGRAM_RATE="1000")
    done = await here.run(*arguments)
    assert done.code == 0, done.err
    assert "Ước tính: khoảng 1 Stars" in done.out
    assert (await row_of(here, 1)).paid
    assert not (await row_of(here, await here.send("Ở nhà."))).paid


def test_the_price_of_a_province() -> None:
    """1.2 million at 1,000 a second: 970 of each thousand are beyond the free pace."""
    from handlers.staff.bulletins.costing import estimate

    price = estimate(1_200_000, 1000.0)
    assert (price.stars, price.minutes) == (116_400, 20)


async def test_a_deadline_is_local_time_to_come(here: Installation) -> None:
    """Without an offset it is the campaign's time."""
    number = await here.send("Ở nhà.", "--valid-until", "2021-08-18T20:00")
    assert (await row_of(here, number)).valid_until.isoformat() == "2021-08-18T13:00:00+00:00"
    arguments = ("bulletin", "send", "--title", "A", "--text-file", here.file("t.txt", "A"), "--valid-until")
    (await here.run(*arguments, "2021-08-17T20:00")).refused("đã qua")
    assert (await here.run(*arguments, "tối")).code == 2


async def test_who_was_missed_is_a_file_without_names(here: Installation) -> None:
    """With reasons, safe to open in a spreadsheet; and `show` counts the same."""
    number = await here.send("Ở nhà.")
    async with Database(here.url) as database, database.transaction() as tx:
        while not await bulletins.fill(tx, number):
            pass
        await tx.execute(update(deliveries).values(state="failed", reason="=HYPERLINK(1)"))
    file = here.folder / "loi.csv"
    done = await here.run("bulletin", "show", str(number), "--failures", str(file))
    assert done.code == 0, done.err
    assert "Đã ghi 2 lượt" in done.out
    lines = list(csv.reader(file.read_text("utf-8-sig").splitlines()))
    assert [line[2:4] for line in lines[1:]] == [["Không gửi được", "'=HYPERLINK(1)"]] * 2
    assert "duyet" not in file.read_text()
    shown = (await here.run("bulletin", "show", str(number), "--json")).data
    assert shown["reasons"] == [{"state": "failed", "reason": "=HYPERLINK(1)", "count": 2}]
    assert (shown["rate"], shown["left"], shown["ends_at"]) == (0.0, 0, None)
