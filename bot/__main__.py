"""`python -m bot`, and the `vungxanh` command."""

import gc
import sys


def main() -> None:
    """Run the command line and exit with its code: 0 done, 1 refused, 2 usage."""
    gc.disable()  # until there is work: nothing goes of what is loaded, and looking takes a quarter of a second
    # Here, because a process that draws documents imports this module again, and needs nothing of the bot's.
    from bot.cli import run_command  # noqa: PLC0415

    sys.exit(run_command(sys.argv[1:]))


if __name__ == "__main__":
    main()
