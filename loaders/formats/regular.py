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
_MOST_BYTES: Final = 1 << 30


def read_regular(data: bytes, layout: Layout, limits: Limits) -> pa.Table | None:
    """Return the wanted columns of some whole lines as text, one row a line.

    Returns:
        The columns, an empty cell being null, or None where a line may be anything else than one plain record: a
        cell spans lines, a quote stands loose, a record is blank or ragged, a cell is too long.
    """
    codes = np.frombuffer(data, dtype=np.uint8)
    if not _has_plain_line_ends(data, codes) or not _has_plain_quotes(codes, ord(layout.delimiter)):
        return None
    try:
        table = _parse(data, layout)
    except pa.ArrowInvalid:
        return None
    # Fewer rows than lines: a quoted cell spans lines, and rows no longer tell their line.
    if table.num_rows != np.count_nonzero(codes == _LINE_FEED):
        return None
    return None if _has_long_cell(table, limits) or _has_blank_row(table) else table


def _has_plain_line_ends(data: bytes, codes: np.ndarray) -> bool:
    if not data.endswith(b"\n"):
        return False
    if b"\r" not in data:
        return True
    return bool((codes[np.flatnonzero(codes == _RETURN) + 1] == _LINE_FEED).all())


def _has_plain_quotes(codes: np.ndarray, delimiter: int) -> bool:
    """Whether each quote opens a cell at its start, closes it at its end, or is one of two written for one."""
    quotes = np.flatnonzero(codes == _QUOTE)
    if len(quotes) % 2:
        return False
    before = codes[quotes[0::2] - 1] if len(quotes) else codes[:0]
    after = codes[quotes[1::2] + 1]
    if len(quotes) and quotes[0] == 0:
        before[0] = _LINE_FEED
    ends = (_QUOTE, delimiter, _LINE_FEED)
    return _all_among(before, ends) and _all_among(after, (*ends, _RETURN))


def _all_among(codes: np.ndarray, allowed: tuple[int, ...]) -> bool:
    table = np.zeros(256, dtype=bool)
    table[list(allowed)] = True
    return bool(table[codes].all())


def _parse(data: bytes, layout: Layout) -> pa.Table:
    names = [str(place) for place in range(layout.full)]
    chosen = [str(place) for place in layout.places.values()]
    table = csv.read_csv(
        pa.BufferReader(data),
        # One block: the reader would else cut blocks at line ends within quotes. Threads are the caller's.
        csv.ReadOptions(column_names=names, block_size=min(len(data) + 1, _MOST_BYTES), use_threads=False),
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
    """Whether all wanted cells of a row are blank; whether the others are too is for the exact reader to see."""
    left = table
    for at in range(table.num_columns):
        left = left.filter(_blank(left.column(at)))
        if not left.num_rows:
            return False
    return True


def _blank(column: pa.ChunkedArray) -> pa.ChunkedArray:
    trimmed = pc.utf8_trim(column, characters=BLANK)
    return pc.fill_null(pc.equal(trimmed, ""), fill_value=True)
