"""Names to codes: what sources call a country, an agency or a stage, kept as data in one file."""

import difflib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pandas as pd

from loaders.cells import read_cells
from loaders.columns import COLUMNS
from loaders.contract import ContractError

NAMED: Final = {"column": "column_name", "spelling": "spelling", "code": "code", "note": "note"}
COUNTRY_NAMED: Final = {"country_code": "country_code", "country_name": "country_name"}
# Columns whose cells are spelled as another column's are.
_SPELLED_AS: Final = {
    "implementing_code": "agency_code",
    "agency_codes": "agency_code",
    "country_codes": "country_code",
}
_CLOSE: Final = 0.7


@dataclass(frozen=True)
class Spellings:
    """Every spelling that stands for a code, by column.

    Attributes:
        codes: For each column, code by folded spelling; codes stand for themselves.
        shown: For each column, spelling as written by folded spelling, for suggestions.
    """

    codes: Mapping[str, Mapping[str, str]]
    shown: Mapping[str, Mapping[str, str]]

    def knows(self, column: str) -> bool:
        """Whether the column is spelled with codes at all."""
        return _SPELLED_AS.get(column, column) in self.codes

    def code(self, column: str, text: str) -> str | None:
        """Return the code a text stands for in a column, None where it stands for none.

        Case, accents and the number of spaces do not matter; nothing is guessed.
        """
        return self.codes.get(_SPELLED_AS.get(column, column), {}).get(folded(text))

    def closest(self, column: str, text: str) -> str | None:
        """Return the spelling most like a text, None where none is near; only ever for a message."""
        shown = self.shown.get(_SPELLED_AS.get(column, column), {})
        near = difflib.get_close_matches(folded(text), list(shown), n=1, cutoff=_CLOSE)
        return shown[near[0]] if near else None


def folded(text: str) -> str:
    """Return a text without case, accents and surplus spaces."""
    apart = unicodedata.normalize("NFKD", text)
    return " ".join("".join(char for char in apart if not unicodedata.combining(char)).casefold().split())


def load_spellings(spellings: Path, countries: Path) -> Spellings:
    """Read the spellings file and the codes and names of the reference countries.

    Args:
        spellings: CSV of column, spelling, code and note.
        countries: The reference list; its codes and names need no line of their own in the spellings.

    Returns:
        The spellings of both files and every code of every closed list.

    Raises:
        ContractError: One spelling stands for two codes, or a code is not in its closed list.
    """
    written = read_cells(spellings, NAMED)
    # Reference lists carry many columns; only two of them are names of a country.
    listed = pd.read_csv(countries, dtype=str, keep_default_na=False, usecols=list(COUNTRY_NAMED))
    shown: dict[str, dict[str, str]] = {}
    codes: dict[str, dict[str, str]] = {}
    entries = [("country_code", code, code) for code in listed["country_code"]]
    entries += [(name, code, code) for name, column in COLUMNS.items() for code in column.allowed]
    for column, spelling, code in entries:
        _enter(codes, shown, column, spelling, code)
    lines = written[["column_name", "spelling", "code", "raw_line"]]
    for column, spelling, code, line in lines.itertuples(index=False):
        known = codes.get(column, {}).get(folded(code))
        if known is None:
            raise ContractError(f"{spellings.name} line {line}: '{code}' is no code of {column}; correct the code")
        if codes[column].get(folded(spelling), known) != known:
            raise ContractError(f"{spellings.name} line {line}: '{spelling}' already stands for another code; keep one")
        _enter(codes, shown, column, spelling, known)
    for code, name in listed[["country_code", "country_name"]].itertuples(index=False):
        if folded(name) not in codes["country_code"]:
            _enter(codes, shown, "country_code", name, code)
    return Spellings(codes, shown)


def _enter(
    codes: dict[str, dict[str, str]], shown: dict[str, dict[str, str]], column: str, spelling: str, code: str
) -> None:
    codes.setdefault(column, {})[folded(spelling)] = code
    shown.setdefault(column, {})[folded(spelling)] = spelling
