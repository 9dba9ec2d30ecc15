"""Measure: python -m benchmarks [--quick] [pace throughput interactive crowd intake kills faults]."""

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks import report
from benchmarks.control import PEERS, Stub
from benchmarks.figures import crowd, faults, intake, interactive, kills, pace, throughput
from benchmarks.population import Populations
from benchmarks.report import Figure
from benchmarks.scale import FULL, QUICK, Scale

_FIGURES: dict[str, Callable[[Stub, Populations, Scale], Iterator[Figure]]] = {
    "pace": pace.measure,
    "throughput": throughput.measure,
    "interactive": interactive.measure,
    "crowd": crowd.measure,
    "intake": intake.measure,
    "kills": kills.measure,
    "faults": faults.measure,
}
_RESULTS = Path(__file__).parent / "results"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("only", nargs="*", metavar="figure", help=f"some of: {' '.join(_FIGURES)}; none: all")
    parser.add_argument("--quick", action="store_true", help="a smaller scale, under 4 minutes")
    parser.add_argument("--json", type=Path, help="where to keep the figures")
    given = parser.parse_args()
    if unknown := set(given.only) - set(_FIGURES):
        parser.error(f"no such figure: {', '.join(sorted(unknown))}; there are {', '.join(_FIGURES)}")
    return given


def _name(scale: Scale, *, some: bool) -> str:
    return "latest.json" if scale is FULL and not some else f"{'some-' if some else ''}{scale.name}.json"


def main() -> int:
    """Measure, print the table, keep the JSON. Returns 0 if every target is met."""
    given = _arguments()
    if not PEERS.exists():
        sys.exit("the peers are not installed: run `make bench-quick`, which does that")
    scale, about, began = QUICK if given.quick else FULL, report.machine(), time.monotonic()
    figures: list[Figure] = []
    with Stub() as stub, Populations() as populations:
        for name in given.only or _FIGURES:
            at = time.monotonic()
            for figure in _FIGURES[name](stub, populations, scale):
                figures.append(figure)
                report.told(f"{'ok ' if figure.met else 'NO '} {figure.what}: {figure.reached}")
            report.told(f"   {name}: {time.monotonic() - at:.0f} s")
    file = given.json or _RESULTS / _name(scale, some=bool(given.only))
    report.write(file, scale, about, figures, time.monotonic() - began)
    print(report.table(figures))
    return 0 if all(each.met for each in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
