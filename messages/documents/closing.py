"""What the closing report adds to a digest: zones, good deeds, duties and reach; frozen, without anybody's identity."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from messages.documents.zone_shapes import Standings, ZoneMap, ZoneTable
from messages.render import day, number

Cell = str | int
ZONE_HEADS = (
    "Giữ vững vùng xanh",
    "Xuống mức thấp hơn",
    "Lên mức cao hơn",
    "Không đổi mức",
    "Chưa đủ dữ liệu",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One line of a table: what, how many."""

    label: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Commune:
    """One commune on the final board; colours as people read them, empty where not known."""

    district: str
    name: str
    eve: str
    now: str
    standing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """Bulletins of one kind, how many deliveries arrived, how many did not."""

    label: str
    bulletins: int
    arrived: int
    missed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """The final figures.

    Attributes:
        eve, day: the days that zones are compared between.
        districts, province: counts in the order of ZONE_HEADS; none where the campaign has no zones.
        communes: every commune; for the table.
        nominations: by state, without those that their nominators took back (`nominations_withdrawn`).
        collectives: those of them that praise a collective.
        nominations_until: the last day on which they are taken.
        directives, duties: what bodies were asked to do, and how each stands.
        reach: by kind; agreed, reachable: people who take news, and who can be reached.
        pictures: the map and the board, to be drawn.
    """

    eve: date
    day: date
    districts: tuple[Standings, ...]
    province: Standings | None
    communes: tuple[Commune, ...]
    nominations: tuple[Figure, ...]
    nominations_withdrawn: int
    collectives: int
    nominations_until: date
    directives: int
    duties: tuple[Figure, ...]
    reach: tuple[Reached, ...]
    agreed: int
    reachable: int
    pictures: tuple[ZoneMap, ZoneTable] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of the report: sentences, then a table (empty `rows`: none), its sum last."""

    heading: str
    sentences: tuple[str, ...]
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    total: tuple[Cell, ...] = ()


def sections(closing: Closing) -> Iterator[Section]:
    """The parts, in the order of the report."""
    if closing.province is not None:
        yield _zones(closing, closing.province)
    yield _nominations(closing)
    yield _duties(closing)
    yield _reach(closing)


def _zones(closing: Closing, province: Standings) -> Section:
    kept, lower, higher, _, unknown = map(number, province.counts)
    told = (
        f"So với ngày {day(closing.eve)}, theo các văn bản đã công bố đến hết ngày {day(closing.day)}: {kept} xã,"
        f" phường, thị trấn giữ vững vùng xanh; {lower} nơi chuyển xuống mức nguy cơ thấp hơn; {higher} nơi lên mức"
        f" nguy cơ cao hơn; {unknown} nơi chưa đủ dữ liệu để so sánh."
    )
    return Section(
        heading="KẾT QUẢ GIỮ VỮNG VÀ MỞ RỘNG “VÙNG XANH”",
        sentences=(told,),
        heads=("Địa bàn", *ZONE_HEADS),
        rows=tuple((each.label, *each.counts) for each in closing.districts),
        total=(province.label, *province.counts),
    )


def _nominations(closing: Closing) -> Section:
    whole = sum(each.count for each in closing.nominations)
    heading = "GIỚI THIỆU GƯƠNG NGƯỜI TỐT, VIỆC TỐT"
    until = f"Việc giới thiệu được nhận đến hết ngày {day(closing.nominations_until)}."
    back = closing.nominations_withdrawn
    besides = f"Ngoài ra có {number(back)} lời giới thiệu do chính người giới thiệu rút lại." if back else ""
    if not whole:
        told = ("Chưa có lời giới thiệu nào.", besides, until)
        return Section(heading=heading, sentences=tuple(filter(None, told)))
    came = f"Đã nhận {number(whole)} lời giới thiệu, trong đó {number(closing.collectives)} về tập thể."
    return Section(
        heading=heading,
        sentences=(" ".join(filter(None, (came, besides, until))),),
        heads=("Trạng thái", "Số lời giới thiệu"),
        rows=tuple((each.label, each.count) for each in closing.nominations),
        total=("Tổng cộng", whole),
    )


def _duties(closing: Closing) -> Section:
    heading = "NHIỆM VỤ GIAO CÁC ĐƠN VỊ, TỔ CHỨC"
    whole = sum(each.count for each in closing.duties)
    if not closing.directives:
        return Section(heading=heading, sentences=("Không có nhiệm vụ nào được giao qua kênh này.",))
    told = (
        f"Đã giao {number(closing.directives)} nhiệm vụ, với {number(whole)} lượt đơn vị, tổ chức thực hiện."
    )
    return Section(
        heading=heading,
        sentences=(told,),
        heads=("Trạng thái", "Số lượt đơn vị, tổ chức"),
        rows=tuple((each.label, each.count) for each in closing.duties),
        total=("Tổng cộng", whole),
    )


def _reach(closing: Closing) -> Section:
    heading = "TUYÊN TRUYỀN QUA KÊNH"
    told = f"Có {number(closing.agreed)} người đồng ý nhận tin, hiện nhắn tới được {number(closing.reachable)} người."
    if not closing.reach:
        return Section(heading=heading, sentences=(told, "Chưa có tin nào được gửi."))
    return Section(
        heading=heading,
        sentences=(told,),
        heads=("Loại tin", "Số tin", "Lượt đã nhận", "Lượt không đến"),
        rows=tuple((each.label, each.bulletins, each.arrived, each.missed) for each in closing.reach),
        total=(
            "Tổng cộng",
            sum(each.bulletins for each in closing.reach),
            sum(each.arrived for each in closing.reach),
            sum(each.missed for each in closing.reach),
        ),
    )
