"""IATI 2.x activities, streamed from their XML: an activity a row, its transactions summed."""

import re
from collections.abc import Generator, Iterator
from contextlib import closing
from itertools import chain
from pathlib import Path
from typing import BinaryIO, Final

import numpy as np

from loaders.formats.activitycolumns import PieceReading
from loaders.formats.activitypieces import OddPieceError, cut_pieces, root_start
from loaders.formats.activityrows import COLUMNS, ActivityReading, Read, Row
from loaders.formats.activitystream import one_by_one, refuse_foreign
from loaders.formats.ahead import ahead
from loaders.formats.blocks import Found, settle_keys, text_block
from loaders.formats.headings import Wanted
from loaders.formats.limits import Limits
from loaders.formats.provenxml import NoXmlError, ProvenXml
from loaders.formats.sheets import Block, Sheet, refuse

# Rows of a block hold whole texts: few enough at a time to stay within some megabytes.
_BLOCK_ROWS: Final = 1_024
# Larger ones are read a little faster, and take megabytes more.
_PIECE: Final = 5 << 17
_LARGER_BLOCK: Final = 16 << 20
# What only a parser that makes elements can judge: identifiers, and names without a prefix that are in a namespace.
_UNJUDGED: Final = re.compile(rb"xml(?::id|ns\s*=)")


def read_activities(path: Path, wanted: Wanted, limits: Limits) -> Iterator[Sheet]:
    """Read IATI activities as programs: the place of an activity from 1 is its row number.

    Commitments (transaction type 2) are summed to ``obligated_usd``, disbursements (type 3) to ``disbursed_usd``,
    exactly, in US dollars only. ``fiscal_year`` is the US fiscal year of the first commitment, else of the actual or
    planned start. ``start_date`` and ``end_date`` are the actual days where given, else the planned ones.
    ``countries`` are those of the activity, else of its transactions, else its regions. The agency is the reporting
    organisation. IATI has no word for authority and tool.

    A missing or another currency, shares of countries that come to more than 100, an amount that is no number and a
    transaction on no possible day set the activity aside.

    Raises:
        RefusedError: It is no IATI 2.x, has a DOCTYPE or an entity, is cut off, too deep or too long.
    """
    refuse_foreign(path)
    names: list[str] = [column for column in COLUMNS if column in wanted.columns]
    columns, remarks = settle_keys(names, wanted)
    yield Sheet("", columns, _blocks(path, names, limits), remarks)


def _blocks(path: Path, names: list[str], limits: Limits) -> Iterator[Block]:
    rows: list[Row] = []
    found, first = Found(), 1
    with closing(stream_rows(path, limits)) as read:
        for row, remarks in read:
            for remark in remarks:
                found.add(len(rows), remark)
            rows.append(row)
            if len(rows) == _BLOCK_ROWS:
                yield _block(rows, names, first, found)
                first, rows, found = first + len(rows), [], Found()
            if first + len(rows) - 1 > limits.rows:
                refuse("too-many-rows", f"the file has more than {limits.rows:,} activities", "split it")
    if rows:
        yield _block(rows, names, first, found)


def stream_rows(path: Path, limits: Limits) -> Generator[Read, None, None]:
    """Yield the row of each activity: piece by piece, and where they cannot be cut, one activity after the other.

    Raises:
        RefusedError: It has an entity, is cut off or too deep.
    """
    _keep_freed_memory()
    taken = 0
    with path.open("rb") as file:
        try:
            start = root_start(file)
            reading = PieceReading(start, limits)
            with closing(ahead(_proven_pieces(file, start), 1)) as pieces:
                for row in chain.from_iterable(map(reading.read, pieces)):
                    yield row
                    taken += 1
        except (OddPieceError, NoXmlError):
            exact = ActivityReading(limits)
            yield from map(exact.read, one_by_one(file, limits, taken))


def _keep_freed_memory() -> None:
    """Have the memory of one piece kept for the next.

    The C library hands large blocks back to the system, which clears them before it gives them out again: a fifth of
    the time. Once it has freed a larger block than the ones that follow, it keeps these.
    """
    np.empty(_LARGER_BLOCK, dtype=np.uint8)


def _proven_pieces(file: BinaryIO, start: bytes) -> Generator[bytes, None, None]:
    """Yield pieces of a file that a parser has passed over."""
    file.seek(0)
    proven = ProvenXml(file)
    proven.read(len(start))
    for piece in cut_pieces(proven, start, _PIECE):
        if _UNJUDGED.search(piece):
            raise OddPieceError
        yield piece


def _block(rows: list[Row], names: list[str], first: int, found: Found) -> Block:
    numbers = np.arange(first, first + len(rows))
    return text_block(numbers.tolist(), {name: [row[name] for row in rows] for name in names}, found.marks())
