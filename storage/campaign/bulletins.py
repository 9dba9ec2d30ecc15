"""Recurring bulletins, and the figures that they may quote once the health office has signed them."""

from storage.campaign.fields import Blank, Key, Part, Text
from storage.records import DraftKind


class Figure(Part):
    """A number that is counted each day."""

    key: Key
    label: Text


class Variable(Part):
    """Something that the editor is asked for."""

    key: Key
    label: Text


class BulletinTemplate(Part):
    """A bulletin that recurs.

    Attributes:
        title, text, source: with slots: the campaign file's own, `{hom_nay}`, the keys of figures,
            `{so_lieu_ngay}` and `{so_lieu_nguon}` (what these figures are of), and the keys of `asks`.
        asks: what is filled in each time, in the order in which it is asked.
    """

    key: Key
    label: Text
    kind: DraftKind = DraftKind.BULLETIN
    title: Text
    text: Text
    source: Blank = ""
    asks: tuple[Variable, ...] = ()
