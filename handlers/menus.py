"""Numbers and words typed for choices that a platform shows without buttons (messages.menus writes them).

Before a turn is handled, what stands for a choice becomes the press that it would be elsewhere, so that no flow
knows of it; after it, the choices shown are remembered by their numbers. The newest choices shown in answer own the
bare numbers; a message that answers nothing never does: its choices are typed with what they are about, which is
understood on every platform.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from handlers.choose import Chosen, Option, choose
from handlers.turn import Turn
from messages import buttons, menus
from messages.buttons import Press, Pressed
from messages.content import Choice, Inbound, InboundKind, Reply
from messages.contexts import basics
from messages.folding import phrase, words
from messages.vi.menus import NUMBERED
from storage import codes, links
from storage.outbox import Outgoing
from storage.records import Position

KEPT = timedelta(hours=24)  # so long after it was shown, a number is no choice any more
_NUMBER = re.compile(r"\s*(?:số\s*|so\s*)?(\d{1,3})\s*[.)]?\s*\Z", re.IGNORECASE)
_CODED = re.compile(r"\s*([A-Z]{2}\s*[-–—]?\s*[0-9A-Z]{5})\s+([^\s:：].*)\Z", re.IGNORECASE | re.DOTALL)
_LONGEST = 100  # characters that can stand for a choice
_PLUS = re.compile(r"\s*\+\s*")
_REF = re.compile(r"\d{1,18}(?:\+[A-Za-z0-9_.-]{1,16}){0,3}\Z", re.ASCII)  # 12, 12+3, 12+3+0a1b2c3d4e5f
_PREFIX = {
    Pressed.REPORT: codes.REPORT,
    Pressed.NOMINATION: codes.NOMINATION,
    Pressed.OBLIGATION: codes.OBLIGATION,
    Pressed.OFFER: codes.OFFER,
    Pressed.REMARK: codes.REMARK,
    Pressed.RUMOUR: codes.RUMOUR,
}


async def understand(turn: Turn) -> None:
    """Make a press of what was typed for a choice; anything else stays as it is."""
    inbound = turn.inbound
    text = inbound.text.strip()
    if inbound.kind is not InboundKind.MESSAGE or inbound.attachments or not 0 < len(text) <= _LONGEST:
        return
    data = await _about_code(turn, text) or _shown(turn, text) or _about_number(turn, text)
    if data:
        turn.inbound = replace(inbound, kind=InboundKind.PRESS, press=data, text="")


def _live(turn: Turn) -> tuple[tuple[str, str], ...]:
    """The choices that bare numbers mean now."""
    position = turn.position
    if position is None or not position.menu:
        return ()
    return position.menu if position.flow or turn.now - position.asked_at < KEPT else ()


def _shown(turn: Turn, text: str) -> str:
    """The data of the choice among those shown last that this is the number or the label of."""
    shown = _live(turn)
    if not shown:
        return ""
    if number := _NUMBER.match(text):
        at = int(number[1]) - 1
        return shown[at][1] if 0 <= at < len(shown) else ""
    if _words_are_answers(turn) or _coded(text)[0]:
        same = [data for label, data in shown if phrase(label) == phrase(text)]
        return same[0] if len(same) == 1 else ""
    return _chosen(text, tuple(Choice(label=label, data=data) for label, data in shown))


def _words_are_answers(turn: Turn) -> bool:
    """Whether the open question takes any words: then only a whole label is a choice."""
    standing = turn.position
    flow = turn.registry.flow(standing.flow) if standing and standing.flow else None
    step = flow.steps.get(standing.step) if flow and standing else None
    return bool(step and step.free_text)


def _chosen(text: str, choices: tuple[Choice, ...]) -> str:
    options = [Option(key=each.data, label=each.label) for each in choices]
    found = choose(text, options, numbered=True)
    return found.key if isinstance(found, Chosen) else ""


async def _about_code(turn: Turn, text: str) -> str:
    """KK-7F3K2 1, KK-7F3K2 hài lòng: a choice of the newest message about that code, or an action's own name."""
    code, said = _coded(text)
    if not code:
        return ""
    about = _offered(await links.newest_choices(turn.tx, turn.address.id, code), code)
    if not about:  # what is said of one matter may offer something about another: of a need, its giver
        about = _offered(await links.recent_choices(turn.tx, turn.address.id), code)
    return _chosen(said, about) or _by_name(turn, code, said)


def _offered(replies: Sequence[Reply], code: str) -> tuple[Choice, ...]:
    """What the newest of these offers that offers anything about the code: some offer only other ways."""
    for reply in replies:
        choices = menus.numbered(replace(reply, first=0))
        if any(menus.code_of(each) == code for each in choices):
            return choices
    return ()


def _coded(text: str) -> tuple[str, str]:
    """The code that a text begins with, and the rest on its line; ("", "") if it is no such text."""
    match = _CODED.match(text)
    code = (codes.read(match[1]) or codes.rumour(match[1]) or "") if match else ""
    return (code, match[2]) if match and code and "\n" not in match[2] else ("", "")


def _by_name(turn: Turn, code: str, said: str) -> str:
    name = "".join(words(said))
    for kind, prefix in _PREFIX.items():
        if code.startswith(prefix) and turn.registry.action(kind, name):
            return buttons.encode(Press(kind=kind, ref=code, choice=name))
    return ""


def _about_number(turn: Turn, text: str) -> str:
    """Gửi tiếp 12, DOC 12, DUYETLOI 12+3: an action by its name, on what has a number, as its reader saw it."""
    found = _meant(turn, text)
    return found[0] if len(found) == 1 else ""


def _meant(turn: Turn, text: str) -> tuple[str, ...]:
    """The presses that a name and a number may stand for, one for each kind of thing that has such an action."""
    name, _, ref = _PLUS.sub("+", text).rpartition(" ")
    if not _REF.match(ref) or not words(name):
        return ()
    found = _numbered_kinds(turn, "".join(words(name)))
    return tuple(buttons.encode(Press(kind=kind, ref=ref, choice=each)) for kind, each in found)


def _numbered_kinds(turn: Turn, said: str) -> list[tuple[Pressed, str]]:
    """What has a number and an action of this name; "Duyệt 1" is said of several: then of what this person may do."""
    others = {*_PREFIX, Pressed.STEP, Pressed.COMMAND}
    named = [
        action
        for action in turn.registry.actions
        if action.kind not in others and "".join(words(action.name)) == said
    ]
    if len(named) > 1:
        named = [each for each in named if not each.roles.isdisjoint(turn.roles)]
    return [(each.kind, each.name) for each in named]


def which_number(turn: Turn) -> bool:
    """Ask what "Duyệt 1" is about, where its writer may do that with several things. False if it is not said so."""
    text = turn.inbound.text.strip()
    found = _meant(turn, text) if _plain_text(turn.inbound) and len(text) <= _LONGEST else ()
    labelled = [
        (NUMBERED.get(press.kind.value, ""), data) for data in found if (press := buttons.decode(data))
    ]
    if len(labelled) < 2:
        return False
    turn.say(basics.WhichNumber(said=text), [(Choice(label=label, data=data),) for label, data in labelled])
    return True


def remember(turn: Turn) -> None:
    """Number the choices that this turn answers with, and keep what they mean, where there are no buttons."""
    shown: list[tuple[str, str]] = []
    asked = False
    for at, said in enumerate(turn.out):
        reply = _menu_here(turn, said)
        if reply is None:
            continue
        asked = True
        reply = replace(reply, first=len(shown) + 1)
        turn.out[at] = replace(said, reply=reply)
        if not reply.numeric:
            shown += [(each.label, each.data) for each in menus.numbered(reply)]
    if turn.erased:
        return
    if asked:
        _keep(turn, tuple(shown))
    elif turn.position is not None and turn.position.menu and _answered_with_buttons(turn):
        _keep(turn, ())  # few enough for buttons: the numbers above them are of a question that is over


def _answered_with_buttons(turn: Turn) -> bool:
    here = (said.reply for said in turn.out if said.address.id == turn.address.id)
    return any(reply is not None and reply.rows for reply in here)


def _menu_here(turn: Turn, said: Outgoing) -> Reply | None:
    """What is said here, if its choices are written out."""
    reply = said.reply if said.address.id == turn.address.id else None
    return reply if reply is not None and reply.rows and menus.has_menu(reply, turn.limits) else None


def _keep(turn: Turn, shown: tuple[tuple[str, str], ...]) -> None:
    standing = turn.position
    if standing is None:
        turn.position = Position(answers={}, asked_at=turn.now, menu=shown)
    elif standing.flow:
        turn.position = replace(standing, menu=shown)
    else:
        turn.position = replace(standing, menu=shown, asked_at=turn.now)
    turn.moved = True


def unknown_number(turn: Turn) -> bool:
    """Answer a bare number that no choice shown last has: show them again. False if this is none."""
    shown = _live(turn)
    number = _NUMBER.match(turn.inbound.text) if _plain_text(turn.inbound) else None
    if not shown or number is None:
        return False
    rows = [(Choice(label=label, data=data),) for label, data in shown]
    turn.say(basics.NoSuchNumber(number=number[1], most=len(shown)), rows)
    return True


def _plain_text(inbound: Inbound) -> bool:
    return inbound.kind is InboundKind.MESSAGE and not inbound.attachments
