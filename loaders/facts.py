"""Facts: rows of a canonical table out of the texts of a publisher's file."""

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Final

import pandas as pd

from loaders.layouts import PART, PLACE, Texts

_EXPONENT: Final = re.compile(r"-?\d+(\.\d+)?[eE][+-]?\d{1,2}")
_PCODE: Final = r"^([A-Z]{2,3})\d"


def facts(texts: Texts, **columns: "pd.Series[str] | str | None") -> Texts:
    """Return rows of a canonical table as text: the given columns, and where each row stands in the file.

    Args:
        texts: The rows that are told of.
        columns: Cells of each canonical column, or one text for all rows.
    """
    return texts[list(PLACE)].assign(**columns)


def upright(texts: Texts, columns: Sequence[str], tell: Callable[[Texts, str], Texts]) -> Texts:
    """Return one row for each cell of some columns that is not empty.

    Args:
        texts: The rows of the file.
        columns: The columns whose cells are facts of one kind each.
        tell: The rows of one column and its name in, rows of a canonical table out.

    Returns:
        The rows of all columns, each column a part of its own.
    """
    told = [tell(texts[texts[name].notna()], name).assign(**{PART: name}) for name in columns]
    return pd.concat(told or [texts.iloc[:0][list(PLACE)]], ignore_index=True)


def joined(*columns: "pd.Series[str] | str") -> "pd.Series[str]":
    """Return a key out of several cells; an unknown cell stands as ``-``."""
    index = next(column.index for column in columns if isinstance(column, pd.Series))
    whole = pd.Series("", index=index, dtype="str")
    for place, column in enumerate(columns):
        text = column.fillna("-").astype("str") if isinstance(column, pd.Series) else column
        whole = whole + ("-" if place else "") + text
    return whole


def countries_coded(pcodes: "pd.Series[str]") -> "pd.Series[str]":
    """Return the country that each P-code begins with; a row without one is in the only country there is, if any."""
    own = pcodes.str.extract(_PCODE)[0]
    named = own.dropna().unique()
    return own.fillna(named[0] if len(named) == 1 else "no single country (the P-codes begin with none or several)")


def written_out(cells: "pd.Series[str]") -> "pd.Series[str]":
    """Return numbers with their digits written out where a program wrote them with an exponent, as ``3e+05``."""
    short = cells.str.fullmatch(_EXPONENT).fillna(False).astype(bool)
    return cells.where(~short, cells[short].map(lambda text: f"{Decimal(text):f}"))
