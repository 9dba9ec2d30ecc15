"""What `bulletin send` does: the operator's bulletin, checked, started, logged and announced to every approver."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.cli.errors import Refusal, reason
from bot.cli.session import Session, opened
from bot.clock import real_now
from messages.content import Lane, Reply
from messages.contexts.staff import OperatorSent
from messages.folding import tidy
from messages.length import utf16
from messages.markup import sanitise, split_plain, visible
from messages.render import day, number, render
from messages.vi.roles import ROLES
from storage import audit, bulletins, desks, outbox
from storage.campaign import Campaign
from storage.database import Tx
from storage.outbox import Outgoing
from storage.problems import Problem, Problems
from storage.records import Audience, Bulletin, Role
from storage.units import Units

TEXT_LIMIT = 4096  # UTF-16 units: what every channel takes in one message
TITLE_LIMIT = 200
EXCERPT = 300  # characters of the text that approvers are shown
_LARGEST_FILE = 1_000_000  # bytes; far beyond what fits, and read whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What the operator wants sent. `by` is how the log names them."""

    title: str
    file: Path
    urgent: bool
    areas: tuple[str, ...]
    roles: tuple[str, ...]
    by: str


async def send(order: Order) -> Bulletin:
    """Start the bulletin. Raises Refusal or Problems with what speaks against it."""
    title, text = _title(order.title), read_text(order.file)
    async with opened() as session:
        _check_allowed(session.campaign)
        places = expand(session.campaign.units, order.areas)
        audience = Audience(areas=order.areas, roles=order.roles)
        async with session.database.reading() as tx:
            _check_time(session.campaign, await session.now(tx))
            # Counted outside the writing transaction: with a million people it takes longer than that may.
            counted = await bulletins.count_audience(tx, audience, places)
        new = bulletins.NewBulletin(
            kind="bulletin",
            title=title,
            reply=Reply(text=text),
            audience=audience,
            places=places,
            lane=Lane.ALERTS if order.urgent else Lane.BULLETINS,
            urgent=order.urgent,
            created_by=order.by,
            counted=counted,
        )
        async with session.database.transaction() as tx:
            return await _start(tx, session, new)


async def _start(tx: Tx, session: Session, new: bulletins.NewBulletin) -> Bulletin:
    now = await session.now(tx)
    made = await bulletins.start(tx, new, now)
    detail = {
        "title": new.title,
        "urgent": new.urgent,
        "areas": list(new.audience.areas),
        "roles": list(new.audience.roles),
        "counted": made.counted,
    }
    await audit.write(tx, now, new.created_by, "bulletin.sent_by_operator", str(made.id), detail)
    announcement = Reply(text=render(_announcement(session.campaign, made, new.reply.text)))
    approvers = await desks.holders(tx, Role.APPROVER)
    told = [Outgoing(address=each, reply=announcement, lane=Lane.ALERTS) for each in approvers]
    await outbox.put(tx, told, real_now())
    return made


def _announcement(campaign: Campaign, made: Bulletin, text: str) -> OperatorSent:
    first, *rest = split_plain(text, EXCERPT, len)
    return OperatorSent(
        id=made.id,
        title=made.title,
        by=made.created_by,
        urgent=made.urgent,
        counted=made.counted,
        areas=tuple(campaign.units.full_label(code) for code in made.audience.areas),
        roles=tuple(ROLES[role] for role in made.audience.roles),
        excerpt=f"{first}…" if rest else first,
    )


def _check_allowed(campaign: Campaign) -> None:
    if not campaign.operator_may_send:
        raise Refusal(
            "Tệp chiến dịch không cho gửi bản tin bằng dòng lệnh",
            "để người duyệt tin gửi trong kênh, hoặc đặt operator_may_send = true",
        )


def _check_time(campaign: Campaign, now: datetime) -> None:
    phase = campaign.phase(now)
    if phase == "running":
        return
    raise Refusal(
        f"Đợt thi đua {'đã kết thúc' if phase == 'closed' else 'chưa bắt đầu'}: hôm nay"
        f" {day(campaign.local(now))}, bản tin chỉ gửi từ {day(campaign.starts)} đến hết {day(campaign.ends)}",
        "gửi trong thời gian đó; diễn tập thì đặt VUNGXANH_CLOCK",
    )


def _title(title: str) -> str:
    title = tidy(title)
    if not title:
        raise Refusal("Bản tin chưa có tên", "ghi --title")
    if utf16(title) > TITLE_LIMIT:
        raise Refusal(f"Tên bản tin dài quá {TITLE_LIMIT} ký tự", "đặt tên ngắn hơn")
    return title


def read_text(file: Path) -> str:
    """The rich text in a file. Raises Refusal if it is no UTF-8, says nothing, or does not fit one message."""
    try:
        with file.open("rb") as opened_file:
            raw = opened_file.read(_LARGEST_FILE + 1)
        typed = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refusal(
            f"Tệp {file} không phải UTF-8 (có thể là Windows-1258, UTF-16 hoặc TCVN3)",
            "mở tệp trong trình soạn thảo và lưu lại với bảng mã UTF-8",
        ) from None
    except OSError as error:
        raise Refusal(f"Không đọc được tệp {file} ({reason(error)})", "xem lại --text-file") from None
    text = sanitise(unicodedata.normalize("NFC", typed).replace("\r\n", "\n").strip())
    shown = visible(text)
    if not shown.strip():
        raise Refusal(f"Tệp {file} không có chữ nào", "viết lời văn bản tin vào tệp")
    if utf16(shown) > TEXT_LIMIT:
        raise Refusal(
            f"Bản tin dài {number(utf16(shown))} ký tự, một tin chứa tối đa {number(TEXT_LIMIT)}",
            "viết gọn lại, hoặc chia thành hai bản tin",
        )
    return text


def expand(units: Units, areas: tuple[str, ...]) -> tuple[str, ...]:
    """Codes of everything that lies in these areas, themselves too. Raises Problems on a code that is none."""
    if unknown := [code for code in areas if code not in units]:
        raise Problems(_unknown(units, code) for code in unknown)
    chosen = set(areas)
    return tuple(
        unit.code
        for unit in units
        if unit.code in chosen or any(above.code in chosen for above in units.ancestors(unit.code))
    )


def _unknown(units: Units, code: str) -> Problem:
    near = units.find(code) or units.suggest(code)
    cure = "ghi mã GSO của tỉnh, huyện hoặc xã"
    if near:
        cure += f"; có phải {near[0].code} ({units.full_label(near[0].code)})?"
    return Problem(field="--area", value=code, why="không có đơn vị nào mang mã này", cure=cure)
