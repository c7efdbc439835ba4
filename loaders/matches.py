"""A name or heading matched once by a person: a dated line of the spellings, so that nobody is asked again."""

import csv
import datetime
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from loaders.columns import COLUMNS
from loaders.formats.headings import folded_heading
from loaders.returns.forms import FORMS
from loaders.spellings import HEADING, folded

_LONGEST: Final = 120
_HEAD: Final = ("column", "spelling", "code", "note")


class MatchError(ValueError):
    """A match cannot be kept; the text says why and what to do instead."""


@dataclass(frozen=True)
class Match:
    """What one spelling stands for, and who says so.

    Attributes:
        column: ``country_code``, ``agency_code`` or ``heading``.
        spelling: As the file has it.
        code: A code of that column; for a heading, a column of a form.
        who: Name of the person.
    """

    column: str
    spelling: str
    code: str
    who: str


def codes_of(column: str, countries: Path) -> Mapping[str, str]:
    """Return the codes one may match to, each with its name.

    Args:
        column: ``country_code``, ``agency_code`` or ``heading``.
        countries: The reference list of countries.

    Raises:
        MatchError: No spelling of that column is kept.
    """
    if column == "country_code":
        with countries.open(encoding="utf-8", newline="") as rows:
            return {row["country_code"]: row["country_name"] for row in csv.DictReader(rows)}
    if column == HEADING:
        return {field.name: field.words for form in FORMS.values() for field in form.fields}
    if column == "agency_code":
        return {code: code for code in COLUMNS[column].allowed}
    raise MatchError(f"'{column[:40]}' has no spellings; match a country_code, an agency_code or a heading")


def add_match(spellings: Path, countries: Path, match: Match, today: datetime.date) -> bool:
    """Write a match into the spellings, in its place, whole or not at all.

    Args:
        spellings: CSV of column, spelling, code and note.
        countries: The reference list of countries.
        match: The match.
        today: Day of the match, kept in the note.

    Returns:
        Whether a line was added; False where the same match stands there already.

    Raises:
        MatchError: The spelling, the code or the name is missing or unknown, or it stands for another code already.
    """
    known = codes_of(match.column, countries)
    if match.code not in known:
        raise MatchError(f"'{match.code[:40]}' is no code of {match.column}; choose one of the list")
    who = _line(match.who)
    if not who:
        raise MatchError("nobody is named; write the name of the person who says so")
    _check_spelling(match.spelling)
    rows = _read(spellings)
    meant = _meanings(rows, match.column, known).get(_key(match.column, match.spelling))
    if meant == match.code:
        return False
    if meant:
        raise MatchError(f"'{match.spelling}' already stands for {meant}; correct the file, or data/{spellings.name}")
    note = f"matched on {today.isoformat()} by {who}"
    rows.append({"column": match.column, "spelling": match.spelling, "code": match.code, "note": note})
    _write(spellings, sorted(rows, key=lambda row: (row["column"], row["spelling"].casefold())))
    return True


def _check_spelling(text: str) -> None:
    if not text.strip() or len(text) > _LONGEST or not text.isprintable():
        raise MatchError(f"a spelling is one line of 1 to {_LONGEST} characters; match it by hand, or mend the file")


def _key(column: str, text: str) -> str:
    return folded_heading(text) if column == HEADING else folded(text)


def _meanings(rows: list[dict[str, str]], column: str, known: Mapping[str, str]) -> dict[str, str]:
    """Return code by folded spelling; codes stand for themselves, countries for their names.

    The columns of a form do not: ``date`` may well head another form's ``start_date``.
    """
    meant = {} if column == HEADING else {_key(column, code): code for code in known}
    if column == "country_code":
        meant |= {_key(column, name): code for code, name in known.items()}
    return meant | {_key(column, row["spelling"]): row["code"] for row in rows if row["column"] == column}


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))


def _write(path: Path, rows: list[dict[str, str]]) -> None:
    draft = path.with_name(f"{path.name}.draft")
    with draft.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, _HEAD, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def _line(text: str) -> str:
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())[:_LONGEST]
