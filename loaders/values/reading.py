"""The typed reading of one text column, by its kind."""

from collections.abc import Callable
from typing import Final

import pyarrow as pa

from loaders.values.days import read_ends, read_starts
from loaders.values.fiscalyears import read_fiscal_years
from loaders.values.names import read_agencies, read_countries, read_country_lists, read_iso3
from loaders.values.numbers import read_counts, read_money, read_numbers, read_tallies
from loaders.values.points import read_latitudes, read_longitudes
from loaders.values.setting import Read, Setting
from loaders.values.texts import read_ids, read_text

__all__ = ["KINDS", "Read", "Setting", "read_column"]

KINDS: Final[dict[str, Callable[..., Read]]] = {
    "text": read_text,
    "id": read_ids,
    "country": read_countries,
    "countries": read_country_lists,
    "agency": read_agencies,
    "iso3": read_iso3,
    "day": read_starts,
    "end": read_ends,
    "count": read_counts,
    "tally": read_tallies,
    "money": read_money,
    "number": read_numbers,
    "fiscal_year": read_fiscal_years,
    "latitude": read_latitudes,
    "longitude": read_longitudes,
}


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
    return KINDS[kind](column, cells, setting, is_required=is_required)
