"""Rows of a large table searched as the screen of rows does, in a process of its own that tells its times and memory.

``python -m benchmarks.searches STORE RELEASE`` asks and prints milliseconds and bytes as JSON.
"""

import json
import resource
import statistics
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any, Final

from benchmarks.results import table
from benchmarks.workload import ROOT, prepare

TABLE: Final = "events"
GOAL: Final = 300
"""Milliseconds that nineteen questions of twenty have to be answered in."""
_ROWS: Final = 12
_SEED: Final = 2011


@dataclass(frozen=True)
class Found:
    """What was measured.

    Attributes:
        rows: Rows of the table.
        first: Milliseconds until the first page stood, nothing remembered.
        learning: Milliseconds of the first word asked, in which the columns of few different cells are learnt.
        answers: Milliseconds of each question by what it asks, words not asked before.
        peak: Bytes of memory of the process at most.
    """

    rows: int
    first: float
    learning: float
    answers: dict[str, list[float]]
    peak: int

    @property
    def all(self) -> list[float]:
        """Return the milliseconds of all questions."""
        return [taken for times in self.answers.values() for taken in times]


def run() -> Found:
    """Measure the rows of the large exercise, built where it is not there yet."""
    work = prepare("large")
    command = [sys.executable, "-m", "benchmarks.searches", str(work.folder / "data" / "releases"), work.release]
    return Found(**json.loads(subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout))


def percentile(times: list[float], part: int) -> float:
    """Return the milliseconds in which so many of a hundred questions were answered."""
    return statistics.quantiles(times, n=100, method="inclusive")[part - 1]


def written(found: Found) -> str:
    """Return the tables as text."""
    p95 = percentile(found.all, 95)
    whole = [
        (f"One of {len(found.all)} questions over {found.rows:,} rows, p50, ms", f"{percentile(found.all, 50):.0f}", "",
         ""),
        ("The same, p95, ms", f"{p95:.0f}", f"< {GOAL}", "yes" if p95 < GOAL else "no"),
        ("The slowest, ms", f"{max(found.all):.0f}", "", ""),
        ("First page of all, nothing remembered, ms", f"{found.first:.0f}", "", ""),
        ("First word of all: columns of few different cells are learnt, ms", f"{found.learning:.0f}", "", ""),
        ("Most memory of the process, MB", f"{found.peak / 1e6:.0f}", "", ""),
    ]  # fmt: skip
    kinds = [(name, str(len(times)), f"{statistics.median(times):.0f}", f"{max(times):.0f}")
             for name, times in found.answers.items()]  # fmt: skip
    return "\n\n".join([table(("Measure", "ours", "goal", "met"), whole),
                        table(("Question", "asked", "median, ms", "slowest, ms"), kinds)])  # fmt: skip


def section(found: Found, day: str) -> str:
    """Return the part of the results that tells of searches, as Markdown."""
    how = (
        "Each question is the whole answer of the screen: how many rows hold the words, and the first page of them, or "
        "another page. Its words come from rows drawn by chance, the same each time, and no word was asked before, so "
        "that nothing is remembered but which columns hold few different cells. The file is Parquet, read by DuckDB; "
        "no table is held."
    )
    return "\n\n".join([f"Measured on {day} with `make bench` over the large exercise.", written(found), how])


def questions(rows: list[dict[str, Any]]) -> Iterator[tuple[str, str, int]]:
    """Yield what each question asks, its words and its page.

    Args:
        rows: Rows the words are taken from.
    """
    for place, row in enumerate(rows):
        first, *_, last = str(row["event_title"]).split()
        day, country = str(row["event_date"])[:10], row["country_code"]
        yield "a word that stands nowhere", f"zzyzx{place}", 1
        yield "the key of one row", row["event_id"], 1
        yield "two words of a title and a country", f"{first} {last} {country}", 1
        yield "a country", f"country_code:{country}", 1
        yield "a later page of a country", f"country_code:{country}", 7
        yield "a month", f"event_date:{day[:7]}", 1
        yield "a country since a day", f"country_code:{country} event_date>={day}", 1
        yield "a day as it is written", day, 1


def _asked(store: Path, name: str) -> dict[str, Any]:
    from dashboard.queries import lookup, rows
    from dashboard.scope import Scope
    from loaders.release import open_release

    release = open_release(name, store)
    scope = Scope(rel=name, asof=release.as_of).but(rows=TABLE)

    def answered(words: str, page: int) -> float:
        lookup._count.cache_clear()
        lookup.page.cache_clear()
        start = perf_counter()
        view = rows.explorer(release, scope.but(q=words, page=page))
        len(view.frame)
        return (perf_counter() - start) * 1000

    held, first, learning = release.manifest["tables"][TABLE]["rows"], answered("", 1), answered("zzyzx", 1)
    chance = Random(_SEED)
    drawn = [lookup.page(release, TABLE, "", chance.randrange(held), 1).to_dict("records")[0] for _ in range(_ROWS)]
    answers: dict[str, list[float]] = {}
    for kind, words, page in questions(drawn):
        answers.setdefault(kind, []).append(answered(words, page))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss << 10
    return {"rows": held, "first": first, "learning": learning, "answers": answers, "peak": peak}


if __name__ == "__main__":
    print(json.dumps(_asked(Path(sys.argv[1]), sys.argv[2])))
