"""A column from its texts: the plain ones at once, every other distinct text read once by exact rules."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from loaders.formats.sheets import Marks
from loaders.values.setting import Flaw, Read, Reading

Places: TypeAlias = "np.ndarray[tuple[int], np.dtype[np.int64]]"
Fast: TypeAlias = Callable[[pa.StringArray], pa.Array]
Exact: TypeAlias = Callable[[str | None], Reading]
CLASSIFIED: Final = "classified-marking"
# Texts from which on it pays to tell distinct ones apart; those looked at first, and how many may be distinct.
_MANY: Final = 4096
_SAMPLE: Final = 512


def one_array(cells: pa.ChunkedArray | pa.Array) -> pa.StringArray:
    """Return the texts of a column in one piece."""
    whole = cells.combine_chunks() if isinstance(cells, pa.ChunkedArray) else cells
    return whole if whole.type == pa.string() else whole.cast(pa.string())


def gather(
    column: str,
    cells: pa.ChunkedArray | pa.Array,
    exact: Exact,
    types: Mapping[str, pa.DataType],
    fast: Fast | None = None,
    plain_extra: Sequence[str] = (),
) -> Read:
    """Read a column.

    Args:
        column: Canonical column, for the marks.
        cells: Texts as received.
        exact: The reading of one text; None is an empty cell.
        types: Type of the values under the empty name, then of each extra column in the order of ``Reading.extra``.
        fast: Reads the plain texts of a whole column; null where a text needs the exact reading.
        plain_extra: Value of each extra column where the text was plain.
    """
    texts = one_array(cells)
    encoded = _few(texts)
    values = fast(texts) if fast and encoded is None else pa.nulls(len(texts), types[""])
    names = list(types)[1:]
    plain = dict(zip(names, plain_extra, strict=False))
    extra = {name: pa.repeat(pa.scalar(plain.get(name), types[name]), len(texts)) for name in names}
    if not values.null_count:
        return Read(values, extra)
    is_odd = np.asarray(pc.is_null(values))
    places = np.flatnonzero(is_odd)
    if encoded is None:
        encoded = texts.take(pa.array(places)).dictionary_encode(null_encoding="encode")
    inverse = np.asarray(encoded.indices)
    readings = [exact(text) for text in encoded.dictionary.to_pylist()]
    columns = [[reading.value for reading in readings]]
    columns += [[reading.extra[at] if reading.extra else None for reading in readings] for at in range(len(names))]
    filled = [
        _filled(whole, is_odd, pa.array(column_values, kind).take(encoded.indices))
        for whole, column_values, kind in zip([values, *extra.values()], columns, types.values(), strict=True)
    ]
    return Read(filled[0], dict(zip(extra, filled[1:], strict=True)), marks_of(column, readings, inverse, places))


def _few(texts: pa.StringArray) -> pa.DictionaryArray | None:
    """Return a column by its distinct texts where they are so few that each may be read by the exact rules."""
    if len(texts) < _MANY or len(texts[:_SAMPLE].unique()) > _SAMPLE // 2:
        return None
    encoded = texts.dictionary_encode(null_encoding="encode")
    return encoded if len(encoded.dictionary) <= _SAMPLE else None


def _filled(whole: pa.Array, is_odd: "np.ndarray[tuple[int], np.dtype[np.bool_]]", odd: pa.Array) -> pa.Array:
    return odd if len(odd) == len(whole) else pc.replace_with_mask(whole, pa.array(is_odd), odd)


def marks_of(column: str, readings: Sequence[Reading], inverse: Places, places: Places) -> tuple[Marks, ...]:
    """Return the marks of readings: one for each severity, rule and mend.

    Args:
        column: Canonical column.
        readings: Reading of each distinct text.
        inverse: Which of them each place holds.
        places: Positions within the block.
    """
    groups: dict[tuple[str, str, str], dict[int, str]] = {}
    for at, reading in enumerate(readings):
        for flaw in reading.flaws:
            groups.setdefault((flaw.severity, flaw.rule, flaw.mend), {})[at] = flaw.message
    return tuple(
        _marks(column, Flaw(severity, rule, "", mend), messages, inverse, places, len(readings))
        for (severity, rule, mend), messages in groups.items()
    )


def _marks(column: str, flaw: Flaw, messages: dict[int, str], inverse: Places, places: Places, distinct: int) -> Marks:
    is_meant = np.zeros(distinct, dtype=bool)
    is_meant[list(messages)] = True
    chosen = np.flatnonzero(is_meant[inverse])
    words = set(messages.values())
    message: str | list[str] = words.pop() if len(words) == 1 else [messages[at] for at in inverse[chosen].tolist()]
    # A classified value is repeated nowhere, not even in the report that refuses it.
    values = [""] * len(chosen) if flaw.rule == CLASSIFIED else ()
    return Marks(column, flaw.severity, flaw.rule, places[chosen].astype(np.int64), message, flaw.mend, values)
