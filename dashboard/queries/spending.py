"""Spending: what programs obligate, by tool, by agency and tool, and by fiscal year."""

from functools import lru_cache
from typing import Final

import numpy as np
import pandas as pd

from dashboard import index, measures, words
from dashboard.queries import money, unplaced
from dashboard.queries.names import agency_names
from dashboard.scope import Scope
from dashboard.view import COMPUTED, ESTIMATE, Citation, View
from loaders import codes
from loaders.release import Release

SEVERAL_RULE: Final = "An amount with more than one tool and no recorded share is counted once, under Several tools."


def has_tools(release: Release) -> bool:
    """Whether the release sorts its obligations by tool; publishers of the world count each for itself."""
    if release.kind == "WORLD":
        return False
    amounts = index.amounts(release, measures.OBLIGATED)
    return amounts is not None and bool(any(amounts.by["tool_code"].numbers < len(amounts.by["tool_code"].labels) - 1))


@lru_cache(maxsize=256)
def mask_of(release: Release, scope: Scope) -> tuple[index.Amounts, np.ndarray]:
    """Return the obligations of a release that may be added, and which of them the filters and the year leave."""
    amounts = index.amounts(release, measures.OBLIGATED)
    if amounts is None:
        return index.no_amounts(release), np.zeros(0, dtype=bool)
    return amounts, money.mask_of(release, scope, measures.OBLIGATED) & (amounts.year == money.year_of(release, scope))


@lru_cache(maxsize=256)
def by_tool(release: Release, scope: Scope) -> pd.DataFrame:
    """Return the obligations of the year by tool, largest first.

    Returns:
        One row a tool with an amount: code, label, value (US dollars, missing where no amount
        is stated), text, qualifier_code, share (of the whole, in per cent).
    """
    amounts, mask = mask_of(release, scope)
    whole = float(amounts.usd[mask].sum())
    rows = []
    for place, code in enumerate(amounts.by["tool_code"].labels):
        part = mask & (amounts.by["tool_code"].numbers == place)
        if not part.any():
            continue
        found = money.total(amounts, part)
        text = "[x]" if found.value is None else words.money(found.value, found.qualifier)
        share = "" if not whole or found.value is None else words.share(found.value, whole)
        rows.append((code, codes.TOOL.get(code, "Tool not stated"), found.value, text, found.qualifier, share))
    frame = pd.DataFrame(rows, columns=["code", "label", "value", "text", "qualifier_code", "share"])
    frame = frame.astype({"value": "float64"})
    return frame.sort_values(["value", "label"], ascending=[False, True], na_position="last").reset_index(drop=True)


def _citation(release: Release, scope: Scope, qualifier: str = "EXACT") -> Citation:
    amounts, mask = mask_of(release, scope)
    rule = f"{measures.OBLIGATED.rule} {SEVERAL_RULE}"
    return Citation(
        rule, "transactions", index.behind(amounts, mask), ESTIMATE if qualifier == "AT_LEAST" else COMPUTED
    )


def _absence(release: Release, year: str) -> str:
    if index.amounts(release, measures.OBLIGATED) is None:
        return "This release has no one series of obligations, and several series are never added up."
    return f"No obligations in {year} match these filters."


def tools(release: Release, scope: Scope) -> View:
    """Return what is paid for, as bars by tool; the frame is that of ``by_tool``."""
    asked, year = scope.facts, words.fiscal_year(money.year_of(release, scope))
    frame = by_tool(release, asked)
    frame = frame.assign(million=frame["value"] / 1e6)
    whole = money.total(*mask_of(release, asked))
    first = frame.iloc[0] if len(frame) else None
    sentence = ""
    if first is not None:
        sentence = f"{first['label']} is the largest tool: {first['text']}, {first['share']} of all."
    if first is not None and pd.isna(first["value"]):
        sentence = f"No row of {year} states how much."
    return View(
        "tools",
        "What are we paying for?",
        f"Obligated in {year} by tool of smart power.",
        frame,
        {"label": "Tool", "million": "$ million", "share": "Share"},
        sentence,
        _citation(release, asked, whole.qualifier),
        ((SEVERAL_RULE,) if "SEVERAL" in set(frame["code"]) else ()) + unplaced.left_out(release, asked),
        absence="" if len(frame) else _absence(release, year),
        facts={"limit": 9, "click": ("programs", "tool")},
    )


def _whole_millions(usd: float | None, qualifier: str) -> str:
    if usd is None or pd.isna(usd):
        return "[x]"
    return words.SIGNS[qualifier] + (f"{usd / 1e6:,.0f}" if usd >= 5e5 or not usd else "< 1")


def agency_tools(release: Release, scope: Scope) -> View:
    """Return which agency pays with which tool, as a matrix of squares; values in millions of US dollars."""
    asked, names = scope.facts, agency_names(release)
    frame = _by_agency_and_tool(release, asked)
    totals = {row.code: _whole_millions(row.value, row.qualifier_code) for row in by_tool(release, asked).itertuples()}
    year = words.fiscal_year(money.year_of(release, scope))
    return View(
        "agency_tools",
        "Which agency pays with which tool?",
        f"Obligated in {year}, $ million. Area of square in proportion to amount.",
        frame,
        {"row_label": "Agency", "column_label": "Tool", "value": "$ million"},
        _largest(frame, year),
        _citation(release, asked),
        absence="" if len(frame) else _absence(release, year),
        facts={
            "rows": [(code, names[code]) for code in names if code in set(frame["row_code"])],
            "columns": _tools_shown(set(frame["column_code"])),
            "total_label": "All agencies",
            "totals": totals,
            "click": ("programs", "agency"),
        },
    )


def _by_agency_and_tool(release: Release, scope: Scope) -> pd.DataFrame:
    """Return one row a square: row and column with labels, value in millions, text and colour; agencies in order."""
    names = agency_names(release)
    amounts, mask = mask_of(release, scope)
    tool_of, agency_of = amounts.by["tool_code"], amounts.by["agency_code"]
    rows = []
    for agency, tool in index.pair_sums(agency_of, tool_of, amounts.usd, mask):
        found = money.total(amounts, mask & agency_of.within((agency,)) & tool_of.within((tool,)))
        million = None if found.value is None else found.value / 1e6
        labels = agency, names.get(agency, agency), tool, codes.TOOL.get(tool, "Not stated")
        rows.append((*labels, million, _whole_millions(found.value, found.qualifier), f"@agency-{agency}"))
    columns = ["row_code", "row_label", "column_code", "column_label", "value", "text", "colour"]
    frame = pd.DataFrame(rows, columns=columns).astype({"value": "float64"})
    order = {code: place for place, code in enumerate(names)}
    return frame.sort_values("row_code", key=lambda column: column.map(order), kind="stable").reset_index(drop=True)


def _tools_shown(present: set[str]) -> list[tuple[str, str]]:
    """Return code and label of every tool, and of several or none stated where such amounts are."""
    columns = [(code, label) for code, label in codes.TOOL.items() if code in present or code != "SEVERAL"]
    return columns + ([("NONE", "Not stated")] if "NONE" in present else [])


def _largest(frame: pd.DataFrame, year: str) -> str:
    if not frame["value"].notna().any():
        return f"No row of {year} states how much."
    row = frame.loc[frame["value"].idxmax()]
    return f"{row['row_label']} pays most with one tool: {row['column_label'].lower()}, ${row['text']} m."


def years(release: Release, scope: Scope) -> View:
    """Return obligations by fiscal year, and what is requested for the years after, hollow; in millions."""
    asked, current = scope.facts.but(period=None), money.year_of(release, scope)
    rows = [*_yearly(release, asked, measures.OBLIGATED, last=words.fiscal_year_of(scope.asof))]
    newest = max((row[0] for row in rows), default=0)
    rows += [row for row in _yearly(release, asked, measures.REQUESTED, last=9999) if row[0] > newest]
    frame = pd.DataFrame(rows, columns=["year", "value", "text", "qualifier_code", "is_request"]).astype(
        {"value": "float64"}
    )
    frame = frame.assign(
        panel="",
        label=frame["year"].map(words.fiscal_year),
        colour="@bar",
        million=frame["value"] / 1e6,
        stage=np.where(frame["is_request"], "requested", "obligated"),
    )
    now = frame[(frame["year"] == current) & ~frame["is_request"]]
    label = words.fiscal_year(current)
    sentence = f"{now.iloc[0]['text']} obligated in {label}." if len(now) else f"No obligation of {label} is recorded."
    amounts = index.amounts(release, measures.OBLIGATED)
    citation = Citation(measures.OBLIGATED.rule, "transactions", lambda: _rows(amounts, release, asked))
    return View(
        "program_years",
        "Is funding rising?",
        "Obligated by fiscal year. Hollow: requested, not yet granted.",
        frame,
        {"label": "Fiscal year", "stage": "Stage", "million": "$ million", "text": "As written"},
        sentence,
        citation,
        absence="" if len(frame) else "No obligations match these filters.",
        facts={"height": 210},
    )


def _rows(amounts: index.Amounts | None, release: Release, scope: Scope) -> pd.DataFrame:
    held = pd.DataFrame() if amounts is None else amounts.rows[money.mask_of(release, scope, measures.OBLIGATED)]
    asked = index.amounts(release, measures.REQUESTED)
    return held if asked is None else pd.concat([held, asked.rows[money.mask_of(release, scope, measures.REQUESTED)]])


def _yearly(
    release: Release, scope: Scope, measure: measures.Measure, last: int
) -> list[tuple[int, float | None, str, str, bool]]:
    amounts = index.amounts(release, measure)
    if amounts is None:
        return []
    mask = money.mask_of(release, scope, measure)
    rows: list[tuple[int, float | None, str, str, bool]] = []
    for year in sorted({int(year) for year in np.unique(amounts.year[mask])} - {0}):
        if year <= last:
            found = money.total(amounts, mask & (amounts.year == year))
            text = "[x]" if found.value is None else words.money(found.value, found.qualifier)
            rows.append((year, found.value, text, found.qualifier, measure is measures.REQUESTED))
    return rows
