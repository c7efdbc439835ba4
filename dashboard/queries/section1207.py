"""Section 1207: what the sources state for each fiscal year, and what is found project by project."""

from functools import lru_cache
from typing import Any, Final

import pandas as pd

from dashboard import measures, selection, words
from dashboard.queries.names import country_names
from dashboard.scope import Scope
from dashboard.view import REPORTED, Citation, View
from loaders.release import Release

RULE: Final = (
    "Totals of one fiscal year as a source prints them, the newest known on the release's day; within them the amounts "
    "stated project by project. A part is never added to its total, and years are never added to each other."
)
_SERIES: Final = "Section 1207 FY"


@lru_cache(maxsize=8)
def totals(release: Release) -> pd.DataFrame:
    """Return the newest printed total of each fiscal year: fiscal_year, transaction_id, amount_usd and the rest."""
    rows = _transfers(release)
    rows = rows[rows["is_total"].fillna(False) & rows["part_of_id"].isna() & rows["fiscal_year"].notna()]
    rows = rows.sort_values(["fiscal_year", "known_date", "amount_usd"], na_position="first", kind="stable")
    return rows.drop_duplicates("fiscal_year", keep="last")


def _transfers(release: Release) -> pd.DataFrame:
    rows = release.table("transactions")
    return rows[(rows["stage_code"] == "TRANSFERRED") & rows["series_id"].fillna("").str.startswith(_SERIES)]


@lru_cache(maxsize=256)
def projects(release: Release, scope: Scope) -> pd.DataFrame:
    """Return the amounts stated project by project, within the filters; a share of a project is left out."""
    rows = _transfers(release)
    rows = rows[rows["program_id"].notna()]
    rows = rows[~rows["part_of_id"].isin(set(rows["transaction_id"]))]
    return selection.rows_chosen(rows, release, scope)


def by_year(release: Release, scope: Scope) -> View:
    """Return each fiscal year's printed total and, within it, what is found project by project; in US dollars."""
    found, printed = projects(release, scope.facts), totals(release)
    dated = found[found["fiscal_year"].notna()]
    years = sorted(
        {int(year) for year in dated["fiscal_year"]}
        | (set() if scope.is_filtered else {int(year) for year in printed["fiscal_year"]})
    )
    whole = (
        {} if scope.is_filtered else dict(zip(printed["fiscal_year"].astype(int), printed["amount_usd"], strict=True))
    )
    rows = [_year(year, dated[dated["fiscal_year"] == year], whole.get(year)) for year in years]
    frame = pd.DataFrame(rows, columns=["label", "value", "inner", "text", "qualifier_code", "is_request"]).astype(
        {"value": "float64", "inner": "float64"}
    )
    frame = frame.assign(
        panel="",
        colour="@bar",
        words=frame["text"].str.replace("<br>", " "),
        total=frame["value"] / 1e6,
        part=frame["inner"] / 1e6,
    )
    notes = [_undivided(release, row) for row in found[found["fiscal_year"].isna()].itertuples()]
    notes += [] if scope.is_filtered else _together(release)
    return View(
        "section_1207",
        "What did Section 1207 move, and what of it can be traced?",
        "$ million transferred by fiscal year. Outline: the printed total. Filled: found project by project.",
        frame,
        {"label": "Fiscal year", "total": "Printed total, $ million", "part": "Found by project, $ million"},
        _sentence(frame),
        Citation(RULE, "transactions", lambda: pd.concat([printed, found]), REPORTED),
        tuple(notes),
        absence=""
        if len(frame)
        else "No source known by this day states a transfer under Section 1207"
        + (" within these filters." if scope.is_filtered else "."),
        facts={"height": 240, "room": 1.34},
    )


def _undivided(release: Release, row: Any) -> str:
    return (
        f"${words.millions(row.amount_usd)} million for {_name(release, row)} in {_years(row)} is not divided by year "
        "and is in no filled column."
    )


def _together(release: Release) -> list[str]:
    """Return what sources print for all years together; it is not the sum of the columns."""
    rows = release.table("transactions")
    rows = rows[(rows["stage_code"] == "TRANSFERRED") & rows["is_total"].fillna(False) & rows["fiscal_year"].isna()]
    rows = rows[rows["account_name"].fillna("").str.startswith("Section 1207")]
    said = [f"{words.millions(row.amount_usd)} ({row.account_name})" for row in rows.itertuples()]
    return [f"Printed for all years together, $ million: {words.listed(said)}."] if said else []


def _year(year: int, parts: pd.DataFrame, whole: float | None) -> tuple[Any, ...]:
    added = measures.add(parts, measures.TRANSFERRED) if len(parts) else measures.Total(0.0, "EXACT", 0, 0, 0)
    sign, text = words.SIGNS[added.qualifier], words.millions(added.value)
    total = f"of {words.millions(whole)}" if whole is not None else "total [x]"
    outer = added.value if whole is None else whole
    return words.fiscal_year(year), outer, added.value, f"{sign}{text}<br>{total}", added.qualifier, True


def _sentence(frame: pd.DataFrame) -> str:
    stated = frame[frame["text"].str.contains("of ", regex=False)]
    if not len(stated):
        return "No printed total is known; what is found project by project stands alone." if len(frame) else ""
    parts = [f"{row.label} {row.words}" for row in stated.itertuples()]
    return f"Found of the printed totals, $ million: {'; '.join(parts)}."


def _name(release: Release, row: Any) -> str:
    names = country_names(release)
    if isinstance(row.country_code, str):
        return names.get(row.country_code, row.country_code)
    note = str(row.note)
    return note.split("Countries as stated: ")[-1] if "Countries as stated: " in note else "several countries"


def by_project(release: Release, scope: Scope) -> View:
    """Return the known amounts as bars, one a project and year, largest first; nothing is added."""
    found = projects(release, scope.facts).sort_values("amount_usd", ascending=False, kind="stable")
    frame = pd.DataFrame(
        {
            "label": [f"{_name(release, row)}, {_years(row)}" for row in found.itertuples()],
            "value": found["amount_usd"],
            "text": [
                words.SIGNS[str(row.qualifier_code)] + words.millions(row.amount_usd) for row in found.itertuples()
            ],
            "qualifier_code": found["qualifier_code"],
            "code": found["country_code"].fillna(""),
            "million": found["amount_usd"] / 1e6,
        }
    ).reset_index(drop=True)
    first = frame.iloc[0] if len(frame) else None
    return View(
        "section_1207_projects",
        "Where did Section 1207 money go?",
        "$ million by project and fiscal year, as stated. Amounts of several years are not added.",
        frame,
        {"label": "Country and year", "million": "$ million"},
        f"{first['label']} is the largest known amount: ${first['text']} million." if first is not None else "",
        Citation(RULE, "transactions", lambda: found, REPORTED),
        absence="" if len(frame) else "No amount of a Section 1207 project is known within these filters.",
        facts={"limit": 20, "click": ("countries", "country")},
    )


def _years(row: Any) -> str:
    return (
        words.fiscal_years(int(row.fiscal_year_start), int(row.fiscal_year_end))
        if pd.notna(row.fiscal_year_start)
        else "year not stated"
    )
