"""/lienket: one person in two apps, linked by a one-time code that they type; and parted again."""

from dataclasses import replace

from handlers.citizens.privacy import roles
from handlers.registry import Command
from handlers.turn import Turn
from messages import buttons
from messages.content import Choice, Reply
from messages.contexts import linking as words
from messages.vi.channels import CHANNELS
from storage import bulletins, joining, link_codes, people, tries
from storage.records import Address, Consent

NAME = "lienket"
SURE, PART, PARTED = "dung", "tach", "tachhan"


async def link(turn: Turn, argument: str) -> None:
    """Without words: a code to type in the other app, and the apps linked so far. With one: link."""
    verb, _, rest = argument.strip().partition(" ")
    if verb == SURE and rest:
        await _join(turn, link_codes.read(rest))
    elif verb in {PART, PARTED} and rest.isascii() and rest.isdecimal():
        await _part(turn, int(rest[:18]), sure=verb == PARTED)
    elif argument.strip():
        await _ask(turn, link_codes.read(argument))
    else:
        await _show(turn)


async def _show(turn: Turn) -> None:
    mine = await people.addresses_of(turn.tx, turn.person.id)
    code = await link_codes.create(turn.tx, turn.person.id, turn.address.id, turn.now)
    minutes = int(link_codes.LIFETIME.total_seconds()) // 60
    others = [each for each in mine if each.id != turn.address.id]
    shown = words.LinkCode(
        code=link_codes.shown(code), minutes=minutes, linked=tuple(app(each) for each in others)
    )
    turn.say(shown, [(_choice(f"Tách {app(each)}", PART, str(each.id)),) for each in others])


async def _ask(turn: Turn, code: str) -> None:
    """Say what linking means before it is done: whoever types a stranger's code gives himself away."""
    shown = await _open_code(turn, code)
    if shown is None:
        return
    there = await people.get_address(turn.tx, shown.address_id)
    both = (*turn.grants, *await people.grants_of(turn.tx, shown.person_id))
    held = tuple(dict.fromkeys(roles(turn.campaign, both)))
    asked = words.AskLink(here=app(turn.address), there=app(there), roles=held)
    turn.say(asked, [(_choice("Đúng, đều là của tôi", SURE, code),), tuple(turn.registry.buttons("trogiup"))])


async def _open_code(turn: Turn, code: str) -> link_codes.Shown | None:
    """Who showed this code; None, and then it was said why, if it links nobody."""
    if not await tries.may_try(turn.tx, turn.address.id, turn.now):
        turn.say(words.TooManyCodes(per_hour=tries.PER_HOUR))
        return None
    shown = await link_codes.find(turn.tx, code, turn.now) if code else None
    if shown is None:
        turn.say(words.NoLinkCode(), [turn.registry.buttons(NAME)])
    elif shown.address_id == turn.address.id:
        turn.say(words.SameApp())
    elif shown.person_id == turn.person.id:
        turn.say(words.LinkedAlready())
    else:
        return shown
    return None


async def _join(turn: Turn, code: str) -> None:
    if await _open_code(turn, code) is None:
        return
    shown = await link_codes.use(turn.tx, code, turn.now)
    other = await people.get(turn.tx, shown.person_id) if shown else None
    there = await people.get_address(turn.tx, shown.address_id) if shown else None
    if other is None or there is None:
        turn.say(words.NoLinkCode(), [turn.registry.buttons(NAME)])
        return
    older, newer = sorted((turn.person, other), key=lambda each: each.id)
    turn.person = await joining.join(turn.tx, newer, older, turn.now, _actor(turn))
    if turn.person.consent is Consent.AGREED:
        await bulletins.joined(turn.tx, turn.person.id)  # what is being sent right now is for them too
    turn.grants = await people.grants_of(turn.tx, turn.person.id)
    turn.address = replace(turn.address, person_id=turn.person.id)
    turn.relinked = True
    turn.say(words.Linked(there=app(there)), [turn.registry.buttons("theodoi", "dangky")])
    _tell(turn, there, words.LinkedThere(there=app(turn.address)))


async def _part(turn: Turn, address_id: int, *, sure: bool) -> None:
    mine = await people.addresses_of(turn.tx, turn.person.id)
    there = next((each for each in mine if each.id == address_id and each.id != turn.address.id), None)
    if there is None:
        turn.say(words.NotLinked(), [turn.registry.buttons(NAME)])
    elif not sure:
        yes = _choice(f"Đúng, tách {app(there)}", PARTED, str(there.id))
        turn.say(words.AskPart(there=app(there)), [(yes,), tuple(turn.registry.buttons("trogiup"))])
    elif await joining.part(turn.tx, turn.person, there.id, turn.now, _actor(turn)):
        turn.relinked = True
        turn.say(words.Parted(there=app(there)), [turn.registry.buttons("trogiup")])
        _tell(turn, there, words.PartedThere(there=app(turn.address)))


def _actor(turn: Turn) -> str:
    """Who did it, for the audit log: staff by name; citizens leave no name there."""
    return turn.actor if turn.grants else f"person {turn.person.id}"


def _tell(turn: Turn, there: Address, what: words.LinkedThere | words.PartedThere) -> None:
    """The other app hears of it: whoever did not mean it can undo it there."""
    if there.reachable:
        turn.send(there, Reply(text=turn.words(what), rows=(tuple(turn.registry.buttons(NAME)),)))


def _choice(label: str, verb: str, what: str) -> Choice:
    return Choice(label=label, data=buttons.command(NAME, f"{verb}+{what}"))


def app(address: Address | None) -> str:
    """The app of an address, as people call it."""
    return CHANNELS.get(address.channel, address.channel) if address else "ứng dụng kia"


COMMANDS = (
    Command(
        name=NAME,
        title="Nối ứng dụng khác",
        run=link,
        words=("nối zalo", "nối telegram", "nối hai ứng dụng", "liên kết"),
        menu=False,
    ),
)
FLOWS = ()
