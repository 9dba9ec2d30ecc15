"""Good deeds told of, and their states."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from messages.content import Attachment


class NominationState(StrEnum):
    NEW = "new"
    WITHDRAWN = "withdrawn"


NOMINATION_MOVES: Mapping[NominationState, frozenset[NominationState]] = {
    NominationState.NEW: frozenset({NominationState.WITHDRAWN}),
    NominationState.WITHDRAWN: frozenset(),
}


OPEN_NOMINATIONS = frozenset(state for state, moves in NOMINATION_MOVES.items() if moves)


@dataclass(frozen=True, slots=True, kw_only=True)
class Nomination:
    """A good deed told of (giới thiệu gương), never a formal proposal.

    Attributes:
        code: GT- and five characters.
        collective: a group of people rather than one person.
        name: who did it. unit: hamlet, office or group, in the nominator's words.
        place: GSO code of the commune the deed helped.
        deed, happened, result, known_how: in the nominator's words.
        helped: kept_green, lower_risk or other: part IV of the plan.
        name_withheld: the nominator's name stays with the office.
        nominee_knows: whether the nominee is known to agree; None if the nominator cannot tell.
    """

    id: int
    code: str
    person_id: int | None
    collective: bool
    name: str
    unit: str
    place: str
    deed: str
    happened: str
    result: str
    known_how: str
    helped: str
    name_withheld: bool
    nominee_knows: bool | None
    state: NominationState
    created_at: datetime
    attachments: tuple[Attachment, ...] = ()
