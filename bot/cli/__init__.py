"""The `vungxanh` command: what an operator does on the machine."""

from collections.abc import Mapping, Sequence
from importlib import import_module

import typer
from typer.exceptions import TyperException

from bot.cli.errors import USAGE, told, usage
from bot.cli.output import complain

NAME = "vungxanh"
# What stands in which room: a command waits for no other room's libraries, which take seconds.
ROOMS: Mapping[str, Sequence[str]] = {
    "serving": ("run", "demo"),
    "checking": ("check",),
    "keeping": ("migrate", "resume"),
    "inviting": ("invite",),
    "bulletins": ("bulletin",),
    "figures": ("digest", "stats"),
    "archives": ("backup", "restore"),
}


def application(command: str = "") -> typer.Typer:
    """The command line, with the room of this command alone; with all of them where there is no such command."""
    app = typer.Typer(
        name=NAME,
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )
    app.callback(help="Điều hành kênh thông tin của một đợt thi đua.")(_nothing)
    rooms = [room for room, commands in ROOMS.items() if command in commands]
    for room in rooms or ROOMS:
        import_module(f"bot.cli.{room}").add_to(app)
    return app


def _nothing() -> None:
    """Before any command: it makes a lone command one that must be named."""


def run_command(arguments: Sequence[str]) -> int:
    """Run one command. Returns its exit code; what went wrong stands on stderr, a line for each thing."""
    app = application(arguments[0] if arguments else "")
    try:
        code = app(args=list(arguments), prog_name=NAME, standalone_mode=False)
    except TyperException as error:
        complain(usage(error, NAME))
        return USAGE
    except Exception as error:
        refusal = told(error)
        if refusal is None:
            raise
        complain(*refusal.lines)
        return refusal.code
    return code if isinstance(code, int) else 0
