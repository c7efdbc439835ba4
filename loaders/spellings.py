"""Names to codes: what sources call a country, an agency or a stage, kept as data in one file."""

import csv
import datetime
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Final

from loaders.codes import NOT_A_COUNTRY
from loaders.columns import COLUMNS
from loaders.csvfiles import ContractError, Record, check_heading, read_records
from loaders.formats.headings import folded_heading

HEADINGS: Final = ("column", "spelling", "code", "note")
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
        return {}

    def _loosely(self, column: str) -> dict[str, str]:
        if column not in self._loose:
            meanings: dict[str, set[str]] = {}
            for spelling, code in self.codes.get(column, {}).items():
                meanings.setdefault(unpointed(spelling), set()).add(code)
            self._loose[column] = {spelling: found.pop() for spelling, found in meanings.items() if len(found) == 1}
        return self._loose[column]

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
        loose = self._loosely(_SPELLED_AS.get(column, column))
        bare = unpointed(text)
        return loose.get(bare) or loose.get(bare.removeprefix("the "))

    def closest(self, column: str, text: str) -> str | None:
        """Return the spelling most like a text, None where none is near; only ever for a message."""
        import difflib  # slow to load, and asked for by few files

        shown = self.shown.get(_SPELLED_AS.get(column, column), {})
        near = difflib.get_close_matches(folded(text), list(shown), n=1, cutoff=_CLOSE)
        return shown[near[0]] if near else None


def folded(text: str) -> str:
    """Return a text without case, accents and surplus spaces."""
    if text.isascii():
        return " ".join(text.casefold().split())
    apart = unicodedata.normalize("NFKD", text)
    return " ".join("".join(char for char in apart if not unicodedata.combining(char)).casefold().split())


@lru_cache(maxsize=1024)
def unpointed(text: str) -> str:
    """Return a text folded and without punctuation: dots and apostrophes vanish, other marks part its words."""
    plain = folded(text)
    if plain.replace(" ", "").isalnum():
        return plain
    joined = re.sub(r"[.'\u2018\u2019\u02bc`\u00b4]", "", plain).replace("&", " and ")
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
    with countries.open(encoding="utf-8", newline="") as file:
        listed = list(csv.DictReader(file))
    shown: dict[str, dict[str, str]] = {}
    codes: dict[str, dict[str, str]] = {}
    entries = [("country_code", country["country_code"], country["country_code"]) for country in listed]
    entries += [("not_a_country", code, code) for code in NOT_A_COUNTRY]
    entries += [(name, code, code) for name, column in COLUMNS.items() for code in column.allowed]
    for column, spelling, code in entries:
        _enter(codes, shown, column, spelling, code)
    headings: dict[str, str] = {}
    for line, column, spelling, code in _written(spellings):
        if column == HEADING:
            headings[folded_heading(spelling)] = code
            continue
        known = codes.get(column, {}).get(folded(code))
        if known is None:
            raise ContractError(f"{spellings.name} line {line}: '{code}' is no code of {column}; correct the code")
        if codes[column].get(folded(spelling), known) != known:
            raise ContractError(f"{spellings.name} line {line}: '{spelling}' already stands for another code; keep one")
        _enter(codes, shown, column, spelling, known)
    for country in listed:
        for name in (country["country_name"], country["iso2_code"]):
            if name and folded(name) not in codes["country_code"]:
                _enter(codes, shown, "country_code", name, country["country_code"])
    return Spellings(codes, shown, _existing(listed), headings)


def _written(path: Path) -> Iterator[tuple[int, str, str, str]]:
    """Yield line, column, spelling and code of each spelling."""
    records = read_records(path)
    heading = next(records, Record(1, [], "")).cells
    check_heading(path, heading, HEADINGS)
    places = [heading.index(name) for name in HEADINGS[:3]]
    for record in records:
        if len(record.cells) < len(heading) - 1 or not all(record.cells[place] for place in places):
            raise ContractError(f"{path.name} line {record.line}: lacks a column, spelling or code; write all three")
        column, spelling, code = (record.cells[place] for place in places)
        yield record.line, column, spelling, code


def _existing(listed: Sequence[Mapping[str, str]]) -> dict[str, tuple[datetime.date | None, datetime.date | None]]:
    return {
        country["country_code"]: (_day(country["valid_from"]), _day(country["valid_until"]))
        for country in listed
        if country["valid_from"] or country["valid_until"]
    }


def _day(text: str) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None


def _enter(
    codes: dict[str, dict[str, str]], shown: dict[str, dict[str, str]], column: str, spelling: str, code: str
) -> None:
    key = folded(spelling)
    codes.setdefault(column, {})[key] = code
    shown.setdefault(column, {})[key] = spelling
