"""The first records of a delimited text, and the delimiter under which one of them is a heading."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from loaders.formats.csvrecords import CsvRecords, is_blank, refuse_unclosed
from loaders.formats.headings import Wanted, has_heading
from loaders.formats.regular import line_end
from loaders.formats.sheets import RefusedError

DELIMITERS: Final = {",": "comma", ";": "semicolon", "\t": "tab", "|": "vertical bar"}
_BYTES: Final = 1 << 20
_RECORDS: Final = 32


@dataclass
class Head:
    """The first non-blank records under one delimiter.

    Attributes:
        delimiter: The delimiter.
        numbers: Physical line on which each record starts.
        records: Cells of each record.
        ends: Bytes up to the end of each record.
        next_lines: Physical line after each record.
        trouble: Why no more records could be read, None where they could.
    """

    delimiter: str
    numbers: list[int] = field(default_factory=list)
    records: list[list[str]] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    next_lines: list[int] = field(default_factory=list)
    trouble: RefusedError | None = None


def find_head(data: bytes | memoryview, wanted: Wanted) -> Head:
    """Return the head under the delimiter that gives a heading, else under the one that comes nearest.

    Args:
        data: The first whole lines of the text.
        wanted: The columns asked for.

    Raises:
        RefusedError: No delimiter gives a heading, and under the nearest one the quotes cannot be read.
    """
    lines = bytes(data[: line_end(np.frombuffer(data, dtype=np.uint8), _BYTES)]) if len(data) else b""
    heads = [_read_head(lines, delimiter) for delimiter in DELIMITERS]
    found = next((head for head in heads if has_heading(head.records, wanted)), None)
    if found:
        return found
    nearest = max(heads, key=lambda head: max((_matches(cells, wanted) for cells in head.records), default=0))
    if nearest.trouble:
        raise nearest.trouble
    return nearest


def _matches(cells: Sequence[str], wanted: Wanted) -> int:
    return len({wanted.match(cell) for cell in cells} - {None})


def _read_head(data: bytes, delimiter: str) -> Head:
    head, records = Head(delimiter), CsvRecords(data, delimiter, 1)
    try:
        for cells in records:
            if is_blank(cells):
                continue
            head.numbers.append(records.line)
            head.records.append(cells)
            head.ends.append(records.end)
            head.next_lines.append(records.next_line)
            if len(head.records) == _RECORDS:
                return head
        if records.is_open:
            refuse_unclosed(records.line)
    except RefusedError as error:
        head.trouble = error
    return head
