"""The typed reading of one text column, by its kind."""

from typing import Final

import pyarrow as pa

from loaders.values.setting import Read, Setting

__all__ = ["KINDS", "Read", "Setting", "read_column"]

KINDS: Final = (
    "text", "id", "country", "countries", "agency", "iso3", "day", "end", "count", "tally", "money", "number",
    "fiscal_year", "latitude", "longitude",
)  # fmt: skip


def read_column(
    kind: str, column: str, cells: pa.ChunkedArray | pa.Array, setting: Setting, *, is_required: bool
) -> Read:
    """Read one column of texts.

    Args:
        kind: One of ``KINDS``. ``end`` is a day whose absence means that there is no end yet; ``count`` is people in
            one row, ``tally`` any other whole number, ``money`` US dollars to the cent.
        column: Canonical column, for the marks.
        cells: Texts as received; an empty cell is null or empty.
        setting: What they are read by.
        is_required: Whether a row without the value is set aside.

    Returns:
        Values of the kind's type: text and codes as string, days as date32 (``precision``: DAY, MONTH, WEEK or YEAR),
        counts, tallies and fiscal years as int64, money as decimal128(20, 2), numbers and coordinates as float64.
        A ``country`` that covers several or none is null; ``country_codes`` holds all its codes separated by ``;``.
    """
    raise NotImplementedError(kind)
