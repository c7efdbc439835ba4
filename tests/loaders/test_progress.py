import io
from collections.abc import Iterator

from loaders.progress import progress

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
