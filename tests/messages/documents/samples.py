"""Made-up dossiers: one writer of reports, whose figures are counted from the reports themselves."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from hypothesis import strategies as st

from messages.documents import Bulk, Day, Dossier, Letterhead, Matter, Overdue, Stage, Tally, Tile

UNTIL = datetime.fromisoformat("2021-08-18T16:00:00+07:00")
SINCE = UNTIL - timedelta(days=1)
FIRST = date(2021, 8, 16)
OPEN = {Stage.WAITING, Stage.WORKING, Stage.ANSWERED, Stage.SUBMITTED}
LETTERHEAD = Letterhead(
    parent="Ủy ban nhân dân tỉnh Bắc Sơn Nam",
    parent_lines=("Ủy ban nhân dân", "tỉnh Bắc Sơn Nam"),
    agency="Sở Nông nghiệp",
    short="SNN",
    signer="Giám đốc",
    place="Bắc Sơn Nam",
    ground="phần V Kế hoạch số 9/KH-UBND ngày 1/3/2021",
    subject="Kế hoạch số 9/KH-UBND",
    copies=("Sở Y tế",),
)
DISTRICTS = {"1": "Huyện Đồng Mây", "2": "Thị xã Bến Gió", "3": "Thành phố Hòn Vắng", "9": "Nơi không có ô"}
TILES = tuple(
    Tile(key=key, label=label, row=1, column=int(key)) for key, label in DISTRICTS.items() if key != "9"
)
KINDS = ("Lương thực", "Y tế", "Khác")
# What people, and those who mean harm, can type.
NASTY = (
    '=HYPERLINK("http://x","bấm")', "+1+1", "-2", "@SUM(A1)", "<script>alert(1)</script> & ]]> \"'",
    "\x00\x01\x0b\x1b\x7f\ufffe\uffff\ud800", "abc\u202edef\u202c \u200bשלום عربي\u2066\u2069",
    "z" + "\u0327\u0335\u0300" * 40 + "algo", "👨‍👩‍👧‍👦 🇻🇳 🙏🏽", "_x0041_ _x000D_", "x" * 10_000,
    "hàng 1\r\nhàng 2\u2028hàng 3",
    "ជំរាបសួរ ស្រ្តី", "", "   ", "${jndi:ldap://x} {{ 7*7 }} %s {0}", "https://example.invalid/", "🙏" * 10_000,
)  # fmt: skip


def matter(at: int = 0, stage: Stage = Stage.WAITING, district: str = "1", **more: object) -> Matter:
    """A report sent on the second day, unless told otherwise."""
    sent = SINCE + timedelta(hours=1)
    made = Matter(
        code=f"KK-{at:05d}",
        kind=KINDS[at % len(KINDS)],
        district=DISTRICTS[district],
        place=f"Xã {district}, {DISTRICTS[district]}",
        words="Nhà tôi hết gạo",
        files=0,
        urgent=False,
        sender="Người dân",
        state=stage.value,
        stage=stage,
        sent_at=sent,
        changed_at=sent,
        new=True,
        open=stage in OPEN,
        answered=stage is Stage.ANSWERED,
        resolved=stage is Stage.RESOLVED,
        withdrawn=stage is Stage.WITHDRAWN,
    )
    made = replace(made, **more)  # type: ignore[arg-type]
    return replace(made, new=made.sent_at > SINCE)


def dossier(
    matters: Sequence[Matter] = (), *, tiles: Sequence[Tile] = TILES, late: Sequence[Overdue] = ()
) -> Dossier:
    """A dossier of these reports, in its order, with everything counted from them."""
    ordered = sorted(matters, key=lambda m: (not m.open, not m.urgent, m.sent_at, m.code))
    codes = {label: key for key, label in DISTRICTS.items()}
    return Dossier(
        letterhead=LETTERHEAD,
        since=SINCE,
        until=UNTIL,
        totals=Bulk(
            new=sum(m.new for m in ordered),
            new_before=1234,
            open=sum(m.open for m in ordered),
            open_before=77,
            urgent=sum(m.open and m.urgent for m in ordered),
            answered=sum(m.answered for m in ordered),
            resolved=sum(m.resolved for m in ordered),
            withdrawn=sum(m.withdrawn for m in ordered),
            content=sum(m.content for m in ordered),
            discontent=sum(m.discontent for m in ordered),
        ),
        districts=_tallies([(codes[m.district], m.district, m) for m in ordered]),
        kinds=_tallies([(m.kind, m.kind, m) for m in ordered]),
        matters=tuple(ordered),
        days=tuple(
            Day(date=day, stages=Counter(m.stage for m in ordered if m.sent_at.date() == day))
            for day in (FIRST + timedelta(days=n) for n in range(3))
        ),
        tiles=tuple(tiles),
        late=tuple(late),
    )


def _tallies(named: Iterable[tuple[str, str, Matter]]) -> tuple[Tally, ...]:
    grouped: dict[tuple[str, str], list[Matter]] = defaultdict(list)
    for key, label, each in named:
        grouped[key, label].append(each)
    found = [
        Tally(key=key, label=label, new=sum(m.new for m in mine), open=sum(m.open for m in mine))
        for (key, label), mine in grouped.items()
    ]
    told = [each for each in found if each.new or each.open]
    return tuple(sorted(told, key=lambda each: (-each.open, -each.new, each.label)))


_SOME_WORDS = st.one_of(st.sampled_from(NASTY), st.text(max_size=80), st.just("Chốt không cho xe lúa qua"))


@st.composite
def _matters(draw: st.DrawFn) -> Matter:
    stage = draw(st.sampled_from(list(Stage)))
    sent = UNTIL - timedelta(minutes=draw(st.integers(0, 40 * 60)))
    return matter(
        draw(st.integers(0, 99_999)),
        stage,
        draw(st.sampled_from(list(DISTRICTS))),
        words=draw(_SOME_WORDS),
        answer=draw(_SOME_WORDS),
        result=draw(_SOME_WORDS),
        proposal=draw(st.sampled_from(["", "Cho xe lúa qua chốt"])),
        agency=draw(_SOME_WORDS),
        urgent=draw(st.booleans()),
        files=draw(st.integers(0, 5)),
        voices=draw(st.integers(1, 2000)),
        content=draw(st.integers(0, 3)),
        discontent=draw(st.integers(0, 3)),
        sent_at=sent,
    )


def dossiers() -> st.SearchStrategy[Dossier]:
    """Dossiers of up to forty reports, with and without a map of tiles."""
    many = st.lists(_matters(), max_size=40, unique_by=lambda m: m.code)
    late = st.lists(
        st.builds(Overdue, body=_SOME_WORDS, district=_SOME_WORDS, count=st.integers(1, 99)), max_size=4
    )
    return st.builds(
        lambda some, tiles, owed: dossier(some, tiles=tiles, late=owed),
        many,
        st.sampled_from([TILES, ()]),
        late,
    )
