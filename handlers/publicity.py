"""What of a nomination may be told in public: nothing personal before the nominee agrees to be named."""

from handlers.nominees import bare
from handlers.turn import Turn
from messages.contexts import stories as words
from messages.folding import phrase
from messages.folding import words as words_of
from messages.markup import plain
from messages.render import Words
from storage import codes, nominations
from storage.records import Draft, Nomination

SOMEBODY = "người này"


async def unasked(turn: Turn, draft: Draft) -> Words | None:
    """Why a draft that comes from a nomination cannot go out: it names, or shows, somebody who has not agreed to it."""
    if codes.prefix_of(draft.subject) != codes.NOMINATION:
        return None
    nomination = await nominations.get(turn.tx, draft.subject)
    if nomination is None or nomination.named is True:
        return None
    told = f"{draft.title}\n{plain(draft.text)}"
    if draft.attachments or names(told, nomination):
        return words.NotAgreed(id=draft.id, code=nomination.code, files=bool(draft.attachments))
    return None


def names(text: str, nomination: Nomination) -> bool:
    """Whether a text names the nominee, typed in whatever way."""
    name = bare(nomination.name)
    # Bare of how she is addressed "Bà Ba" is "ba", which every text has: then only the whole name counts.
    sought = name if len(name.split()) > 1 else phrase(nomination.name)
    return bool(sought) and f" {sought} " in f" {phrase(text)} "


def without_names(text: str, nomination: Nomination) -> str:
    """The text with the nominee's name and unit replaced, wherever their words stand together in it."""
    kept = _replaced(text, phrase(nomination.name), SOMEBODY)
    name = bare(nomination.name)
    if len(name.split()) > 1:
        kept = _replaced(kept, name, SOMEBODY)
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
