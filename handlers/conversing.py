"""Drives a dialog inside a turn: loads the facts a step needs, moves the position, keeps it, says the question."""

from dataclasses import replace

from handlers import dialog, emergency
from handlers.facts import load
from handlers.intents import Reading, sounds_like
from handlers.steps import Answers, Facts, Flow
from handlers.turn import Turn
from messages import buttons
from messages.content import AttachmentKind, Choice, Inbound, InboundKind
from messages.contexts import dialogs
from storage.outbox import Outgoing
from storage.records import Position

_TOLD = "-told"  # the question under which a file without words was refused
_VOICES = frozenset({AttachmentKind.VOICE, AttachmentKind.AUDIO})
FRESH = "moi"  # the argument by which "leave it, begin the new one" says that it was asked


async def enter(
    turn: Turn,
    name: str,
    argument: str = "",
    answers: Answers | None = None,
    *,
    step: str = "",
    before: str = "",
) -> None:
    """Begin the flow `name` for the command of the same name.

    Somebody in the middle of another flow is asked first which to go on with; `argument` FRESH says they were.
    """
    held = busy(turn, name)
    if held is None or argument == FRESH:
        await start(turn, name, answers, step=step, before=before)
        return
    wanted = turn.registry.command(name)
    turn.say(
        dialogs.Busy(doing=held.title, wanted=wanted.title if wanted else _flow(turn, name).title),
        [
            [Choice(label="Làm tiếp việc đang dở", data=buttons.command("tieptuc"))],
            [Choice(label="Bỏ việc đó", data=buttons.command(name, FRESH))],
        ],
    )


async def start(
    turn: Turn, name: str, answers: Answers | None = None, *, step: str = "", before: str = ""
) -> None:
    """Begin a flow, some answers given already; `before` is rich text said above the first question."""
    flow = _flow(turn, name)
    position = dialog.begin(flow, dict(answers or {}), turn.token(), turn.now, step)
    await _stand(turn, flow, position, before)


def busy(turn: Turn, name: str) -> Flow | None:
    """The flow they are in the middle of, if it is another than `name` and worth keeping."""
    standing = turn.position
    if standing is None or not standing.trail or standing.flow == name:
        return None
    flow = turn.registry.flow(standing.flow)
    return flow if flow and flow.guard else None


async def again(turn: Turn, before: str = "") -> bool:
    """Ask the open question again, if there is one."""
    standing = turn.position
    flow = turn.registry.flow(standing.flow) if standing and standing.flow else None
    if flow is None or standing is None:
        return False
    await _stand(turn, flow, replace(standing, asked_at=turn.now), before)
    return True


def with_way_back(turn: Turn, said: Outgoing) -> Outgoing:
    """The answer to a side question, with a button that leads back to the dialog still open."""
    if said.reply is None or said.address.id != turn.address.id:
        return said
    back = (Choice(label="Làm tiếp việc đang dở", data=buttons.command("tieptuc")),)
    return replace(said, reply=replace(said.reply, rows=(*said.reply.rows, back)))


async def answer(turn: Turn) -> bool:
    """The inbound answers the open question: `turn.position` stands in a flow.

    Returns False if it does not, and clearly means something else: the flow, not worth keeping, is left then.
    """
    standing = turn.position
    if standing is None:
        raise ValueError("nobody stands in a dialog here")
    flow = _flow(turn, standing.flow)
    facts = await facts_for(turn, flow, standing)
    stale, helps = turn.words(dialogs.Stale()), turn.words(dialogs.Help(doing=flow.title))
    result = dialog.hear(flow, standing, turn.inbound, facts, stale=stale, helps=helps)
    match result:
        case dialog.Silent():
            pass
        case dialog.Kept(position=position):
            await _keep(turn, replace(position, asked_at=turn.now))
        case dialog.Stays(say=say):
            return await _not_taken(turn, flow, standing, say)
        case dialog.Moved(position=position):
            first = emergency.heard_now(turn) if flow.heeds else ""
            await _stand(turn, flow, replace(position, asked_at=turn.now), first)
        case dialog.Cancelled():
            await leave(turn)
            turn.say(flow.cancelled, [turn.registry.buttons("trogiup")])
        case dialog.Finished(answers=answers):
            await leave(turn)
            await flow.finish(turn, answers)
    return True


async def _not_taken(turn: Turn, flow: Flow, standing: Position, say: str) -> bool:
    """An answer that the step refused: a cry for help is heard first, other matters where little is lost.

    Of a flood of photos that the question does not take, the first is answered; one answer is as clear as 5,000.
    """
    if _mere_files(turn.inbound):
        if standing.answers.get(_TOLD) == standing.nonce:
            return True
        standing = replace(standing, answers={**standing.answers, _TOLD: standing.nonce})
    text = turn.inbound.text if turn.inbound.kind is InboundKind.MESSAGE else ""
    reading = sounds_like(text) if text and not text.startswith("/") else Reading()
    step = flow.steps[standing.step]
    if _mere_voice(turn.inbound) and not step.hears:
        options = step.ask(standing.answers, await facts_for(turn, flow, standing)).options
        say = turn.words(dialogs.Unheard(choose=bool(options)))
    if not flow.guard and (reading.sure or reading.emergency):
        await leave(turn)
        return False
    if reading.emergency:
        say = f"{emergency.first_words(turn, text)}\n\n{say}"
    await _stand(turn, flow, replace(standing, asked_at=turn.now), say)
    return True


def _mere_voice(inbound: Inbound) -> bool:
    """A voice and nothing to read: a question that does not take it says so, whatever else it would have said."""
    kinds = {each.kind for each in inbound.attachments}
    return not kinds.isdisjoint(_VOICES) and not inbound.text.strip()


def _mere_files(inbound: Inbound) -> bool:
    """Files that say nothing by themselves; a voice does."""
    kinds = {each.kind for each in inbound.attachments}
    silent = bool(kinds) and kinds.isdisjoint(_VOICES)
    return inbound.kind is InboundKind.MESSAGE and silent and not inbound.text.strip()


def lost(turn: Turn) -> bool:
    """Whether they stand in a dialog that this version of the program no longer has."""
    standing = turn.position
    if standing is None or not standing.flow:
        return False
    flow = turn.registry.flow(standing.flow)
    return flow is None or standing.step not in flow.steps


async def leave(turn: Turn) -> None:
    """Out of the flow, without a word."""
    if turn.position is not None and turn.position.flow:
        turn.position = replace(
            turn.position,
            flow="",
            step="",
            answers={},
            trail=(),
            return_to="",
            prior=turn.position.nonce,
            menu=(),
        )
        turn.moved = True


async def facts_for(turn: Turn, flow: Flow, position: Position) -> Facts:
    """The facts that the step at `position` needs, loaded in this transaction."""
    needs = flow.steps[position.step].needs
    return Facts(
        now=turn.now,
        campaign=turn.campaign,
        person=turn.person,
        grants=turn.grants,
        limits=turn.limits,
        loaded=await load(turn, needs, position.answers) if needs else {},
    )


async def _stand(turn: Turn, flow: Flow, position: Position, before: str = "") -> None:
    facts = await facts_for(turn, flow, position)
    while (passed := _passed(flow, position, facts)) is not None:
        position = passed
        facts = await facts_for(turn, flow, position)
    reply = dialog.ask(flow, position, facts, before)
    if reply is not None:
        turn.send(turn.address, reply)
    elif turn.position is not None:  # the buttons of the question before stay good
        position = replace(position, nonce=turn.position.nonce, prior=turn.position.prior)
    await _keep(turn, position)


def _passed(flow: Flow, position: Position, facts: Facts) -> Position | None:
    """Where the dialog goes on at once, the step at `position` having nothing to ask; None if it has."""
    step = flow.steps[position.step]
    if step.needless is None or not step.needless(position.answers, facts):
        return None
    target = position.return_to or step.then(position.answers, facts)
    return replace(position, step=target, return_to="") if target else None


async def _keep(turn: Turn, position: Position) -> None:
    turn.position = position
    turn.moved = True


def _flow(turn: Turn, name: str) -> Flow:
    flow = turn.registry.flow(name)
    if flow is None:
        raise LookupError(f"the registry has no flow {name!r}")
    return flow
