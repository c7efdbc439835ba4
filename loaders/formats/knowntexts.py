"""Texts that come again and again, of which each is read once."""

from collections.abc import Callable, Iterable
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from loaders.formats.blocks import text_array
from loaders.formats.markup import places_array
from loaders.formats.sheets import Places

# Not the one that pyarrow uses unasked: that keeps 15 MB more than it has.
POOL: Final = pa.system_memory_pool()
# Texts and bytes of them, so many that they and what was read stay within some megabytes.
_MOST, _MOST_BYTES = 1 << 13, 1 << 20


class KnownTexts:
    """What was read of the texts met so far."""

    def __init__(self, read: Callable[[list[str]], Iterable[Any]], kind: str) -> None:
        """Begin with no text.

        Args:
            read: Returns what each of some texts says, in order.
            kind: Kind of what it returns, as a code of NumPy.
        """
        self._read, self._kind = read, kind
        self._forget()

    def _forget(self) -> None:
        self._texts, self._values = text_array([]), np.empty(0, dtype=self._kind)

    def look_up(self, texts: pa.StringArray) -> "np.ndarray":
        """Return what each of some texts says; those not met before are read."""
        places = self._places(texts)
        unknown = pc.take(texts, places_array(np.flatnonzero(places < 0)), memory_pool=POOL)
        if len(unknown):
            if len(self._texts) > _MOST or self._texts.nbytes > _MOST_BYTES:
                self._forget()
                unknown = texts
            unknown = pc.unique(unknown, memory_pool=POOL)
            values = np.fromiter(self._read(unknown.to_pylist()), dtype=self._kind, count=len(unknown))
            self._texts = pa.concat_arrays([self._texts, unknown], POOL)
            self._values = np.concatenate([self._values, values])
            places = self._places(texts)
        return self._values[places]

    def _places(self, texts: pa.StringArray) -> Places:
        found = pc.index_in(texts, self._texts, memory_pool=POOL)
        known, places = found.buffers()
        # Not by way of pyarrow's own conversion, which would import pandas.
        at = np.frombuffer(places or b"", dtype=np.int32, count=len(texts)).astype(np.int64)
        if known is None:
            return at
        is_known = np.unpackbits(np.frombuffer(known, dtype=np.uint8), count=len(texts), bitorder="little")
        return np.where(is_known, at, -1)
