"""Somebody files a difficulty, in one line of a test's story."""

import re

from storage.records import Report
from storage.reports import get
from tests.driver import Chat, Person, Stage


async def connected_desk(stage: Stage) -> Chat:
    """Home Affairs' group, connected."""
    return await stage.desk("-100", "so_noi_vu")


async def tells(who: Person, words: str, place: str = "Kế An") -> None:
    """The words, the kind that they suggest, and the place."""
    await who.says("/phananh")
    await who.says(words)
    await who.presses(who.labels[0])
    await who.says(place)


async def goes_on(who: Person) -> None:
    """From the photos to the summary, the shortest way."""
    await who.presses("Bỏ qua")
    await who.presses("Không gấp")
    await who.presses("Không cần gọi lại")
    who.sees("xem lại trước khi gửi")


async def files(who: Person, words: str = "Nhà tôi hết gạo ba ngày nay, ở ấp 3", place: str = "Kế An") -> str:
    """The whole way; whatever is like it is said to be another matter. Returns the code."""
    await tells(who, words, place)
    if "Không, việc khác" in who.labels:
        await who.presses("Không, việc khác")
    await goes_on(who)
    await who.presses("Gửi")
    return code_in(who)


def code_in(who: Person) -> str:
    """The code in the newest answers."""
    found = re.search(r"(KK|GT)-[0-9A-Z]{5}", "\n".join(who.answers))
    assert found, who.answers
    return found[0]


async def report_of(stage: Stage, code: str) -> Report:
    """The report as it is stored."""
    async with stage.database.reading() as tx:
        report = await get(tx, code)
    assert report
    return report
