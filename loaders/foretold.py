"""Rows that state what no source can know yet: dated after the day on which their source was known."""

from typing import Final

import pandas as pd

from loaders.contract import Problem
from loaders.values import canonical

# The column that holds the day on which a row was stated.
STATED: Final = "stated"
_RULE, _MEND = "from-the-future", "correct the day, or say when the source was published"


def foretold(days: canonical.Texts, known: pd.Timestamp | None) -> list[Problem]:
    """Return one problem for each row that was stated after its source was known.

    Args:
        days: Day, month or year on which each row was stated; a text that is no such day is left to its own reader.
        known: Last day of the period in which the source was published; None where undated, which nothing is after.
    """
    if known is None or pd.isna(known):
        return []
    late = canonical.days(days, last=False).values > known
    return [
        Problem(int(row), STATED, day, _RULE, "lies after the day on which its source was known", _MEND)
        for row, day in days[late].items()
    ]
