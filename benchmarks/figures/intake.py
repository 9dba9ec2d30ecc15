"""Updates a second from arrival to a durable answer, beside an echo that keeps nothing."""

from collections.abc import Iterator
from statistics import median

from benchmarks.control import Stub, program
from benchmarks.pinned import FIRST_CHAT
from benchmarks.population import Populations
from benchmarks.report import Figure, told
from benchmarks.scale import Scale

_ASKED = "/trogiup"


def measure(stub: Stub, populations: Populations, scale: Scale) -> Iterator[Figure]:
    """Known people ask for help, each once; all questions wait when the program starts to listen."""
    rounds = []
    for number in range(scale.rounds):
        rounds.append((_ours(stub, populations, scale.updates), _theirs(stub, scale.updates)))
        told(
            f"  round {number + 1}: ours {rounds[-1][0]['rate']:.0f}/s, python-telegram-bot {rounds[-1][1]:.0f}/s"
        )
    ours, theirs = median(each["rate"] for each, _ in rounds), median(each for _, each in rounds)
    ratio = median(each["rate"] / their for each, their in rounds)
    yield Figure(
        what="intake, updates/s, against python-telegram-bot's sequential echo",
        target="at least as many",
        reached=f"{ratio:.2f} times ({ours:.0f} to {theirs:.0f}/s)",
        met=ratio >= 1,
        details={"rounds": rounds},
    )


def _ours(stub: Stub, populations: Populations, count: int) -> dict[str, float]:
    folder = populations.copy(count)
    stub.reset()
    stub.feed(_ASKED, first=FIRST_CHAT, count=count)
    with program("living", kind="intake", folder=str(folder), url=stub.url, count=count) as bot:
        found = bot.line()
    populations.drop(folder)
    assert found["answers"] == count, found
    return {"rate": count / (found["done"] - stub.stats()["first_given"]), "cpu_us": found["cpu_us"]}


def _theirs(stub: Stub, count: int) -> float:
    stub.reset()
    stub.feed(_ASKED, first=FIRST_CHAT, count=count)
    with program("peers.ptb_bot", peers=True, url=stub.url) as bot:
        bot.line()
        stats = stub.until(lambda stats: not stats["unanswered"], 120)
    return count / (stats["last_answered"] - stats["first_given"])
