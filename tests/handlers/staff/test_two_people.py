"""No path sends to more than the author's own test list without two people, or the setting that the log shows."""

import ast
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from handlers.staff.bulletins.unanswered import Unanswered
from storage.campaign import Campaign
from storage.records import DraftState, Role
from tests.driver import Person, Stage
from tests.handlers.staff.desks import holding
from tests.handlers.staff.hours import for_hour, passes
from tests.handlers.staff.newsroom import (
    AGENCY,
    OTHER,
    all_drafts,
    approver,
    citizens,
    decides,
    draft,
    editor,
    logged,
    offered,
    started,
    writes,
)
from tests.handlers.staff.test_forwarded_posts import forwards

ROOT = Path(__file__).parents[3]
# Everything that begins a bulletin or puts new words into one, and why two people (or a setting) stand behind it.
BEHIND = {
    ("bulletins.start", "storage/drafts/moves.py"): "drafts.start, of an approved draft",
    (
        "bulletins.start",
        "storage/roundups.py",
    ): "what was approved before, told together to who chose once a day",
    ("bulletins.start", "handlers/schedule.py"): "the calendar of the campaign file, approved with the file",
    ("bulletins.start", "handlers/staff/zones/announcing.py"): "two officers of the steering committee",
    ("bulletins.start", "bot/cli/sending.py"): "operator_may_send: logged, and announced to every approver",
    (
        "drafts.start",
        "handlers/staff/bulletins/approving.py",
    ): "in the turn in which somebody else approved it",
    ("drafts.start", "handlers/staff/bulletins/hourly.py"): "at the hour that somebody else approved",
    ("drafts.approve", "handlers/staff/bulletins/approving.py"): "by somebody who wrote no part of it",
    (
        "bulletins.propose",
        "handlers/staff/pushing/new_words.py",
    ): "sends nothing: the words wait for another person",
    ("bulletins.propose", "bot/cli/wording.py"): "sends nothing; operator_may_send, logged and announced",
    ("bulletins.approve", "handlers/staff/pushing/new_words.py"): "by an approver who did not propose them",
    ("bulletins.approve", "bot/cli/wording.py"): "operator_may_send: logged, and announced to every approver",
}
ACTS = {"start", "approve", "propose"}
STORES = ("storage.bulletins", "storage.drafts")


def _bound(tree: ast.Module) -> dict[str, str]:
    """What each name of a module stands for, as far as imports say: bulletins -> storage.bulletins."""
    return {
        each.asname or each.name: f"{node.module}.{each.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module
        for each in node.names
    }


def _acts(path: Path) -> set[str]:
    """The acts on bulletins and drafts that a module calls, whatever it calls them by."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    bound, found = _bound(tree), set()
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        match node.func:
            case ast.Attribute(value=ast.Name(id=owner), attr=act):
                called = f"{bound.get(owner, '')}.{act}"
            case ast.Name(id=name):
                called = bound.get(name, "")
            case _:
                continue
        store = next((each for each in STORES if called.startswith(f"{each}.")), "")
        act = called.rpartition(".")[2]
        if store and act in ACTS:
            found.add(f"{store.rpartition('.')[2]}.{act}")
    return found


def test_nothing_else_begins_or_changes_a_bulletin() -> None:
    """A new caller must say here who stands behind what it sends."""
    rooms = [path for room in ("bot", "handlers", "storage") for path in (ROOT / room).rglob("*.py")]
    assert len(rooms) > 200
    found = {(act, path.relative_to(ROOT).as_posix()) for path in rooms for act in _acts(path)}
    assert found == BEHIND.keys()


@pytest.mark.parametrize(
    "code",
    [
        "from storage import bulletins\nbulletins.start(1)",
        "from storage.bulletins import start\nstart(1)",
        "from storage.bulletins import start as go\ngo(1)",
        "from storage.bulletins import store\nstore.start(1)",
        "from storage import bulletins as b\nasync def f(): await b.start(1)",
    ],
)
def test_the_guard_sees_through_names(code: str, tmp_path: Path) -> None:
    """However it is imported."""
    (tmp_path / "x.py").write_text(code)
    assert _acts(tmp_path / "x.py") == {"bulletins.start"}


async def test_one_persons_agency_is_a_setting_that_the_log_shows(stage: Stage) -> None:
    """Only the agency named in the campaign file; each time with a line that says so."""
    agencies = [each.model_copy(update={"alone": each.key == AGENCY}) for each in stage.campaign.agencies]
    stage.conversation.campaign = stage.campaign.model_copy(update={"agencies": tuple(agencies)})
    for name, agency in (("lan", AGENCY), ("xa", OTHER)):
        person = await editor(stage, name, agency)
        await holding(stage, name, Role.APPROVER, agency)
        await writes(person)
        await person.presses("Gửi duyệt")
    lan, stranger = stage.person("lan"), stage.person("xa")
    await decides(lan, "Duyệt và gửi")
    lan.sees("Đã duyệt, đang gửi")
    await stranger.says("/duyettin")
    stranger.sees("cần một người duyệt khác")
    assert await started(stage) == 1
    assert [line.get("alone") for line in await logged(stage, "draft.approved", "bulletin.started")] == [
        True,
        True,
    ]


def on_call(stage: Stage) -> Campaign:
    """The campaign with the approvers of OTHER on call for alerts of AGENCY, and of nobody else."""
    agencies = [
        each.model_copy(update={"on_call": (OTHER,) if each.key == AGENCY else ()})
        for each in stage.campaign.agencies
    ]
    changed = stage.campaign.model_copy(update={"agencies": tuple(agencies)})
    stage.conversation.campaign = changed
    return changed


async def alerts(lan: Person) -> None:
    """An urgent alert, submitted."""
    await lan.says("/soantin")
    await lan.presses("Soạn tin mới")
    await lan.presses("Cảnh báo khẩn")
    await lan.says("Nước dâng")
    await lan.says("Bà con ra khỏi bãi sông.")
    await lan.presses("Gửi duyệt")


async def test_an_alert_reaches_the_approver_on_call(stage: Stage) -> None:
    """Of another agency, as the campaign file says; a plain bulletin does not, and the author still cannot."""
    on_call(stage)
    lan, truc = await editor(stage), await approver(stage, "truc", OTHER)
    await writes(lan)
    await lan.presses("Gửi duyệt")
    lan.sees("chưa có người duyệt nào")
    await truc.says("/duyettin")
    truc.sees("Không có bản tin nào chờ")
    await alerts(lan)
    lan.sees("Đã báo cho người duyệt: Truc")
    await truc.says("/duyettin")
    truc.sees("CẢNH BÁO KHẨN", "Nước dâng")
    await decides(truc, "Duyệt và gửi")
    assert await started(stage) == 1
    assert (await draft(stage, 2)).state is DraftState.STARTED


async def test_the_approver_on_call_answers_for_what_they_approved(stage: Stage) -> None:
    """They follow it, stop it, and let its new words go, which are not their own; a plain bulletin is not theirs."""
    on_call(stage)
    lan, truc = await editor(stage), await approver(stage, "truc", OTHER)
    await alerts(lan)
    await truc.says("/duyettin")
    await decides(truc, "Duyệt và gửi")
    truc.sees("Bản tin số 1: đang gửi")
    await truc.presses("Tạm dừng")
    truc.sees("tạm dừng")
    await lan.presses("Sửa lời, đính chính")
    await lan.presses("Cả người đã nhận (đính chính)")
    await lan.says("Nước đã rút, bà con về nhà.")
    await lan.presses("Gửi duyệt")
    truc.sees("Nước đã rút")
    await truc.presses("Duyệt")
    assert (await logged(stage, "bulletin.words_approved"))[0]["actor"]
    await truc.presses("Thu hồi")
    await truc.presses("Đúng, thu hồi")
    truc.sees("thu hồi")
    tam = await approver(stage)
    await writes(lan)
    await lan.presses("Gửi duyệt")
    await decides(tam, "Duyệt và gửi")
    await truc.presses_data("1|b|2|tamdung|")
    truc.sees("cơ quan khác phụ trách")


async def test_an_alert_that_nobody_answers_is_asked_about_once_more(stage: Stage) -> None:
    """After ten minutes: whoever may approve it, and the administrators; once for each time it is submitted."""
    campaign = on_call(stage)
    chore = Unanswered(campaign=campaign, wall=stage.clock.wall)

    async def passes(minutes: int) -> None:
        stage.clock.passes(minutes=minutes)
        async with stage.database.transaction() as tx:
            await chore.remind(tx, stage.clock.now())
        await stage.settles()

    def asked(person: Person) -> int:
        return sum("chờ duyệt đã 10 phút" in each.text for each in person.chat.shown)

    lan, truc = await editor(stage), await approver(stage, "truc", OTHER)
    quan = await holding(stage, "quan", Role.ADMIN, "")
    await writes(lan)
    await lan.presses("Gửi duyệt")
    await alerts(lan)
    await passes(9)
    assert (asked(truc), asked(quan)) == (0, 0)
    await passes(1)
    await passes(30)
    assert (asked(truc), asked(quan), asked(lan)) == (1, 1, 0), "once, and of the alert alone"
    assert "Người duyệt đã được nhắc lại: Truc" in quan.chat.shown[-1].text
    await truc.presses("Xem lại và quyết định")
    await decides(truc, "Trả lại")
    await truc.says("Ghi rõ bãi nào")
    await passes(30)
    assert asked(truc) == 1
    await lan.says("/soantin 2")
    await lan.presses("Gửi duyệt")
    await passes(10)
    assert (asked(truc), asked(quan)) == (2, 2)
    await decides(truc, "Duyệt và gửi")
    await passes(30)
    assert asked(truc) == 2


def test_the_shipped_plan_says_who_is_on_call(campaign: Campaign) -> None:
    """Each agency that writes has others whose approvers may let its urgent alert go, at night too."""
    writing = campaign.agencies_with(Role.APPROVER)
    assert len(writing) > 1
    assert all(set(each.on_call) == {one.key for one in writing} - {each.key} for each in writing)


@pytest.mark.one_platform("about versions; test_drafts.py holds one on each")
@pytest.mark.parametrize("change", ["Tên bản tin", "Nguồn", "Người nhận", "Lựa chọn", "Thời hạn"])
async def test_any_part_changed_while_the_approver_presses_voids_what_was_seen(
    stage: Stage, change: str
) -> None:
    """Words, source, audience, buttons and time alike: the press shows the new one and sends nothing."""
    lan, tam = await editor(stage), await approver(stage)
    an = (await citizens(stage, "an"))[0]
    await writes(lan)
    await lan.presses("Gửi duyệt")
    old = await offered(tam, "Duyệt và gửi")
    await lan.says("/soantin 1")
    await lan.presses("Sửa")
    await lan.presses(change)
    for step in {"Người nhận": ["/vùng xanh", "Xong"], "Lựa chọn": ["Thêm “Đã đọc”", "Xong"]}.get(
        change, ["/20/8"]
    ):
        await (lan.says(step[1:]) if step.startswith("/") else lan.presses(step))
    assert (await draft(stage, 1)).version == 3
    await lan.presses("Gửi duyệt")
    if "Đúng, vẫn gửi" in lan.labels:
        await lan.presses("Đúng, vẫn gửi")
    before = len(an.chat.shown)
    await tam.presses_data(old)
    tam.sees("đã được sửa sau lúc đồng chí xem")
    assert await started(stage) == 0
    assert len(an.chat.shown) == before


async def test_submitting_trying_and_looking_reach_no_citizen(stage: Stage) -> None:
    """Whatever an editor alone can press, nobody but staff gets anything."""
    an = (await citizens(stage, "an"))[0]
    lan = await editor(stage)
    await approver(stage)
    await writes(lan)
    before = len(an.chat.shown)
    for _ in range(3):
        pressed = {choice.data for shown in lan.chat.shown for choice in shown.reply.choices}
        for data in sorted(each for each in pressed if each.startswith("1|d|") and "|bo" not in each):
            await lan.presses_data(data)
    assert await started(stage) == 0
    assert len(an.chat.shown) == before


async def anew(lan: Person) -> None:
    await writes(lan)


async def at_an_hour(lan: Person) -> None:
    await writes(lan)
    await for_hour(lan, "14h hôm nay")


async def from_a_post(lan: Person) -> None:
    await forwards(lan, "Chợ mở lại từ mai")
    await lan.presses("Soạn bản tin")
    await lan.presses("Bản tin")
    await lan.says("Chợ mở lại")


async def from_an_earlier_one(lan: Person) -> None:
    await writes(lan)
    await lan.presses("Việc khác…")
    await lan.presses("Chép thành bản mới")


@pytest.mark.parametrize(
    "road", [anew, at_an_hour, from_a_post, from_an_earlier_one], ids=lambda road: road.__name__
)
async def test_whoever_writes_lets_nothing_go_alone(
    stage: Stage, road: Callable[[Person], Awaitable[None]]
) -> None:
    """Editor and approver in one person: no road to a draft ends in a bulletin, not at its hour either."""
    lan, tam = await editor(stage), await approver(stage)
    an = (await citizens(stage, "an"))[0]
    await holding(stage, "lan", Role.APPROVER, AGENCY)
    await road(lan)
    await lan.presses("Gửi duyệt")
    number = (await all_drafts(stage))[-1].id
    await tam.says(f"/duyettin {number}")
    pressed = await offered(tam, "Duyệt và gửi")
    before = len(an.chat.shown)
    await lan.presses_data(pressed)
    lan.sees("cần một người duyệt khác")
    await lan.says(f"/duyettin {number}")
    lan.sees("đã tham gia soạn tin này")
    await passes(stage, hours=9)
    assert await started(stage) == 0
    assert len(an.chat.shown) == before
    assert (await draft(stage, number)).state is DraftState.SUBMITTED
