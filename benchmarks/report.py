"""The table: each measure beside its goal, whether it is met, and what the run says about those that are not."""

import os
import platform
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Final

from benchmarks.measure import OURS, Found, Results, high, middle
from benchmarks.results import table

METHOD: Final = Path(__file__).with_name("METHOD.md")
_PACKAGES: Final = ("streamlit", "plotly", "pandas", "folium", "streamlit-folium", "playwright")
_HEADINGS: Final = ("Measure", "floor", "baseline", *OURS, "ratio", "goal", "met")
Value = Callable[[Found], float]
Cause = Callable[[Results, str], str]


@dataclass(frozen=True)
class Goal:
    """One line of the table.

    Attributes:
        measure: What is measured, with its unit.
        value: Its value on a page.
        limit: The most the ratio, or the value, may be; the least where ``is_least``.
        words: The goal in words.
        against: ``floor``, ``baseline``, ``small`` (the same screen at the small exercise), or empty for a plain value.
        is_least: Whether the limit is the least that will do.
        digits: Decimals shown.
        cause: What the measurements say where a screen falls short.
        references: Whether the reference pages have a value of their own.
    """

    measure: str
    value: Value
    limit: float
    words: str
    against: str = ""
    is_least: bool = False
    digits: int = 0
    cause: Cause | None = None
    references: bool = True


def _browser_share(results: Results, name: str) -> str:
    found, floor = results.pages[name], results.pages["floor"]
    server = f"; the server's full answer takes {middle(found.alone):.0f}" if found.alone else ""
    return (
        f"the browser's main thread works {middle(found.drawing):.0f} ms a change (floor {middle(floor.drawing):.0f},"
        f" of {middle(found.changes):.0f} and {middle(floor.changes):.0f} that pass){server}{_redrawn(found)}"
    )


def _redrawn(found: Found) -> str:
    return f"; redrawn: {_heaviest_parts(found)}" if found.parts else ""


def _heaviest_parts(found: Found) -> str:
    return ", ".join(f"{kind} {size / 1000:.1f} kB" for kind, size in list(found.parts.items())[:4])


def _slowest(results: Results, name: str) -> str:
    found = results.pages[name]
    first, again = found.changes[:12], found.changes[12:] or found.changes
    return (
        f"the first turn's changes take {high(first):.0f} ms at most, later ones {high(again):.0f} (95th percentile);"
        " a question is computed once, on its first asking"
    )


def _question_cost(results: Results, name: str) -> str:
    found = results.pages[name]
    return f"a question asked before costs {1000 / found.rate:.0f} ms; the mean holds the first asking of each region"


def _heaviest_files(results: Results, name: str) -> str:
    files = results.pages[name].files
    return f"{len(files)} files, the heaviest " + ", ".join(f"{file} {size / 1000:.0f} kB" for file, size in files[:4])


def _bytes_by_part(results: Results, name: str) -> str:
    return f"before compression {_heaviest_parts(results.pages[name])}"


def _held(results: Results, name: str) -> str:
    large, small = results.pages[name], results.pages[name.removesuffix(", large")]
    return f"{middle(large.memory):.0f} MB against {middle(small.memory):.0f}: the tables of the open releases"


def _crowd(results: Results, name: str) -> str:
    found = results.pages[name]
    return f"median {middle(found.crowd):.0f} ms against {middle(found.alone):.0f} alone; one interpreter answers all"


GOALS: Final = (
    Goal(
        "Filter to settled paint, p50, ms",
        lambda f: middle(f.changes),
        1.5,
        "≤ 1.5 × floor",
        "floor",
        cause=_browser_share,
    ),
    Goal(
        "Filter to settled paint, p50, ms",
        lambda f: middle(f.changes),
        12,
        "≥ 12 × faster than baseline",
        "baseline",
        is_least=True,
        cause=_browser_share,
    ),
    Goal("Filter to settled paint, p95, ms", lambda f: high(f.changes), 2, "≤ 2 × floor", "floor", cause=_slowest),
    Goal("Server processor time a change, ms", lambda f: middle(f.cpu), 60, "≤ 60", cause=_question_cost),
    Goal("Wire bytes a change, kB", lambda f: f.change_bytes / 1000, 10, "≤ 10", digits=1, cause=_bytes_by_part),
    Goal(
        "First view, nothing kept, ms", lambda f: middle(f.views), 1.5, "≤ 1.5 × floor", "floor", cause=_heaviest_files
    ),
    Goal("First view, wire bytes, MB", lambda f: f.view_bytes / 1e6, 1.5, "< 1.5", digits=2, cause=_heaviest_files),
    Goal("Changes a second and core", lambda f: f.rate, 20, "≥ 20", is_least=True, digits=1, cause=_bytes_by_part),
    Goal("Memory of each further session, MB", lambda f: f.session, 0.3, "≤ 0.3", digits=2, cause=_bytes_by_part),
    Goal(
        "25 sessions changing every 2 s, p95 over one's",
        lambda f: high(f.crowd) / high(f.alone),
        3,
        "≤ 3",
        digits=1,
        cause=_crowd,
    ),
)
LARGE: Final = (
    Goal(
        "Filter at the large exercise, p50, ms",
        lambda f: middle(f.changes),
        1.2,
        "≤ 1.2 × small",
        "small",
        cause=_browser_share,
        references=False,
    ),
    Goal(
        "Server memory at the large exercise, MB",
        lambda f: middle(f.memory),
        1.3,
        "≤ 1.3 × small",
        "small",
        cause=_held,
        references=False,
    ),
)


@dataclass(frozen=True)
class Line:
    """One line of the table, worked out.

    Attributes:
        cells: What stands in each column.
        is_met: Whether every screen meets the goal.
        cause: What the measurements say about the screen that is furthest from it; empty where the goal is met.
    """

    cells: tuple[str, ...]
    is_met: bool
    cause: str


def lines(results: Results) -> Iterator[Line]:
    """Work out every line of the table."""
    for goal in GOALS:
        yield _line(results, goal)
    if results.plan.has_large:
        for goal in LARGE:
            yield _line(results, goal)


def _line(results: Results, goal: Goal) -> Line:
    suffix = ", large" if goal.against == "small" else ""
    values = {name: goal.value(results.pages[f"{name}{suffix}"]) for name in OURS}
    judged = {name: _judged(results, goal, name, value) for name, value in values.items()}
    worst = (min if goal.is_least else max)(judged, key=lambda name: judged[name])
    is_met = judged[worst] >= goal.limit if goal.is_least else judged[worst] <= goal.limit
    beside = ("floor", "baseline") if goal.references else ()
    references = [_written(goal.value(results.pages[name]), goal) for name in beside] or ["", ""]
    shown = [_written(value, goal) for value in values.values()]
    ratio = f"{judged[worst]:.2f}" if goal.against else ""
    page = f"{worst}{suffix}"
    cause = f"{page}: {goal.cause(results, page)}." if goal.cause and not is_met else ""
    return Line((goal.measure, *references, *shown, ratio, goal.words, "yes" if is_met else "no"), is_met, cause)


def _written(value: float, goal: Goal) -> str:
    return f"{value:.{goal.digits}f}"


def _judged(results: Results, goal: Goal, name: str, value: float) -> float:
    if not goal.against:
        return value
    other = goal.value(results.pages[name if goal.against == "small" else goal.against])
    return other / value if goal.is_least else value / other


def written(results: Results) -> str:
    """Return the table as text."""
    return table(_HEADINGS, [line.cells for line in lines(results)])


def section(results: Results, day: str) -> str:
    """Return the part of the results that tells of the screens, as Markdown.

    Args:
        results: What was measured.
        day: Day of the run, ISO 8601.
    """
    worked = list(lines(results))
    short = list(_shortfalls(worked))
    parts = [_setting(results, day), table(_HEADINGS, [line.cells for line in worked])]
    heading = "### What falls short, and what the same run says about it"
    parts += [heading, "\n".join(short)] if short else ["Every goal is met."]
    return "\n\n".join([*parts, METHOD.read_text(encoding="utf-8")])


def _shortfalls(worked: Sequence[Line]) -> Iterator[str]:
    """Say why each goal is not met; what has been said of one is not said again."""
    said: set[str] = set()
    for line in worked:
        if not line.is_met:
            cause = "As above." if line.cause in said else line.cause
            said.add(line.cause)
            yield f"- {line.cells[0]} ({line.cells[-2]}). {cause}"


def _setting(results: Results, day: str) -> str:
    loads, changes = results.loads, {name: len(results.pages[name].changes) for name in ("floor", "baseline")}
    packages = ", ".join(f"{name} {version(name)}" for name in _PACKAGES)
    return (
        f"Measured on {day} with `make bench`: {results.plan.rounds} turns, {changes['floor']} changes a "
        f"page ({changes['baseline']} on the slow baseline). {os.cpu_count()} processors, "
        f"Python {platform.python_version()}, {packages}. One-minute load of the machine "
        f"{min(loads):.1f} to {max(loads):.1f}, median {middle(loads):.1f}, this run's own included: "
        "times hold for this machine in this hour, ratios travel better. "
        "A ratio is that of the screen furthest from the goal."
    )
