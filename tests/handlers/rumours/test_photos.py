"""Pictures of rumours: known again compressed and resized, and their sender answered whatever happens to the file."""

import random
from collections.abc import AsyncIterator
from io import BytesIO

import pytest
from PIL import Image, ImageDraw, ImageFont
from sqlalchemy import select

from bot.channels.base import Refused, Unavailable
from bot.gathering import FETCH
from bot.jobs.rumours import RumourPhotos
from bot.jobs.runner import Runner
from bot.photos import PHOTO_BYTES, fingerprint
from handlers.rumours.asking import PHOTO_JOB
from messages.content import Attachment, AttachmentKind
from storage import people
from storage.database import Tx
from storage.rumours.photos import SAME, distance
from storage.tables import jobs as job_table
from tests.driver import Chat, Stage, fetched
from tests.handlers.rumours.rumoured import (
    CLAIM,
    LOCKDOWN,
    answers,
    connected,
    demand,
    every,
    the_one,
)
from tests.handlers.rumours.rumoured import SAME as SAME_WORDS


def screenshot(seed: int, size: tuple[int, int] = (720, 960)) -> Image.Image:
    """Dark words on white, as a forwarded post looks."""
    chance, image = random.Random(seed), Image.new("RGB", size, "white")
    draw, font = ImageDraw.Draw(image), ImageFont.load_default(26)
    for top in range(30, size[1] - 60, 40):
        words = ("".join(chance.choices("aăbcdđehiklmnoprstuvxy", k=chance.randint(2, 6))) for _ in range(7))
        draw.text((30, top), " ".join(words)[: chance.randint(8, 36)], fill="black", font=font)
    return image


def file(image: Image.Image, quality: int = 90, scale: float = 1.0, kind: str = "JPEG") -> bytes:
    out = BytesIO()
    image.resize((int(image.width * scale), int(image.height * scale))).save(out, kind, quality=quality)
    return out.getvalue()


@pytest.mark.parametrize(
    ("quality", "scale", "kind"), [(40, 1, "JPEG"), (80, 0.5, "JPEG"), (60, 1.4, "WEBP"), (25, 0.4, "JPEG")]
)
def test_the_same_picture_however_it_travelled(quality: int, scale: float, kind: str) -> None:
    """Compressed, made smaller or larger, in another format: within what counts as the same; others are far off."""
    for seed in range(3):
        first, other = fingerprint(file(screenshot(seed))), fingerprint(file(screenshot(seed + 50)))
        again = fingerprint(file(screenshot(seed), quality, scale, kind))
        assert first
        assert other
        assert again
        assert distance(first, again) <= SAME
        assert distance(first, other) > 2 * SAME


def test_a_blank_picture_is_like_none() -> None:
    """White, or all of one colour: it cannot be known again."""
    assert fingerprint(file(Image.new("RGB", (400, 400), "white"))) is None
    assert fingerprint(file(Image.new("RGB", (400, 400), "red"))) is None


class Platform:
    """Files by their handle, or what fetching them raises."""

    def __init__(self) -> None:
        self.files: dict[str, bytes | Exception] = {}

    async def fetch(self, attachment: Attachment) -> AsyncIterator[bytes]:
        found = self.files[attachment.ref]
        if isinstance(found, Exception):
            raise found
        for start in range(0, len(found), 1 << 16):
            yield found[start : start + (1 << 16)]


class World:
    """A stage whose jobs run."""

    def __init__(self, stage: Stage) -> None:
        self.stage, self.platform, self.alerts = stage, Platform(), [""]
        photos = RumourPhotos(
            database=stage.database,
            campaign=stage.campaign,
            channels={("stage", "1"): self.platform},  # type: ignore[dict-item]
            now=stage.clock.now,
            wall=stage.clock.wall,
        )
        works = {PHOTO_JOB: photos.check, FETCH: fetched}
        self.runner = Runner(database=stage.database, works=works, wall=stage.clock.wall, alert=self.alert)

    async def alert(self, _tx: Tx, what: str) -> None:
        self.alerts.append(what)

    async def works(self) -> None:
        while await self.runner.step():
            pass
        await self.stage.shows()


@pytest.fixture
async def desk(stage: Stage) -> Chat:
    return await connected(stage)


@pytest.fixture
async def world(stage: Stage, desk: Chat) -> World:
    return World(stage)


async def sends(
    world: World, name: str, ref: str, data: bytes | Exception, caption: str = "", **more: object
) -> None:
    world.platform.files[ref] = data
    photo = Attachment(kind=AttachmentKind.PHOTO, ref=ref, origin="stage:1")
    await world.stage.person(name).says(caption, attachments=(photo,), forwarded=True, **more)


async def test_a_forwarded_picture_is_compared_and_its_sender_answered(world: World, desk: Chat) -> None:
    """The turn answers at once and fetches nothing; then the item is opened, its picture at the desk."""
    an = world.stage.person("an")
    await sends(world, "an", "p1", file(screenshot(1)))
    an.sees("Đã nhận ảnh, đang đối chiếu", "đừng chia sẻ vội")
    assert await every(world.stage) == []
    await world.works()
    an.sees("Chưa kiểm chứng")
    assert "ảnh kèm theo" in desk.shown[0].text
    assert desk.shown[1].reply.attachments[0].ref == "p1"


async def test_the_same_picture_from_others_joins_and_finds_the_answer(world: World, desk: Chat) -> None:
    """Compressed and made smaller on its way: one item; once answered, the correction."""
    await sends(world, "an", "p1", file(screenshot(1)))
    await sends(world, "binh", "p2", file(screenshot(1), 35, 0.5))
    await world.works()
    assert (await demand(world.stage, await the_one(world.stage))).askers == 2
    await answers(world.stage.member("ed", desk))
    await sends(world, "chi", "p3", file(screenshot(1), 60, 1.3, "WEBP"))
    await sends(world, "dung", "p4", file(screenshot(2)))
    await world.works()
    world.stage.person("chi").sees("SAI", CLAIM)
    world.stage.person("dung").sees("Chưa kiểm chứng")


async def test_a_caption_that_is_known_is_answered_without_the_picture(world: World, desk: Chat) -> None:
    """Nothing is fetched for it."""
    await world.stage.person("an").says(LOCKDOWN, forwarded=True)
    await answers(world.stage.member("ed", desk))
    await sends(world, "binh", "p1", AssertionError("fetched"), SAME_WORDS)
    world.stage.person("binh").sees("SAI", CLAIM)
    await world.works()
    assert world.alerts == [""]


@pytest.mark.one_platform("about what a file holds")
@pytest.mark.parametrize(
    "data",
    [
        b"no picture",
        b"",
        b"x" * (PHOTO_BYTES + 1),
        file(Image.new("RGB", (300, 300), "white")),
        Refused("gone"),
    ],
    ids=["not one", "empty", "too large", "blank", "refused"],
)
async def test_a_picture_that_cannot_be_read_is_said(world: World, data: bytes | Exception) -> None:
    """Never silence; nothing is opened for it."""
    await sends(world, "an", "p1", data)
    await world.works()
    world.stage.person("an").sees("không mở được")
    assert await every(world.stage) == []
    assert world.alerts == [""]


async def test_an_unreadable_picture_with_words_is_asked_by_its_words(world: World) -> None:
    """They tell enough by themselves."""
    await sends(world, "an", "p1", b"no picture", LOCKDOWN)
    await world.works()
    world.stage.person("an").sees("Chưa kiểm chứng")


@pytest.mark.one_platform("about trying again")
async def test_a_platform_that_is_away_is_asked_again(world: World) -> None:
    """The answer comes later, once."""
    an = world.stage.person("an")
    await sends(world, "an", "p1", Unavailable())
    await world.works()
    an.sees_not("Chưa kiểm chứng", "không mở được")
    world.platform.files["p1"] = file(screenshot(1))
    world.stage.clock.passes(minutes=1)
    await world.works()
    an.sees("Chưa kiểm chứng")
    assert sum("Chưa kiểm chứng" in said for said in an.answers) == 1


@pytest.mark.one_platform("about trying again")
async def test_a_platform_that_stays_away_is_given_up(world: World) -> None:
    """After five tries over some minutes the sender is told, and the operator is not troubled for it."""
    await sends(world, "an", "p1", Unavailable())
    for _ in range(5):
        await world.works()
        world.stage.clock.passes(minutes=5)
    world.stage.person("an").sees("không mở được")
    assert world.alerts == [""]


async def test_an_album_is_one_enquiry_with_all_its_pictures(world: World, desk: Chat) -> None:
    """Said once; the others bring neither questions nor answers, and all of them go to the desk with the one item."""
    an = world.stage.person("an")
    await sends(world, "an", "p1", file(screenshot(1)), album="a")
    an.sees("chúng tôi xem tất cả, trả lời một lần")
    for ref, number in (("p2", 7), ("p3", 8)):
        await sends(world, "an", ref, file(screenshot(number)), album="a")
        an.sees_nothing()
    await world.works()
    an.sees_nothing()
    world.stage.clock.passes(seconds=5)
    await world.works()
    assert len(await every(world.stage)) == 1
    assert [each.ref for each in desk.shown[1].reply.attachments] == ["p1", "p2", "p3"]
    await sends(world, "binh", "p9", file(screenshot(8), 50, 0.7))
    await world.works()
    assert (await demand(world.stage, await the_one(world.stage))).askers == 2


async def test_of_an_album_the_picture_that_is_known_is_answered(world: World, desk: Chat) -> None:
    """Wherever it stands in it, and one that comes after the answer too; another late one brings nothing."""
    await sends(world, "an", "p1", file(screenshot(1)))
    await world.works()
    await answers(world.stage.member("ed", desk))
    chi, dung = world.stage.person("chi"), world.stage.person("dung")
    await sends(world, "chi", "p2", file(screenshot(7)), album="b")
    await sends(world, "chi", "p3", file(screenshot(1), 60), album="b")
    world.stage.clock.passes(seconds=5)
    await world.works()
    chi.sees("SAI", CLAIM)
    assert len(await every(world.stage)) == 1
    await sends(world, "dung", "p4", file(screenshot(9)), album="c")
    world.stage.clock.passes(seconds=5)
    await world.works()
    dung.sees("Chưa kiểm chứng")
    for ref, number in (("p5", 3), ("p6", 1)):
        await sends(world, "dung", ref, file(screenshot(number), 60), album="c")
    await world.works()
    assert sum("Chưa kiểm chứng" in each.text for each in dung.chat.shown) == 1
    assert sum(CLAIM in each.text for each in dung.chat.shown) == 1


async def test_somebody_erased_meanwhile_leaves_no_item(world: World) -> None:
    """What they sent is not looked at for nobody."""
    an = world.stage.person("an")
    await sends(world, "an", "p1", file(screenshot(1)))
    await an.says("/xoadulieu")
    await an.presses("Đúng, xóa dữ liệu")
    shown = len(an.chat.shown)
    await world.works()
    assert await every(world.stage) == []
    assert len(an.chat.shown) == shown
    async with world.stage.database.reading() as tx:
        assert await people.find_address(tx, "stage", "1", "an") is None
        left = await tx.all(select(job_table.c.payload).where(job_table.c.kind == PHOTO_JOB))
    assert all(row.payload == {} for row in left)
