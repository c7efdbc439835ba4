"""Text cells of a file of the record as a frame, with the line each row starts on."""

from collections.abc import Collection, Mapping
from pathlib import Path

import pandas as pd

from loaders.csvfiles import check_heading, read_records


def read_cells(path: Path, named: Mapping[str, str], unused: Collection[str] = ()) -> pd.DataFrame:
    """Read a CSV file (UTF-8, RFC 4180) as text.

    Args:
        path: The file as received.
        named: Canonical column for each heading the loader uses.
        unused: Headings that are known and left alone.

    Returns:
        One row a record, in file order: the canonical columns as text, an empty cell missing;
        ``raw_line`` the physical line the record starts on; ``row_text`` the record as received;
        ``row_misfit`` why the record does not fit its heading, missing where it does. Records of
        empty cells only are no records.

    Raises:
        ContractError: The file is no UTF-8 CSV, or a heading is missing, repeated or unknown.
    """
    records = read_records(path)
    first = next(records, None)
    heading = first.cells if first else []
    check_heading(path, heading, named, unused)
    places = {column: heading.index(name) for name, column in named.items()}
    received = list(records)
    columns = {
        column: pd.Series([_cell(record.cells, place) for record in received], dtype="str")
        for column, place in places.items()
    }
    return pd.DataFrame(columns).assign(
        raw_line=pd.Series([record.line for record in received], dtype="Int64"),
        row_text=pd.Series([record.text for record in received], dtype="str"),
        row_misfit=pd.Series([_misfit(record.cells, len(heading)) for record in received], dtype="str"),
    )


def _cell(cells: list[str], place: int) -> str | None:
    return (cells[place] or None) if place < len(cells) else None


def _misfit(cells: list[str], width: int) -> str | None:
    fits = len(cells) == width or (len(cells) > width and not any(cells[width:]))
    return None if fits else f"has {len(cells)} cells where the heading has {width}"
