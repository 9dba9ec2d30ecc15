"""Numbers typed for choices: every flow runs where there are no buttons, without a line of its own."""

import re
import shutil
from collections.abc import AsyncIterator
from dataclasses import replace
from itertools import product
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from handlers import menus, telling
from handlers.everything import REGISTRY
from messages import buttons
from messages import menus as shown_menus
from messages.buttons import Press, Pressed
from messages.content import Choice, Reply
from messages.limits import AMPLE
from storage import bulletins, codes, outbox, people, reports
from storage.campaign import Campaign
from storage.database import Database
from storage.outbox import Outgoing
from storage.records import BulletinState, Role
from tests.driver import Person, Stage
from tests.handlers.staff.desks import holding
from tests.handlers.staff.newsroom import approver, editor, started, writes
from tests.handlers.staff.test_pushing import two_approvers

PLAIN = replace(
    AMPLE, text=2000, buttons=0, edit=False, delete=False, groups=False, marks=False, replies=False
)


@pytest.fixture
async def plain(tmp_path: Path, sqlite_template: Path, campaign: Campaign) -> AsyncIterator[Stage]:
    """A bot on a platform that has words and nothing else."""
    shutil.copy(sqlite_template, tmp_path / "stage.db")
    async with Database(f"sqlite+aiosqlite:///{tmp_path}/stage.db") as database:
        yield Stage(database, campaign, REGISTRY, PLAIN)


@pytest.mark.parametrize("typed", ["1", "1.", "số 1", "so 1", "Số 1", " 1) ", "dong y nhan tin"])
async def test_a_choice_is_its_number_or_its_label(plain: Stage, typed: str) -> None:
    """1, 1., số 1 and the label with or without diacritics are the same choice."""
    an = plain.person("an")
    await an.says("/start")
    an.sees("1. Đồng ý nhận tin", "Nhắn số để chọn.")
    await an.says(typed)
    an.sees("Bà con ở")


async def test_a_menu_after_a_command_is_kept(plain: Stage) -> None:
    """Outside dialogs a number means what was shown last, across everything the turn said."""
    an = plain.person("an")
    await an.says("/kehoach")
    label = an.labels[0]
    await an.says("99")
    an.sees("Không có số 99", f"1. {label}")
    await an.says("1")
    an.sees_not("Không có số")


async def test_a_number_is_no_choice_any_more_after_a_day(plain: Stage) -> None:
    """Tomorrow nobody remembers what 1 was."""
    an = plain.person("an")
    await an.says("/start")
    plain.clock.passes(hours=24)
    await an.says("1")
    an.sees_not("Bà con ở")


async def test_a_whole_report_is_made_with_numbers_and_words(plain: Stage) -> None:
    """The flow of the difficulty report has no line for this, and needs none."""
    an = plain.person("an")
    await an.says("/phananh")
    await an.says("Khu phong tỏa hết gạo ba ngày nay")
    for _ in range(8):
        shown = "\n".join(an.answers)
        if "KK-" in shown:
            break
        skip = next(
            (
                label
                for label in an.labels
                if label in {"Bỏ qua", "Không cần gọi lại", "Gửi", "Thị trấn Kế Sách"}
            ),
            None,
        )
        await (an.presses(skip) if skip else an.says("1"))
    an.sees("KK-")


async def test_bare_numbers_belong_to_the_question_not_to_what_came_meanwhile(plain: Stage) -> None:
    """A message that answers nothing may come between a question and its answer."""
    an = plain.person("an")
    await an.says("/start")
    async with plain.database.transaction() as tx:
        address = await people.find_address(tx, "stage", "1", "an")
        assert address is not None
        card = Reply(
            text="Nhắc việc.", rows=((Choice(label="Việc tôi đã gửi", data=buttons.command("theodoi")),),)
        )
        await outbox.put(tx, [Outgoing(address=address, reply=card)], plain.clock.wall())
    await plain.settles()
    an.sees("Việc tôi đã gửi: /theodoi")
    await an.says("1")
    an.sees("Bà con ở")


async def test_a_choice_about_a_code_is_typed_with_it(database: Database, campaign: Campaign) -> None:
    """What is pushed about KK-... is chosen by the code and a number, a label, or the action's own name."""
    plain = Stage(database, campaign, REGISTRY, PLAIN)
    an = plain.person("an")
    code = await _reported(plain, "an")
    async with plain.database.transaction() as tx:
        report = await reports.get(tx, code)
        address = await people.find_address(tx, "stage", "1", "an")
        assert report is not None
        assert address is not None
        said = Reply(text=f"{code} xong.", rows=telling.tell_more(report, "Nhắn thêm"))
        await outbox.put(tx, [Outgoing(address=address, reply=said, subject=code)], plain.clock.wall())
    await plain.settles()
    an.sees(f"Nhắn mã và số để chọn, như: {code} 1")
    for typed in (f"{code} 1", f"{code.lower()} nhan them", code.replace("-", " ") + " Nhắn thêm"):
        await an.says(typed)
        an.sees_not("Chúng tôi chưa hiểu")
        assert "/huy" in "\n".join(an.answers), an.answers
        await an.says("/huy")


async def _reported(stage: Stage, who: str) -> str:
    an = stage.person(who)
    await test_a_whole_report_is_made_with_numbers_and_words(stage)
    return codes.find("\n".join(an.answers)) or ""


async def test_a_list_longer_than_nine_is_chosen_from_by_number_or_by_name(
    plain: Stage, campaign: Campaign
) -> None:
    """Every commune of the longest district has a number of its own on one screen, and its name means it too."""
    units = campaign.units
    district = max(units.districts, key=lambda each: len(units.children(each.code)))
    communes = units.children(district.code)
    assert len(communes) >= 12
    an = plain.person("an")
    for at in (8, 9, 11, len(communes) - 1):
        await an.says("/vungxanh")
        await an.says(district.title)
        an.sees(*(f"{number}. {each.title}\n" for number, each in enumerate(communes, 1)))
        await an.says(str(at + 1))
        an.sees(f"{communes[at].title}, ")
    await an.says("/vungxanh")
    await an.says(district.title)
    await an.says(communes[11].title)
    an.sees(f"{communes[11].title}, ")


async def test_numbers_end_where_choices_fit_into_buttons(plain: Stage, campaign: Campaign) -> None:
    """Five buttons a message: a longer list is numbered, and its numbers mean nothing to the question after it."""
    stage = Stage(plain.database, campaign, REGISTRY, replace(PLAIN, buttons=5))
    an = stage.person("an")
    await an.says("/phananh")
    await an.says("Thiếu gạo ở ấp Tâm Thọ, mấy nhà chưa có ăn")
    await an.says("1")
    an.sees("1. Thành phố Sóc Trăng")
    await an.says("Phường 1, thành phố Sóc Trăng")
    an.sees("kèm theo không?")
    await an.says("1")
    an.sees("có gấp không")


async def _proposes(author: Person, said: str) -> None:
    for each in ("Sửa lời, đính chính", "Chỉ người chưa nhận"):
        await author.presses(each)
    await author.says(said)
    await author.presses("Gửi duyệt")


async def test_a_typed_decision_is_about_the_words_that_were_read(plain: Stage) -> None:
    """DUYETLOI 1+2 approves the second version of bulletin 1 and no other; without a version it shows what waits."""
    await two_approvers(plain)
    author, other = plain.person("duyet"), plain.person("kiem")
    for said in ("Lời thứ nhất", "Lời thứ hai"):
        await _proposes(author, said)
    first, second = re.findall(r"DUYETLOI \d+\+\d+", "\n".join(each.text for each in other.chat.shown))
    assert first != second
    await other.says(first)
    other.sees("không còn chờ duyệt")
    await other.says("duyet loi 1")
    other.sees("Lời thứ hai", "1. Duyệt")
    await other.says(second.lower().replace("+", " + "))
    author.sees("đã duyệt lời văn mới")
    async with plain.database.reading() as tx:
        found = await bulletins.get(tx, 1)
    assert found is not None
    assert found.state is BulletinState.SENDING
    assert "Lời thứ hai" in found.reply


async def test_a_typed_approval_of_a_draft_shows_it_first(plain: Stage) -> None:
    """Neither "Duyệt 1" nor "DUYET 1+1" says what was read and who gets it: shown with numbers, and nothing sent."""
    lan, tam = await editor(plain), await approver(plain)
    await writes(lan)
    await lan.presses("Gửi duyệt")
    for typed in ("Duyệt 1", "duyet 1+1", "DUYET 1+9"):
        await tam.says(typed)
        tam.sees("Bà con ở nhà.", "1. Duyệt và gửi")
        tam.sees_not("đã được sửa")
        assert await started(plain) == 0
    await tam.says("1")
    assert await started(plain) == 1


async def test_a_number_that_may_be_of_several_things_is_asked_about(plain: Stage) -> None:
    """Who approves both drafts and zone entries is asked which "Duyệt 1" means; who approves one is not."""
    tam = await holding(plain, "tam", Role.APPROVER, "so_tttt")
    await tam.says("Duyệt 1")
    tam.sees("bản nháp số 1")
    await holding(plain, "tam", Role.STEERING, "bcd")
    await tam.says("duyet 1")
    tam.sees("1. Bản nháp", "2. Lần nhập vùng")
    await tam.says("2")
    tam.sees("lần nhập này")


def test_whatever_a_message_says_to_type_is_understood() -> None:
    """For every action on a thing with a number: what stands for it in words is read as exactly that press."""
    anybody: Any = SimpleNamespace(registry=REGISTRY, roles=frozenset(Role))
    numbered = {
        Pressed.BULLETIN,
        Pressed.DRAFT,
        Pressed.ZONE,
        Pressed.DIRECTIVE,
        Pressed.FIGURES,
        Pressed.ANSWER,
    }
    acts = [each for each in REGISTRY.actions if each.kind in numbered]
    assert len(acts) > 50
    for act, ref in product(acts, ("12", "12+3", "12+3+0a1b2c3d4e5f")):
        data = buttons.encode(Press(kind=act.kind, ref=ref, choice=act.name))
        assert data in menus._meant(anybody, shown_menus.typed(Choice(label="Khác", data=data)))
