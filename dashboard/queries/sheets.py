"""Sheets: money provided in each crisis, as one printed sheet a country splits it by agency; sheets are never added."""

from datetime import date
from functools import lru_cache
from typing import Final

import pandas as pd

from dashboard import measures, selection, words
from dashboard.queries.names import agency_names, country_names
from dashboard.scope import Scope
from dashboard.view import COMPUTED, Citation, View
from loaders.release import Release

_COLUMNS: Final = [
    "country_code", "country_name", "day", "agency_code", "agency_name", "rank", "value", "said", "total", "total_usd",
]  # fmt: skip
FIRST: Final = 10
"""Countries shown until all are asked for."""
RULE = (
    "One sheet a country: the newest on or before the as-of day that prints money provided. The parts of a sheet are "
    "added for each agency; its total is the printed one. Later sheets of one crisis include earlier ones and sheets "
    "of two countries may overlap, so no total over sheets exists."
)


@lru_cache(maxsize=64)
def _every_sheet(release: Release, day: date) -> pd.DataFrame:
    """Return the rows of the newest sheet of each country by a day; a split one comes before one of the same day."""
    rows = release.table("transactions")
    rows = rows[(rows["stage_code"] == "PROVIDED") & rows["series_id"].notna() & rows["country_code"].notna()]
    rows = rows[rows["as_of_date"] <= pd.Timestamp(day)]
    is_split = ~rows["agency_code"].isin(("ALL", "SEVERAL")) & rows["agency_code"].notna()
    split = set(rows.loc[is_split, "series_id"])
    sheets = rows[["country_code", "series_id", "as_of_date"]].drop_duplicates()
    sheets = sheets.assign(is_split=sheets["series_id"].isin(split))
    sheets = sheets.sort_values(["as_of_date", "is_split", "series_id"], kind="stable")
    newest = sheets.drop_duplicates("country_code", keep="last")
    return rows.merge(newest[["country_code", "series_id"]], on=["country_code", "series_id"])


@lru_cache(maxsize=512)
def newest_sheets(release: Release, scope: Scope) -> pd.DataFrame:
    """Return the rows of the newest sheet of each country, within the filters but for agency."""
    return selection.rows_chosen(_every_sheet(release, scope.asof), release, scope.but(agency=()))


@lru_cache(maxsize=64)
def _lines(release: Release, day: date) -> pd.DataFrame:
    """Return every newest sheet split by agency, largest total first."""
    sheets = _every_sheet(release, day).groupby(["country_code", "series_id"], sort=False)
    frame = pd.DataFrame([line for _, sheet in sheets for line in lines_of(release, sheet)], columns=_COLUMNS)
    return frame.sort_values(["total_usd", "country_name"], ascending=[False, True], kind="stable")


def crises(release: Release, scope: Scope) -> View:
    """Return who paid in each crisis: the newest sheet of each country split by agency, largest total first.

    The frame has one row a country and agency: country_code, country_name, day, agency_code,
    agency_name, rank (order of agencies), value (US dollars), said, total (text of the sheet's total), total_usd.
    """
    rows = newest_sheets(release, scope)
    frame = _lines(release, scope.asof)
    frame = frame[frame["country_code"].isin(set(rows["country_code"]))]
    frame = frame[frame["agency_code"].isin(scope.agency)] if scope.agency else frame
    frame = frame.reset_index(drop=True)
    names = frame["country_name"].nunique()
    within = " within these filters." if scope.is_filtered else "."
    whole = "The chosen agencies' parts are drawn; the total is that of the whole sheet."
    return View(
        "crises",
        "Who paid in each crisis?",
        "Money provided, as the newest sheet of each country prints it, by agency. Sheets are never added.",
        frame,
        {
            "country_name": "Country",
            "day": "Sheet of",
            "agency_name": "Agency",
            "value": "US dollars",
            "said": "As written",
            "total": "Printed total",
        },
        _largest(frame),
        Citation(RULE, "transactions", lambda: rows, COMPUTED),
        (whole,) if scope.agency and names else (),
        absence="" if names else f"No sheet known by this day prints money provided in a country{within}",
        facts={"click": ("countries", "country"), "limit": names if scope.all == "crises" else FIRST},
    )


def _largest(frame: pd.DataFrame) -> str:
    if not len(frame):
        return ""
    first = frame.iloc[0]
    sheets = words.plural(frame["country_name"].nunique(), "country", "countries")
    return f"{first['country_name']}: {first['total']} on the sheet of {first['day']}; sheets of {sheets}, never added."


def lines_of(release: Release, sheet: pd.DataFrame) -> list[tuple[object, ...]]:
    """Return one line an agency of a sheet, in the columns of ``crises``; a printed total is kept, never recounted."""
    names, first = agency_names(release), sheet.iloc[0]
    code = str(first["country_code"])
    parts = sheet[~sheet["is_total"].fillna(False).astype(bool) & sheet["agency_code"].notna()]
    whole = sheet[sheet["is_total"].fillna(False).astype(bool) & sheet["amount_usd"].notna()]
    added = {agency: _sum(part) for agency, part in parts.groupby("agency_code")}
    total = measures.summed(whole["amount_usd"], whole["qualifier_code"]) if len(whole) == 1 else _sum(parts)
    added = added or {"ALL": total}
    head = (
        code,
        country_names(release).get(code, code),
        words.day_at(first["as_of_date"], str(first["as_of_precision"])),
    )
    tail = (_money(total), total.value or 0.0)
    order = {agency: place for place, agency in enumerate(names)}
    return [
        (*head, agency, names[agency], order[agency], added[agency].value, _money(added[agency]), *tail)
        for agency in sorted(added, key=lambda agency: order[agency])
    ]


def _sum(part: pd.DataFrame) -> measures.Total:
    """Add the parts of one sheet; one row inside another is taken as the sheet's own line and not added."""
    inside = part["part_of_id"].isin(set(part["transaction_id"]))
    return measures.add(part[~inside], measures.PROVIDED)


def _money(total: measures.Total) -> str:
    return words.money(total.value, total.qualifier) if total.value is not None else "[x]"
