"""The rehearsal room, played in a real browser as somebody at a demonstration would."""

import asyncio
import re
import shutil
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Locator, Page, async_playwright, expect

from bot import demo
from bot.settings import Settings

CHROMIUM = shutil.which("chromium")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
PATIENCE_MS = 60_000

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        CHROMIUM is None, reason="Debian's chromium is not installed: apt-get install chromium"
    ),
]


@asynccontextmanager
async def rehearsal(folder: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[str]:
    """A room on a free port, once everybody in it has found their place: its address."""
    told: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    over, settled, settle = asyncio.Event(), asyncio.Event(), demo.settle

    async def watched(*given: Any) -> None:
        try:
            await settle(*given)
        finally:
            settled.set()

    monkeypatch.setattr(demo, "settle", watched)
    room = asyncio.create_task(demo.rehearse(Settings.load(None), 0, folder, told.set_result, over.wait))
    done, _ = await asyncio.wait({room, told}, return_when=asyncio.FIRST_COMPLETED)
    if room in done:
        room.result()
    await settled.wait()
    try:
        yield re.findall(r"http://\S+", told.result())[0]
    finally:
        over.set()
        await room


@asynccontextmanager
async def page_of(address: str) -> AsyncIterator[Page]:
    """The room's page; any error in its scripts fails the test."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = await browser.new_page(viewport={"width": 1440, "height": 900})
        page.set_default_timeout(PATIENCE_MS)
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        await page.goto(address)
        yield page
        await browser.close()
        assert errors == []


class Phone:
    """A phone on the page."""

    def __init__(self, page: Page, title: str) -> None:
        self.box = page.locator(".phone", has=page.get_by_role("heading", name=title))
        self.log = self.box.get_by_role("log")

    async def says(self, text: str) -> None:
        await self.box.locator("textarea").fill(text)
        await self.box.get_by_role("button", name="Gửi", exact=True).last.click()

    async def presses(self, *labels: str) -> None:
        for label in labels:
            await self.button(label).click()

    def button(self, label: str) -> Locator:
        return self.log.get_by_role("button", name=label, exact=True).last

    async def sees(self, *texts: str) -> None:
        for text in texts:
            await expect(self.log).to_contain_text(text, timeout=PATIENCE_MS)


async def answers(phone: Phone, steps: Sequence[tuple[str, str]]) -> None:
    """For each step: wait for the question, then press."""
    for question, label in steps:
        await phone.sees(question)
        await phone.presses(label)


@pytest.mark.timeout(240)
async def test_from_a_report_to_the_desk_and_on_to_the_last_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A citizen reports, the desk answers, the reminders reach the crowd, and the campaign closes on 25/8."""
    async with rehearsal(tmp_path, monkeypatch) as address, page_of(address) as page:
        citizen, desk = Phone(page, "Bà con"), Phone(page, "Sở Nội vụ")
        await desk.sees("Nhóm này từ nay là nơi làm việc")
        await citizen.says("/phananh")
        await citizen.sees("việc gì, ở đâu, từ khi nào")
        await citizen.says("Nhà tôi hết gạo ba ngày nay, ở ấp 3")
        await answers(citizen, [("thuộc nhóm nào", "An sinh - lương thực")])
        await citizen.sees("ở xã, phường nào")
        await citizen.says("ke an")
        await answers(
            citizen,
            [
                ("ảnh hoặc video", "Bỏ qua"),
                ("có gấp không", "Gấp, không chờ được"),
                ("được gọi lại", "Không cần gọi lại"),
                ("xem lại trước khi gửi", "Gửi"),
            ],
        )
        await citizen.sees("Đã ghi nhận, mã KK-")
        await desk.sees("Nhà tôi hết gạo ba ngày nay", "Xã Kế An")
        await desk.presses("Tiếp nhận")
        await citizen.sees("đã tiếp nhận")

        await expect(page.locator("#crowd-count")).to_have_text("100", timeout=PATIENCE_MS)
        await page.locator("#jump").click()
        await expect(page.locator("#crowd-count")).to_have_text("100/100", timeout=PATIENCE_MS)

        officer = Phone(page, "Cán bộ xã")
        for _ in range(80):
            if "là ngày cuối của đợt thi đua" in await officer.log.inner_text():
                break
            before = await page.locator("#next").inner_text()
            await page.locator("#jump").click()
            await expect(page.locator("#next")).not_to_have_text(before, timeout=PATIENCE_MS)
        await officer.sees("là ngày cuối của đợt thi đua")
        await expect(page.locator("#date", has_text="25/8/2021")).to_have_count(1)


@pytest.mark.timeout(240)
async def test_on_a_phone_one_chat_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """At a phone's width nothing runs over the edge, and the tabs lead to each chat."""
    async with rehearsal(tmp_path, monkeypatch) as address, page_of(address) as page:
        await page.set_viewport_size({"width": 390, "height": 844})
        await expect(page.get_by_role("tab")).to_have_count(4)
        await page.get_by_role("tab", name="Sở Nội vụ").click()
        await expect(page.get_by_role("group", name="Sở Nội vụ")).to_be_visible()
        wide = await page.evaluate("document.documentElement.scrollWidth")
        assert wide <= 390
