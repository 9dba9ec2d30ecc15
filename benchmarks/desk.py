"""How long Home Affairs waits with 5,000 open reports in every commune: python -m benchmarks.desk [reports].

Prints seconds for a page of /hangcho, for the text of /tonghop and for its files, and the memory that these took.
Targets: a page 0.2 s, /tonghop with its files 5 s, and flat memory: with ten times the reports of the run before it,
the bot's highest is at most 30 MB higher.
"""

import asyncio
import sys

if __name__ == "__main__":
    # Here, because the process that draws imports this module too, as it does the bot's.
    from benchmarks.desk_work import main

    sys.exit(not asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 5000)))
