"""The runs: every page in turn, again and again, so that whatever else the machine does falls on all of them alike."""

import asyncio
import os
import statistics
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser

from benchmarks import sessions
from benchmarks.browser import Reader, Screen, chromium, reader
from benchmarks.server import Server, Wire
from benchmarks.workload import ALL, BUILT, REGIONS, Workload, prepare

PAGES: Final = Path(__file__).parent / "pages"
OURS: Final = {"Situation": "", "Deployments": "deployments", "Contributions": "contributions"}
_ARRIVAL: Final = 300
_PAUSE: Final = 200
_READERS: Final = 25
_SATURATING: Final = 4


@dataclass(frozen=True)
class Plan:
    """How much is measured.

    Attributes:
        rounds: How often each page has its turn before the browser.
        views: First views a turn.
        cycles: A turn chooses each region, and all of them again, this often.
        seconds: How long the sessions of one load are kept going.
        port: First of a few free ports.
        has_large: Whether the large exercise is measured too.
    """

    rounds: int
    views: int
    cycles: int
    seconds: float
    port: int
    has_large: bool


@dataclass
class Found:
    """What was measured on one page.

    Attributes:
        changes: Milliseconds from choice to settled page, each.
        cpu: Milliseconds of the server's processor time a change, one a turn.
        drawing: Milliseconds of processor time of the page's main thread a change, one a turn.
        views: Milliseconds of each first view.
        view_bytes: Bytes on the wire of a first view.
        change_bytes: Bytes on the wire of a change, the mean over all regions and back.
        files: Name and bytes of the files of a first view, the largest first.
        rate: Changes a second and core.
        session: MB of memory each further session takes.
        alone: Milliseconds of the server's answers to one session.
        crowd: Milliseconds of the server's answers to many sessions.
        memory: MB the server holds after a turn, one a turn.
        parts: Bytes of a change before compression, by kind of message.
    """

    changes: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    drawing: list[float] = field(default_factory=list)
    views: list[float] = field(default_factory=list)
    view_bytes: int = 0
    change_bytes: int = 0
    files: list[tuple[str, int]] = field(default_factory=list)
    rate: float = 0.0
    session: float = 0.0
    alone: list[float] = field(default_factory=list)
    crowd: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)
    parts: dict[str, int] = field(default_factory=dict)


@dataclass
class Results:
    """All that one run has measured.

    Attributes:
        plan: How much was measured.
        pages: Name of the page to what was found on it.
        loads: One-minute load of the machine at the start of each turn.
    """

    plan: Plan
    pages: dict[str, Found] = field(default_factory=dict)
    loads: list[float] = field(default_factory=list)


def run(plan: Plan) -> Results:
    """Measure every page.

    Raises:
        RuntimeError: A server ended, or an answer lacks the number it should hold.
        TimeoutError: A page did not settle; Playwright names what was waited for.
    """
    small = prepare("small")
    screens = _references(small) + _ours(small)
    large = _ours(prepare("large")) if plan.has_large else []
    results = Results(plan, {screen.name: Found() for screen in (*screens, *large)})
    with chromium() as browser:
        for turn in range(plan.rounds):
            for screen in (*screens, *large):
                _say(results, f"browser, turn {turn + 1} of {plan.rounds}: {screen.name}")
                _browse(browser, screen, plan, results.pages[screen.name], is_first=turn == 0)
    for screen in screens:
        _say(results, f"sessions: {screen.name}")
        _load(screen, plan, results.pages[screen.name])
    return results


def _say(results: Results, words: str) -> None:
    results.loads.append(os.getloadavg()[0])
    print(f"{words} (load {results.loads[-1]:.1f})", file=sys.stderr, flush=True)


def _references(workload: Workload) -> list[Screen]:
    floor = Screen("floor", "", workload, is_ours=False)
    return [floor, Screen("baseline", "", workload, is_ours=False, has_map=True)]


def _ours(workload: Workload) -> list[Screen]:
    suffix = "" if workload.scale == "small" else f", {workload.scale}"
    return [
        Screen(
            f"{name}{suffix}",
            f"{path}?v=1&rel={workload.release}",
            workload,
            is_ours=True,
            has_number=name != "Contributions",
        )
        for name, path in OURS.items()
    ]


@contextmanager
def _served(screen: Screen, port: int) -> Iterator[Server]:
    folder = screen.workload.folder
    script = folder / "dashboard" / "app.py" if screen.is_ours else PAGES / f"{screen.name}.py"
    with Server(script, folder if screen.is_ours else BUILT / "plain", folder, port) as server:
        yield server


def _browse(browser: Browser, screen: Screen, plan: Plan, found: Found, *, is_first: bool) -> None:
    with _served(screen, plan.port) as server:
        with reader(browser, screen) as warming:
            warming.first_view(server.address)
        for _ in range(plan.views):
            with reader(browser, screen) as fresh:
                found.views.append(fresh.first_view(server.address))
        with reader(browser, screen) as settled:
            settled.first_view(server.address)
            settled.open_filter()
            before, worked = server.cpu(), settled.count_work()
            taken = list(_changes(settled, 1 if screen.has_map else plan.cycles))
            found.changes += taken
            found.cpu.append((server.cpu() - before) * 1000 / len(taken))
            found.drawing.append(worked() / len(taken))
        found.memory.append(server.memory())
        if is_first:
            _weigh(browser, screen, plan.port, found)


def _changes(settled: Reader, cycles: int) -> Iterator[float]:
    for _ in range(cycles):
        for region in REGIONS:
            for choice in (region, ALL):
                yield settled.change(choice, region)
                settled.page.wait_for_timeout(_PAUSE)


def _weigh(browser: Browser, screen: Screen, port: int, found: Found) -> None:
    """Count bytes through a proxy, apart from the timed runs."""
    wire = Wire(port + 1, port).listen()
    with reader(browser, screen) as weighed:
        weighed.first_view(f"http://127.0.0.1:{wire.port}")
        weighed.page.wait_for_timeout(_ARRIVAL)
        found.view_bytes, found.files = wire.down, weighed.heaviest()
        weighed.open_filter()
        before = wire.down
        count = len(list(_changes(weighed, 1)))
        weighed.page.wait_for_timeout(_ARRIVAL)
        found.change_bytes = (wire.down - before) // count
    wire.close()


def _load(screen: Screen, plan: Plan, found: Found) -> None:
    workload = screen.workload
    path = screen.path.split("?", 1)[0]
    tell = sessions.by_address(workload.release, path) if screen.is_ours else sessions.by_widget(dict(workload.names))
    expected = sessions.expected_in(workload) if screen.has_number else {}
    door = sessions.Door(plan.port, tell, expected)
    with _served(screen, plan.port) as server:
        found.session = asyncio.run(sessions.memory_each(door, server.memory))
    with _served(screen, plan.port) as server:
        found.parts = asyncio.run(sessions.parts(door))
        found.rate = asyncio.run(sessions.saturate(door, server.cpu, _SATURATING, plan.seconds))
        found.alone = asyncio.run(sessions.paced(door, 1, plan.seconds * 2))
        found.crowd = asyncio.run(sessions.paced(door, _READERS, plan.seconds))


def middle(values: Sequence[float]) -> float:
    """Return the median."""
    return statistics.median(values)


def high(values: Sequence[float]) -> float:
    """Return the 95th percentile: the smallest value that 95 of 100 do not pass."""
    ordered = sorted(values)
    return ordered[max(0, -(-95 * len(ordered) // 100) - 1)]
