"""In a group the bot hears only what is meant for it: commands, and answers to its cards."""

from handlers import threads
from handlers.dialog import phrase_command
from handlers.running import run
from handlers.turn import Turn
from messages.content import InboundKind
from messages.contexts import basics
from messages.folding import tidy


async def heard(turn: Turn) -> str:
    """Handle a group's message. Returns why it was ignored, or ""."""
    if turn.inbound.kind is not InboundKind.MESSAGE:
        return "not a message for us"
    name = phrase_command(turn.inbound.text).removeprefix("/")
    if name:
        command = turn.registry.command(name)
        if command is None:
            return "a command for another bot, or none"
        if turn.inbound.anonymous and command.name != "trogiup":
            turn.say(basics.NoName())
            return ""
        await run(turn, command, tidy(turn.inbound.text).partition(" ")[2])
        return ""
    return "" if await threads.continues(turn) else "group chatter"
