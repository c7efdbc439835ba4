"""What a canonical table is: its grain, key and columns, their types, and rules over whole rows."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

import pandas as pd
import pandera.pandas as pa

from loaders.columns import COLUMNS, Column

DTYPES: Final = {"text": "str", "date": "datetime64[us]", "count": "Int64", "number": "float64", "flag": "boolean"}


@dataclass(frozen=True)
class Rule:
    """A rule over whole rows.

    Attributes:
        name: Short name that issues carry.
        words: What a row has to satisfy, as a reader would say it.
        mend: What the sender should do.
        column: The column an issue points at.
        holds: Frame in, one boolean a row out; True where the row is right.
    """

    name: str
    words: str
    mend: str
    column: str
    holds: Callable[[pd.DataFrame], "pd.Series[bool]"]


@dataclass(frozen=True)
class Table:
    """A canonical table.

    Attributes:
        name: Name of the table and of its file in a release.
        grain: What one row is.
        key: The column that tells rows apart.
        columns: Columns in order; each is defined in ``loaders.columns``.
        required: Columns that may not be empty.
        rules: Rules over whole rows.
    """

    name: str
    grain: str
    key: str
    columns: tuple[str, ...]
    required: tuple[str, ...]
    rules: tuple[Rule, ...] = field(default=())

    @property
    def schema(self) -> pa.DataFrameSchema:
        """The table as a pandera model: types, closed lists, limits, required cells, unique key."""
        return pa.DataFrameSchema(
            {name: _pandera(COLUMNS[name], name in self.required) for name in self.columns},
            name=self.name,
            strict=True,
            ordered=True,
            unique=[self.key],
        )

    def empty(self) -> pd.DataFrame:
        """Return a frame of no rows with this table's columns and types."""
        return pd.DataFrame({name: pd.Series(dtype=DTYPES[COLUMNS[name].kind]) for name in self.columns})


def _pandera(column: Column, is_required: bool) -> pa.Column:
    checks = []
    if column.allowed:
        checks.append(pa.Check.isin(list(column.allowed), error="allowed"))
    if column.minimum is not None:
        checks.append(pa.Check.ge(column.minimum, error="minimum"))
    return pa.Column(
        DTYPES[column.kind], checks, nullable=not is_required, description=column.words, metadata={"unit": column.unit}
    )
