"""What `bulletin send` does: the operator's bulletin, checked, started, logged and announced to every approver."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.cli.errors import USAGE, Refusal, reason
from bot.cli.session import Session, opened
from bot.cli.texts import read_text
from bot.clock import real_now
from bot.media import FOLDER, MediaStore
from bot.photos import PHOTO_BYTES, BadPhoto, clean
from handlers.staff import pushing
from handlers.staff.bulletins.costing import FREE_RATE
from handlers.staff.bulletins.reach import Reach, measured
from handlers.staff.fingerprints import fingerprint
from messages.content import Attachment, AttachmentKind, Lane, Reply
from messages.contexts.staff import OperatorSent
from messages.folding import tidy
from messages.length import utf16
from messages.markup import split_plain
from messages.render import day, render
from messages.vi.roles import ROLES
from storage import audit, bulletins, desks, outbox
from storage.audience import expand
from storage.campaign import Campaign
from storage.database import Tx
from storage.outbox import Outgoing
from storage.problems import Problem, Problems
from storage.records import Audience, Bulletin, DraftKind, Role
from storage.units import Units

TITLE_LIMIT = 200
EXCERPT = 300  # characters of the text that approvers are shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What the operator wants sent. `by` is how the log names them."""

    title: str
    file: Path
    urgent: bool
    areas: tuple[str, ...]
    roles: tuple[str, ...]
    by: str
    topics: tuple[str, ...] = ()
    photo: Path | None = None
    paid: bool = False
    valid_until: str = ""
    keep_marks: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What was begun, to whom, and at what pace of the bot, in messages a second."""

    bulletin: Bulletin
    reach: Reach
    rate: float


async def send(order: Order, sure: Callable[[Reach], Awaitable[bool]]) -> Sent:
    """Start the bulletin. `sure` is asked about those whom it would reach before it is.

    Raises:
        Refusal, Problems: what speaks against it.
    """
    title, text = _title(order.title), read_text(order.file, keep_marks=order.keep_marks)
    photo = await asyncio.to_thread(_photo, order.photo) if order.photo else b""
    async with opened() as session:
        check_allowed(session.campaign)
        _check_paid(order, session.settings.telegram_rate)
        until = _until(order.valid_until, session.campaign)
        areas, bodies = told_apart(session.campaign, order.areas)
        topics = known_topics(session.campaign, order.topics)
        audience = Audience(areas=areas, bodies=bodies, roles=order.roles, topics=topics)
        async with session.database.reading() as tx:
            _check_time(session.campaign, now := await session.now(tx))
            if until is not None and until <= now:
                raise Refusal("--valid-until đã qua", "ghi một giờ sau lúc này")
            # Counted outside the writing transaction: with a million people it takes longer than that may.
            rule = await expand(tx, session.campaign, audience)
            reach = await measured(tx, session.campaign, rule)
        if not await sure(reach):
            raise Refusal("Chưa gửi: người vận hành không đồng ý", "xem lại nơi nhận rồi gửi lại")
        new = bulletins.NewBulletin(
            kind="bulletin",
            title=title,
            reply=Reply(text=text, attachments=await _kept(session, photo)),
            audience=audience,
            places=rule.places,
            lane=Lane.ALERTS if order.urgent else Lane.BULLETINS,
            urgent=order.urgent,
            created_by=order.by,
            counted=reach.counted,
            paid=order.paid,
            valid_until=until,
        )
        async with session.database.transaction() as tx:
            made = await _start(tx, session, new, reach)
        return Sent(bulletin=made, reach=reach, rate=session.settings.telegram_rate)


async def _start(tx: Tx, session: Session, new: bulletins.NewBulletin, reach: Reach) -> Bulletin:
    now = await session.now(tx)
    made = await bulletins.start(tx, new, now)
    detail = {
        "title": new.title,
        "urgent": new.urgent,
        "areas": list(new.audience.areas),
        "roles": list(new.audience.roles),
        "topics": list(new.audience.topics),
        "counted": made.counted,
        "paid": made.paid,
        "shown": _fingerprint(new),
    }
    await audit.write(tx, now, new.created_by, "bulletin.sent_by_operator", str(made.id), detail)
    announcement = Reply(text=render(_announcement(session.campaign, made, new.reply.text, reach)))
    approvers = await desks.holders(tx, Role.APPROVER)
    told = [Outgoing(address=each, reply=announcement, lane=Lane.ALERTS) for each in approvers]
    await outbox.put(tx, told, real_now())
    await pushing.follow(tx, made, await pushing.deciders(tx, made.id), session.campaign, real_now())
    return made


def _fingerprint(new: bulletins.NewBulletin) -> str:
    """The hash that an agency's bulletin would have in the log."""
    kind = DraftKind.ALERT if new.urgent else DraftKind.BULLETIN
    return fingerprint(new.reply, new.rule, kind=kind.value, until=new.valid_until)


def _announcement(campaign: Campaign, made: Bulletin, text: str, reach: Reach) -> OperatorSent:
    first, *rest = split_plain(text, EXCERPT, len)
    return OperatorSent(
        id=made.id,
        title=made.title,
        by=made.created_by,
        urgent=made.urgent,
        counted=made.counted,
        shares=reach.shares,
        areas=tuple(where(campaign, code) for code in (*made.audience.areas, *made.audience.bodies)),
        roles=tuple(ROLES[role] for role in made.audience.roles),
        topics=tuple(each.label for each in campaign.topics if each.key in made.audience.topics),
        excerpt=f"{first}…" if rest else first,
    )


def check_allowed(campaign: Campaign) -> None:
    """Raises Refusal where the campaign keeps bulletins from the command line."""
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


def _check_paid(order: Order, rate: float) -> None:
    if order.paid and rate <= FREE_RATE:
        raise Refusal(
            f"--paid chỉ có ích khi VUNGXANH_TELEGRAM_RATE lớn hơn {FREE_RATE:g} (đang là {rate:g})",
            "bỏ --paid, hoặc đặt tốc độ mà bot được phép",
        )


def _until(text: str, campaign: Campaign) -> datetime | None:
    if not text.strip():
        return None
    try:
        at = datetime.fromisoformat(text.strip())
    except ValueError:
        raise Refusal("--valid-until không phải ngày giờ", "ghi như 2021-08-18T20:00", code=USAGE) from None
    return at if at.tzinfo else at.replace(tzinfo=campaign.zone_info)


def _photo(file: Path) -> bytes:
    """The picture, upright and without what the camera wrote into it."""
    try:
        with file.open("rb") as opened_file:
            return clean(opened_file.read(PHOTO_BYTES + 1))
    except BadPhoto as error:
        raise Refusal(f"Không dùng được ảnh {file}", str(error).rstrip(".")) from None
    except OSError as error:
        raise Refusal(f"Không đọc được ảnh {file} ({reason(error)})", "xem lại --photo") from None


async def _kept(session: Session, photo: bytes) -> tuple[Attachment, ...]:
    if not photo:
        return ()
    store = MediaStore(session.settings.data_dir / FOLDER, session.database)
    return (await store.keep(photo, AttachmentKind.PHOTO, "anh.jpg", mime="image/jpeg"),)


def _title(title: str) -> str:
    title = tidy(title)
    if not title:
        raise Refusal("Bản tin chưa có tên", "ghi --title")
    if utf16(title) > TITLE_LIMIT:
        raise Refusal(f"Tên bản tin dài quá {TITLE_LIMIT} ký tự", "đặt tên ngắn hơn")
    return title


def told_apart(campaign: Campaign, codes: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """GSO codes, and keys of organisations and agencies. Raises Problems on a code that is neither."""
    scopes = {code: campaign.scope(code) for code in codes}
    if unknown := [code for code, scope in scopes.items() if scope is None]:
        raise Problems(_unknown(campaign.units, code) for code in unknown)
    areas = tuple(code for code, scope in scopes.items() if scope and scope.kind == "unit")
    return areas, tuple(code for code in codes if code not in areas)


def known_topics(campaign: Campaign, keys: tuple[str, ...]) -> tuple[str, ...]:
    """The same keys. Raises Problems on one that the campaign file does not have."""
    known = [each.key for each in campaign.topics]
    cure = (
        f"dùng một trong: {', '.join(known)}" if known else "tệp chiến dịch không có chủ đề nào; bỏ --topic"
    )
    if unknown := [key for key in keys if key not in known]:
        raise Problems(
            Problem(field="--topic", value=key, why="không có chủ đề này", cure=cure) for key in unknown
        )
    return keys


def where(campaign: Campaign, code: str) -> str:
    """An area or a body as people read it; the bare code if the campaign file no longer knows it."""
    scope = campaign.scope(code)
    return scope.name if scope else code


def _unknown(units: Units, code: str) -> Problem:
    near = units.find(code) or units.suggest(code)
    cure = "ghi mã GSO của tỉnh, huyện, xã, hoặc khóa của cơ quan, tổ chức trong tệp chiến dịch"
    if near:
        cure += f"; có phải {near[0].code} ({units.full_label(near[0].code)})?"
    return Problem(
        field="--area", value=code, why="không có đơn vị, cơ quan, tổ chức nào mang mã này", cure=cure
    )
