"""/capquyen: an administrator makes the code by which somebody joins."""

from collections.abc import Sequence

from handlers import conversing
from handlers.choose import Option
from handlers.places import chosen_place, place_step
from handlers.questions import choice_step, to
from handlers.registry import Command
from handlers.steps import Answers, Facts, flow
from handlers.turn import Turn
from messages import buttons
from messages.content import Choice
from messages.contexts import basics
from messages.contexts import staff as words
from messages.vi.roles import ROLES
from storage import invites
from storage.campaign import Campaign, OrganisationKind
from storage.invites import DESK
from storage.records import Role
from storage.scopes import OF_A_BODY, agencies_for, fit, invitable

ADMINS = frozenset({Role.ADMIN})
UNIT, ORGANISATION = "unit", "organisation"


def scope_name(campaign: Campaign, key: str) -> str:
    """What a scope is called; the bare key if the campaign file no longer knows it; empty for none."""
    scope = campaign.scope(key) if key else None
    return scope.name if scope else key


def _roles(_answers: Answers, facts: Facts) -> list[Option]:
    return [Option(key=str(role), label=ROLES[role]) for role in invitable(facts.campaign)]


def _after_role(answers: Answers, facts: Facts) -> str | None:
    role = answers["role"]
    if role in OF_A_BODY:
        return "body" if facts.campaign.organisations else "place"
    if role == Role.ADMIN:
        return None
    return "agency" if len(agencies_for(facts.campaign, role)) > 1 else None


def _bodies(_answers: Answers, _facts: Facts) -> list[Option]:
    return [
        Option(key=UNIT, label="Xã, huyện", words=("đơn vị hành chính", "xã", "huyện")),
        Option(key=ORGANISATION, label="Tổ chức", words=("tổ chức", "cơ quan")),
    ]


def _after_body(answers: Answers, facts: Facts) -> str:
    if answers["body"] == UNIT:
        return "place"
    return "kind" if len(_kinds_used(facts.campaign)) > 1 else "organisation"


def _kinds_used(campaign: Campaign) -> Sequence[OrganisationKind]:
    return [kind for kind in campaign.organisation_kinds if campaign.organisations_of(kind.key)]


def _kinds(_answers: Answers, facts: Facts) -> list[Option]:
    return [Option(key=kind.key, label=kind.label) for kind in _kinds_used(facts.campaign)]


def _organisations(answers: Answers, facts: Facts) -> list[Option]:
    kind = answers.get("kind") if answers.get("body") == ORGANISATION else None
    found = facts.campaign.organisations_of(kind) if kind else facts.campaign.organisations
    return [Option(key=one.key, label=one.name) for one in found]


def _agencies(answers: Answers, facts: Facts) -> list[Option]:
    found = agencies_for(facts.campaign, answers["role"])
    return [Option(key=one.key, label=one.name, words=(one.short,)) for one in found]


def _chosen_scope(answers: Answers) -> str:
    """The code behind the answers to the questions that this role asks; others may be left from going back."""
    role = answers["role"]
    if role not in OF_A_BODY:
        return str(answers.get("agency") or "") if role != Role.ADMIN else ""
    if answers.get("body") == ORGANISATION:
        return str(answers["organisation"])
    return chosen_place(answers, "place")


async def invite(turn: Turn, argument: str) -> None:
    """/capquyen: which role, where; then the code."""
    await conversing.enter(turn, GRANTING.name, argument)


async def _make(turn: Turn, answers: Answers) -> None:
    if turn.roles.isdisjoint(ADMINS):  # taken back while they were choosing
        turn.say(basics.NotAllowed(title=COMMANDS[0].title))
        return
    role = str(answers["role"])
    scope = fit(turn.campaign, role, _chosen_scope(answers))
    code, made = await invites.create(turn.tx, role, scope, turn.actor, turn.now)
    await turn.log("invite.created", str(made.id), role=role, scope=scope, uses=1)
    desk = role == DESK
    link = "" if desk else turn.deep_link(turn.inbound.channel, code) or ""
    agency = turn.campaign.agency(scope)
    turn.say(
        words.Invited(
            role=ROLES[role],
            scope=scope_name(turn.campaign, scope),
            code=code,
            link=link,
            desk=desk,
            group=role == Role.HOME_AFFAIRS and agency is not None and agency.desk,
            until=turn.campaign.local(made.expires_at),
        ),
        [
            [Choice(label="Hủy mã này", data=buttons.command("thuma", str(made.id)))],
            turn.registry.buttons("capquyen", "nguoidung", roles=ADMINS),
        ],
    )


GRANTING = flow(
    "capquyen",
    "cấp mã mời",
    (
        choice_step("role", lambda _a, _f: words.AskRole(), _roles, _after_role),
        choice_step("body", lambda a, _f: words.AskBody(role=ROLES[a["role"]]), _bodies, _after_body),
        place_step("place", "Đơn vị nào?", to(None), districts=True),
        choice_step("kind", lambda _a, _f: words.AskOrganisationKind(), _kinds, to("organisation")),
        choice_step("organisation", lambda _a, _f: words.AskOrganisation(), _organisations, to(None)),
        choice_step("agency", lambda a, _f: words.AskAgency(desk=a["role"] == DESK), _agencies, to(None)),
    ),
    finish=_make,
    cancelled="Chưa cấp mã nào.",
)

COMMANDS = (
    Command(
        name="capquyen",
        title="Cấp mã mời",
        run=invite,
        roles=ADMINS,
        words=("cap quyen", "moi can bo"),
    ),
)
FLOWS = (GRANTING,)
