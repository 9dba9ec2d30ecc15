"""Officers of the steering committee, and files that they send."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from bot.channels.base import Refused
from bot.gathering import FETCH
from bot.jobs.runner import Runner
from bot.jobs.zone_files import ZoneFiles
from bot.media import MediaStore
from messages.content import Attachment, AttachmentKind
from storage.database import Tx
from storage.records import Role
from tests.driver import Person, Stage, fetched
from tests.handlers.staff.desks import holding

DECISION = "Quyết định số 95/QĐ-BCĐ"


async def steering(stage: Stage, *names: str) -> list[Person]:
    """Holders of the role, each in private."""
    return [await holding(stage, name, Role.STEERING, "ban_chi_dao") for name in names]


async def living(stage: Stage, name: str, place: str) -> Person:
    """Somebody who agreed to news and told us where they live."""
    person = stage.person(name)
    await person.says("/start")
    await person.presses("Đồng ý nhận tin")
    await person.says(place)
    await person.presses("Xong")
    return person


async def enters(who: Person, place: str, colour: str, decision: str = DECISION, on: str = "Hôm nay") -> None:
    """The whole dialog, up to and with sending it."""
    await who.says("/capnhatvung")
    await who.presses("Nhập một xã")
    await who.says(place)
    await who.says(colour)
    await who.says(decision)
    await who.says(on)
    await who.presses("Gửi")


class Files:
    """The channel's side of files: what was sent under which handle."""

    def __init__(self) -> None:
        self.held: dict[str, bytes] = {}
        self.fails: Exception | None = None

    async def fetch(self, attachment: Attachment) -> AsyncIterator[bytes]:
        if self.fails is not None:
            raise self.fails
        if attachment.ref not in self.held:
            raise Refused("gone")
        yield self.held[attachment.ref]


async def sends_file(who: Person, files: Files, data: bytes, name: str = "vung.csv") -> None:
    """Up to the file's step, then the file."""
    await who.says("/capnhatvung")
    await who.presses("Nhập nhiều xã")
    await who.says(DECISION)
    await who.says("18/8")
    ref = f"file-{len(files.held)}"
    files.held[ref] = data
    await who.sends(Attachment(kind=AttachmentKind.DOCUMENT, ref=ref, origin="stage:1", name=name))


async def works(stage: Stage, files: Files, folder: Path) -> None:
    """Whatever jobs wait are done, and their words shown."""

    async def alert(_tx: Tx, what: str) -> None:
        raise AssertionError(what)

    channels: Any = {("stage", "1"): files}
    reader = ZoneFiles(
        database=stage.database,
        campaign=stage.campaign,
        store=MediaStore(folder / "media", stage.database),
        channels=channels,
        wall=stage.clock.wall,
    )
    runner = Runner(
        database=stage.database,
        works={"zone_file": reader.check, FETCH: fetched},
        wall=stage.clock.wall,
        alert=alert,
    )
    while await runner.step():
        pass
    await stage.settles()
