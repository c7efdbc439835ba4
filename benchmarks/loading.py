"""Loading measured beside bare readers: files checked whole, each turn a process of its own, the readers in turn."""

import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Final

from benchmarks import received
from benchmarks.results import table
from benchmarks.workload import ROOT

METHOD: Final = Path(__file__).with_name("LOADING.md")
_PACKAGES: Final = ("pandas", "duckdb", "python-calamine", "lxml", "pyarrow")
_HEADINGS: Final = ("Measure", "ours", "bare reader", "its own", "ratio", "goal", "met")
_LIMITS: Final = ("rows=4000000", "file_bytes=4294967296", "cpu_seconds=600", "memory_bytes=8589934592")
CHECK: Final = "check"
STREAM: Final = "activities"


@dataclass(frozen=True)
class Case:
    """One file and who reads it.

    Attributes:
        name: Name in the table.
        file: Name of the file.
        size: Rows, or millions of bytes, as ``unit`` says.
        unit: What a rate counts.
        kind: Form the file is checked as.
        write: Writes the file.
        readers: The bare readers, our own ``check``, and for IATI our stream without a check.
    """

    name: str
    file: str
    size: int
    unit: str
    kind: str
    write: Callable[[Path], None]
    readers: tuple[str, ...]


def _events(name: str, rows: int) -> Case:
    readers = (CHECK, "pandas", "duckdb")
    write = lambda path: received.write_events(path, rows)  # noqa: E731 - the rows are the case's own
    return Case(name, f"events-{rows}.csv", rows, "rows", "events", write, readers)


SMALL: Final = _events("CSV, 350,000 events", 350_000)
LARGE: Final = _events("CSV, 3.5 million events", 3_500_000)
BOOK: Final = Case("XLSX, 100,000 deployments", "deployments.xlsx", 100_000, "rows", "deployments",
                   lambda path: received.write_workbook(path, 100_000), (CHECK, "calamine"))  # fmt: skip
IATI: Final = Case("IATI XML, 200 MB", "activities.xml", 200, "MB", "programs",
                   lambda path: received.write_activities(path, 200_000_000), (CHECK, STREAM, "lxml"))  # fmt: skip
CASES: Final = (SMALL, LARGE, BOOK, IATI)


@dataclass
class Taken:
    """What one reader took for one file, a value a turn.

    Attributes:
        seconds: Seconds by the clock, from the start of the process to its end.
        processor: Seconds of processor time.
        peak: Bytes of memory at most.
    """

    seconds: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    peak: list[int] = field(default_factory=list)


@dataclass
class Found:
    """All that one run has measured.

    Attributes:
        turns: Turns of each reader.
        taken: What each reader took, by file and reader.
        loads: One-minute load of the machine at the start of each turn.
    """

    turns: int
    taken: dict[tuple[str, str], Taken] = field(default_factory=dict)
    loads: list[float] = field(default_factory=list)

    def rate(self, case: Case, reader: str) -> float:
        """Return rows, or MB, a second: the median turn's."""
        return case.size / statistics.median(self.taken[case.name, reader].seconds)

    def peak(self, case: Case, reader: str) -> float:
        """Return the most memory of the median turn in MB of 1,000,000 bytes."""
        return statistics.median(self.taken[case.name, reader].peak) / 1e6


def run(turns: int) -> Found:
    """Measure every file with every reader.

    Raises:
        RuntimeError: A reader failed, or a check did not accept every row.
    """
    found = Found(turns)
    for case in CASES:
        with tempfile.TemporaryDirectory(prefix="loading-") as folder:
            path = Path(folder, case.file)
            case.write(path)
            for turn in range(turns):
                for reader in case.readers:
                    found.loads.append(os.getloadavg()[0])
                    words = f"{case.name}, turn {turn + 1} of {turns}: {reader} (load {found.loads[-1]:.1f})"
                    print(words, file=sys.stderr, flush=True)
                    _measure(case, reader, path, found.taken.setdefault((case.name, reader), Taken()))
    return found


def _measure(case: Case, reader: str, path: Path, taken: Taken) -> None:
    with tempfile.TemporaryDirectory(prefix="read-") as out:
        words = _check(case, path, out) if reader == CHECK else ["benchmarks.bare", reader, str(path), out]
        command = [sys.executable, "-m", "benchmarks.bare", "measured", sys.executable, "-m", *words]
        told = json.loads(subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout)
    if told["code"] or (reader == CHECK and " 0 set aside" not in told["said"]):
        raise RuntimeError(f"{reader} of {case.name}: {told['said']}")
    taken.seconds.append(told["seconds"])
    taken.processor.append(told["processor"])
    taken.peak.append(told["bytes"])


def _check(case: Case, path: Path, out: str) -> list[str]:
    limits = [word for limit in _LIMITS for word in ("--limit", limit)]
    return ["loaders", "check", "--kind", case.kind, "--path", str(path), "--keep", out, *limits]


@dataclass(frozen=True)
class Goal:
    """One line of the table.

    Attributes:
        case: The file.
        against: Reader, or other file, that the figure is held against; empty for a plain figure.
        limit: The least the ratio, or the most the figure, may be; None where nothing is asked.
        words: The goal in words.
        is_peak: Whether memory is meant and not the rate.
        ours: Which of our readings is meant.
    """

    case: Case
    against: str
    limit: float | None
    words: str
    is_peak: bool = False
    ours: str = CHECK


GOALS: Final = (
    *(goal for case in (SMALL, LARGE) for goal in (
        Goal(case, "pandas", 1, "≥ pandas' rate"),
        Goal(case, "duckdb", 1 / 3, "≥ a third of DuckDB's"),
        Goal(case, "", 900, "< 900", is_peak=True),
    )),
    Goal(LARGE, SMALL.name, 1.3, "≤ 1.3 × at 350,000", is_peak=True),
    Goal(BOOK, "calamine", 0.5, "≥ half of calamine's"),
    Goal(IATI, "lxml", 0.8, "≥ 0.8 × lxml's", ours=STREAM),
    Goal(IATI, "", 100, "< 100", is_peak=True, ours=STREAM),
    Goal(IATI, "lxml", None, "", ours=CHECK),
    Goal(IATI, "", None, "", is_peak=True, ours=CHECK),
)  # fmt: skip


def lines(found: Found) -> Iterator[tuple[str, ...]]:
    """Work out every line of the table."""
    return (_peak_line(found, goal) if goal.is_peak else _rate_line(found, goal) for goal in GOALS)


def _measure_name(goal: Goal) -> str:
    return f"{goal.case.name}{', as a stream' if goal.ours == STREAM else ', checked'}"


def _rate_line(found: Found, goal: Goal) -> tuple[str, ...]:
    case = goal.case
    ours, bare = found.rate(case, goal.ours), found.rate(case, goal.against)
    ratio = ours / bare
    met = "" if goal.limit is None else "yes" if ratio >= goal.limit else "no"
    name = f"{_measure_name(goal)}: {case.unit}/s"
    return name, f"{ours:,.0f}", goal.against, f"{bare:,.0f}", f"{ratio:.2f}", goal.words, met


def _peak_line(found: Found, goal: Goal) -> tuple[str, ...]:
    ours, name = found.peak(goal.case, goal.ours), f"{_measure_name(goal)}: most memory, MB"
    other = found.peak(SMALL, CHECK) if goal.against else 0.0
    judged = ours / other if other else ours
    met = "" if goal.limit is None else "yes" if judged <= goal.limit else "no"
    ratio = f"{judged:.2f}" if other else ""
    return name, f"{ours:,.0f}", "", f"{other:,.0f}" if other else "", ratio, goal.words, met


def written(found: Found) -> str:
    """Return the table as text."""
    return table(_HEADINGS, list(lines(found)))


def section(found: Found, day: str) -> str:
    """Return the part of the results that tells of loading, as Markdown.

    Args:
        found: What was measured.
        day: Day of the run, ISO 8601.
    """
    packages = ", ".join(f"{name} {version(name)}" for name in _PACKAGES)
    setting = (
        f"Measured on {day} with `make bench`: {found.turns} turns of each reader, medians. "
        f"{os.cpu_count()} processors, Python {platform.python_version()}, {packages}. "
        f"One-minute load of the machine {min(found.loads):.1f} to {max(found.loads):.1f}, "
        f"median {statistics.median(found.loads):.1f}, this run's own included."
    )
    return "\n\n".join([setting, written(found), _processor(found), METHOD.read_text("utf-8")])


def _processor(found: Found) -> str:
    told = [
        f"{case.name}: " + ", ".join(f"{reader} {statistics.median(found.taken[case.name, reader].processor):.1f}"
                                     for reader in case.readers)
        for case in CASES
    ]  # fmt: skip
    return "Processor seconds of the median turn. " + ". ".join(told) + "."
