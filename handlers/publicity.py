"""What of a nomination may be told in public: nothing personal before the nominee agrees to be named."""

import re
from dataclasses import dataclass

from handlers.nominees import bare
from messages.content import Reply
from messages.contexts import stories as words
from messages.folding import phrase, tidy
from messages.folding import words as words_of
from messages.markup import plain
from messages.render import Words
from storage import codes, nominations
from storage.database import Tx
from storage.records import Draft, Nomination

SOMEBODY = "người này"
_ADDRESS = "ông|bà|anh|chị|chú|cô|dì|cậu|mợ|thím|em|cụ|thầy|bác|má|mẹ|đồng chí|bác sĩ|y sĩ"


@dataclass(frozen=True, slots=True, kw_only=True)
class Personal:
    """What tells of somebody who has not agreed to it. `files`: by a picture, a sound; otherwise by the name."""

    code: str
    files: bool


async def personal(tx: Tx, subject: str, told: str, *, files: bool) -> Personal | None:
    """What plain text and files tell of the nominee of `subject` without their consent; None if they may go out.

    Until the transaction ends the answer stays as it is: who says no at the same time is heard before or after it.
    """
    if codes.prefix_of(subject) != codes.NOMINATION:
        return None
    nomination = await nominations.get(tx, subject, lock=True)
    if nomination is None or nomination.named is True or not (files or names(told, nomination)):
        return None
    return Personal(code=nomination.code, files=files)


async def unasked(tx: Tx, draft: Draft) -> Words | None:
    """Why a draft that comes from a nomination cannot go out: it names, or shows, somebody who has not agreed to it."""
    told = f"{draft.title}\n{plain(draft.text)}\n{draft.source}"
    found = await personal(tx, draft.subject, told, files=bool(draft.attachments))
    if found is None:
        return None
    return words.NotAgreed(id=draft.id, code=found.code, files=found.files)


async def in_reply(tx: Tx, draft: Draft | None, reply: Reply) -> Personal | None:
    """The same of what a bulletin says now, or would say with new words; `draft`: what it came from."""
    if draft is None:
        return None
    return await personal(tx, draft.subject, plain(reply.text), files=bool(reply.attachments))


def names(text: str, nomination: Nomination) -> bool:
    """Whether a text names the nominee, typed in whatever way: the whole name, or "chị Lành" of Sáu Lành."""
    if (called := _called(nomination)) is not None and called.search(tidy(text)):
        return True
    name = bare(nomination.name)
    # Bare of how she is addressed "Bà Ba" is "ba", which every text has: then only the whole name counts.
    sought = name if len(name.split()) > 1 else phrase(nomination.name)
    return bool(sought) and f" {sought} " in f" {phrase(text)} "


def _called(nomination: Nomination) -> re.Pattern[str] | None:
    """What the nominee is called in short: an address and the last part of the name, with its marks and capital.

    Folded it would be in every text: "có hai" reads as "cô Hai" does.
    """
    if nomination.collective or len(bare(nomination.name).split()) < 2:
        return None
    last = tidy(nomination.name).split()[-1]
    return re.compile(rf"\b(?i:{_ADDRESS})\s+{re.escape(last[:1].upper() + last[1:])}\b")


def without_names(text: str, nomination: Nomination) -> str:
    """The text with the nominee's name and unit replaced, wherever their words stand together in it."""
    kept = _replaced(text, phrase(nomination.name), SOMEBODY)
    name = bare(nomination.name)
    if len(name.split()) > 1:
        kept = _replaced(kept, name, SOMEBODY)
    if (called := _called(nomination)) is not None:
        kept = called.sub(SOMEBODY, kept)
    unit = phrase(nomination.unit)
    return _replaced(kept, unit, "nơi này") if unit else kept


def _replaced(text: str, sought: str, instead: str) -> str:
    """Runs of words that fold to `sought` replaced; what stands around them is kept."""
    wanted, tokens = sought.split(), text.split()
    if not wanted:
        return text
    made: list[str] = []
    at = 0
    while at < len(tokens):
        run = tokens[at : at + len(wanted)]
        if [word for token in run for word in words_of(token)] == wanted:
            tail = (
                "".join(char for char in run[-1][::-1] if not char.isalnum())[:2]
                if run[-1][-1:] in ".,;:!?"
                else ""
            )
            made.append(instead + tail[::-1])
            at += len(wanted)
        else:
            made.append(tokens[at])
            at += 1
    return " ".join(made)
