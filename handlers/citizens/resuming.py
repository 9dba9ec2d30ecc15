"""/tieptuc: back to the dialog that a side question interrupted."""

from handlers import conversing
from handlers.registry import Command
from handlers.turn import Turn
from messages.contexts import basics


async def resume(turn: Turn, _argument: str) -> None:
    """Ask the open question again; say so if there is none."""
    if not await conversing.again(turn):
        turn.say(basics.NothingOpen(), [turn.registry.buttons("trogiup")])


COMMANDS = (
    Command(name="tieptuc", title="Làm tiếp việc đang dở", run=resume, words=("tiếp tục",), menu=False),
)
