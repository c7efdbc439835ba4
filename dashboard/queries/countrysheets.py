"""Sheets of one country: what each prints as money provided, its parts beside; sheets are never added."""

from functools import lru_cache

import pandas as pd

from dashboard import measures, words
from dashboard.queries import countrymoney
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


@lru_cache(maxsize=256)
def sheet_rows(release: Release, scope: Scope) -> pd.DataFrame:
    """Return the rows of the sheets that print money provided in the chosen country."""
    rows = countrymoney.rows_here(release, scope)
    rows = rows[(rows["stage_code"] == "PROVIDED") & rows["series_id"].notna() & rows["country_code"].notna()]
    rows = rows[rows["fiscal_year_start"].notna()]
    is_sheet = rows.groupby("series_id")["is_total"].transform("any") | rows["is_running_total"].fillna(False)
    return rows[is_sheet]


@lru_cache(maxsize=256)
def sheets(release: Release, scope: Scope) -> pd.DataFrame:
    """Return the sheets, newest first.

    Returns:
        One row a sheet: series_id, label, years, value (US dollars, printed or added from its parts),
        qualifier_code, is_printed, parts (in words), text and code, as ``bars.draw_values`` takes them.
    """
    lines = []
    for series, rows in sheet_rows(release, scope).groupby("series_id", sort=False):
        totals = rows[rows["is_total"].fillna(False)]
        parts = rows[~rows["is_total"].fillna(False)]
        parts = parts[parts["part_of_id"].isna() | parts["part_of_id"].isin(set(totals["transaction_id"]))]
        whole = totals.iloc[0] if len(totals) else None
        added = measures.add(parts, measures.PROVIDED) if whole is None else None
        value = float(whole["amount_usd"]) if whole is not None else (added.value if added else None)
        qualifier = str(whole["qualifier_code"]) if whole is not None else (added.qualifier if added else "EXACT")
        first = rows.iloc[0]
        lines.append(
            {
                "series_id": series,
                "day": first["as_of_date"],
                "label": _label(first),
                "years": countrymoney.years_of(first),
                "value": value,
                "qualifier_code": qualifier,
                "is_printed": whole is not None,
                "parts": _parts(release, parts),
            }
        )
    columns = ["series_id", "day", "label", "years", "value", "qualifier_code", "is_printed", "parts"]
    frame = pd.DataFrame(lines, columns=columns).astype({"value": "float64"})
    frame = frame.sort_values(["day", "years", "series_id"], ascending=[False, False, True], kind="stable")
    text = [countrymoney.million(row) for row in frame.to_dict("records")]
    return frame.assign(text=text, code=frame["series_id"]).reset_index(drop=True)


def _label(row: pd.Series) -> str:
    if pd.isna(row["as_of_date"]) or not row["is_running_total"]:
        return countrymoney.years_of(row)
    day = row["as_of_date"]
    return words.day_at(day, str(row["as_of_precision"]))


def _parts(release: Release, parts: pd.DataFrame) -> str:
    names = agency_names(release)
    said = [
        f"{names.get(str(row.agency_code), 'Not stated')} {words.money(row.amount_usd, str(row.qualifier_code))}"
        for row in parts.itertuples()
        if pd.notna(row.amount_usd)
    ]
    return ", ".join(said)


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
        "One bar a printed sheet, $ million. A later sheet of a year includes the earlier; never added.",
        frame,
        {
            "label": "Sheet of",
            "years": "Fiscal years",
            "text": "$ million",
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


def newest_sheet(release: Release, scope: Scope) -> Figure:
    """Return the money provided that the newest sheet prints."""
    frame = sheets(release, scope)
    rows = sheet_rows(release, scope)
    newest = frame.iloc[0] if len(frame) else None
    citation = Citation(
        SHEET_RULE,
        "transactions",
        lambda: rows[rows["series_id"] == (newest["series_id"] if newest is not None else "")],
        REPORTED,
    )
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
