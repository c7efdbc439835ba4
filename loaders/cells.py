"""Text cells of a file of the record, with the line each row starts on."""

import csv
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

import pandas as pd

from loaders.contract import ContractError


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
    records = _records(path)
    _, heading, _ = next(records, (0, [], ""))
    _check_heading(path, heading, named, unused)
    places = {column: heading.index(name) for name, column in named.items()}
    received = list(records)
    columns = {
        column: pd.Series([_cell(cells, place) for _, cells, _ in received], dtype="str")
        for column, place in places.items()
    }
    return pd.DataFrame(columns).assign(
        raw_line=pd.Series([line for line, _, _ in received], dtype="Int64"),
        row_text=pd.Series([text for _, _, text in received], dtype="str"),
        row_misfit=pd.Series([_misfit(cells, len(heading)) for _, cells, _ in received], dtype="str"),
    )


def _records(path: Path) -> Iterator[tuple[int, list[str], str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = list(file)
        reader = csv.reader(lines, strict=True)
        start = 1
        for record in reader:
            cells = [cell.strip() for cell in record]
            if any(cells):
                yield start, cells, "".join(lines[start - 1 : reader.line_num]).rstrip("\r\n")
            start = reader.line_num + 1
    except UnicodeDecodeError as error:
        raise ContractError(f"{path.name}: byte {error.start} is not UTF-8; save the file as UTF-8") from error
    except csv.Error as error:
        raise ContractError(f"{path.name} line {start}: not a CSV record ({error}); mend its quotes") from error


def _check_heading(path: Path, heading: list[str], named: Mapping[str, str], unused: Collection[str]) -> None:
    expected = {*named, *unused}
    repeated = sorted({name for name in heading if heading.count(name) > 1})
    troubles = [
        *(f"heading '{name}' is missing" for name in named if name not in heading),
        *(f"heading '{name}' is unknown" for name in heading if name not in expected),
        *(f"heading '{name}' stands more than once" for name in repeated),
    ]
    if troubles:
        wanted = ", ".join(sorted(expected))
        raise ContractError(f"{path.name} line 1: {'; '.join(troubles)}; the headings are {wanted}")


def _cell(cells: list[str], place: int) -> str | None:
    return (cells[place] or None) if place < len(cells) else None


def _misfit(cells: list[str], width: int) -> str | None:
    fits = len(cells) == width or (len(cells) > width and not any(cells[width:]))
    return None if fits else f"has {len(cells)} cells where the heading has {width}"
