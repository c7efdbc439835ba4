"""`make bench`: measure screens, loading and searches, print the tables, write each into its section of RESULTS.md."""

import argparse
import datetime
from pathlib import Path

from benchmarks import loading, measure, report, results, searches

RESULTS = Path(__file__).with_name("RESULTS.md")


def main() -> None:
    """Run the benchmarks as the command line asks."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("part", nargs="?", choices=tuple(_PARTS), help="measure this part only")
    today = datetime.datetime.now(tz=datetime.UTC).date().isoformat()
    parser.add_argument("--on", default=today, metavar="DAY", help="day written into the results (today)")
    parser.add_argument("--rounds", type=int, default=3, help="turns of each page and reader (3)")
    parser.add_argument("--views", type=int, default=2, help="first views a turn (2)")
    parser.add_argument("--cycles", type=int, default=2, help="walks through all regions a turn (2)")
    parser.add_argument("--seconds", type=float, default=20, help="length of each load of sessions (20)")
    parser.add_argument("--port", type=int, default=8640, help="first of two free ports (8640)")
    parser.add_argument("--small-only", action="store_true", help="leave the large exercise out")
    parser.add_argument("--out", type=Path, default=RESULTS, help="where the results go (benchmarks/RESULTS.md)")
    options = parser.parse_args()
    for name, measured in _PARTS.items():
        if options.part in (None, name):
            measured(options)
    print(f"Written to {options.out}; load, versions and causes are there.")


def _screens(options: argparse.Namespace) -> None:
    amounts = (options.rounds, options.views, options.cycles, options.seconds)
    found = measure.run(measure.Plan(*amounts, port=options.port, has_large=not options.small_only))
    print(report.written(found))
    results.put(options.out, results.SCREENS, report.section(found, options.on))


def _loading(options: argparse.Namespace) -> None:
    found = loading.run(options.rounds)
    print(loading.written(found))
    results.put(options.out, results.LOADING, loading.section(found, options.on))


def _searches(options: argparse.Namespace) -> None:
    found = searches.run()
    print(searches.written(found))
    results.put(options.out, results.SEARCHES, searches.section(found, options.on))


_PARTS = {"screens": _screens, "loading": _loading, "searches": _searches}


if __name__ == "__main__":
    main()
