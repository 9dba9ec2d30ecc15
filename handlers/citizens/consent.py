"""Consent to being sent news: asked with two equal buttons, proved by a keyed hash, withdrawn as easily as given."""

import hashlib
import hmac

from handlers.turn import Rows, Turn
from messages import buttons
from messages.content import Choice
from messages.contexts import welcome
from storage import bulletins, people
from storage.records import Address, Consent, Pace

AGREE, DECLINE = "dongy", "khongnhan"
WITHDRAWN = "withdrawn"
_VERSION = 1  # raise it when what is asked changes in substance


def subject(secret: bytes, address: Address) -> str:
    """What stands for an address in the proofs of consent: nobody finds the address from it without the secret."""
    name = f"{address.channel}:{address.bot}:{address.chat}"
    return hmac.new(secret, name.encode(), hashlib.sha256).hexdigest()


def asks(turn: Turn) -> str:
    """The text that asks for consent: what is stored, for how long, their rights."""
    return turn.words(welcome.Consent(days=turn.campaign.retention.raw_chat_days))


def rows() -> Rows:
    """The two answers, of equal weight."""
    yes = Choice(label="Đồng ý nhận tin", data=buttons.command(AGREE))
    no = Choice(label="Không, tôi chỉ hỏi thông tin", data=buttons.command(DECLINE))
    return ((yes,), (no,))


def ask(turn: Turn, before: str = "") -> None:
    """Ask for consent, `before` (rich text) said first."""
    turn.say(f"{before}\n\n{asks(turn)}" if before else asks(turn), rows())


def has_agreed(turn: Turn) -> bool:
    """Whether this person takes news."""
    return turn.person.consent is Consent.AGREED


async def agree(turn: Turn) -> None:
    """They agreed: to all topics, as they were asked; kept with its proof, and with what is being sent right now."""
    turn.person = await people.consented(turn.tx, turn.person, Consent.AGREED)
    await _prove(turn, Consent.AGREED.value)
    topics = frozenset(topic.key for topic in turn.campaign.topics)
    await people.choose_topics(turn.tx, turn.person.id, topics)
    await bulletins.joined(turn.tx, turn.person.id)


async def decline(turn: Turn) -> None:
    """They want no news; nothing more is stored."""
    turn.person = await people.consented(turn.tx, turn.person, Consent.DECLINED)


async def withdraw(turn: Turn) -> None:
    """They take their consent back: what was stored on its strength goes, the proof of both decisions stays."""
    await _prove(turn, WITHDRAWN)
    await bulletins.note_leaving(turn.tx, turn.person.id, turn.wall)
    person = await people.consented(turn.tx, turn.person, Consent.DECLINED)
    person = await people.choose_place(turn.tx, person, None)
    turn.person = await people.choose_pace(turn.tx, person, Pace.ALL)
    await people.choose_topics(turn.tx, person.id, frozenset())
    await people.follow_places(turn.tx, person.id, frozenset())


async def prove_withdrawn(turn: Turn) -> None:
    """Before an erasure: that what they agreed to has ended, for every address of theirs."""
    if has_agreed(turn):
        for address in await people.addresses_of(turn.tx, turn.person.id):
            await _prove(turn, WITHDRAWN, address)


async def _prove(turn: Turn, decision: str, address: Address | None = None) -> None:
    who = subject(turn.secret, address or turn.address)
    await people.prove_consent(turn.tx, who, decision, wording(turn), turn.now)


def wording(turn: Turn) -> str:
    """Names the text that asks for consent, letter by letter."""
    return f"{_VERSION}-{turn.person.locale}-{hashlib.sha256(asks(turn).encode()).hexdigest()[:12]}"
