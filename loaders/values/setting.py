"""What the reading of a column needs to know, and what it gives."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

import pyarrow as pa

from loaders.formats.limits import Limits
from loaders.formats.sheets import ERROR, WARNING, Marks
from loaders.spellings import Spellings

MONEY: Final = pa.decimal128(20, 2)


@dataclass(frozen=True)
class Setting:
    """What the texts of one block are read by.

    Attributes:
        spellings: Names to codes.
        limits: Years and headcount a cell may hold, and its length.
        as_of: Day the facts stand for; ``limits.years_ahead`` is counted from its year.
        delimiter: Delimiter of the text the block came from, else empty; after ``;`` a comma may be a decimal point.
        epoch: Year from whose start a workbook counts days, None where the cells are no workbook's.
        is_plain: Whether the block's bytes were already found to be plain text.
        known: Readings of names without a flaw by column and text, for the blocks that follow.
    """

    spellings: Spellings
    limits: Limits
    as_of: datetime.date
    delimiter: str = ""
    epoch: int | None = None
    is_plain: bool = False
    known: dict[tuple[str, str | None], "Reading"] = field(default_factory=dict)

    @property
    def first_day(self) -> datetime.date:
        """Return the earliest day a cell may hold."""
        return datetime.date(self.limits.first_year, 1, 1)

    @property
    def last_day(self) -> datetime.date:
        """Return the last day a cell may hold."""
        return datetime.date(self.as_of.year + self.limits.years_ahead, 12, 31)


@dataclass(frozen=True)
class Read:
    """One column read.

    Attributes:
        values: Typed values, one for each cell; null where unknown, withheld or rejected.
        extra: Further columns of the same length, such as ``precision`` of days or ``country_codes`` of countries.
        marks: What is wrong or was changed. A mark of ``classified-marking`` refuses the file; its value is not kept.
    """

    values: pa.Array
    extra: Mapping[str, pa.Array] = field(default_factory=dict)
    marks: tuple[Marks, ...] = ()


class Flaw(NamedTuple):
    """One thing to say about a cell: severity, rule, a clause that follows the value, and the mend."""

    severity: str
    rule: str
    message: str
    mend: str = ""


class Reading(NamedTuple):
    """What one text was read as; ``extra`` holds the further values in the order the kind declares them."""

    value: Any
    flaws: tuple[Flaw, ...] = ()
    extra: tuple[Any, ...] = ()


def rejected(rule: str, message: str, mend: str = "") -> Reading:
    """Return a reading that sets the row aside."""
    return Reading(None, (Flaw(ERROR, rule, message, mend),))


def unknown(is_required: bool) -> Reading:
    """Return the reading of a value the sender does not state; it is never zero."""
    if is_required:
        return rejected("missing-value", "is required and not given", "write the value")
    return Reading(None, (Flaw(WARNING, "missing-value", "is not given; it counts as unknown, not as zero"),))
