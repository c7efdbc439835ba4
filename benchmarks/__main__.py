"""`make bench`: measure every page in turn, print the table, write benchmarks/RESULTS.md."""

import argparse
import datetime
from pathlib import Path

from benchmarks.measure import Plan, run
from benchmarks.report import document, lines, table

RESULTS = Path(__file__).with_name("RESULTS.md")


def main() -> None:
    """Run the benchmarks as the command line asks."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    today = datetime.datetime.now(tz=datetime.UTC).date().isoformat()
    parser.add_argument("--on", default=today, metavar="DAY", help="day written into the results (today)")
    parser.add_argument("--rounds", type=int, default=3, help="turns of each page (3)")
    parser.add_argument("--views", type=int, default=2, help="first views a turn (2)")
    parser.add_argument("--cycles", type=int, default=2, help="walks through all regions a turn (2)")
    parser.add_argument("--seconds", type=float, default=20, help="length of each load of sessions (20)")
    parser.add_argument("--port", type=int, default=8640, help="first of two free ports (8640)")
    parser.add_argument("--small-only", action="store_true", help="leave the large exercise out")
    parser.add_argument("--out", type=Path, default=RESULTS, help="where the results go (benchmarks/RESULTS.md)")
    options = parser.parse_args()
    amounts = (options.rounds, options.views, options.cycles, options.seconds)
    results = run(Plan(*amounts, port=options.port, has_large=not options.small_only))
    print(table(list(lines(results))))
    options.out.write_text(document(results, options.on), encoding="utf-8")
    print(f"Written to {options.out}; load, versions and causes are there.")


if __name__ == "__main__":
    main()
