"""Lines of a delimited text read all at once, where every one but blank ones belongs to a record of the right width."""

from typing import Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from loaders.formats.bytescan import WINDOW, Codes, count_of, places_of
from loaders.formats.csvrecords import BLANK, Layout
from loaders.formats.limits import Limits
from loaders.formats.sheets import Flags, Places

_QUOTE: Final = ord('"')
_LINE_FEED: Final = ord("\n")
_RETURN: Final = ord("\r")
# Bytes of a line on average, beneath which lines are blank or ragged, and too many to note the place of each.
_SHORTEST: Final = 3
# Bytes of most lines, at most.
_LINE: Final = 64 << 10
LONGEST_REGULAR: Final = 1 << 20
"""Bytes of the longest record that can be read with others at once."""
_BLANK_STARTS: Final = np.isin(np.arange(256), [char.encode()[0] for char in BLANK])


class Regular(NamedTuple):
    """Records read at once.

    Attributes:
        table: The wanted columns as text, an empty cell being null; one row a record.
        rows: Line each record starts on, the first line being 0.
        rest: Bytes of a record that the last line does not finish.
        lines: Lines before that record.
    """

    table: pa.Table
    rows: Places
    rest: bytes
    lines: int


class _Lines(NamedTuple):
    """Lines that are not blank: their bytes, where each ends, its number, and how many there were with them."""

    data: memoryview
    ends: Places
    numbers: Places
    total: int


def read_regular(data: memoryview, layout: Layout, limits: Limits) -> Regular | None:
    """Read some whole lines, the first of which begins a record.

    Returns:
        The records, or None where a line may be anything else than a blank one or part of a plain record: a quote
        stands loose, a record is blank or ragged, a cell is too long.
    """
    codes = np.frombuffer(data, dtype=np.uint8)
    if not _has_plain_line_ends(codes):
        return None
    return _read_lines(codes, layout, limits) or _read_records(codes, layout, limits)


def _read_lines(codes: Codes, layout: Layout, limits: Limits) -> Regular | None:
    """Read lines each of which is a record, None where one may be blank or the part of one."""
    quotes = places_of(_QUOTE, codes)
    if len(quotes) % 2 or not _has_plain_quotes(codes, quotes, ord(layout.delimiter)):
        return None
    count = count_of(_LINE_FEED, codes)
    table = _parsed(codes.data, layout, limits, count, has_lines_within=False)
    return None if table is None else Regular(table, np.arange(count), b"", count)


def _read_records(codes: Codes, layout: Layout, limits: Limits) -> Regular | None:
    """Read records that may go on over several lines, blank lines between them."""
    lines = _lines(codes, ord(layout.delimiter))
    if lines is None:
        return None
    codes = np.frombuffer(lines.data, dtype=np.uint8)
    quotes = places_of(_QUOTE, codes)
    # An odd number of quotes before a line end: it lies within a cell.
    is_end = np.searchsorted(quotes, lines.ends) % 2 == 0
    if not _has_plain_quotes(codes, quotes, ord(layout.delimiter)):
        return None
    finals = np.flatnonzero(is_end)
    size = int(lines.ends[finals[-1]]) + 1 if len(finals) else 0
    table = _parsed(lines.data[:size], layout, limits, len(finals), has_lines_within=not is_end.all())
    if table is None:
        return None
    starts = np.append(np.int64(0), finals + 1)
    numbers = np.append(lines.numbers, lines.total)[starts]
    return Regular(table, numbers[:-1], bytes(lines.data[size:]), int(numbers[-1]))


def _lines(codes: Codes, delimiter: int) -> _Lines | None:
    """Return the lines that are not blank, None where they are too short for records."""
    count = count_of(_LINE_FEED, codes)
    is_sparse = len(codes) // _SHORTEST < count
    ends = np.empty(0, dtype=np.int64) if is_sparse else places_of(_LINE_FEED, codes)
    numbers = np.arange(0 if is_sparse else count)
    if is_sparse or _begins_blank(codes, ends, delimiter):
        codes, numbers = _without_blank_lines(codes, delimiter)
        if len(codes) // _SHORTEST < len(numbers):
            return None
        ends = places_of(_LINE_FEED, codes)
    return _Lines(codes.data, ends, numbers, count)


def _blank_codes(delimiter: int) -> Flags:
    return np.isin(np.arange(256), [*b" \t\r\n", delimiter])


def _begins_blank(codes: Codes, ends: Places, delimiter: int) -> bool:
    """Whether a line begins as a blank one does."""
    is_blank = _blank_codes(delimiter)
    return bool(is_blank[codes[0]] or is_blank[codes[ends[:-1] + 1]].any())


def _without_blank_lines(codes: Codes, delimiter: int) -> tuple[Codes, Places]:
    """Return the other lines and their numbers; a line within a quoted cell is none of the blank ones."""
    is_ink, kept, numbers = ~_blank_codes(delimiter), [], []
    start = line = quotes = 0
    while start < len(codes):
        end = line_end(codes, start + LONGEST_REGULAR)
        window = codes[start:end]
        ends = np.flatnonzero(window == _LINE_FEED)
        starts = np.append(0, ends[:-1] + 1)
        marks = np.flatnonzero(window == _QUOTE)
        is_within = (np.searchsorted(marks, starts) + quotes) % 2 == 1
        is_kept = np.logical_or.reduceat(is_ink[window], starts) | is_within
        kept.append(window[np.repeat(is_kept, ends + 1 - starts)])
        numbers.append(np.flatnonzero(is_kept) + line)
        start, line, quotes = end, line + len(ends), quotes + len(marks)
    return np.concatenate(kept), np.concatenate(numbers)


def line_end(codes: Codes, at: int) -> int:
    """Return the place after the first line feed from a place on, the end of all where there is none."""
    for start in range(at, len(codes), _LINE):
        places = np.flatnonzero(codes[start : start + _LINE] == _LINE_FEED)
        if len(places):
            return start + int(places[0]) + 1
    return len(codes)


def _has_plain_line_ends(codes: Codes) -> bool:
    """Whether each line ends in a line feed, at most with one carriage return before it."""
    if not len(codes) or codes[-1] != _LINE_FEED:
        return False
    windows = (codes[start : start + WINDOW + 1] for start in range(0, len(codes), WINDOW))
    return not any(_has_lone_return(window) for window in windows)


def _has_lone_return(codes: Codes) -> bool:
    is_return = codes[:-1] == _RETURN
    return bool(is_return.any() and (is_return & (codes[1:] != _LINE_FEED)).any())


def _has_plain_quotes(codes: Codes, quotes: Places, delimiter: int) -> bool:
    """Whether each quote opens a cell, closes it, or is one of two written for one; the last may only open one."""
    if not len(quotes):
        return True
    before, after = codes[quotes[0::2] - 1], codes[quotes[1::2] + 1]
    if quotes[0] == 0:
        before[0] = _LINE_FEED
    bounds = (_QUOTE, delimiter, _LINE_FEED)
    return _all_among(before, bounds) and _all_among(after, (*bounds, _RETURN))


def _all_among(codes: Codes, allowed: tuple[int, ...]) -> bool:
    table = np.zeros(256, dtype=bool)
    table[list(allowed)] = True
    return bool(table[codes].all())


def _parsed(data: memoryview, layout: Layout, limits: Limits, count: int, *, has_lines_within: bool) -> pa.Table | None:
    """Return some records, None where they are not as many as they should be or not all plain."""
    try:
        table = _parse(data, layout, has_lines_within=has_lines_within)
    except pa.ArrowInvalid:
        return None
    is_odd = table.num_rows != count or _has_long_cell(table, limits) or _has_blank_row(table)
    return None if is_odd else table


def _parse(data: memoryview, layout: Layout, *, has_lines_within: bool) -> pa.Table:
    names = [str(place) for place in range(layout.full)]
    chosen = [str(place) for place in layout.places.values()]
    if not len(data):
        return pa.table({column: pa.array([], pa.string()) for column in layout.places})
    table = csv.read_csv(
        pa.BufferReader(pa.py_buffer(data)),
        # A block is longer than any line that can pass, so that none straddles two.
        csv.ReadOptions(column_names=names, block_size=LONGEST_REGULAR, use_threads=False),
        csv.ParseOptions(delimiter=layout.delimiter, ignore_empty_lines=False, newlines_in_values=has_lines_within),
        csv.ConvertOptions(
            include_columns=chosen,
            # The whole text was found to be UTF-8 when it was read.
            check_utf8=False,
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


def _may_be_blank(texts: pa.Array) -> Flags:
    """Say of each cell whether it is null or begins as a blank character does."""
    _, offsets, data = texts.buffers()
    ends = np.frombuffer(offsets, dtype=np.int32)[texts.offset : texts.offset + len(texts) + 1]
    codes = np.append(np.frombuffer(data or b"", dtype=np.uint8), np.uint8(0))
    return (ends[1:] == ends[:-1]) | _BLANK_STARTS[codes[ends[:-1]]]
