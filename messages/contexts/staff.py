"""Roles, invites and desks; what approvers hear about the operator's bulletins."""

from datetime import datetime
from typing import ClassVar

from messages.contexts.trying import Share
from messages.render import Words, context


@context
class Does:
    """A command that a role may use."""

    name: str
    title: str


@context
class Joined(Words):
    """The code was good: the role is theirs. `name` is how the log names them; empty while it is asked."""

    template: ClassVar[str] = "staff/joined"
    role: str
    scope: str
    name: str
    can: tuple[Does, ...]


@context
class AlreadyJoined(Words):
    template: ClassVar[str] = "staff/already_joined"
    role: str
    scope: str


@context
class BadCode(Words):
    """Wrong, expired, used or revoked: which one is not said."""

    template: ClassVar[str] = "staff/bad_code"


@context
class TooManyCodes(Words):
    template: ClassVar[str] = "staff/too_many_codes"


@context
class NeedCode(Words):
    """No code came with it; `group`: it is /ketnoi."""

    template: ClassVar[str] = "staff/need_code"
    group: bool


@context
class DeskCode(Words):
    """The code is for a group, and this is a private chat; `groups`: this platform has any."""

    template: ClassVar[str] = "staff/desk_code"
    groups: bool


@context
class NotInGroups(Words):
    """A personal code was shown to a whole group."""

    template: ClassVar[str] = "staff/not_in_groups"


@context
class AskName(Words):
    template: ClassVar[str] = "staff/ask_name"


@context
class NameKept(Words):
    template: ClassVar[str] = "staff/name_kept"
    name: str


@context
class Connected(Words):
    """The group is the agency's desk; `reports`: difficulties come here; `already`: it was before."""

    template: ClassVar[str] = "staff/connected"
    agency: str
    reports: bool
    already: bool
    can: tuple[Does, ...]


@context
class AskRole(Words):
    template: ClassVar[str] = "staff/ask_role"


@context
class AskBody(Words):
    template: ClassVar[str] = "staff/ask_body"
    role: str


@context
class AskOrganisationKind(Words):
    template: ClassVar[str] = "staff/ask_organisation_kind"


@context
class AskOrganisation(Words):
    template: ClassVar[str] = "staff/ask_organisation"


@context
class AskAgency(Words):
    template: ClassVar[str] = "staff/ask_agency"
    desk: bool


@context
class Invited(Words):
    """A fresh code. `desk`: for a group only; `group`: for a person, but a group may use it too."""

    template: ClassVar[str] = "staff/invited"
    role: str
    scope: str
    code: str
    link: str
    desk: bool
    group: bool
    until: datetime


@context
class HolderLine:
    number: int
    name: str
    address: str
    role: str
    scope: str
    since: datetime


@context
class Holders(Words):
    """One page of those who hold a role."""

    template: ClassVar[str] = "staff/holders"
    items: tuple[HolderLine, ...]
    total: int
    page: int
    pages: int


@context
class InviteLine:
    number: int
    role: str
    scope: str
    by: str
    uses: int
    until: datetime


@context
class OpenInvites(Words):
    """Codes that can still be used; `more` of them are older and not shown."""

    template: ClassVar[str] = "staff/open_invites"
    items: tuple[InviteLine, ...]
    more: int


@context
class ConfirmRevoke(Words):
    template: ClassVar[str] = "staff/confirm_revoke"
    name: str
    role: str
    scope: str


@context
class Revoked(Words):
    template: ClassVar[str] = "staff/revoked"
    name: str
    role: str
    scope: str
    told: bool


@context
class RoleTaken(Words):
    """To the person whose role was taken back."""

    template: ClassVar[str] = "staff/role_taken"
    role: str
    scope: str


@context
class InviteRevoked(Words):
    template: ClassVar[str] = "staff/invite_revoked"
    role: str
    scope: str


@context
class LastAdmin(Words):
    template: ClassVar[str] = "staff/last_admin"


@context
class NothingToRevoke(Words):
    """It was taken back or used up already, or never was."""

    template: ClassVar[str] = "staff/nothing_to_revoke"


@context
class OperatorSent(Words):
    """To every approver: the operator sent a bulletin from the command line."""

    template: ClassVar[str] = "staff/operator_sent"
    id: int
    title: str
    by: str
    urgent: bool
    counted: int
    shares: tuple[Share, ...]
    areas: tuple[str, ...]
    roles: tuple[str, ...]
    topics: tuple[str, ...]
    excerpt: str
