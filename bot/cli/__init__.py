"""The `vungxanh` command: what an operator does on the machine."""

from collections.abc import Sequence

import typer
from typer.exceptions import TyperException

from bot.cli import archives, bulletins, checking, figures, inviting, keeping, serving
from bot.cli.errors import USAGE, told, usage
from bot.cli.output import complain

NAME = "vungxanh"
app = typer.Typer(
    name=NAME,
    help="Điều hành kênh thông tin của một đợt thi đua.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
for room in (serving, checking, keeping, inviting, bulletins, figures, archives):
    room.add_to(app)


def run_command(arguments: Sequence[str]) -> int:
    """Run one command. Returns its exit code; what went wrong stands on stderr, a line for each thing."""
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
