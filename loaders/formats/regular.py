"""Lines of a delimited text read all at once, where every one of them is a whole record of the right width."""

from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from loaders.formats.csvrecords import BLANK, Layout
from loaders.formats.limits import Limits

_QUOTE: Final = ord('"')
_LINE_FEED: Final = ord("\n")
_RETURN: Final = ord("\r")
_WINDOW: Final = 256 << 10
# Bytes of a line on average, beneath which the lines are blank or ragged, and too many to note the place of each.
_SHORTEST: Final = 3
_BLOCK: Final = 1 << 20
_BLANK_STARTS: Final = np.isin(np.arange(256), [char.encode()[0] for char in BLANK])


def read_regular(data: memoryview, layout: Layout, limits: Limits) -> pa.Table | None:
    """Return the wanted columns of some whole lines as text, one row a line.

    Returns:
        The columns, an empty cell being null, or None where a line may be anything else than one plain record: a
        cell spans lines, a quote stands loose, a record is blank or ragged, a cell is too long.
    """
    codes = np.frombuffer(data, dtype=np.uint8)
    if data.nbytes // _SHORTEST < _count_of(_LINE_FEED, codes):
        return None
    ends, quotes = _places_of(_LINE_FEED, codes), _places_of(_QUOTE, codes)
    if not _has_plain_line_ends(codes) or not _has_plain_quotes(codes, quotes, ends, ord(layout.delimiter)):
        return None
    try:
        table = _parse(data, layout)
    except pa.ArrowInvalid:
        return None
    if table.num_rows != len(ends) or _has_long_cell(table, limits) or _has_blank_row(table):
        return None
    return table


def _count_of(code: int, codes: np.ndarray) -> int:
    return sum(int(np.count_nonzero(codes[start : start + _WINDOW] == code)) for start in range(0, len(codes), _WINDOW))


def _places_of(code: int, codes: np.ndarray) -> np.ndarray:
    # By windows that stay in the processor's cache; of a whole chunk at once this takes twice as long.
    starts = range(0, len(codes), _WINDOW)
    return np.concatenate([np.flatnonzero(codes[start : start + _WINDOW] == code) + start for start in starts])


def _has_plain_line_ends(codes: np.ndarray) -> bool:
    if codes[-1] != _LINE_FEED:
        return False
    return _all_among(codes[_places_of(_RETURN, codes) + 1], (_LINE_FEED,))


def _has_plain_quotes(codes: np.ndarray, quotes: np.ndarray, ends: np.ndarray, delimiter: int) -> bool:
    """Whether each quote opens a cell, closes it on the same line, or is one of two written for one."""
    if not len(quotes):
        return True
    # An odd number of quotes before a line end: it lies within a cell.
    if len(quotes) % 2 or (np.searchsorted(quotes, ends) % 2).any():
        return False
    before, after = codes[quotes[0::2] - 1], codes[quotes[1::2] + 1]
    if quotes[0] == 0:
        before[0] = _LINE_FEED
    bounds = (_QUOTE, delimiter, _LINE_FEED)
    return _all_among(before, bounds) and _all_among(after, (*bounds, _RETURN))


def _all_among(codes: np.ndarray, allowed: tuple[int, ...]) -> bool:
    table = np.zeros(256, dtype=bool)
    table[list(allowed)] = True
    return bool(table[codes].all())


def _parse(data: memoryview, layout: Layout) -> pa.Table:
    names = [str(place) for place in range(layout.full)]
    chosen = [str(place) for place in layout.places.values()]
    table = csv.read_csv(
        pa.BufferReader(pa.py_buffer(data)),
        # A block is longer than any line that can pass, so that none straddles two; threads are the caller's.
        csv.ReadOptions(column_names=names, block_size=_BLOCK, use_threads=False),
        csv.ParseOptions(delimiter=layout.delimiter, ignore_empty_lines=False),
        csv.ConvertOptions(
            include_columns=chosen,
            column_types=dict.fromkeys(chosen, pa.string()),
            null_values=[""],
            strings_can_be_null=True,
        ),
    )
    return table.rename_columns(list(layout.places))


def _has_long_cell(table: pa.Table, limits: Limits) -> bool:
    longest = (pc.max(pc.binary_length(column)).as_py() or 0 for column in table.columns)
    return any(length > limits.cell_chars for length in longest)


def _has_blank_row(table: pa.Table) -> bool:
    """Whether all wanted cells of a row may be blank; whether all its cells are is for the exact reader to see."""
    places = np.arange(table.num_rows)
    for column in table.columns:
        places = places[_may_be_blank(column.combine_chunks())[places]]
        if not len(places):
            return False
    return True


def _may_be_blank(texts: pa.Array) -> np.ndarray:
    """Say of each cell whether it is null or begins as a blank character does."""
    _, offsets, data = texts.buffers()
    ends = np.frombuffer(offsets, dtype=np.int32)[texts.offset : texts.offset + len(texts) + 1]
    codes = np.append(np.frombuffer(data or b"", dtype=np.uint8), np.uint8(0))
    return (ends[1:] == ends[:-1]) | _BLANK_STARTS[codes[ends[:-1]]]
