"""The data dictionary: every table, column and code in words, written from the code that checks them."""

from pathlib import Path
from typing import Final

from loaders import codes
from loaders.columns import COLUMNS, Column
from loaders.contract import LEDGER_COLUMNS
from loaders.schema import Table
from loaders.tables import TABLES

DICTIONARY: Final = Path(__file__).resolve().parents[1] / "docs" / "data-dictionary.md"
_TYPES: Final = {
    "text": "text",
    "date": "day",
    "count": "whole number",
    "number": "number",
    "flag": "yes or no",
}
_RANKS: Final = {marking: f"level {rank}, 1 is the lowest" for rank, marking in enumerate(codes.MARKING, start=1)}
_LISTS: Final[dict[str, tuple[str, dict[str, str]]]] = {
    "agencies": ("AGENCY", codes.AGENCY),
    "components": ("COMPONENT", codes.COMPONENT),
    "statuses": ("STATUS", codes.STATUS),
    "bases of a status": ("STATUS_BASIS", codes.STATUS_BASIS),
    "tools": ("TOOL", codes.TOOL),
    "functions": ("FUNCTION", codes.FUNCTION),
    "stages of people": ("PEOPLE_STAGE", codes.PEOPLE_STAGE),
    "stages of money": ("MONEY_STAGE", codes.MONEY_STAGE),
    "qualifiers": ("QUALIFIER", codes.QUALIFIER),
    "precisions": ("PRECISION", codes.PRECISION),
    "measures": ("MEASURE", codes.MEASURE),
    "scopes": ("SCOPE", codes.SCOPE),
    "kinds of count": ("KIND", codes.KIND),
    "markings": ("MARKING", _RANKS),
    "taxonomies": ("TAXONOMY", codes.TAXONOMY),
    "kinds of release": ("RELEASE_KIND", codes.RELEASE_KIND),
}
_HEAD: Final = """\
# Data dictionary

Written by `python -m loaders dictionary` from `loaders/tables.py`, `loaders/columns.py` and `loaders/codes.py`; change
those, never this page. A blank cell is unknown, never zero. Days are ISO 8601; both ends of a span are counted.
"""
_TAIL: Final = """\
## Tables made while sealing

- `event_counts` (country_code, month_date, category_code, event_count, fatalities_count, uncounted_count): events and
  their fatalities by country, month and category. An event known only to the season or the year counts under an empty
  month, one without a country under an empty country, so that the counts add up to the events; an event that states no
  fatalities is uncounted.
- `event_grid` (cell_lat, cell_lon, event_year, category_code, event_count, fatalities_count, uncounted_count): the same
  by cell of half a degree, named by its south-west corner, and calendar year.
- `outlines` (country_code and names, valid_from, valid_until, geometry) and `disputed` (line_id and names, valid_from,
  valid_until, geometry): shapes with the days on which they hold, as GeoParquet, longitude first, WGS 84.
"""


def dictionary() -> str:
    """Return the data dictionary as Markdown."""
    contents = "Tables: " + ", ".join(f"[{name}](#{name})" for name in TABLES) + ".\n"
    tables = "\n".join(_table(table) for table in TABLES.values())
    return "\n".join([_HEAD, contents, tables, _ledger(), _TAIL, _codes()])


def _table(table: Table) -> str:
    lines = [
        f"## {table.name}",
        "",
        f"One row is {table.grain}. Key: `{table.key}`.",
        "",
        "| Column | Type | Unit | May be empty | Holds | Codes |",
        "|---|---|---|---|---|---|",
        *(_column(name, name in table.required) for name in table.columns),
        "",
    ]
    if table.rules:
        lines += ["Rules over whole rows:", ""]
        lines += [f"- `{rule.name}`: {rule.words}; mend: {rule.mend}." for rule in table.rules]
        lines += [""]
    return "\n".join(lines)


def _column(name: str, is_required: bool) -> str:
    column = COLUMNS[name]
    lists = ", ".join(f"[{title}](#{_anchor(title)})" for title in lists_of(column))
    cells = (f"`{name}`", _TYPES[column.kind], column.unit, "no" if is_required else "yes", column.words, lists)
    return f"| {' | '.join(cells)} |"


def lists_of(column: Column) -> list[str]:
    """Return the titles of the closed lists a column's cells come from; empty where the column is free."""
    allowed = set(column.allowed)
    exact = [title for title, (_, words) in _LISTS.items() if set(words) == allowed]
    return exact or [title for title, (_, words) in _LISTS.items() if set(words) <= allowed]


def _ledger() -> str:
    columns = ", ".join(f"`{name}`" for name in LEDGER_COLUMNS)
    return (
        "## ledger\n\nOne row is one issue with one row of a raw file that was set aside; a set-aside row may have "
        f"several. Columns: {columns}.\n"
    )


def _codes() -> str:
    lines = ["## Codes", ""]
    for title, (constant, words) in _LISTS.items():
        lines += [f"### {title.capitalize()}", "", f"`codes.{constant}`", "", "| Code | Words |", "|---|---|"]
        lines += [f"| `{code}` | {text} |" for code, text in words.items()]
        lines += [""]
    return "\n".join(lines)


def _anchor(title: str) -> str:
    return title.replace(" ", "-")
