"""The shipped campaign and what the program asks of it."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from storage.campaign import Campaign, UnknownSlot, fill, load_campaign, shipped
from storage.records import Role

HERE = ZoneInfo("Asia/Ho_Chi_Minh")


@pytest.fixture(scope="module")
def plan() -> Campaign:
    return load_campaign()


def at(day: int, hour: int = 12, minute: int = 0) -> datetime:
    return datetime(2021, 8, day, hour, minute, tzinfo=HERE)


def test_shipped_plan_says_what_the_plan_says(plan: Campaign) -> None:
    """Number, dates and the only telephone number the sources give."""
    assert (plan.number, plan.signed) == ("127/KH-UBND", date(2021, 8, 17))
    assert (plan.starts, plan.ends, plan.days) == (date(2021, 8, 16), date(2021, 8, 25), 10)
    assert plan.contacts.health_line == "1900 9095"
    filled = {name for name, value in plan.contacts.model_dump().items() if value}
    assert filled == {"health_line", "health_line_label"}
    assert plan.operator_may_send


def test_ten_mornings_ten_messages(plan: Campaign) -> None:
    """Each of the ten days has one morning message of its own, at seven, with at least one button."""
    mornings = [firing for firing in plan.firings if firing.entry.kind in {"reminder", "last_day"}]
    assert [firing.due for firing in mornings] == [at(day, 7) for day in range(16, 26)]
    assert len({firing.entry.text for firing in mornings}) == 10
    assert all(firing.entry.choices for firing in mornings)


def test_every_calendar_text_can_be_filled(plan: Campaign) -> None:
    """No slot is left open in what people read, and nothing is lost in filling."""
    for entry in plan.calendar:
        text = fill(entry.text, plan)
        assert "{" not in text
        assert text.count("\n") == entry.text.strip().count("\n")


def test_first_morning_does_not_cite_the_plan(plan: Campaign) -> None:
    """The plan was signed a day after the campaign began."""
    first, second, *_ = [each for each in plan.firings if each.entry.kind == "reminder"]
    assert "127" not in fill(first.entry.text, plan)
    assert "127/KH-UBND ngày 17/8/2021" in fill(second.entry.text, plan)


def test_last_day_strives_and_nothing_claims_success(plan: Campaign) -> None:
    """25/8 is a target: the morning says "phấn đấu", the closing says nothing of a result."""
    last_day = next(entry for entry in plan.calendar if entry.kind == "last_day")
    closing = next(entry for entry in plan.calendar if entry.kind == "closing")
    assert "phấn đấu" in last_day.text
    assert not [word for word in ("đã kiểm soát", "kiểm soát được", "đạt") if word in closing.text]
    assert "sẽ xem xét khen thưởng" in closing.text


def test_nothing_fires_after_the_campaign(plan: Campaign) -> None:
    """The last firing is the closing, and even its grace ends on the last day, before the quiet hours."""
    last = plan.firings[-1]
    assert last.entry.kind == "closing"
    assert max(firing.until for firing in plan.firings) <= at(25, 21)
    assert last.due == at(25, 19, 30)


def test_digest_goes_out_daily_at_four(plan: Campaign) -> None:
    """Home Affairs gets a digest on every day of the campaign."""
    digests = [firing for firing in plan.firings if firing.entry.kind == "digest"]
    assert [firing.due for firing in digests] == [at(day, 16) for day in range(16, 26)]
    assert not digests[0].entry.public


def test_closing_counts_open_matters(plan: Campaign) -> None:
    """Who still waits for an answer reads how many."""
    closing = next(entry for entry in plan.calendar if entry.kind == "closing")
    assert fill(closing.waiting, plan, open_count="2").startswith("Bà con còn 2 việc chưa có kết quả.")


@pytest.mark.parametrize(
    ("now", "phase", "number"),
    [
        (at(15, 23, 59), "before", None),
        (at(16, 0), "running", 1),
        (at(25, 23, 59), "running", 10),
        (at(25, 23, 59).astimezone(UTC), "running", 10),
        (datetime(2021, 8, 25, 17, tzinfo=UTC), "closed", None),
    ],
)
def test_phase_follows_the_campaigns_midnight(
    plan: Campaign, now: datetime, phase: str, number: int | None
) -> None:
    """Both end days count whole, in the campaign's own time zone."""
    assert (plan.phase(now), plan.day_number(now)) == (phase, number)


def test_naive_time_is_refused(plan: Campaign) -> None:
    """All times are aware."""
    with pytest.raises(ValueError, match="aware"):
        plan.local(datetime(2021, 8, 16))  # noqa: DTZ001


def test_offices_close_at_noon_and_at_weekends(plan: Campaign) -> None:
    """21 and 22/8 are a weekend; a working day has a lunch break."""
    assert plan.working.is_open(at(16, 8))
    assert not plan.working.is_open(at(16, 11))
    assert not plan.working.is_open(at(21, 8))
    assert [plan.working.is_working_day(date(2021, 8, day)) for day in (20, 21, 22, 23)] == [1, 0, 0, 1]


def test_quiet_hours_run_past_midnight(plan: Campaign) -> None:
    """From nine in the evening to six nothing is sent unasked."""
    quiet = [hour for hour in range(24) if plan.quiet.covers(at(16, hour))]
    assert quiet == [0, 1, 2, 3, 4, 5, 21, 22, 23]


def test_agencies_have_the_roles_the_plan_gives(plan: Campaign) -> None:
    """Home Affairs collects difficulties, Health proposes, three agencies write."""
    assert [agency.key for agency in plan.agencies_with(Role.HOME_AFFAIRS)] == ["so_noi_vu"]
    assert [agency.key for agency in plan.agencies_with(Role.HEALTH)] == ["so_y_te"]
    writers = [agency.key for agency in plan.agencies if agency.communication]
    assert writers == ["so_tttt", "bao_soc_trang", "dai_ptth"]
    for role in (Role.STEERING, Role.COMMITTEE, Role.FRONT):
        assert len(plan.agencies_with(role)) == 1


@pytest.mark.parametrize(
    ("code", "kind", "name"),
    [
        ("31558", "unit", "Xã Kế An, huyện Kế Sách"),
        ("941", "unit", "Thành phố Sóc Trăng"),
        (" so_noi_vu ", "agency", "Sở Nội vụ"),
    ],
)
def test_scope_resolves_what_an_operator_types(plan: Campaign, code: str, kind: str, name: str) -> None:
    """`--unit` takes a GSO code or a key."""
    scope = plan.scope(code)
    assert scope is not None
    assert (scope.kind, scope.key, scope.name) == (kind, code.strip(), name)


def test_unknown_scope_is_none(plan: Campaign) -> None:
    """Nothing is guessed from a code that nothing has."""
    assert plan.scope("so_khac") is None
    assert plan.scope("") is None


def test_office_has_places_to_fill(plan: Campaign) -> None:
    """The three places that real use needs are named with their cure; a filled one is not."""
    fields = [problem.field for problem in plan.unfilled()]
    expected = ["contacts.managing_body", "contacts.complaints_office", "contacts.after_campaign_office"]
    assert fields == expected
    contacts = plan.contacts.model_copy(update={"managing_body": "Sở Nội vụ"})
    assert len(plan.model_copy(update={"contacts": contacts}).unfilled()) == 2


def test_guidance_is_whole_dated_and_marked(plan: Campaign) -> None:
    """Four parts for each of four audiences and 5K; what is our synthesis waits for approval, with a source."""
    guidance = plan.guidance
    assert [len(audience.parts) for audience in guidance.audiences] == [4, 4, 4, 4]
    assert guidance.dated == "theo hướng dẫn tháng 8/2021"
    assert guidance.five_k is not None
    assert len(guidance.five_k.items) == 5
    assert all(part.source for audience in guidance.audiences for part in audience.parts)
    waiting = [problem.field for problem in plan.awaiting_approval()]
    assert "guidance.audiences[2].parts[3].text" in waiting
    assert not [field for field in waiting if field.startswith("guidance.audiences[3]")]


def test_buttons_to_guidance_lead_somewhere(plan: Campaign) -> None:
    """Every "huongdan X" of the calendar names an audience or 5K."""
    known = {"", "5k", *(audience.key for audience in plan.guidance.audiences)}
    asked = [c.argument for e in plan.calendar for c in e.choices if c.name == "huongdan"]
    assert asked
    assert set(asked) <= known


def test_lookups(plan: Campaign) -> None:
    """Kinds, topics, agencies and organisations are found by key, and None is an answer."""
    assert plan.kind("an_sinh") is plan.report_kinds[0]
    assert plan.topic("bulletins") is not None
    assert plan.organisation("mttq") is not None
    assert [one.key for one in plan.organisations_of("mat_tran")] == ["mttq"]
    assert (plan.kind("x"), plan.topic("x"), plan.agency("x"), plan.organisation("x")) == (None,) * 4


def test_zones_are_those_published(plan: Campaign) -> None:
    """Thirty communes are known by name, the totals are the document's, and blank is unknown."""
    zones = plan.zones
    assert zones is not None
    assert (len(zones), zones.totals) == (30, {"xanh": 45, "vang": 28, "cam": 27, "do": 9})
    green = zones.of("31558")
    assert green is not None
    assert (green.colour.label, green.colour.level, green.date) == (
        "xanh",
        "bình thường mới",
        date(2021, 8, 15),
    )
    assert zones.of("31519") is None


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("Gọi {health_line}. Hoặc gọi {local_hotline}.", "Gọi 1900 9095."),
        ("Có tin lạ? Gọi {police_contact}! Giữ 5K.", "Có tin lạ? Giữ 5K."),
        ("Trước.\n\nGửi đến {complaints_office}.\n\nSau.", "Trước.\n\nSau."),
        ("1. Hỏi {local_hotline}.\n2. Rửa tay.", "2. Rửa tay."),
        ("“Gọi {local_hotline}.” Xong.", "Xong."),
        ("Không có chỗ trống", "Không có chỗ trống"),
    ],
)
def test_sentence_with_a_blank_slot_is_dropped(plan: Campaign, text: str, filled: str) -> None:
    """What the office has not filled in leaves no hole in what people read."""
    assert fill(text, plan) == filled


def test_unknown_slot_is_an_error(plan: Campaign) -> None:
    """A slot that nothing fills is never shown."""
    with pytest.raises(UnknownSlot):
        fill("{nobody}", plan)


def test_values_are_not_read_as_slots(plan: Campaign) -> None:
    """A filled-in value with braces stays as it was typed."""
    assert fill("Hỏi {who}.", plan, who="{health_line}") == "Hỏi {health_line}."


def test_campaign_is_frozen(plan: Campaign) -> None:
    """Nobody changes the campaign while it runs."""
    with pytest.raises(ValueError, match="frozen"):
        plan.theme = "khác"


def test_grace_is_kept(plan: Campaign) -> None:
    """A morning reminder may be three hours late, no more."""
    assert plan.firings[0].until - plan.firings[0].due == timedelta(hours=3)


def test_shipped_files_lie_in_the_package() -> None:
    """The campaign and its lists are package data, beside each other."""
    folder: Path = shipped().parent
    assert {path.suffix for path in folder.iterdir()} >= {".toml", ".csv"}


def test_a_sentence_can_depend_on_what_the_bot_has(plan: Campaign) -> None:
    """What is promised is there: without the rumour desk, its sentence goes and another stands in."""
    text = "Đừng chia sẻ vội. {if_kiemchung}Gửi vào đây. {unless_kiemchung}Xem “Tin mới”."
    assert fill(text, plan) == "Đừng chia sẻ vội. Gửi vào đây."
    assert fill(text, plan, if_kiemchung="") == "Đừng chia sẻ vội. Xem “Tin mới”."
