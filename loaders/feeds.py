"""A publisher's file under the canonical tables: one floor for every publisher, which only says what headings mean."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

import pandas as pd

from loaders.contract import Loaded, Problem, misfits, settled
from loaders.csvfiles import ContractError
from loaders.feedreading import read_sheets
from loaders.foretold import STATED, foretold
from loaders.formats.sheets import RefusedError
from loaders.layouts import PART, PLACE, Feed, Part, Publisher, Texts
from loaders.recode import Known, recode
from loaders.spellings import Spellings
from loaders.tables import TABLES

# Columns of figures; the cells of an upright column go to one of them.
_FIGURES: Final = ("value", "amount_usd", "people_count")
_NO_HEADING: Final = ("missing-column", "header-not-found", "no-rows")


class Cited(NamedTuple):
    """What rows are read with: the spellings, the day each source was known, and the key of this file's source."""

    spellings: Spellings
    known: Known
    source_id: str


class _Place(NamedTuple):
    """Where the rows of one sheet were read: its name, and the heading of each column and of each upright column."""

    raw_file: str
    headings: Mapping[str, str]
    cells: Mapping[str, str]

    def shown(self, kind: str) -> Mapping[str, str]:
        """Return the heading of each canonical column; an upright column's figure stands under its own."""
        own = self.headings.get(kind, kind)
        return {**self.headings, **dict.fromkeys(_FIGURES, own)} if kind else self.headings


@dataclass(frozen=True)
class Fed:
    """What became of every row of one file of a publisher.

    Attributes:
        feed: The layout it was read as.
        received: Rows of the file.
        silent: Rows of the file that no table hears of, such as a year without a number.
        loaded: The tables it feeds; a table that takes several facts of a row stands once for each kind of fact.
    """

    feed: Feed
    received: int
    silent: int
    loaded: tuple[Loaded, ...]


def load_file(publisher: Publisher, path: Path, cited: Cited) -> Fed:
    """Read one file of a publisher.

    Args:
        publisher: Who issued it.
        path: The file as received.
        cited: Spellings, known days and the key of its source.

    Returns:
        The rows kept and set aside, table by table.

    Raises:
        ContractError: The file has none of the publisher's layouts, is damaged, or has a heading that its layout
            neither names nor leaves; nothing is loaded.
    """
    feed, parts = _settled(publisher, path)
    loaded: list[Loaded] = []
    silent = 0
    for part in parts:
        days = part.texts.set_index("raw_line")[feed.stated] if feed.stated else None
        told = {name: _cited(tell(part.texts), cited, days) for name, tell in feed.tells.items()}
        heard = {line for rows in told.values() for line in rows["raw_line"]}
        silent += len(part.texts) - len(heard)
        loaded += _loaded(feed, part, told, path, cited)
    return Fed(feed, sum(len(part.texts) for part in parts), silent, tuple(loaded))


def _cited(rows: Texts, cited: Cited, days: "pd.Series[str] | None") -> Texts:
    named = rows.assign(source_id=cited.source_id)
    return named if days is None else named.assign(**{STATED: named["raw_line"].map(days).astype("str")})


def _settled(publisher: Publisher, path: Path) -> tuple[Feed, list[Part]]:
    """Return the first layout a file has, with its rows."""
    why = []
    for feed in publisher.feeds:
        try:
            return feed, (feed.read or read_sheets)(path, feed)
        except RefusedError as error:
            if error.remark.rule not in _NO_HEADING:
                raise ContractError(_refused(path, error)) from error
            why.append(f"{feed.title}: {error.remark.message}")
    raise ContractError(f"{path.name}: is none of the files of {publisher.name} that are read here; {'; '.join(why)}")


def _refused(path: Path, error: RefusedError) -> str:
    place = f", {error.sheet}" if error.sheet else ""
    row = f" line {error.remark.row}" if error.remark.row else ""
    return f"{path.name}{place}{row}: {error}"


def _loaded(feed: Feed, part: Part, told: Mapping[str, Texts], path: Path, cited: Cited) -> list[Loaded]:
    raw_file = "/".join([path.parent.name, path.name, *([part.sheet] if part.sheet else [])])
    headings = {column: heading for heading, column in feed.named.items()}
    headings[STATED] = headings.get(feed.stated, feed.stated)
    # A kind of fact that is named for a column of the file stands in that column's cells.
    cells = {column: headings.get(column, column) for column in part.texts}
    place = _Place(raw_file, headings, cells)
    return [one for name, rows in told.items() for one in _checked(rows.reset_index(drop=True), name, place, cited)]


def _checked(texts: Texts, name: str, place: _Place, cited: Cited) -> list[Loaded]:
    """Check the rows of one table together, and part them by the kind of fact they are."""
    table = TABLES[name]
    strange = sorted(set(texts) - set(table.columns) - {*PLACE, PART, STATED})
    if strange:
        raise ContractError(f"{name}: {', '.join(strange)} is no column of the table; mend the publisher's module")
    frame, problems = recode(texts, table, cited.spellings, cited.known)
    if STATED in texts:
        problems += foretold(texts[STATED], cited.known.get(cited.source_id))
    kinds = texts[PART] if PART in texts else pd.Series("", frame.index, dtype="str")
    named = frame.assign(raw_file=pd.Series(place.raw_file, frame.index, dtype="str"),
                         raw_column=kinds.map(place.cells).astype("str"))  # fmt: skip
    found: dict[str, list[Problem]] = {}
    for problem in misfits(named, table, problems):
        found.setdefault(kinds[problem.row], []).append(problem)
    return [settled(rows, table, place.raw_file, found.get(kind, []), place.shown(kind))
            for kind, rows in (named.groupby(kinds, sort=False) if PART in texts else [("", named)])]  # fmt: skip
