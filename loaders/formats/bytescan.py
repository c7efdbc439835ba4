"""Where one byte stands among many, looked for at once."""

from typing import Final, TypeAlias

import numpy as np

from loaders.formats.sheets import Places

Codes: TypeAlias = "np.ndarray[tuple[int], np.dtype[np.uint8]]"
# Bytes compared at a time: few enough for little memory, many enough that threads seldom wait for one another between.
WINDOW: Final = 2 << 20
# Bytes to one that is looked for, from which on it is quicker to go from one to the next than to compare all.
_FEW: Final = 1024


def count_of(code: int, codes: Codes) -> int:
    """Return how often a byte stands among some."""
    return sum(int(np.count_nonzero(codes[start : start + WINDOW] == code)) for start in range(0, len(codes), WINDOW))


def places_of(code: int, codes: Codes) -> Places:
    """Return where a byte stands among some, in order."""
    starts = range(0, max(len(codes), 1), WINDOW)
    return np.concatenate([np.flatnonzero(codes[start : start + WINDOW] == code) + start for start in starts])


def scattered(code: int, content: bytes | bytearray, start: int) -> Places:
    """Return where a byte stands from a place on, in order: looked for one by one while there are few of them."""
    places: list[int] = []
    sign, at, most = bytes([code]), start - 1, (len(content) - start) // _FEW
    while (at := content.find(sign, at + 1)) >= 0:
        if len(places) > most:
            rest = places_of(code, np.frombuffer(content, dtype=np.uint8)[at:]) + at
            return np.concatenate([np.array(places, dtype=np.int64), rest])
        places.append(at)
    return np.array(places, dtype=np.int64)
