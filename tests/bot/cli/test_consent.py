"""The command line names nobody either who has not agreed to it."""

from sqlalchemy import update

from messages.content import Reply
from messages.encoding import load_reply
from storage import bulletins, drafts, nominations, people
from storage.bulletins import NewBulletin
from storage.database import Database, Tx
from storage.drafts import NewDraft
from storage.nominations import NewNomination
from storage.records import DraftKind
from storage.tables import nominations as table
from tests.bot.operating import AT, Installation


async def _story(tx: Tx) -> None:
    """A bulletin that tells of somebody without naming them, from a draft of an agency."""
    _, lan = await people.meet(tx, "stage", "1", "lan", AT)
    _, tam = await people.meet(tx, "stage", "1", "tam", AT)
    told = NewNomination(
        person_id=lan.id,
        collective=False,
        name="Bà Sáu Lành",
        unit="ấp Kinh Giữa",
        place="31558",
        deed="Nấu cơm cho chốt",
        happened="18/8",
        result="",
        known_how="",
        helped="",
        name_withheld=True,
        nominee_knows=None,
    )
    nomination = await nominations.add(tx, told, AT)
    new = NewDraft(
        kind=DraftKind.EXAMPLE,
        agency="so_tttt",
        title="Việc tốt ở xã",
        text="Nấu cơm cho chốt",
        subject=nomination.code,
        created_by="Lan",
        author_id=lan.id,
    )
    draft = await drafts.create(tx, new, AT)
    draft = await drafts.submit(tx, draft, lan.id, "Lan", "x", AT)
    draft = await drafts.approve(tx, draft, tam.id, "Tam", "x", AT)
    sent = NewBulletin(
        kind="example", title=draft.title, reply=Reply(text="Nấu cơm cho chốt"), created_by="Tam"
    )
    await drafts.start(tx, draft, sent, AT)


async def _says(database: Database, *, agrees: bool) -> None:
    async with database.transaction() as tx:
        await tx.execute(update(table).values(named=agrees))


async def test_new_words_and_going_on_ask_for_the_consent(here: Installation) -> None:
    """Where they are proposed, where they are approved, and where what was stopped would go on."""
    named = here.file("ten.txt", "Chị Lành nấu cơm cho chốt")
    propose = ("bulletin", "change", "1", "--text-file", named, "--by", "Chín")
    async with Database(here.url) as database:
        async with database.transaction() as tx:
            await _story(tx)
        (await here.run(*propose)).refused("không đồng ý nêu tên")
        await _says(database, agrees=True)
        assert (await here.run(*propose)).code == 0
        await _says(database, agrees=False)
        (await here.run("bulletin", "approve", "1")).refused("không đồng ý nêu tên")
        await _says(database, agrees=True)
        assert (await here.run("bulletin", "approve", "1")).code == 0
        await here.run("bulletin", "pause", "1")
        await _says(database, agrees=False)
        (await here.run("bulletin", "resume", "1")).refused("không đồng ý nêu tên")
        async with database.reading() as tx:
            found = await bulletins.get(tx, 1)
        assert found is not None
        assert "Việc tốt ở xã" in load_reply(found.reply).text
        assert found.state == "paused"
