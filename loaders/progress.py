"""How far a long load is, on one line of a terminal that is written over; silent where nobody looks."""

import json
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, TextIO

_EVERY_SECONDS: Final = 0.2
_LONG_SECONDS: Final = 2.0
_CLEAR: Final = "\r\x1b[K"


def progress(terminal: TextIO, clock: Callable[[], float] = time.monotonic) -> Callable[[int, int | None], None]:
    """Return what tells how many bytes have come, and of how many where that is known.

    Args:
        terminal: Where it is told; nothing is where this is a file or a pipe.
        clock: Seconds of a clock that never goes back.
    """
    told = float("-inf")

    def tell(came: int, total: int | None) -> None:
        nonlocal told
        is_over = came == total
        if not terminal.isatty() or (clock() - told < _EVERY_SECONDS and not is_over):
            return
        told = clock()
        of = f" of {total / 1e6:,.1f}" if total else ""
        terminal.write(_CLEAR if is_over else f"{_CLEAR}{came / 1e6:,.1f}{of} MB")
        terminal.flush()

    return tell


@contextmanager
def rows_told(noted: Path | None, terminal: TextIO) -> Iterator[Path | None]:
    """Tell on a terminal, while a reading in another process lasts, how many rows it has noted.

    A reading that took long is summed up on a line that stays: its rows and its seconds.

    Args:
        noted: File that somebody else asked the reading to note its rows in.
        terminal: Where it is told; nothing is where this is a file or a pipe.

    Yields:
        The file the reading is to note its rows in, None where nobody looks.
    """
    if not terminal.isatty():
        yield noted
        return
    with tempfile.TemporaryDirectory(prefix="progress-") as folder:
        path, ended, start = noted or Path(folder, "rows.json"), threading.Event(), time.monotonic()
        teller = threading.Thread(target=_tell_rows, args=(path, terminal, ended), daemon=True)
        teller.start()
        try:
            yield path
        finally:
            ended.set()
            teller.join()
            seconds = time.monotonic() - start
            terminal.write(f"{_rows(path):,} rows read in {seconds:,.0f} s\n" if seconds > _LONG_SECONDS else "")
            terminal.flush()


def _tell_rows(path: Path, terminal: TextIO, ended: threading.Event) -> None:
    while not ended.wait(_EVERY_SECONDS):
        if rows := _rows(path):
            terminal.write(f"{_CLEAR}{rows:,} rows read")
            terminal.flush()
    terminal.write(_CLEAR)


def _rows(path: Path) -> int:
    try:
        return int(json.loads(path.read_text(encoding="utf-8"))["rows"])
    except (OSError, ValueError):
        return 0
