"""What is taken as a difficulty and what belongs elsewhere: complaints, calls to gather, danger to life.

Complaints and denunciations are another procedure (Decree 20/2008 does not cover them): their words are kept
nowhere. A refused answer enters no position, and the inbox drops a body in the transaction that handles it.
"""

from dataclasses import replace
from typing import Any

from handlers.intents import sounds_like
from handlers.questions import FILES_LIMIT, refuse, rest_of_album, text_step, to
from handlers.steps import Answers, Facts, Said, Step
from messages.calming import calm
from messages.contexts import basics, dialogs
from messages.contexts import reports as words
from messages.folding import words as words_of
from messages.length import utf16
from messages.masking import mask
from messages.render import Words, render, rich
from storage.campaign import Campaign

MOST_WORDS = 1500  # UTF-16 units: the summary and the card carry them whole within Telegram's 4,096
_ENOUGH = 2  # words; no more than these tell nothing yet


def elsewhere(text: str, campaign: Campaign, *, emergency_told: bool = False) -> Words | None:
    """What to say to words that belong in another bin; None if they may be a difficulty. Quotes nothing.

    Somebody may be ill in a complaint: where to call comes first, unless `emergency_told` sees to it.
    """
    contacts = campaign.contacts
    first = "" if emergency_told or not sounds_like(text).emergency else danger(campaign)
    match _belongs_elsewhere(text):
        case "khieunai":
            return basics.Complaint(emergency=rich(first), office=contacts.complaints_office)
        case "tutap":
            return basics.Gathering(emergency=rich(first), police=contacts.police_contact)
        case _:
            return None


def _belongs_elsewhere(text: str) -> str:
    """The intent of words that no report may hold; empty for all others."""
    reading = sounds_like(text)
    first = reading.intents[0].intent if reading.clear and reading.intents else ""
    return first if first in {"khieunai", "tutap"} else ""


def danger(campaign: Campaign) -> str:
    """Rich text: where to call if somebody is in danger now."""
    return render(basics.Emergency(health_line=campaign.contacts.health_line))


def emergency(answers: Answers, facts: Facts) -> Words | None:
    """What comes before all else if somebody may be in danger now."""
    if not sounds_like(said(answers)).emergency:
        return None
    return basics.Emergency(health_line=facts.campaign.contacts.health_line)


def said(answers: Answers) -> str:
    """The words of the report so far, and those that stood below its photos."""
    words_, files = answers.get("words") or {}, answers.get("files") or {}
    parts = [str(words_.get("text", "")), *words_.get("captions", ()), *files.get("captions", ())]
    return "\n".join(filter(None, parts))


def caption(text: str, answers: Answers) -> str:
    """What is kept of words below a photo; nothing of what belongs elsewhere, or goes beyond the length."""
    kept = mask(calm(text))
    return kept if kept and _belongs_elsewhere(text) == "" and _fits(kept, answers) else ""


def refused_caption(text: str, answers: Answers, facts: Facts) -> Words | None:
    """Why words below a photo cannot be taken, and the photo with them."""
    if (answer := elsewhere(text, facts.campaign, emergency_told=True)) is not None:
        return answer
    if _fits(kept := mask(calm(text)), answers):
        return None
    return dialogs.TooLong(length=utf16(f"{said(answers)}\n{kept}"), limit=MOST_WORDS)


def _fits(more: str, answers: Answers) -> bool:
    return utf16(f"{said(answers)}\n{more}") <= MOST_WORDS


def carried(answers: Answers) -> Answers:
    """Words and files said before the report was begun, if they tell enough to begin with."""
    text = mask(calm(str(answers.get("text", ""))))
    enough = bool(answers.get("files")) or len(words_of(text)) > _ENOUGH
    return {"words": {**answers, "text": text}} if enough and utf16(text) <= MOST_WORDS else {}


def words_step() -> Step:
    """What is it? Words, a voice message, photos or a video."""
    plain = text_step("words", lambda _a, _f: words.AskWords(), to("kind"), limit=MOST_WORDS, voice=True)

    def accept(heard: Said, answers: Answers, facts: Facts) -> Any:
        # The dialog itself puts what an emergency needs before every refusal.
        answer = elsewhere(heard.text, facts.campaign, emergency_told=True)
        if answer is not None:
            raise refuse(answer, facts)
        made = plain.accept(heard, answers, facts)
        length = utf16(said({**answers, "words": made}))  # with what stands below photos sent before
        if length > MOST_WORDS:
            raise refuse(dialogs.TooLong(length=length, limit=MOST_WORDS), facts)
        return made

    return replace(plain, accept=accept, late=rest_of_album("words", FILES_LIMIT, captions=caption))
