"""`python -m bot`, and the `vungxanh` command."""

import sys

from bot.cli import run_command


def main() -> None:
    """Run the command line and exit with its code: 0 done, 1 refused, 2 usage."""
    sys.exit(run_command(sys.argv[1:]))


if __name__ == "__main__":
    main()
