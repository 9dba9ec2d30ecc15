"""An officer changes: a successor takes over by an invite, and what the unit owes goes along with the unit."""

from handlers.staff.duties import cards
from handlers.turn import Turn
from messages import buttons
from messages.content import ChatKind, Choice, Reply
from messages.contexts import basics
from messages.contexts import duties as words
from messages.vi.labels import Label
from messages.vi.roles import ROLES
from storage import bodies, desks, duties, grants, invites, people
from storage.invites import Invite
from storage.outbox import Outgoing
from storage.records import Grant, Role
from storage.scopes import OF_A_BODY

SURE, STOP = "chac", "thoi"
COMMAND = "bangiao"


def offered(number: int, grant: Grant) -> list[Choice]:
    """Beside a holder in the administrator's list: hand over, where the role is a body's."""
    data = buttons.command(COMMAND, str(grant.id))
    return [Choice(label=f"Bàn giao số {number}", data=data)] if grant.role in OF_A_BODY else []


async def hand_over(turn: Turn, argument: str) -> None:
    """Which of one's roles; then whether; then the code for the successor. An administrator names any grant."""
    number, _, what = argument.strip().partition(" ")
    if not number:
        _which(turn)
        return
    grant = await _grant(turn, number)
    if grant is None:
        turn.say(basics.OldButton(), [turn.registry.buttons("nhiemvu", "trogiup", roles=turn.roles)])
    elif what == STOP:
        stopped = await invites.revoke_replacing(turn.tx, grant.id, turn.now)
        await turn.log("role.hand_over_stopped", str(grant.id), codes=stopped)
        turn.say(words.HandOverStopped(), [turn.registry.buttons("nhiemvu", roles=turn.roles)])
    elif what == SURE:
        await _make(turn, grant)
    else:
        await _ask(turn, grant)


def _which(turn: Turn) -> None:
    mine = [grant for grant in turn.grants if grant.role in OF_A_BODY]
    rows = [
        [
            Choice(
                label=f"{ROLES[grant.role]} - {cards.body_name(turn.campaign, grant.scope)}",
                data=buttons.command(COMMAND, str(grant.id)),
            )
        ]
        for grant in mine
    ]
    turn.say(words.WhichRole(any=bool(mine)), rows)


async def _grant(turn: Turn, number: str) -> Grant | None:
    """The grant, if it is the speaker's own or they administer, and it is a body's."""
    holder = await grants.get(turn.tx, int(number)) if number.isdecimal() and len(number) < 10 else None
    if holder is None or holder.grant.role not in OF_A_BODY:
        return None
    may = Role.ADMIN in turn.roles or holder.grant.person_id == turn.person.id
    return holder.grant if may else None


async def _ask(turn: Turn, grant: Grant) -> None:
    owed = await duties.owed_by(turn.tx, [grant.scope])
    own = grant.person_id == turn.person.id
    asked = words.AskHandOver(
        role=ROLES[grant.role],
        body=cards.body_name(turn.campaign, grant.scope),
        count=len(owed),
        own=own,
    )
    yes = Choice(label="Cấp mã bàn giao", data=buttons.command(COMMAND, f"{grant.id}+{SURE}"))
    no = Choice(label=Label.NO, data=buttons.command("nhiemvu" if own else "nguoidung"))
    turn.say(asked, [[yes, no]])


async def _make(turn: Turn, grant: Grant) -> None:
    await invites.revoke_replacing(turn.tx, grant.id, turn.now)  # the newest code alone is good
    code, made = await invites.create(
        turn.tx, grant.role.value, grant.scope, turn.actor, turn.now, replaces=grant.id
    )
    await turn.log(
        "invite.created", str(made.id), role=grant.role.value, scope=grant.scope, uses=1, replaces=grant.id
    )
    said = words.HandOverCode(
        role=ROLES[grant.role],
        body=cards.body_name(turn.campaign, grant.scope),
        code=code,
        link=turn.deep_link(turn.inbound.channel, code) or "",
        until=turn.campaign.local(made.expires_at),
    )
    stop = Choice(label="Hủy bàn giao", data=buttons.command(COMMAND, f"{grant.id}+{STOP}"))
    turn.say(said, [[stop]])


async def joined(turn: Turn, invite: Invite) -> None:
    """Somebody has just joined by this code: the predecessor's role ends, the unit's open duties are shown them."""
    if invite.role not in {role.value for role in OF_A_BODY}:
        return
    if invite.replaces is not None:
        await _relieve(turn, invite.replaces)
    readers = (await bodies.officers_of(turn.tx, [invite.scope])).get(invite.scope, [])
    if turn.address.id not in {each.id for each in readers}:
        return  # a head whose unit has officers is told only of what is overdue
    for directive, obligation in await duties.owed_by(turn.tx, [invite.scope]):
        here = {obligation.body: [turn.address]}
        turn.out += await cards.put(
            turn.tx, turn.campaign, directive, [obligation], here, turn.now, name=turn.token()
        )


async def _relieve(turn: Turn, grant_id: int) -> None:
    taken = await grants.revoke(turn.tx, grant_id, turn.actor, turn.now)
    if taken is None:
        return
    await turn.log(
        "role.handed_over", str(taken.id), role=taken.role.value, scope=taken.scope, of=taken.person_id
    )
    await left(turn, taken)
    role, body = ROLES[taken.role], cards.body_name(turn.campaign, taken.scope)
    told = words.HandedOver(role=role, body=body, to=turn.person.name)
    where = [each for each in await people.addresses_of(turn.tx, taken.person_id) if each.reachable]
    admins = await desks.holders(turn.tx, Role.ADMIN)
    for address in {each.id: each for each in (*where[:1], *admins)}.values():
        turn.send(address, Reply(text=turn.words(told)))


async def left(turn: Turn, taken: Grant) -> None:
    """This role has ended: the cards of its holder keep no buttons. Codes for a successor are void."""
    await invites.revoke_replacing(turn.tx, taken.id, turn.now)
    still = [
        each.scope for each in await people.grants_of(turn.tx, taken.person_id) if each.role in OF_A_BODY
    ]
    if taken.role not in OF_A_BODY or taken.scope in still:
        return
    theirs = {each.id: each for each in await people.addresses_of(turn.tx, taken.person_id)}
    body = cards.body_name(turn.campaign, taken.scope)
    for directive, obligation in await duties.owed_by(turn.tx, [taken.scope]):
        said = words.DutyLeft(code=obligation.code, title=directive.title, body=body)
        bare = Reply(text=turn.words(said))
        turn.out += [
            Outgoing(address=theirs[at], reply=bare, target=row, subject=obligation.code)
            for row, at in await bodies.shown(turn.tx, f"duty:{obligation.code}")
            if at in theirs and theirs[at].kind is ChatKind.PRIVATE
        ]
