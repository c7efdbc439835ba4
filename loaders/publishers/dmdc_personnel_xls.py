"""DMDC active-duty strength: US military personnel by grade and service on a day, from workbooks of two layouts."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from loaders.facts import facts, joined, upright
from loaders.feedreading import LIMITS, gather
from loaders.formats.grids import RawGrid, read_grids
from loaders.formats.sheets import refuse
from loaders.layouts import Feed, Part, Publisher, Texts

if TYPE_CHECKING:
    import pandas as pd

_WHOLE: Final = "Department of Defense"
_SERVICES: Final = ("Army", "Navy", "Marine Corps", "Air Force")
# Titles are several rows of cells, one below the other; these are the words of each column read downwards.
_OLD: Final = {"": "grade", f"Total {_WHOLE}": _WHOLE, **{service: service for service in _SERVICES}}
_NEW: Final = {
    "Rank/Grade": "grade", "Services Army": "Army", "Navy": "Navy", "Marine Corps": "Marine Corps",
    "Air Force": "Air Force", "Total Services": _WHOLE,
}  # fmt: skip
# The heading ends with the row that has this cell; titles and day stand above it, parted by an empty row.
_LAST_HEADING: Final = _SERVICES[-1]
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_WRITTEN_DAY: Final = re.compile(rf"({'|'.join(_MONTHS)}) (\d{{1,2}}), (\d{{4}})")
_ISO_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
# Lines that add up others, by their words without case: the whole, and the three groups of grades.
_SUMS: Final = {
    "total": "TOTAL", "grand total": "TOTAL", "officers - total": "OFFICERS", "total officer": "OFFICERS",
    "enlisted - total": "ENLISTED", "total enlisted": "ENLISTED", "officer candidates - total": "CANDIDATES",
}  # fmt: skip
_GROUPS: Final = {
    "ENLISTED": re.compile(r"e-\d"),
    "CANDIDATES": re.compile(r"cadets|midshipmen|naval enlisted officer candidates"),
    "OFFICERS": re.compile(r"(chief )?warrant officer|(lt |lieutenant |maj |major |brig |brigadier )?general|colonel|"
                           r"lieutenant col|major|captain|(1st|ist|2nd) lieutenant"),
}  # fmt: skip


def _read_strengths(path: Path, feed: Feed) -> list[Part]:
    return [_sheet(path, feed, grid) for grid in read_grids(path, LIMITS)]


def _sheet(path: Path, feed: Feed, grid: RawGrid) -> Part:
    """Read one sheet: its day from the titles, a row for each line with numbers, and what is said below them."""
    rows = [[" ".join(cell.split()) if cell else "" for cell in cells] for cells in grid.rows]
    last = next((place for place, cells in enumerate(rows) if _LAST_HEADING in cells), None)
    if last is None:
        refuse("header-not-found", f"no row has the heading {_LAST_HEADING}", "send the workbook of DMDC as it is")
    first = last
    while first and grid.numbers[first - 1] == grid.numbers[first] - 1:
        first -= 1
    headings = _headings(rows[first : last + 1])
    absent = [heading for heading in feed.named if heading not in headings]
    if absent:
        refuse("missing-column", f"no column is headed {', '.join(absent)}", "send the workbook of DMDC as it is")
    lines = [(number, cells) for number, cells in zip(grid.numbers[last + 1 :], rows[last + 1 :], strict=True)]
    counted = [(number, dict(zip(headings, cells, strict=True))) for number, cells in lines if any(cells[1:])]
    said = " ".join(cells[0] for _, cells in lines if cells[0] and not any(cells[1:]))
    texts = gather(path, feed, [(number, _used(cells, headings[0])) for number, cells in counted])
    return Part(grid.name.strip(), texts.assign(day=_day(rows[:first]), said=said or None))


def _headings(rows: list[list[str]]) -> list[str]:
    """Return the words of each column read downwards; a column without any is told apart by its letter."""
    words = [" ".join(filter(None, column)) for column in zip(*rows, strict=True)]
    return [word if word or not place else f"column {place + 1}" for place, word in enumerate(words)]


def _used(cells: dict[str, str], first: str) -> dict[str, str | None]:
    """Return the cells of a line without those of empty columns, which only make room."""
    return {name: cell or None for name, cell in cells.items() if cell or name == first or "column " not in name}


def _day(titles: list[list[str]]) -> str:
    found = next((day for cells in titles for cell in cells if (day := _as_day(cell))), None)
    if found is None:
        refuse("no-day", "no title above the heading is a day", "write the day the strength was counted on")
    return found


def _as_day(cell: str) -> str | None:
    if written := _WRITTEN_DAY.fullmatch(cell):
        return f"{written[3]}-{_MONTHS.index(written[1]) + 1:02}-{int(written[2]):02}"
    return cell if _ISO_DAY.fullmatch(cell) else None


def _tell_strengths(texts: Texts) -> Texts:
    """Return each service's strength in each line; sums are marked, so that only the finest figures ever add up."""
    groups = texts["grade"].map(_group, na_action="ignore").astype("str")
    lines = texts["grade"].map(lambda grade: _SUMS.get(grade.casefold()), na_action="ignore").astype("str")
    unknown = "'" + texts["grade"].fillna("") + "' is no grade that is known here"
    misfit = texts["row_misfit"].mask(groups.isna(), unknown)
    # One group may stand in a single line, without a sum of its own above it.
    above = groups.where(groups.isin(lines), "TOTAL")
    sorted_out = texts.assign(group=above, line=lines.fillna(texts["grade"]), row_misfit=misfit)
    return upright(sorted_out, [_WHOLE, *_SERVICES], _strength)


def _group(grade: str) -> str | None:
    """Return the group a line is of or adds up, ``TOTAL`` for the whole, None where its words are not known."""
    words = grade.casefold()
    found = (name for name, pattern in _GROUPS.items() if pattern.match(words))
    return _SUMS.get(words) or next(found, None)


def _strength(rows: Texts, name: str) -> Texts:
    is_whole, is_group = rows["line"] == "TOTAL", rows["line"].isin(_SUMS.values())
    level = is_group.map({True: "groups", False: "grades"}).mask(is_whole, "total")
    above = _key(rows, name, rows["group"]).mask(is_group, _key(rows, name, "TOTAL"))
    whole = None if name == _WHOLE else _key(rows, _WHOLE, "TOTAL")
    return facts(
        rows,
        personnel_id=_key(rows, name, rows["line"]),
        kind_code="STOCK",
        stage_code="ACTUAL",
        agency_code="DOD",
        agencies_text=name,
        component_text=rows["grade"],
        as_of_date=rows["day"],
        people_count=rows[name],
        qualifier_code="EXACT",
        measure_text="Military personnel on active duty worldwide",
        series_id=joined("DMDC", rows["day"], "all" if name == _WHOLE else "services", level),
        is_total=(is_group | (name == _WHOLE)).map({True: "yes", False: "no"}),
        part_of_id=above.mask(is_whole, whole),
        note=rows["said"],
    )


def _key(rows: Texts, service: str, line: "pd.Series[str] | str") -> "pd.Series[str]":
    return joined("DMDC", rows["day"], service, line)


PUBLISHER: Final = Publisher(
    "dmdc-personnel-xls",
    "US Defense Manpower Data Center",
    "US Government work, public domain",
    (
        Feed("Active duty strength by grade, 1954 to 1993", _OLD, (), {"personnel": _tell_strengths},
             read=_read_strengths),
        Feed("Active duty strength by grade, a sheet a year", _NEW, (), {"personnel": _tell_strengths},
             read=_read_strengths),
    ),
    "monthly",
    "Old binary workbooks; headings of three rows read downwards; empty columns between; sums above their parts in one "
    "layout and below in the other; the day is a title; footnotes below; admirals of the Navy are missing in 1968.",
)  # fmt: skip
