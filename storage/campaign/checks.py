"""What must hold between the fields of a campaign file; each fault named by field, value and cure."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta

from messages.folding import phrase
from storage.campaign.duty_checks import check_duty
from storage.campaign.filling import is_condition, slots
from storage.campaign.model import Campaign
from storage.campaign.schedule import Entry
from storage.campaign.template_checks import check_templates
from storage.problems import Problem
from storage.records import DraftKind, Role


def check(campaign: Campaign) -> list[Problem]:
    """Everything wrong with a campaign whose single fields are right."""
    checks: tuple[Callable[[Campaign], Iterator[Problem]], ...] = (
        _dates, _limits, _working, _keys, _topics, _synonyms, _contacts, _agencies, _organisations, _deadlines,
        _entries, _firings, _texts, check_templates, _zones,
    )  # fmt: skip
    return [problem for one in checks for problem in one(campaign)]


def _dates(campaign: Campaign) -> Iterator[Problem]:
    if campaign.ends < campaign.starts:
        why, cure = f"trước ngày bắt đầu {campaign.starts}", "sửa starts hoặc ends"
        yield Problem(field="ends", value=campaign.ends, why=why, cure=cure)
    if campaign.nominations_until < campaign.ends:
        why, cure = "trước ngày cuối của đợt thi đua", f"ghi ngày {campaign.ends} hoặc sau đó"
        yield Problem(field="nominations_until", value=campaign.nominations_until, why=why, cure=cure)


def _limits(campaign: Campaign) -> Iterator[Problem]:
    limits = campaign.limits
    if limits.per_day < limits.per_hour:
        why, cure = f"ít hơn mức của một giờ ({limits.per_hour})", "ghi bằng hoặc nhiều hơn limits.per_hour"
        yield Problem(field="limits.per_day", value=limits.per_day, why=why, cure=cure)


def _working(campaign: Campaign) -> Iterator[Problem]:
    for at, (opens, closes) in enumerate(campaign.working.hours):
        if closes <= opens:
            cure = 'ghi giờ mở rồi giờ đóng, như ["07:00", "11:00"]'
            why = "giờ đóng không sau giờ mở"
            yield Problem(
                field=f"working.hours[{at}]", value=f"{opens:%H:%M}-{closes:%H:%M}", why=why, cure=cure
            )


def _keys(campaign: Campaign) -> Iterator[Problem]:
    yield from _repeated("calendar", "key", [entry.key for entry in campaign.calendar])
    yield from _repeated("report_kinds", "key", [kind.key for kind in campaign.report_kinds])
    yield from _repeated("deadlines", "urgency", [one.urgency for one in campaign.deadlines])
    yield from _repeated("reply_templates", "key", [one.key for one in campaign.reply_templates])
    yield from _repeated("figures", "key", [one.key for one in campaign.figures])
    yield from _repeated("bulletin_templates", "key", [one.key for one in campaign.bulletin_templates])
    yield from _repeated("topics", "key", [topic.key for topic in campaign.topics])
    yield from _repeated("agencies", "key", [agency.key for agency in campaign.agencies])
    yield from _repeated("organisation_kinds", "key", [kind.key for kind in campaign.organisation_kinds])
    yield from _repeated("organisations", "key", [one.key for one in campaign.organisations])
    yield from _repeated("guidance.audiences", "key", [one.key for one in campaign.guidance.audiences])
    for at, audience in enumerate(campaign.guidance.audiences):
        yield from _repeated(f"guidance.audiences[{at}].parts", "key", [part.key for part in audience.parts])


def _repeated(path: str, name: str, values: Iterable[str]) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    for at, value in enumerate(values):
        if value in seen:
            why, cure = f"trùng với {path}[{seen[value]}]", "đặt một tên khác"
            yield Problem(field=f"{path}[{at}].{name}", value=value, why=why, cure=cure)
        seen.setdefault(value, at)


def _topics(campaign: Campaign) -> Iterator[Problem]:
    """A kind belongs to one topic; what is urgent is for everyone."""
    owner: dict[DraftKind, str] = {DraftKind.ALERT: ""}
    for at, topic in enumerate(campaign.topics):
        for kind in topic.kinds:
            other = owner.setdefault(kind, topic.key)
            if other == topic.key:
                continue
            why = (
                f"cũng thuộc chủ đề “{other}”" if other else "cảnh báo khẩn đến mọi người đã đồng ý nhận tin"
            )
            cure = "để loại này cho một chủ đề" if other else "bỏ loại này"
            yield Problem(field=f"topics[{at}].kinds", value=kind.value, why=why, cure=cure)


def _synonyms(campaign: Campaign) -> Iterator[Problem]:
    owner: dict[str, str] = {}
    for at, kind in enumerate(campaign.report_kinds):
        for word in {phrase(word): word for word in (kind.label, *kind.synonyms)}.values():
            other = owner.setdefault(phrase(word), kind.key)
            if other != kind.key:
                why, cure = f"cũng chỉ loại “{other}”", "để từ này cho một loại"
                yield Problem(field=f"report_kinds[{at}].synonyms", value=word, why=why, cure=cure)


def _contacts(campaign: Campaign) -> Iterator[Problem]:
    contacts = campaign.contacts
    if contacts.health_line and not contacts.health_line_label:
        why, cure = (
            "có số điện thoại mà chưa ghi là của ai",
            "ghi tên đường dây, như “đường dây nóng Bộ Y tế”",
        )
        yield Problem(field="contacts.health_line_label", value="", why=why, cure=cure)


def _agencies(campaign: Campaign) -> Iterator[Problem]:
    """Who is on call must be able to approve; whoever writes needs somebody who approves."""
    approve = [agency.key for agency in campaign.agencies_with(Role.APPROVER)]
    for at, agency in enumerate(campaign.agencies):
        for key in agency.on_call:
            if key not in approve or key == agency.key:
                why, cure = "không có người duyệt tin", f"ghi key khác trong: {', '.join(approve)}"
                yield Problem(field=f"agencies[{at}].on_call", value=key, why=why, cure=cure)
        if Role.EDITOR in agency.roles and Role.APPROVER not in agency.roles:
            why, cure = "có biên tập viên mà không có người duyệt", 'thêm "approver" vào roles'
            yield Problem(field=f"agencies[{at}].roles", value="editor", why=why, cure=cure)


def _organisations(campaign: Campaign) -> Iterator[Problem]:
    kinds = [kind.key for kind in campaign.organisation_kinds]
    for at, one in enumerate(campaign.organisations):
        path, agency = f"organisations[{at}]", campaign.agency(one.key)
        if one.kind not in kinds:
            cure = f"dùng một trong: {', '.join(kinds)}; hoặc thêm vào organisation_kinds"
            yield Problem(field=f"{path}.kind", value=one.kind, why="không có loại này", cure=cure)
        if one.parent is not None and (one.parent == one.key or not campaign.organisation(one.parent)):
            cure = "ghi key của một tổ chức khác trong organisations"
            yield Problem(field=f"{path}.parent", value=one.parent, why="không có tổ chức này", cure=cure)
        if one.unit is not None and one.unit not in campaign.units:
            cure = "ghi mã GSO có trong tệp đơn vị"
            yield Problem(field=f"{path}.unit", value=one.unit, why="không có đơn vị này", cure=cure)
        if agency and agency.name != one.name:
            why = f"cùng key với cơ quan “{agency.name}” nhưng khác tên"
            yield Problem(field=f"{path}.name", value=one.name, why=why, cure="ghi cùng tên, hoặc đổi key")
    bodies = (
        *((f"agencies[{at}].key", agency.key) for at, agency in enumerate(campaign.agencies)),
        *((f"organisations[{at}].key", one.key) for at, one in enumerate(campaign.organisations)),
    )
    for path, key in bodies:
        if key in campaign.units:
            why, cure = "trùng với mã của một đơn vị hành chính", "đặt một tên bằng chữ"
            yield Problem(field=path, value=key, why=why, cure=cure)


def _deadlines(campaign: Campaign) -> Iterator[Problem]:
    works = bool(campaign.working.days and campaign.working.hours)
    known = [Role.HEAD, *(role for role in Role if campaign.agencies_with(role))]
    for at, one in enumerate(campaign.deadlines):
        path = f"deadlines[{at}]"
        if one.clock == "working" and not works:
            cure = 'ghi working.days và working.hours, hoặc dùng clock = "round"'
            yield Problem(field=f"{path}.clock", value=one.clock, why="không có giờ làm việc", cure=cure)
        if one.remind_before and one.remind_before >= one.hours:
            cure = "ghi ít giờ hơn hours, hoặc bỏ mục này"
            why = "nhắc trước cả khi việc được gửi đến"
            yield Problem(field=f"{path}.remind_before", value=one.remind_before, why=why, cure=cure)
        if one.escalate_to not in known:
            cure = f"dùng một trong: {', '.join(known)}"
            why = "không cơ quan nào trong tệp có vai trò này"
            yield Problem(field=f"{path}.escalate_to", value=one.escalate_to.value, why=why, cure=cure)


def _entries(campaign: Campaign) -> Iterator[Problem]:
    for path, entry in _paths(campaign):
        figures = entry.kind in {"digest", "board", "roundup"}  # what they say is counted when they are due
        if not figures and not entry.text:
            yield Problem(field=f"{path}.text", value="", why="thiếu lời nhắn", cure="ghi lời nhắn")
        if figures and (entry.text or entry.choices):
            why, cure = (
                "bản tổng hợp, bảng thi đua, bản điểm tin không có lời nhắn và lựa chọn",
                "bỏ text và choices của mục này",
            )
            yield Problem(field=f"{path}.text", value=entry.text, why=why, cure=cure)
        if entry.date and (entry.first or entry.last):
            why, cure = (
                "vừa có date vừa có from/until",
                "giữ date cho một ngày, hoặc from/until cho nhiều ngày",
            )
            yield Problem(field=f"{path}.date", value=entry.date, why=why, cure=cure)
        if entry.kind in {"last_day", "closing"} and entry.date is None:
            cure = f"ghi ngày, như {campaign.ends}"
            yield Problem(field=f"{path}.date", why="mục này cần đúng một ngày", cure=cure)
        yield from check_duty(campaign, path, entry)
        if entry.waiting and entry.kind != "closing":
            cure = "bỏ waiting của mục này"
            yield Problem(
                field=f"{path}.waiting", value=entry.waiting, why="chỉ lời kết có phần này", cure=cure
            )


def _firings(campaign: Campaign) -> Iterator[Problem]:
    for path, entry in _paths(campaign):
        for name, day in (("date", entry.date), ("from", entry.first), ("until", entry.last)):
            if day is not None and not campaign.starts <= day <= campaign.ends:
                why = f"ngoài đợt thi đua ({campaign.starts} đến {campaign.ends})"
                cure = "ghi một ngày trong đợt, hoặc bỏ mục này"
                yield Problem(field=f"{path}.{name}", value=day, why=why, cure=cure)
        if entry.first and entry.last and entry.last < entry.first:
            yield Problem(
                field=f"{path}.until", value=entry.last, why="trước from", cure="sửa from hoặc until"
            )
        due = datetime.combine(campaign.starts, entry.at)
        if (due + entry.grace).date() > due.date():
            why, cure = "còn được gửi sang ngày hôm sau", "rút ngắn grace"
            yield Problem(field=f"{path}.grace", value=entry.grace, why=why, cure=cure)
        elif entry.public and any(map(campaign.quiet.covers, _moments(due, entry.grace))):
            why = f"có thể đến trong giờ yên lặng ({campaign.quiet.begins:%H:%M}-{campaign.quiet.ends:%H:%M})"
            value, cure = f"{entry.at:%H:%M}", "đổi giờ, hoặc rút ngắn grace"
            yield Problem(field=f"{path}.at", value=value, why=why, cure=cure)


def _moments(due: datetime, grace: timedelta) -> Iterator[datetime]:
    """Every minute at which a message may still leave; at the very end of its grace it no longer does."""
    for minute in range(int(grace / timedelta(minutes=1))):
        yield due + timedelta(minutes=minute)


def _texts(campaign: Campaign) -> Iterator[Problem]:
    known = set(campaign.slots)
    for path, text in _all_texts(campaign):
        allowed = known | {"open_count"} if path.endswith(".waiting") else known
        for name in sorted(slot for slot in slots(text) - allowed if not is_condition(slot)):
            cure = f"dùng một trong: {', '.join(sorted(allowed))}"
            yield Problem(field=path, value=f"{{{name}}}", why="không có chỗ trống nào tên này", cure=cure)


def _all_texts(campaign: Campaign) -> Iterator[tuple[str, str]]:
    for path, entry in _paths(campaign):
        yield f"{path}.text", entry.text
        yield f"{path}.waiting", entry.waiting
    for at, audience in enumerate(campaign.guidance.audiences):
        for number, part in enumerate(audience.parts):
            yield f"guidance.audiences[{at}].parts[{number}].text", part.text
        for number, note in enumerate(audience.notes):
            yield f"guidance.audiences[{at}].notes[{number}].text", note.text
    for at, template in enumerate(campaign.reply_templates):
        yield f"reply_templates[{at}].text", template.text
    for at, colour in enumerate(campaign.zones.colours.values() if campaign.zones else ()):
        yield f"zones.colours[{at}].advice", colour.advice
    if campaign.guidance.five_k:
        for number, note in enumerate(campaign.guidance.five_k.notes):
            yield f"guidance.five_k.notes[{number}].text", note.text


def _zones(campaign: Campaign) -> Iterator[Problem]:
    totals = campaign.zones.totals if campaign.zones else {}
    known, communes = sum(totals.values()), len(campaign.units.communes)
    if campaign.zones and len(totals) == len(campaign.zones.colours) and known != communes:
        why = f"các màu cộng lại là {known}, nhưng tỉnh có {communes} xã, phường, thị trấn"
        yield Problem(field="zones.colours", why=why, cure="sửa total của các màu theo văn bản")


def _paths(campaign: Campaign) -> Iterator[tuple[str, Entry]]:
    for at, entry in enumerate(campaign.calendar):
        yield f"calendar[{at}]", entry
