"""Joining: a code makes a person a holder of a role, or a group the desk of an agency."""

from handlers import conversing
from handlers.citizens import consent
from handlers.questions import text_step, to
from handlers.registry import EVERYONE, Action, Command
from handlers.staff import granting, holders
from handlers.staff.duties import handover
from handlers.steps import Answers, flow
from handlers.turn import Turn
from messages.content import ChatKind
from messages.contexts import basics
from messages.contexts import staff as words
from messages.folding import tidy
from messages.vi.roles import ROLES
from storage import desks, grants, invites, people, tries
from storage.campaign import Agency
from storage.invites import DESK, Invite
from storage.records import Consent, Role

NAME_LIMIT = 64  # UTF-16 units of a name in the log
_OPENS_DESKS = frozenset({DESK, Role.HOME_AFFAIRS.value})


async def redeem(turn: Turn, code: str) -> bool:
    """Take the role that the code gives, and say so. False if it gave none; then that is said instead."""
    if turn.address.kind is ChatKind.GROUP:
        turn.say(words.NotInGroups())
        return False
    invite = await _tried(turn, code)
    if invite is None:
        return False
    if invite.role == DESK:
        turn.say(words.DeskCode(groups=turn.limits.groups))
        return False
    role = Role(invite.role)
    scope = granting.scope_name(turn.campaign, invite.scope)
    if await grants.holds(turn.tx, turn.person.id, role, invite.scope):
        turn.say(words.AlreadyJoined(role=ROLES[role], scope=scope), [turn.registry.buttons("trogiup")])
        return True
    if not await invites.use(turn.tx, invite.id, turn.now):
        turn.say(words.BadCode())
        return False
    await _join(turn, invite, role, scope)
    return True


async def _join(turn: Turn, invite: Invite, role: Role, scope: str) -> None:
    platform_name = tidy(turn.inbound.sender_name)[:NAME_LIMIT]
    if platform_name and not turn.person.name:
        turn.person = await people.name(turn.tx, turn.person, platform_name)
    await grants.grant(turn.tx, turn.person.id, role, invite.scope, invite.created_by, turn.now)
    turn.grants = await people.grants_of(turn.tx, turn.person.id)
    await turn.log("invite.redeemed", str(invite.id), role=role.value, scope=invite.scope)
    await handover.joined(turn, invite)
    joined = words.Joined(
        role=ROLES[role], scope=scope, name=turn.person.name, can=_does(turn, frozenset({role}), group=False)
    )
    if not turn.person.name:
        await conversing.start(turn, NAMING.name, before=turn.words(joined))
    elif turn.person.consent is Consent.UNASKED and turn.registry.offers(consent.AGREE):
        # Whoever comes by a link has not been asked: bulletins, those to a role too, go only to those who agreed.
        consent.ask(turn, turn.words(joined))
    else:
        names = [each.name for each in joined.can[:4]]
        rows = [[button] for button in turn.registry.buttons(*names, "trogiup", roles=turn.roles)]
        turn.say(joined, rows)


async def _tried(turn: Turn, code: str) -> Invite | None:
    """The invite of a code that may be used now; otherwise says why not, never which why."""
    if not await tries.may_try(turn.tx, turn.address.id, turn.now):
        turn.say(words.TooManyCodes())
        return None
    invite = await invites.find(turn.tx, code.strip(), turn.now)
    if invite is None:
        turn.say(words.BadCode(), [turn.registry.buttons("trogiup")])
    return invite


def _does(turn: Turn, roles: frozenset[Role], *, group: bool) -> tuple[words.Does, ...]:
    """What these roles may do here that citizens may not."""
    return tuple(
        words.Does(name=each.name, title=each.title)
        for each in turn.registry.commands
        if each.menu
        and (each.groups if group else each.private)
        and Role.CITIZEN not in each.roles
        and not each.roles.isdisjoint(roles)
    )


async def join(turn: Turn, code: str) -> None:
    """What `/start CODE` does once it knows that there is a code."""
    if code.strip():
        await redeem(turn, code)
    else:
        turn.say(words.NeedCode(group=False))


async def connect(turn: Turn, code: str) -> None:
    """/ketnoi CODE: make this group the desk of the code's agency."""
    if not turn.inbound.sender or turn.inbound.anonymous:
        turn.say(basics.NoName())
        return
    if not code.strip():
        await _no_code(turn)
        return
    invite = await _tried(turn, code)
    if invite is None:
        return
    agency = turn.campaign.agency(invite.scope)
    if invite.role not in _OPENS_DESKS or agency is None or not agency.desk:
        turn.say(words.NotInGroups())
        return
    if agency.key in await desks.agencies_at(turn.tx, turn.address.id):
        _say_connected(turn, agency, already=True)
    elif await invites.use(turn.tx, invite.id, turn.now):
        await desks.connect(turn.tx, agency.key, turn.address, turn.actor, turn.now)
        await turn.log("desk.connected", agency.key, chat=turn.address.chat, invite=invite.id)
        turn.tx.wake.add(grants.CHANGED)
        _say_connected(turn, agency, already=False)
    else:
        turn.say(words.BadCode())


async def _no_code(turn: Turn) -> None:
    here = [turn.campaign.agency(key) for key in await desks.agencies_at(turn.tx, turn.address.id)]
    for agency in filter(None, here):
        _say_connected(turn, agency, already=True)
    if not here:
        turn.say(words.NeedCode(group=True))


def _say_connected(turn: Turn, agency: Agency, *, already: bool) -> None:
    turn.say(
        words.Connected(
            agency=agency.name,
            reports=Role.HOME_AFFAIRS in agency.roles,
            already=already,
            can=_does(turn, frozenset(agency.roles), group=True),
        )
    )


async def _named(turn: Turn, answers: Answers) -> None:
    name = tidy(str(answers["name"]))
    turn.person = await people.name(turn.tx, turn.person, name)
    await turn.log("person.named")
    turn.say(words.NameKept(name=name), [turn.registry.buttons("trogiup")])


NAMING = flow(
    "hoten",
    "ghi họ tên",
    (text_step("name", lambda _answers, _facts: words.AskName(), to(None), limit=NAME_LIMIT),),
    finish=_named,
    cancelled="Đồng chí chưa ghi họ tên. Việc làm ở đây được ghi theo tài khoản.",
    guard=False,
)

COMMANDS: tuple[Command, ...] = (
    Command(name="thamgia", title="Dùng mã mời", run=join, roles=EVERYONE, menu=False),
    Command(name="ketnoi", title="Nối nhóm với cơ quan", run=connect, private=False, groups=True),
    *granting.COMMANDS,
    *holders.COMMANDS,
)
FLOWS = (NAMING, *granting.FLOWS)
ACTIONS: tuple[Action, ...] = ()
