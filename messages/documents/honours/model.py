"""What the documents of a commendation dossier show: frozen, as it stood at one instant."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from messages.documents.dossier import Letterhead


@dataclass(frozen=True, slots=True, kw_only=True)
class Honour:
    """One person or collective that is proposed.

    Attributes:
        born: year of birth, empty if unknown. gender, position: as entered by the locality; of a collective
            `position` is its head and `members` how many they are, 0 for unknown.
        unit: hamlet, office or group. place: the commune that was helped, with its district.
        deed, result: in the nominators' words; may hold anything a keyboard can send.
        helped: how it helped the commune (the plan's test for a commendation).
        form: the form of commendation proposed. sudden: by the simple procedure.
        praised: how the locality has commended it already.
        before, after: the commune's colour as the campaign began and now, each with its day; "" for unknown.
        confirmed, confirmed_by: the locality's words and who gave them. voices: how many told of it.
    """

    code: str
    collective: bool
    name: str
    born: str
    gender: str
    position: str
    members: int
    unit: str
    place: str
    district: str
    deed: str
    days: str
    result: str
    helped: str
    form: str
    sudden: bool
    praised: str
    before: str
    after: str
    confirmed: str
    confirmed_by: str
    voices: int
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Honours:
    """A whole dossier, read in one transaction.

    Attributes:
        entries: the collectives first, each part by district and then in order of arrival.
        through: who receives and appraises the submission, besides whom it is for; empty for nobody.
        grounds: laws and decrees in force, as after "Căn cứ"; empty where the campaign file names none.
        plan: the plan, as after "Căn cứ". merit: in what the merit was won, as after "thành tích xuất sắc trong".
        note, sudden_note: on which forms the official reports of merit are written; empty where none is known.
    """

    letterhead: Letterhead
    until: datetime
    entries: tuple[Honour, ...]
    chairman: str
    through: str
    grounds: tuple[str, ...]
    plan: str
    merit: str
    note: str = ""
    sudden_note: str = ""

    @property
    def collectives(self) -> tuple[Honour, ...]:
        """The collectives, as listed."""
        return tuple(each for each in self.entries if each.collective)

    @property
    def people(self) -> tuple[Honour, ...]:
        """The people, as listed."""
        return tuple(each for each in self.entries if not each.collective)

    @property
    def sudden(self) -> int:
        """How many go by the simple procedure."""
        return sum(each.sudden for each in self.entries)

    def forms(self) -> list[tuple[str, int, int]]:
        """(form, collectives, people), the most frequent first."""
        kinds = Counter((each.form, each.collective) for each in self.entries)
        forms = Counter(each.form for each in self.entries)
        return [(form, kinds[form, True], kinds[form, False]) for form, _ in forms.most_common()]
