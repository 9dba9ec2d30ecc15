"""Agencies that run the campaign, organisations that take part in it, and the place a code stands for."""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import StringConstraints

from storage.campaign.fields import Key, Part, Text
from storage.records import Role


class Agency(Part):
    """An agency with a part in running the campaign.

    Attributes:
        key: its name in commands, as in `invite desk --unit so_noi_vu`; the same key among the organisations
            is the same body.
        name: in full, as citizens read it.
        short: the usual abbreviation, for lists and cards.
        roles: what its people may be invited as.
        desk: whether a group chat can become its desk.
        email: where it wants digests by email; empty for nowhere.
        alone: one person may write and approve its bulletins; the audit log says so each time.
        on_call: keys of agencies whose approvers may also approve its urgent alerts.
    """

    key: Key
    name: Text
    short: Text
    roles: tuple[Role, ...]
    desk: bool = False
    email: Annotated[str, StringConstraints(pattern=r"^([^\s@,;]+@[^\s@,;]+\.[^\s@,;]+)?$")] = ""
    alone: bool = False
    on_call: tuple[Key, ...] = ()

    @property
    def communication(self) -> bool:
        """Whether it writes and approves bulletins."""
        return Role.APPROVER in self.roles


class OrganisationKind(Part):
    """A group of organisations that the plan addresses, as "doanh nghiệp"."""

    key: Key
    label: Text


class Organisation(Part):
    """An organisation whose people take part: it can be invited, addressed and spoken for, as a unit can."""

    key: Key
    name: Text
    kind: Key
    parent: Key | None = None  # the organisation above it
    unit: str | None = None  # GSO code of where it lies, where that matters


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What a code given to `--unit` or chosen in chat stands for."""

    kind: Literal["unit", "organisation", "agency"]
    key: str  # GSO code, or the key in the campaign file
    name: str  # as people read it, a commune with its district
