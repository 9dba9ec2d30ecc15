"""Good deeds told of, their states on the way to a commendation, and what happened to them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from messages.content import Attachment


class NominationState(StrEnum):
    NEW = "new"
    UNVERIFIED = "unverified"  # the locality could not tell yet
    UNTRUE = "untrue"  # the locality says that it was not so
    VERIFIED = "verified"  # the locality confirms it
    CONSIDERED = "considered"  # the health department looks into it
    PROPOSED = "proposed"  # the health department proposes it, together with Home Affairs
    APPRAISED = "appraised"  # the commendation board has appraised it
    COUNCIL = "council"  # the commendation council has considered it
    DECIDED = "decided"  # commended by a decision with a number
    DECLINED = "declined"  # not proposed, or not commended
    WITHDRAWN = "withdrawn"  # by its nominator


class Track(StrEnum):
    """By which procedure it goes on; both as the forms of August 2021 have them (NĐ 91/2017/NĐ-CP)."""

    CAMPAIGN = "campaign"  # theo đợt thi đua
    SUDDEN = "sudden"  # thành tích đột xuất: the simple procedure, without the council


NOMINATION_MOVES: Mapping[NominationState, frozenset[NominationState]] = {
    NominationState.NEW: frozenset(
        {
            NominationState.UNVERIFIED,
            NominationState.UNTRUE,
            NominationState.VERIFIED,
            NominationState.WITHDRAWN,
        }
    ),
    NominationState.UNVERIFIED: frozenset(
        {NominationState.UNTRUE, NominationState.VERIFIED, NominationState.WITHDRAWN}
    ),
    NominationState.UNTRUE: frozenset({NominationState.NEW}),
    NominationState.VERIFIED: frozenset({NominationState.CONSIDERED, NominationState.DECLINED}),
    NominationState.CONSIDERED: frozenset({NominationState.PROPOSED, NominationState.DECLINED}),
    NominationState.PROPOSED: frozenset(
        {NominationState.APPRAISED, NominationState.CONSIDERED, NominationState.DECLINED}
    ),
    NominationState.APPRAISED: frozenset(
        {NominationState.COUNCIL, NominationState.DECIDED, NominationState.DECLINED}
    ),
    NominationState.COUNCIL: frozenset({NominationState.DECIDED, NominationState.DECLINED}),
    NominationState.DECIDED: frozenset(),
    NominationState.DECLINED: frozenset({NominationState.CONSIDERED}),
    NominationState.WITHDRAWN: frozenset(),
}


# Moves that one of the procedures alone has: thành tích đột xuất needs no council's minutes.
ONLY_ON: Mapping[tuple[NominationState, NominationState], Track] = {
    (NominationState.APPRAISED, NominationState.COUNCIL): Track.CAMPAIGN,
    (NominationState.APPRAISED, NominationState.DECIDED): Track.SUDDEN,
}


CLOSED_NOMINATIONS = frozenset(
    {
        NominationState.UNTRUE,
        NominationState.DECIDED,
        NominationState.DECLINED,
        NominationState.WITHDRAWN,
    }
)


OPEN_NOMINATIONS = frozenset(NominationState) - CLOSED_NOMINATIONS


# Nobody in an office has confirmed it yet: it is still its nominator's to take back.
WITHDRAWABLE = frozenset(
    state for state, moves in NOMINATION_MOVES.items() if NominationState.WITHDRAWN in moves
)


# Confirmed by the locality: the office's own record from then on.
CONFIRMED = frozenset(
    {
        NominationState.VERIFIED,
        NominationState.CONSIDERED,
        NominationState.PROPOSED,
        NominationState.APPRAISED,
        NominationState.COUNCIL,
        NominationState.DECIDED,
    }
)


# Before the provincial Chairman: what a dossier lists.
PROPOSALS = frozenset({NominationState.PROPOSED, NominationState.APPRAISED, NominationState.COUNCIL})


def may_move(before: NominationState, after: NominationState, track: Track) -> bool:
    """Whether the table has this move, on this procedure."""
    return after in NOMINATION_MOVES[before] and ONLY_ON.get((before, after), track) is track


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
        nominator: what the nominator calls themselves; empty if withheld or not given.
        first_day, last_day: when it happened; None in nominations of the first release.
        own: of the nominator themselves, or of a collective that they are in.
        track: by which procedure it goes on.
        version: raised by each move: an officer's words answer the one that they saw.
        fits: what an officer judged where something seems to fall outside the plan; None if nobody has.
        named: whether the nominee agrees to be named in public, as an officer or they themselves have said;
            None if nobody has asked. named_by: who said so.
        born, gender, position, members: what the list of the proposed needs, entered by the locality; of a
            collective `position` is its head and `members` how many they are.
        praised: how the locality has commended it, one sentence each.
        form: the form of commendation proposed. award, decision_number, decision_date: what was decided.
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
    nominator: str = ""
    first_day: date | None = None
    last_day: date | None = None
    own: bool = False
    track: Track = Track.CAMPAIGN
    version: int = 0
    fits: bool | None = None
    named: bool | None = None
    named_by: str = ""
    born: int | None = None
    gender: str = ""
    position: str = ""
    members: int | None = None
    praised: str = ""
    form: str = ""
    award: str = ""
    decision_number: str = ""
    decision_date: date | None = None


# Events beside the states themselves.
PRAISED = "praised"  # commended by the locality at once
SECONDED = "seconded"  # somebody else tells of the same deed
SCORED, JUDGED, DETAILED, NAMED, TRACKED = "scored", "judged", "detailed", "named", "tracked"
CONSULTED, AGREED = "consulted", "agreed"  # Home Affairs was asked to propose it together, and agrees
CORRECTED = "corrected"  # the decision's number, day or form; `ref` is how it stood before


@dataclass(frozen=True, slots=True, kw_only=True)
class NominationEvent:
    """Something that happened to a nomination. An event whose kind is a state led to that state.

    Attributes:
        kind: a NominationState's value or one of the names above (or storage.records.NOTED).
        actor: a staff name; empty for a nominator.
        words: what was said. ref: a score, a body's key.
    """

    at: datetime
    kind: str
    actor: str = ""
    words: str = ""
    ref: str = ""
