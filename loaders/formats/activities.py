"""IATI 2.x activities, streamed from their XML: an activity a row, its transactions summed."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

import numpy as np

from loaders.formats.activityrows import COLUMNS, ActivityReading
from loaders.formats.activitystream import refuse_foreign, stream_activities
from loaders.formats.blocks import Found, settle_keys, text_block
from loaders.formats.headings import Wanted
from loaders.formats.limits import Limits
from loaders.formats.sheets import Block, Sheet, refuse

# Rows of a block hold whole texts: few enough at a time to stay within some megabytes.
_BLOCK_ROWS: Final = 2_048


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
    reading = ActivityReading(limits)
    rows: list[dict[str, str | None]] = []
    found, first = Found(), 1
    with closing(stream_activities(path, limits)) as activities:
        for activity in activities:
            row, remarks = reading.read(activity)
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


def _block(rows: list[dict[str, str | None]], names: list[str], first: int, found: Found) -> Block:
    numbers = np.arange(first, first + len(rows))
    return text_block(numbers.tolist(), {name: [row[name] for row in rows] for name in names}, found.marks())
