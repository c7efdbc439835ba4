"""Names to codes: what sources call a country, an agency or a stage, kept as data in one file."""

import datetime
import difflib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Final

import pandas as pd

from loaders.cells import read_cells
from loaders.codes import NOT_A_COUNTRY
from loaders.columns import COLUMNS
from loaders.contract import ContractError
from loaders.formats.headings import folded_heading

NAMED: Final = {"column": "column_name", "spelling": "spelling", "code": "code", "note": "note"}
_COUNTRY_COLUMNS: Final = ("country_code", "iso2_code", "country_name", "valid_from", "valid_until")
# Columns whose cells are spelled as another column's are.
_SPELLED_AS: Final = {
    "implementing_code": "agency_code",
    "agency_codes": "agency_code",
    "country_codes": "country_code",
    "origin_country_code": "country_code",
    "contributor_code": "country_code",
}
_CLOSE: Final = 0.7
HEADING: Final = "heading"


@dataclass(frozen=True)
class Spellings:
    """Every spelling that stands for a code, by column.

    Attributes:
        codes: For each column, code by folded spelling; codes stand for themselves.
        shown: For each column, spelling as written by folded spelling, for suggestions.
        existing: First and last day of each country that did not exist all the time; None where it has none.
        headings: Column of a form by folded heading, where a person matched the two.
    """

    codes: Mapping[str, Mapping[str, str]]
    shown: Mapping[str, Mapping[str, str]]
    existing: Mapping[str, tuple[datetime.date | None, datetime.date | None]] = field(default_factory=dict)
    headings: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def _loose(self) -> dict[str, dict[str, str]]:
        loose: dict[str, dict[str, str]] = {}
        for column, spelled in self.codes.items():
            meanings: dict[str, set[str]] = {}
            for spelling, code in spelled.items():
                meanings.setdefault(unpointed(spelling), set()).add(code)
            loose[column] = {spelling: found.pop() for spelling, found in meanings.items() if len(found) == 1}
        return loose

    def knows(self, column: str) -> bool:
        """Whether the column is spelled with codes at all."""
        return _SPELLED_AS.get(column, column) in self.codes

    def code(self, column: str, text: str) -> str | None:
        """Return the code a text stands for in a column, None where it stands for none.

        Case, accents and the number of spaces do not matter; nothing is guessed.
        """
        return self.codes.get(_SPELLED_AS.get(column, column), {}).get(folded(text))

    def code_loosely(self, column: str, text: str) -> str | None:
        """Return the code a text stands for where punctuation, ``&`` and a leading ``The`` do not matter either."""
        loose = self._loose.get(_SPELLED_AS.get(column, column), {})
        bare = unpointed(text)
        return loose.get(bare) or loose.get(bare.removeprefix("the "))

    def closest(self, column: str, text: str) -> str | None:
        """Return the spelling most like a text, None where none is near; only ever for a message."""
        shown = self.shown.get(_SPELLED_AS.get(column, column), {})
        near = difflib.get_close_matches(folded(text), list(shown), n=1, cutoff=_CLOSE)
        return shown[near[0]] if near else None


def folded(text: str) -> str:
    """Return a text without case, accents and surplus spaces."""
    apart = unicodedata.normalize("NFKD", text)
    return " ".join("".join(char for char in apart if not unicodedata.combining(char)).casefold().split())


@lru_cache(maxsize=1024)
def unpointed(text: str) -> str:
    """Return a text folded and without punctuation: dots and apostrophes vanish, other marks part its words."""
    joined = re.sub(r"[.'\u2018\u2019\u02bc`\u00b4]", "", folded(text)).replace("&", " and ")
    return " ".join(re.sub(r"[^\w]+|_", " ", joined).split())


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
    listed = pd.read_csv(countries, dtype=str, keep_default_na=False, usecols=list(_COUNTRY_COLUMNS))
    shown: dict[str, dict[str, str]] = {}
    codes: dict[str, dict[str, str]] = {}
    entries = [("country_code", code, code) for code in listed["country_code"]]
    entries += [("not_a_country", code, code) for code in NOT_A_COUNTRY]
    entries += [(name, code, code) for name, column in COLUMNS.items() for code in column.allowed]
    for column, spelling, code in entries:
        _enter(codes, shown, column, spelling, code)
    lines = written.loc[written["column_name"] != HEADING, ["column_name", "spelling", "code", "raw_line"]]
    for column, spelling, code, line in lines.itertuples(index=False):
        known = codes.get(column, {}).get(folded(code))
        if known is None:
            raise ContractError(f"{spellings.name} line {line}: '{code}' is no code of {column}; correct the code")
        if codes[column].get(folded(spelling), known) != known:
            raise ContractError(f"{spellings.name} line {line}: '{spelling}' already stands for another code; keep one")
        _enter(codes, shown, column, spelling, known)
    for code, *names in listed[["country_code", "country_name", "iso2_code"]].itertuples(index=False):
        for name in names:
            if name and folded(name) not in codes["country_code"]:
                _enter(codes, shown, "country_code", name, code)
    matched = written.loc[written["column_name"] == HEADING, ["spelling", "code"]]
    headings = {folded_heading(spelling): code for spelling, code in matched.itertuples(index=False)}
    return Spellings(codes, shown, _existing(listed), headings)


def _existing(listed: pd.DataFrame) -> dict[str, tuple[datetime.date | None, datetime.date | None]]:
    spans = listed[["country_code", "valid_from", "valid_until"]].itertuples(index=False)
    return {code: (_day(first), _day(last)) for code, first, last in spans if first or last}


def _day(text: str) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None


def _enter(
    codes: dict[str, dict[str, str]], shown: dict[str, dict[str, str]], column: str, spelling: str, code: str
) -> None:
    codes.setdefault(column, {})[folded(spelling)] = code
    shown.setdefault(column, {})[folded(spelling)] = spelling
