"""Loading is measured with files that are the same each time and wholly accepted, and judged by plain arithmetic."""

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks import loading, received, results
from benchmarks.loading import BOOK, CASES, CHECK, IATI, LARGE, SMALL, STREAM, Found, Taken
from loaders.returns.forms import FORMS
from loaders.returns.intake import Terms, take_in
from loaders.spellings import load_spellings

DATA = Path(__file__).parents[1] / "data"
WRITERS: dict[str, Callable[[Path], None]] = {
    "events.csv": lambda path: received.write_events(path, 300),
    "deployments.xlsx": lambda path: received.write_workbook(path, 300),
    "programs.xml": lambda path: received.write_activities(path, 300_000),
}


@pytest.mark.parametrize("name", WRITERS)
def test_a_file_is_the_same_each_time_and_all_its_rows_are_accepted(tmp_path: Path, name: str) -> None:
    path, again = tmp_path / name, tmp_path / f"again-{name}"
    WRITERS[name](path)
    WRITERS[name](again)
    assert path.read_bytes() == again.read_bytes()
    spellings = load_spellings(DATA / "spellings.csv", DATA / "raw" / "reference" / "countries.csv")
    work = tmp_path / "work"
    work.mkdir()
    intake = take_in(path, FORMS[path.stem], Terms(spellings, datetime.date(2026, 1, 1)), work)
    assert intake.is_kept.all()
    assert len(intake.is_kept) == 300 or name == "programs.xml"


def found(check: float, peak: int = 100_000_000) -> Found:
    """A run in which every bare reader took two seconds, and ours the seconds given."""
    taken = {(case.name, reader): Taken([2.0, 2.0, 9.0], [3.0] * 3, [peak] * 3) for case in CASES
             for reader in case.readers}  # fmt: skip
    taken |= {(case.name, reader): Taken([check] * 3, [3.0] * 3, [peak] * 3) for case in CASES
              for reader in (CHECK, STREAM)}  # fmt: skip
    return Found(3, taken, [1.0])


def test_a_rate_is_that_of_the_median_turn_and_its_ratio_is_judged() -> None:
    lines = list(loading.lines(found(2.5)))
    small = lines[0]
    # 350,000 rows in 2.5 seconds against 350,000 in the median of 2, 2 and 9.
    assert small[1:] == ("140,000", "pandas", "175,000", "0.80", "≥ pandas' rate", "no")
    assert [line[-1] for line in lines if line[2] == "duckdb"] == ["yes", "yes"]
    # 200 MB in 2.5 seconds against 200 in 2.
    streamed = next(line for line in lines if line[0].startswith(f"{IATI.name}, as a stream: MB/s"))
    assert streamed[1:] == ("80", "lxml", "100", "0.80", "≥ 0.8 × lxml's", "yes")


def test_memory_is_held_against_its_limit_and_against_the_smaller_file() -> None:
    run = found(1.0)
    run.taken[LARGE.name, CHECK].peak[:] = [131_000_000] * 3
    run.taken[IATI.name, STREAM].peak[:] = [99_000_000] * 3
    memory = {line[0].removesuffix(": most memory, MB"): line for line in loading.lines(run) if line[4] in ("", "1.31")}
    assert memory[f"{LARGE.name}, checked"][3:] == ("100", "1.31", "≤ 1.3 × at 350,000", "no")
    assert memory[f"{SMALL.name}, checked"][-1] == "yes"
    assert memory[f"{IATI.name}, as a stream"][-1] == "yes"


def test_every_file_has_a_bare_reader_and_a_goal() -> None:
    assert {goal.case.name for goal in loading.GOALS} == {case.name for case in CASES}
    assert all(set(case.readers) - {CHECK, STREAM} for case in (SMALL, LARGE, BOOK, IATI))


def test_measuring_one_part_keeps_what_was_found_of_the_other(tmp_path: Path) -> None:
    page = tmp_path / "RESULTS.md"
    results.put(page, results.LOADING, "slow\n\n### How\n\nby hand")
    results.put(page, results.SCREENS, "quick")
    results.put(page, results.LOADING, "fast\n\n### How\n\nby clock\n")
    assert page.read_text() == (
        "# Speed and memory\n\n## Screens\n\nquick\n\n## Loading\n\nfast\n\n### How\n\nby clock\n"
    )
