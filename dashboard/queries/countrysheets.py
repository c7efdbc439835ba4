"""Sheets of one country: what each prints as money provided, its parts beside; sheets are never added."""

from functools import lru_cache
from typing import Any

import pandas as pd

from dashboard import measures, words
from dashboard.queries import countrymoney, dated
from dashboard.queries.names import agency_names
from dashboard.scope import Scope
from dashboard.view import NOT_REPORTED, REPORTED, VALUE, Citation, Figure, View
from loaders.release import Release

SHEET_RULE = (
    "Sheets that print money provided here, on or before the as-of day. The total of a sheet is the printed one; where "
    "none is printed, its parts are added. Sheets of one fiscal year are running totals: a later one includes the "
    "earlier, so sheets are never added."
)
_DRAWN = 7
Row = dict[Any, Any]


@lru_cache(maxsize=512)
def _groups(release: Release, scope: Scope) -> dict[str, list[Row]]:
    """Return the rows of the sheets that print money provided in the chosen country, by sheet."""
    found: dict[str, list[Row]] = {}
    for row in dated.records(release, "transactions", scope):
        is_here = row["stage_code"] == "PROVIDED" and isinstance(row["country_code"], str)
        if is_here and isinstance(row["series_id"], str) and pd.notna(row["fiscal_year_start"]):
            found.setdefault(row["series_id"], []).append(row)
    return {
        series: rows
        for series, rows in found.items()
        if any(row["is_total"] is True or row["is_running_total"] is True for row in rows)
    }


def sheet_rows(release: Release, scope: Scope) -> pd.DataFrame:
    """Return the canonical rows of those sheets."""
    rows = dated.here(release, "transactions", scope)
    wanted = [row["transaction_id"] for part in _groups(release, scope).values() for row in part]
    return rows[rows["transaction_id"].isin(wanted)]


@lru_cache(maxsize=256)
def sheets(release: Release, scope: Scope) -> pd.DataFrame:
    """Return the sheets, newest first.

    Returns:
        One row a sheet: series_id, label, years, value (US dollars, printed or added from its parts),
        qualifier_code, is_printed, parts (in words), text and code, as ``bars.draw_values`` takes them.
    """
    lines = [_sheet(release, series, rows) for series, rows in _groups(release, scope).items()]
    columns = ["series_id", "day", "label", "years", "value", "qualifier_code", "is_printed", "parts"]
    frame = pd.DataFrame(lines, columns=columns).astype({"value": "float64"})
    frame = frame.sort_values(["day", "years", "series_id"], ascending=[False, False, True], kind="stable")
    text = [
        "[x]" if pd.isna(value) else words.money(value, qualifier)
        for value, qualifier in zip(frame["value"], frame["qualifier_code"], strict=True)
    ]
    return frame.assign(text=text, code=frame["series_id"]).reset_index(drop=True)


def _sheet(release: Release, series: str, rows: list[Row]) -> dict[str, object]:
    """Return one sheet: its printed total, or the sum of its parts where none is printed."""
    totals = [row for row in rows if row["is_total"] is True]
    whole = {row["transaction_id"] for row in totals}
    parts = [
        row
        for row in rows
        if row["is_total"] is not True and (row["part_of_id"] in whole or pd.isna(row["part_of_id"]))
    ]
    value, qualifier = None, "EXACT"
    if totals:
        value, qualifier = totals[0]["amount_usd"], totals[0]["qualifier_code"]
    else:
        table = release.table("transactions")
        wanted = table["transaction_id"].isin([row["transaction_id"] for row in parts])
        added = measures.add(table[wanted], measures.PROVIDED)
        value, qualifier = added.value, added.qualifier
    return {
        "series_id": series,
        "day": rows[0]["as_of_date"],
        "label": _label(rows[0]),
        "years": countrymoney.years_of(rows[0]),
        "value": value,
        "qualifier_code": qualifier,
        "is_printed": bool(totals),
        "parts": _parts(release, parts),
    }


def _label(row: Row) -> str:
    if pd.isna(row["as_of_date"]):
        return countrymoney.years_of(row)
    return words.day_at(row["as_of_date"], str(row["as_of_precision"]))


def _parts(release: Release, parts: list[Row]) -> str:
    names = agency_names(release)
    amounts = [row for row in parts if pd.notna(row["amount_usd"])]
    said = [
        f"{names.get(str(row['agency_code']), 'Not stated')} "
        f"{words.money(row['amount_usd'], str(row['qualifier_code']))}"
        for row in amounts
    ]
    return ", ".join(said)


@lru_cache(maxsize=256)
def provided(release: Release, scope: Scope) -> View:
    """Return what each sheet prints as money provided here, a bar a sheet, newest first."""
    frame = sheets(release, scope)
    newest = frame.iloc[0] if len(frame) else None
    limit = len(frame) if scope.all == "provided" else _DRAWN
    added = int((~frame["is_printed"]).sum()) if len(frame) else 0
    notes = (
        [f"{words.plural(added, 'sheet prints', 'sheets print')} no total; there the parts are added."] if added else []
    )
    if len(frame) > limit:
        notes.append(f"The newest {limit} of {len(frame)} sheets are shown.")
    return View(
        "provided",
        "How much was provided?",
        "One bar a printed sheet, US dollars. A later sheet of a year includes the earlier; never added.",
        frame,
        {
            "label": "Sheet of",
            "years": "Fiscal years",
            "text": "US dollars",
            "parts": "Parts",
            "is_printed": "Total printed",
        },
        f"{words.money(newest['value'], newest['qualifier_code'])} on the newest sheet: {newest['parts']}."
        if newest is not None and pd.notna(newest["value"])
        else "",
        Citation(SHEET_RULE, "transactions", lambda: sheet_rows(release, scope), REPORTED),
        tuple(notes),
        absence="" if len(frame) else "No source known by this day prints a sheet of money provided here.",
        facts={"limit": limit},
    )


@lru_cache(maxsize=1024)
def newest_sheet(release: Release, scope: Scope) -> Figure:
    """Return the money provided that the newest sheet prints."""
    newest = sheets(release, scope).iloc[0] if _groups(release, scope) else None
    series = "" if newest is None else newest["series_id"]

    def behind() -> pd.DataFrame:
        rows = sheet_rows(release, scope)
        return rows[rows["series_id"] == series]

    citation = Citation(SHEET_RULE, "transactions", behind, REPORTED)
    if newest is None or pd.isna(newest["value"]):
        return Figure("newest_sheet", "Provided", "[x]", NOT_REPORTED, citation, below="no sheet printed by this day")
    text = words.money(newest["value"], newest["qualifier_code"])
    day = f"sheet of {newest['label']}" if newest["label"] != newest["years"] else "as one sheet prints it"
    return Figure(
        "newest_sheet",
        f"Provided, {newest['years']}",
        text,
        VALUE,
        citation,
        float(newest["value"]),
        is_money=True,
        below=day,
    )


def lead_part(release: Release, scope: Scope) -> list[str]:
    """Return the sentence on money for the country's lead, or none."""
    figure = newest_sheet(release, scope)
    if figure.value is None:
        return []
    return [f"{figure.text} {figure.label.lower().replace('fy', 'FY')}, {figure.below}."]
