"""Records: the rows of a frame as plain values; a frame is slow to walk more than once."""

from types import SimpleNamespace

import pandas as pd


def records(frame: pd.DataFrame) -> list[SimpleNamespace]:
    """Return one record a row, its attributes named for the columns."""
    columns = [frame[name].tolist() for name in frame.columns]
    return [SimpleNamespace(**dict(zip(frame.columns, row, strict=True))) for row in zip(*columns, strict=True)]
