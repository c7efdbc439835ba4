"""Records of the CSV files of the project itself, each with the line it starts on; nothing here is slow to load."""

import csv
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple


class ContractError(ValueError):
    """A file that cannot be read as its table at all; nothing of it is loaded."""


class Record(NamedTuple):
    """One record: the physical line it starts on, its cells without spaces around them, and its text as received."""

    line: int
    cells: list[str]
    text: str


def read_records(path: Path) -> Iterator[Record]:
    """Yield the records of a CSV file (UTF-8, RFC 4180), its heading first; those of empty cells only are none.

    Raises:
        ContractError: The file is no UTF-8 CSV.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = list(file)
        reader = csv.reader(lines, strict=True)
        start = 1
        for record in reader:
            cells = [cell.strip() for cell in record]
            if any(cells):
                yield Record(start, cells, "".join(lines[start - 1 : reader.line_num]).rstrip("\r\n"))
            start = reader.line_num + 1
    except UnicodeDecodeError as error:
        raise ContractError(f"{path.name}: byte {error.start} is not UTF-8; save the file as UTF-8") from error
    except csv.Error as error:
        raise ContractError(f"{path.name} line {start}: not a CSV record ({error}); mend its quotes") from error


def check_heading(path: Path, heading: Sequence[str], wanted: Collection[str], unused: Collection[str] = ()) -> None:
    """Hold a heading to the names it has to have.

    Args:
        path: The file, for the message.
        heading: Names in its first record.
        wanted: Names that must stand in it once.
        unused: Names that may stand in it.

    Raises:
        ContractError: A name is missing, repeated or unknown.
    """
    expected = {*wanted, *unused}
    repeated = sorted({name for name in heading if heading.count(name) > 1})
    troubles = [
        *(f"heading '{name}' is missing" for name in wanted if name not in heading),
        *(f"heading '{name}' is unknown" for name in heading if name not in expected),
        *(f"heading '{name}' stands more than once" for name in repeated),
    ]
    if troubles:
        listed = ", ".join(sorted(expected))
        raise ContractError(f"{path.name} line 1: {'; '.join(troubles)}; the headings are {listed}")
