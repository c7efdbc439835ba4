"""Programs of one country: which are running, with which tool, for how much."""

from functools import lru_cache

import numpy as np
import pandas as pd

from dashboard import index, measures, words
from dashboard.cells import Column, is_said
from dashboard.queries import changes, dated, money, people
from dashboard.queries.names import agency_names
from dashboard.scope import Scope
from dashboard.view import REPORTED, Citation, View
from loaders import codes
from loaders.release import Release

RULE = (
    "Programs that name this country, alone or with others, begun or listed by the as-of day. The amount is the one "
    "stated for the program itself at the stage the heading names; a part of a program is never added to the whole."
)


@lru_cache(maxsize=512)
def rows(release: Release, scope: Scope) -> pd.DataFrame:
    """Return the programs within the filters that are known by the as-of day: those planned for later are kept."""
    return dated.here(release, "programs", scope, is_open=True)


def count_by_country(release: Release, scope: Scope, order: list[str]) -> list[float]:
    """Return how many programs name each country; missing where none does and the release is a record."""
    table = rows(release, scope)
    counts: dict[str, int] = {}
    for alone, several in zip(table["country_code"], table["country_codes"], strict=True):
        for code in {alone} if isinstance(alone, str) else set(str(several).split(";")):
            counts[code] = counts.get(code, 0) + 1
    none = 0.0 if people.has_tours(release) else np.nan
    return [float(counts.get(code, none)) for code in order]


@lru_cache(maxsize=512)
def frame(release: Release, scope: Scope) -> pd.DataFrame:
    """Return the programs with their amounts, largest first, unknown amounts last.

    Returns:
        One row a program: program_id, program_name, authority_name, tool, agency_code, agency_name,
        amount_usd (of the fiscal year in an exercise, else as stated), qualifier_code, years, state,
        is_changed, sector_text.
    """
    table = rows(release, scope)
    amounts, qualifiers = _amounts(release, scope, list(table["program_id"]))
    names = agency_names(release)
    before = changes.earlier(release, scope)
    old = set(before[0].table("programs", ["program_id"])["program_id"]) if before else set(table["program_id"])
    found = pd.DataFrame(
        {
            "program_id": table["program_id"],
            "program_name": table["program_name"],
            "authority_name": table["authority_name"].fillna(""),
            "sector_text": table["sector_text"].fillna(""),
            "tool": table["tool_code"].map(codes.TOOL).fillna("[x]"),
            "agency_code": table["agency_code"],
            "agency_name": [_agency(row, names) for row in table.to_dict("records")],
            "amount_usd": amounts,
            "qualifier_code": qualifiers,
            "years": [_years(row) for row in table.to_dict("records")],
            "state": table["program_state"].fillna("[x]"),
            "is_changed": [name not in old for name in table["program_id"]],
        }
    )
    return found.sort_values(["amount_usd", "program_name"], ascending=[False, True]).reset_index(drop=True)


def _agency(row: dict[str, object], names: dict[str, str]) -> str:
    if isinstance(row["agency_codes"], str):
        return words.listed([names.get(code, code) for code in row["agency_codes"].split(";")])
    return names.get(str(row["agency_code"]), "[x]") if isinstance(row["agency_code"], str) else "[x]"


def _years(row: dict[str, object]) -> str:
    first, last = row["fiscal_year_start"], row["fiscal_year_end"]
    if pd.notna(first) and pd.notna(last):
        return words.fiscal_years(int(first), int(last))  # type: ignore[call-overload]
    return str(row["fiscal_year_text"]) if isinstance(row["fiscal_year_text"], str) else "[x]"


def _amounts(release: Release, scope: Scope, wanted: list[str]) -> tuple[list[float], list[str]]:
    """Return the amount of each program and its qualifier: obligated in the year, or stated for the program itself."""
    obligated = index.amounts(release, measures.OBLIGATED) if people.has_tours(release) else None
    if obligated is not None:
        mask = money.mask_of(release, scope, measures.OBLIGATED) & (obligated.year == money.year_of(release, scope))
        held = {
            str(name): part
            for name, part in pd.Series(np.flatnonzero(mask)).groupby(
                obligated.columns("program_id")["program_id"][mask].to_numpy()
            )
        }
        totals = [_total(obligated, held.get(name)) for name in wanted]
        return [np.nan if total.value is None else total.value for total in totals], [
            total.qualifier for total in totals
        ]
    stated = release.table("transactions")
    stated = stated[stated["program_id"].isin(wanted) & ~stated["is_total"].fillna(False)]
    single = stated[~stated["program_id"].duplicated(keep=False)].set_index("program_id")
    return (
        [float(single["amount_usd"].get(name, np.nan)) for name in wanted],
        [str(single["qualifier_code"].get(name, "EXACT")) for name in wanted],
    )


def _total(amounts: index.Amounts, places: "pd.Series[int] | None") -> measures.Total:
    mask = np.zeros(amounts.size, dtype=bool)
    if places is None:
        return measures.Total(None, "EXACT", 0, 0, 0)
    mask[places.to_numpy()] = True
    return money.total(amounts, mask)


@lru_cache(maxsize=256)
def running(release: Release, scope: Scope) -> View:
    """Return which programs run in the chosen country."""
    found = frame(release, scope)
    has_tours = people.has_tours(release)
    year = words.fiscal_year(money.year_of(release, scope))
    cells = _cells(found, f"$ million, {year}" if has_tours else "$ million, stated")
    is_whole = scope.all == "country_programs"
    limit = len(found) if is_whole else 8
    shown = min(limit, len(found))
    notes = [f"{shown} of {len(found)} programs shown."] if shown < len(found) else []
    return View(
        "country_programs",
        "Which programs are running?" if has_tours else "Which programs are named?",
        f"Largest first. Amount: obligated in {year}."
        if has_tours
        else "Largest first. Amount: what a source states for the program itself.",
        found,
        {column.name: column.head for column in cells if column.form != "mark"},
        f"{words.plural(len(found), 'program names', 'programs name')} this country; "
        f"the largest is {found['program_name'].iloc[0]}."
        if len(found)
        else "",
        Citation(RULE, "programs", lambda: rows(release, scope), REPORTED),
        tuple(notes),
        absence=""
        if len(found)
        else "No source known by this day names a program here"
        + (" within these filters." if scope.is_filtered and len(scope.facts.agency + scope.tool) else "."),
        facts={"cells": cells, "limit": limit},
    )


def _cells(found: pd.DataFrame, amount: str) -> tuple[Column, ...]:
    every = (
        Column("program_id", "Code", "code", minor=True),
        Column("program_name", "Program", strong=True, changed="is_changed"),
        Column("tool", "Tool", minor=True),
        Column("sector_text", "Sector", minor=True),
        Column("agency_name", "Agency", agency="agency_code"),
        Column("amount_usd", amount, "millions", qualifier="qualifier_code", strong=True),
        Column("years", "Fiscal year", minor=True),
        Column("state", "State", minor=True),
        Column("program_id", "", "mark"),
    )
    return tuple(column for column in every if column.strong or is_said(found[column.name]))
