"""Money in one country: by tool, by fiscal year, and every amount that sources state; stages are never added."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from dashboard import index, measures, words
from dashboard.cells import Column
from dashboard.queries import dated, money
from dashboard.queries.names import agency_names
from dashboard.scope import Scope
from dashboard.view import COMPUTED, REPORTED, Citation, View
from loaders import codes
from loaders.release import Release

_YEARS = 4
STATED_RULE = (
    "Amounts that sources state for this country, alone or with others, on or before the as-of day. Parts of a printed "
    "total are left out here and stand under the sheet. Stages are never added."
)


@lru_cache(maxsize=256)
def by_tool(release: Release, scope: Scope) -> View:
    """Return obligations of the fiscal year by tool, largest first; the frame is that of ``bars.draw_values``."""
    amounts, year = index.amounts(release, measures.OBLIGATED), money.year_of(release, scope)
    rows, mask = [], np.zeros(0, dtype=bool)
    if amounts is not None:
        mask = money.mask_of(release, scope, measures.OBLIGATED) & (amounts.year == year)
        present = [
            code for code in amounts.by["tool_code"].labels if (mask & amounts.by["tool_code"].within((code,))).any()
        ]
        for code in present:
            total = money.total(amounts, mask & amounts.by["tool_code"].within((code,)))
            rows.append((code, codes.TOOL.get(code, "Not stated"), total.value, total.qualifier))
    frame = pd.DataFrame(rows, columns=["code", "label", "value", "qualifier_code"]).astype({"value": "float64"})
    frame = frame.sort_values(["value", "label"], ascending=[False, True]).reset_index(drop=True)
    frame = frame.assign(text=[million(row) for row in frame.to_dict("records")])
    label = words.fiscal_year(year)
    first = frame.iloc[0] if len(frame) else None
    citation = Citation(measures.OBLIGATED.rule, "transactions", lambda: release.table("transactions").head(0))
    if amounts is not None:
        citation = Citation(measures.OBLIGATED.rule, "transactions", index.behind(amounts, mask), COMPUTED)
    return View(
        "money_by_tool",
        "Where does the money go?",
        f"{label} obligations by tool, $ million.",
        frame,
        {"label": "Tool", "text": "$ million"},
        f"{first['label']} is the largest: {_said(first.to_dict())}." if first is not None else "",
        citation,
        absence="" if len(frame) else f"No obligation of {label} is recorded here.",
        facts={"click": ("programs", "tool")},
    )


def million(row: dict[Any, Any]) -> str:
    """Return a value as millions of US dollars with its sign; unknown is [x]."""
    sign = words.SIGNS.get(str(row["qualifier_code"]), "")
    value = row["value"]
    return "[x]" if pd.isna(value) else sign + words.small_millions(float(value))


@lru_cache(maxsize=256)
def _yearly(release: Release, scope: Scope) -> pd.DataFrame:
    """Return obligations of the last fiscal years and the next request, as ``columns.draw`` takes them."""
    last = money.year_of(release, scope)
    rows = []
    for measure, years, asked in (
        (measures.OBLIGATED, range(last - _YEARS + 1, last + 1), False),
        (measures.REQUESTED, range(last + 1, last + 2), True),
    ):
        amounts = index.amounts(release, measure)
        if amounts is None:
            continue
        mask = money.mask_of(release, scope, measure)
        for year in years:
            total = money.total(amounts, mask & (amounts.year == year))
            rows.append((words.fiscal_year(year), total.value, total.qualifier, asked, total.rows))
    frame = pd.DataFrame(rows, columns=["label", "value", "qualifier_code", "is_request", "rows"])
    frame = frame.astype({"value": "float64", "is_request": "bool"})
    text = [million(row) for row in frame.to_dict("records")]
    said = [_said(row) for row in frame.to_dict("records")]
    frame = frame.assign(panel="", text=text, colour="@bar", words=said)
    return frame[~frame["is_request"] | (frame["rows"] > 0)]


def _said(row: dict[Any, Any]) -> str:
    return "[x]" if pd.isna(row["value"]) else words.money(float(row["value"]), str(row["qualifier_code"]))


@lru_cache(maxsize=256)
def funding(release: Release, scope: Scope) -> View:
    """Return obligations by fiscal year and the request for the next."""
    frame = _yearly(release, scope)
    known = frame.index[frame["rows"] > 0]
    frame = frame.loc[known[0] :].reset_index(drop=True) if len(known) else frame.head(0)
    asked = frame[frame["is_request"]] if len(frame) else frame
    return View(
        "funding",
        "Is funding rising?",
        "Obligations by fiscal year, $ million." + (" Hollow: request." if len(asked) else ""),
        frame,
        {"label": "Fiscal year", "text": "$ million", "is_request": "Requested only"},
        _rise(frame) if len(frame) else "",
        Citation(
            f"{measures.OBLIGATED.rule} {measures.REQUESTED.rule}",
            "transactions",
            lambda: _drawn(release, scope),
        ),
        absence="" if len(frame) else "No obligation and no request is recorded here.",
        facts={"height": 220},
    )


def _rise(frame: pd.DataFrame) -> str:
    """Return first and last year in words; the request stands in where nothing is obligated."""
    now = frame[~frame["is_request"]]
    rows, word = (now, "obligated") if len(now) else (frame, "requested")
    first, last = rows.iloc[0], rows.iloc[-1]
    if len(rows) == 1:
        return f"{last['words']} {word} in {last['label']}."
    return f"{first['words']} in {first['label']}, {last['words']} in {last['label']}."


def _drawn(release: Release, scope: Scope) -> pd.DataFrame:
    """Return the amounts behind the columns: obligated in the years shown, requested for the next."""
    rows, last = dated.here(release, "transactions", scope, is_open=True), money.year_of(release, scope)
    obligated = (rows["stage_code"] == "OBLIGATED") & rows["fiscal_year"].between(last - _YEARS + 1, last)
    return rows[obligated | ((rows["stage_code"] == "REQUESTED") & (rows["fiscal_year"] == last + 1))]


def years_of(row: Mapping[Any, Any]) -> str:
    """Return the fiscal years of an amount in words."""
    first, last = row["fiscal_year_start"], row["fiscal_year_end"]
    return words.fiscal_years(int(first), int(last)) if pd.notna(first) and pd.notna(last) else "years not stated"


@lru_cache(maxsize=256)
def stated(release: Release, scope: Scope) -> View:
    """Return every amount that sources state for the country, newest first, each at its stage."""
    frame = _every_amount(release, scope)
    limit = len(frame) if scope.all == "amounts_stated" else 8
    return View(
        "amounts_stated",
        "Which amounts do sources state?",
        "Newest first, each with its day and stage. Stages and sheets are never added.",
        frame,
        {
            "day": "Stated",
            "amount_usd": "US dollars",
            "stage": "Stage",
            "what": "For what",
            "agency_name": "Agency",
            "years": "Fiscal year",
        },
        f"{words.plural(len(frame), 'amount is', 'amounts are')} stated here." if len(frame) else "",
        Citation(STATED_RULE, "transactions", lambda: _wholes(release, scope), REPORTED),
        (f"{limit} of {words.count(len(frame))} amounts shown.",) if limit < len(frame) else (),
        absence="" if len(frame) else "No source known by this day states an amount of money here.",
        facts={"cells": STATED_CELLS, "limit": limit},
    )


def _every_amount(release: Release, scope: Scope) -> pd.DataFrame:
    """Return the amounts stated, newest first, one row an amount, with the words of its cells."""
    records = [row for row in dated.records(release, "transactions", scope) if not isinstance(row["part_of_id"], str)]
    records.sort(key=lambda row: row["as_of_date"] if pd.notna(row["as_of_date"]) else pd.Timestamp.min, reverse=True)
    names = agency_names(release)
    return pd.DataFrame(
        {
            "transaction_id": [row["transaction_id"] for row in records],
            "day": [
                words.day_at(row["as_of_date"], str(row["as_of_precision"]))
                if pd.notna(row["as_of_date"])
                else "undated"
                for row in records
            ],
            "amount_usd": [float(row["amount_usd"]) if pd.notna(row["amount_usd"]) else np.nan for row in records],
            "qualifier_code": [row["qualifier_code"] for row in records],
            "stage": [codes.MONEY_STAGE[row["stage_code"]] for row in records],
            "stage_text": [str(row["stage_text"]) if isinstance(row["stage_text"], str) else "" for row in records],
            "what": [_what(row) for row in records],
            "agency_code": [
                row["agency_code"] if row["agency_code"] in codes.PARTNERS or row["agency_code"] == "DOD" else ""
                for row in records
            ],
            "agency_name": [names.get(str(row["agency_code"]), "[x]") for row in records],
            "years": [years_of(row) if pd.notna(row["fiscal_year_start"]) else "" for row in records],
        }
    )


def _wholes(release: Release, scope: Scope) -> pd.DataFrame:
    rows = dated.here(release, "transactions", scope)
    return rows[rows["part_of_id"].isna()]


def _what(row: dict[str, object]) -> str:
    for name in ("account_name", "purpose_text", "sector_text"):
        if isinstance(row[name], str) and row[name]:
            return str(row[name])
    return "[x]"


STATED_CELLS = (
    Column("day", "Stated"),
    Column("what", "For what", title="stage_text"),
    Column("amount_usd", "$ million", "millions", qualifier="qualifier_code", strong=True),
    Column("stage", "Stage", title="stage_text"),
    Column("agency_name", "Agency", agency="agency_code"),
    Column("years", "Fiscal year"),
    Column("transaction_id", "", "mark"),
)
