"""What an inbound means: who said it where, and which command, question, thread or guess it belongs to."""

from dataclasses import replace

from handlers import conversing, free_text, groups, menus, threads
from handlers.dialog import phrase_command
from handlers.running import roles_here, run
from handlers.turn import Turn
from messages import buttons
from messages.content import ChatKind, Inbound, InboundKind
from messages.contexts import basics
from messages.folding import tidy
from messages.runs import cleaned
from storage import bulletins, desks, people
from storage.records import Consent

HANDLED = ""


async def converse(turn: Turn) -> str:
    """Handle `turn.inbound`. Returns why it was ignored, or "" when something was done about it."""
    turn.inbound = _storable(turn.inbound)
    await menus.understand(turn)
    reason = await _handle(turn)
    menus.remember(turn)
    return reason


async def _handle(turn: Turn) -> str:
    if conversing.lost(turn):
        await conversing.leave(turn)
    if turn.inbound.kind in {InboundKind.LEFT, InboundKind.ARRIVED, InboundKind.MIGRATED}:
        return await _moved(turn)
    if turn.inbound.kind is InboundKind.PRESS:
        return await _pressed(turn)
    if turn.address.kind is ChatKind.GROUP:
        return await groups.heard(turn)
    if turn.inbound.kind is InboundKind.WITHHELD:
        await free_text.withheld(turn)
        return HANDLED
    if turn.inbound.kind is InboundKind.EDIT:
        return await _edited(turn)
    return await _said(turn)


def _storable(inbound: Inbound) -> Inbound:
    """Without the characters that no database and no platform takes: NUL, halves of surrogate pairs."""
    return replace(
        inbound,
        text=cleaned(inbound.text),
        marked=cleaned(inbound.marked),
        quoted=cleaned(inbound.quoted),
        sender_name=cleaned(inbound.sender_name),
    )


async def _moved(turn: Turn) -> str:
    match turn.inbound.kind:
        case InboundKind.LEFT:
            turn.lost = True
            await people.lost(turn.tx, turn.address.id, "left")
            await desks.close(turn.tx, turn.address.id, turn.now)
        case InboundKind.MIGRATED:
            await people.move(turn.tx, turn.address.id, turn.inbound.migrated_to)
        case _:
            if turn.address.kind is ChatKind.GROUP:
                turn.say(basics.GroupHello())
            else:
                await bulletins.joined(turn.tx, turn.person.id)  # what is being sent reaches them again
                await _greet(turn)
    return HANDLED


async def _greet(turn: Turn) -> None:
    """Say what this is to somebody who follows and has not been asked yet: a machine, and what it keeps."""
    command = turn.registry.command("start")
    if turn.limits.follows and turn.person.consent is Consent.UNASKED and command is not None:
        await run(turn, command, "")


async def _pressed(turn: Turn) -> str:
    press = buttons.decode(turn.inbound.press)
    if press is None:
        turn.say(basics.OldButton(), [turn.registry.buttons("trogiup")])
        return HANDLED
    if press.kind is buttons.Pressed.STEP:
        return await _step_pressed(turn, press)
    if press.kind is buttons.Pressed.COMMAND:
        command = turn.registry.command(press.ref)
        if command is not None:
            await run(turn, command, press.choice.replace("+", " "))
            return HANDLED
    action = turn.registry.action(press.kind, press.choice)
    if action is None:
        turn.say(basics.OldButton(), [turn.registry.buttons("trogiup")])
    elif turn.inbound.anonymous:
        turn.say(basics.NoName())
    elif action.roles.isdisjoint(await roles_here(turn) if action.desk_members else turn.roles):
        turn.say(basics.NotAllowed(title="việc này"))
    else:
        await action.run(turn, press.ref)
    return HANDLED


async def _step_pressed(turn: Turn, press: buttons.Press) -> str:
    standing = turn.position
    if standing is not None and standing.flow:
        await conversing.answer(turn)
        return HANDLED
    if standing is not None and standing.prior == press.nonce:
        return "the same press twice"
    turn.say(basics.OldButton(), [turn.registry.buttons("trogiup")])
    return HANDLED


async def _edited(turn: Turn) -> str:
    if turn.position is None or not turn.position.flow:
        return "an edit of a message already handled"
    await conversing.again(turn, turn.words(basics.EditNoted()))
    return HANDLED


async def _said(turn: Turn) -> str:
    name = phrase_command(turn.inbound.text)
    standing = turn.position is not None and bool(turn.position.flow)
    if name:
        return await _commanded(turn, name.removeprefix("/"), standing=standing)
    if standing and (await _about_a_card(turn) or await conversing.answer(turn)):
        return HANDLED
    if await threads.continues(turn):
        return HANDLED
    if menus.unknown_number(turn) or menus.which_number(turn):
        return HANDLED
    command = turn.registry.by_words(turn.inbound.text) if turn.inbound.text else None
    if command is not None:
        await run(turn, command, "")
        return HANDLED
    await free_text.answer(turn)
    return HANDLED


async def _commanded(turn: Turn, name: str, *, standing: bool) -> str:
    if name in {"huy", "quaylai"} or (name == "trogiup" and standing):
        if standing:
            await conversing.answer(turn)
        else:
            turn.say(basics.NothingOpen(), [turn.registry.buttons("trogiup")])
        return HANDLED
    command = turn.registry.command(name)
    if command is None:
        turn.say(basics.UnknownCommand(name=name[:32]), [turn.registry.buttons("trogiup")])
        return HANDLED
    _, _, argument = tidy(turn.inbound.text).partition(" ")
    before = turn.position
    await run(turn, command, argument)
    if standing and turn.position == before and command.name != "tieptuc":
        _offer_way_back(turn)
    return HANDLED


async def _about_a_card(turn: Turn) -> bool:
    """Whether it is about a matter, not the answer to the open question; that stays as it is.

    It replied to a card, or begins with its code and a colon: then the question is asked again, for where people write
    codes they have no reply to tell one from the other by. A question that is about a matter itself decides that
    itself: the same card may only be what it quotes.
    """
    before = turn.position
    if before is None or before.answers.get("code"):
        return False
    if await threads.replies_to_card(turn):
        _offer_way_back(turn)
        return True
    if not await threads.begins_with_code(turn):
        return False
    if turn.position == before:  # else it has led on to a question of its own
        await conversing.again(turn)
    return True


def _offer_way_back(turn: Turn) -> None:
    """To the dialog that is still open."""
    turn.out[-1:] = [conversing.with_way_back(turn, turn.out[-1])] if turn.out else []
