import io
import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from loaders.progress import progress, rows_told

CLEAR = "\r\x1b[K"


class Terminal(io.StringIO):
    """A file that says it is a terminal."""

    def isatty(self) -> bool:
        """Say yes."""
        return True


def ticking(*seconds: float) -> Iterator[float]:
    for second in seconds:
        yield from (second, second)


def test_line_is_written_over_a_few_times_a_second_and_cleared_at_the_end() -> None:
    terminal, ticks = Terminal(), ticking(0, 0.25, 1)
    tell = progress(terminal, lambda: next(ticks))
    tell(500_000, 2_000_000)
    tell(1_000_000, 2_000_000)
    tell(2_000_000, 2_000_000)
    assert terminal.getvalue() == f"{CLEAR}0.5 of 2.0 MB{CLEAR}1.0 of 2.0 MB{CLEAR}"


def test_what_comes_within_a_moment_is_not_told() -> None:
    times = iter([0, 0, 0.1, 0.3, 0.3])
    terminal = Terminal()
    tell = progress(terminal, lambda: next(times))
    for came in (1_000_000, 2_000_000, 3_000_000):
        tell(came, None)
    assert terminal.getvalue() == f"{CLEAR}1.0 MB{CLEAR}3.0 MB"


def test_file_or_pipe_is_told_nothing() -> None:
    pipe = io.StringIO()
    progress(pipe)(1, 2)
    assert pipe.getvalue() == ""


def test_rows_noted_by_a_reading_are_told_until_it_ends_and_a_long_one_is_summed_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("loaders.progress._EVERY_SECONDS", 0.01)
    monkeypatch.setattr("loaders.progress._LONG_SECONDS", 0.0)
    terminal = Terminal()
    with rows_told(None, terminal) as noted:
        assert noted is not None
        for rows in (1_500, 350_000):
            noted.write_text(json.dumps({"rows": rows}))
            wait_for(terminal, f"{CLEAR}{rows:,} rows read")
    assert terminal.getvalue().endswith(f"{CLEAR}350,000 rows read in 0 s\n")
    assert not noted.exists()


def wait_for(terminal: Terminal, words: str) -> None:
    end = time.monotonic() + 10
    while words not in terminal.getvalue():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_a_short_reading_leaves_nothing_and_a_pipe_is_told_nothing(tmp_path: Path) -> None:
    terminal, pipe = Terminal(), io.StringIO()
    with rows_told(tmp_path / "rows.json", terminal) as noted:
        assert noted == tmp_path / "rows.json"
    assert terminal.getvalue() == CLEAR
    with rows_told(None, pipe) as noted:
        assert noted is None
    assert pipe.getvalue() == ""
