"""Guidance that the campaign gives: "4 tại chỗ" by audience, and 5K; content of its time, with its sources."""

from storage.campaign.fields import Blank, Key, Part, Text


class Advice(Part):
    """One piece of guidance and what it rests on."""

    text: Text  # may use the slots of `fill`
    source: Blank = ""
    needs_approval: bool = False  # wholly or partly our synthesis: the office approves it before real use


class GuidancePart(Advice):
    """One of the four parts ("Chỉ huy tại chỗ") for one audience."""

    key: Key
    label: Text


class Audience(Part):
    """Whom a set of guidance addresses: a household, a hamlet or commune, an office, an enterprise.

    Attributes:
        key: as in `huongdan ho_gia_dinh`.
        label: what its button says.
        title: the heading above its parts.
        synonyms: other words people use for it.
        basis: the document all of it rests on, if one does.
        parts: chỉ huy, lực lượng, phương tiện và vật tư, hậu cần.
        notes: what is said after them.
    """

    key: Key
    label: Text
    title: Text
    synonyms: tuple[Text, ...] = ()
    basis: Blank = ""
    parts: tuple[GuidancePart, ...]
    notes: tuple[Advice, ...] = ()


class FiveK(Part):
    """The ministry's five rules."""

    title: Text
    items: tuple[Advice, ...]
    notes: tuple[Advice, ...] = ()


class Guidance(Part):
    """All guidance of the campaign."""

    dated: Text  # stands with every guidance: "theo hướng dẫn tháng 8/2021"
    current: Text  # who knows today's rule
    audiences: tuple[Audience, ...]
    five_k: FiveK | None = None
