"""/nguoidung: who holds a role, which codes are out, and taking either back."""

from handlers.registry import Command
from handlers.staff.duties import handover
from handlers.staff.granting import ADMINS, scope_name
from handlers.turn import Turn
from messages import buttons
from messages.content import Choice, Reply
from messages.contexts import staff as words
from messages.vi.labels import Label
from messages.vi.roles import ROLES
from storage import grants, invites, people
from storage.grants import Holder, LastAdmin

PAGE = 8
CODES = "ma"  # the argument of /nguoidung that lists codes
SURE = "chac"


def _number(text: str) -> int:
    """A number that a button or a person wrote; 0 for anything else. Small enough for every column."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else 0


async def show(turn: Turn, argument: str) -> None:
    """/nguoidung [page | ma]."""
    if argument.strip() == CODES:
        await _show_codes(turn)
        return
    total = await grants.count(turn.tx)
    pages = max(1, -(-total // PAGE))
    page = min(max(1, _number(argument.strip())), pages)
    first = (page - 1) * PAGE
    found = list(enumerate(await grants.list_holders(turn.tx, PAGE, first), first + 1))
    items = tuple(_line(turn, number, holder) for number, holder in found)
    rows = [
        [
            Choice(label=f"Thu hồi số {number}", data=buttons.command("thuquyen", str(holder.grant.id))),
            *handover.offered(number, holder.grant),
        ]
        for number, holder in found
    ]
    turn.say(
        words.Holders(items=items, total=total, page=page, pages=pages),
        [*rows, *await _ways(turn, page, pages)],
    )


async def _ways(turn: Turn, page: int, pages: int) -> list[list[Choice]]:
    turns = [(page - 1, "Trang trước"), (page + 1, "Trang sau")]
    leaf = [
        Choice(label=label, data=buttons.command("nguoidung", str(to)))
        for to, label in turns
        if 1 <= to <= pages
    ]
    waiting = await invites.count_open(turn.tx, turn.now)
    codes = [Choice(label=f"Mã còn dùng được ({waiting})", data=buttons.command("nguoidung", CODES))]
    return [
        row
        for row in (leaf, codes if waiting else [], turn.registry.buttons("capquyen", roles=ADMINS))
        if row
    ]


def _line(turn: Turn, number: int, holder: Holder) -> words.HolderLine:
    return words.HolderLine(
        number=number,
        name=holder.name,
        address=holder.address,
        role=ROLES[holder.grant.role],
        scope=scope_name(turn.campaign, holder.grant.scope),
        since=turn.campaign.local(holder.granted_at),
    )


async def _show_codes(turn: Turn) -> None:
    found = await invites.list_open(turn.tx, turn.now, PAGE)
    more = await invites.count_open(turn.tx, turn.now) - len(found)
    items = tuple(
        words.InviteLine(
            number=number,
            role=ROLES[invite.role],
            scope=scope_name(turn.campaign, invite.scope),
            by=invite.created_by,
            uses=invite.uses_left,
            until=turn.campaign.local(invite.expires_at),
        )
        for number, invite in enumerate(found, 1)
    )
    rows = [
        [Choice(label=f"Hủy mã số {number}", data=buttons.command("thuma", str(invite.id)))]
        for number, invite in enumerate(found, 1)
    ]
    turn.say(
        words.OpenInvites(items=items, more=more),
        [*rows, turn.registry.buttons("nguoidung", "capquyen", roles=ADMINS)],
    )


async def revoke(turn: Turn, argument: str) -> None:
    """Take a role back: asks first, then does it and tells the person."""
    number, _, sure = argument.strip().partition(" ")
    holder = await grants.get(turn.tx, _number(number))
    if holder is None:
        turn.say(words.NothingToRevoke(), [turn.registry.buttons("nguoidung", roles=ADMINS)])
    elif sure == SURE:
        await _revoke(turn, holder)
    else:
        _ask(turn, holder)


def _ask(turn: Turn, holder: Holder) -> None:
    role, scope = _what(turn, holder)
    yes = Choice(label="Thu hồi", data=buttons.command("thuquyen", f"{holder.grant.id}+{SURE}"))
    no = Choice(label=Label.NO, data=buttons.command("nguoidung"))
    turn.say(words.ConfirmRevoke(name=_who(holder), role=role, scope=scope), [[yes, no]])


async def _revoke(turn: Turn, holder: Holder) -> None:
    back = [turn.registry.buttons("nguoidung", "capquyen", roles=ADMINS)]
    try:
        taken = await grants.revoke(turn.tx, holder.grant.id, turn.actor, turn.now)
    except LastAdmin:
        turn.say(words.LastAdmin(), back)
        return
    if taken is None:
        turn.say(words.NothingToRevoke(), back)
        return
    role, scope = _what(turn, holder)
    await turn.log(
        "role.revoked", str(taken.id), role=taken.role.value, scope=taken.scope, of=taken.person_id
    )
    await handover.left(turn, taken)
    told = await _tell(turn, taken.person_id, words.RoleTaken(role=role, scope=scope))
    turn.say(words.Revoked(name=_who(holder), role=role, scope=scope, told=told), back)


async def _tell(turn: Turn, person_id: int, what: words.RoleTaken) -> bool:
    """To the person's private chat heard from last; False if they cannot be reached."""
    addresses = await people.addresses_of(turn.tx, person_id)
    if not addresses or not addresses[0].reachable:
        return False
    turn.send(addresses[0], Reply(text=turn.words(what)))
    return True


async def revoke_invite(turn: Turn, argument: str) -> None:
    """Make a code useless, at once: a new one costs nothing."""
    taken = await invites.revoke(turn.tx, _number(argument.strip()), turn.now)
    back = [turn.registry.buttons("nguoidung", "capquyen", roles=ADMINS)]
    if taken is None:
        turn.say(words.NothingToRevoke(), back)
        return
    await turn.log("invite.revoked", str(taken.id), role=taken.role, scope=taken.scope)
    scope = scope_name(turn.campaign, taken.scope)
    turn.say(words.InviteRevoked(role=ROLES[taken.role], scope=scope), back)


def _what(turn: Turn, holder: Holder) -> tuple[str, str]:
    return ROLES[holder.grant.role], scope_name(turn.campaign, holder.grant.scope)


def _who(holder: Holder) -> str:
    return holder.name or holder.address or "người chưa có tên"


COMMANDS = (
    Command(
        name="nguoidung",
        title="Người dùng có vai trò",
        run=show,
        roles=ADMINS,
        words=("nguoi dung", "danh sach can bo"),
    ),
    Command(name="thuquyen", title="Thu hồi vai trò", run=revoke, roles=ADMINS, menu=False),
    Command(name="thuma", title="Hủy mã mời", run=revoke_invite, roles=ADMINS, menu=False),
)
