"""How far a long load is, on one line of a terminal that is written over; silent where nobody looks."""

import time
from collections.abc import Callable
from typing import Final, TextIO

_EVERY_SECONDS: Final = 0.2
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
