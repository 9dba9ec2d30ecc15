"""A picture that an editor sent and that was published stays with the bulletin when the editor goes."""

from datetime import timedelta

from sqlalchemy import select

from messages.content import Attachment, AttachmentKind, Reply
from storage import bulletins, erasure, media
from storage.bulletins import NewBulletin
from storage.database import Database
from storage.tables import media as media_table
from storage.tables import media_from
from tests.storage.world import NOW, citizen

LATER = NOW + timedelta(days=90)


def picture(ref: str) -> Attachment:
    return Attachment(kind=AttachmentKind.PHOTO, ref=ref, origin="fake:1", mime="image/jpeg", size=9)


async def test_a_published_picture_is_the_agencys(database: Database) -> None:
    """It can be fetched for good, and no chat is named; what was only in a draft, or sent by the way, goes."""
    async with database.transaction() as tx:
        lan = await citizen(tx, "lan")
        for ref in ("https://z.vn/a?b=1&c=2", "other"):
            await media.kept(tx, f"sha-{ref}", 9, NOW, LATER)
            kept = Attachment(kind=AttachmentKind.PHOTO, ref=f"sha-{ref}", mime="image/jpeg", size=9)
            await media.fetched(tx, "fake", "1", "lan", picture(ref), kept)
        reply = Reply(text="Tin", attachments=(picture("https://z.vn/a?b=1&c=2"),))
        new = NewBulletin(kind="bulletin", title="Tin", reply=reply, created_by="Lan (1)")
        await bulletins.start(tx, new, NOW)
        await erasure.erase(tx, [lan.person_id or 0], NOW, NOW)
        rows = await tx.all(select(media_from))
        assert [(row.ref, row.chat) for row in rows] == [("https://z.vn/a?b=1&c=2", "")]
        assert await media.file_of(tx, "fake", "1", "https://z.vn/a?b=1&c=2") is not None
        until = {row.sha: row.until for row in await tx.all(select(media_table))}
        assert until == {"sha-https://z.vn/a?b=1&c=2": None, "sha-other": NOW}
