"""Appropriations: what was asked for the office and its funds, and what Congress granted."""

from functools import lru_cache
from typing import Any, Final

import pandas as pd

from dashboard import words
from dashboard.scope import Scope
from dashboard.view import REPORTED, Citation, View
from loaders.release import Release

ACCOUNTS: Final = ("Civilian Stabilization Initiative", "Conflict Stabilization Operations", "Complex Crises Fund")
RULE: Final = (
    "For each account and fiscal year the amount requested and the amount enacted, as sources state them. Requests and "
    "grants are two stages and never added; parts of an account are left out beside the whole."
)


def by_year(release: Release, scope: Scope) -> View:
    """Return requested and enacted money by account and fiscal year, in US dollars.

    The frame has one row an account and year: panel (account), label, value (requested),
    inner (enacted), text, and both in millions.
    """
    rows, frame = _held(release, scope.agency)
    known = frame[frame["inner"].notna() & frame["value"].notna()]
    sentence = "; ".join(f"{row.panel}, {row.label}: {row.words}" for row in known.itertuples())
    return View(
        "appropriations",
        "What did Congress grant of what was asked?",
        "$ million by account and fiscal year. Outline: requested. Filled: enacted.",
        frame,
        {"panel": "Account", "label": "Fiscal year", "asked": "Requested, $ million", "granted": "Enacted, $ million"},
        f"Enacted of requested, $ million: {sentence}." if len(known) else "No enacted amount is known.",
        Citation(RULE, "transactions", lambda: rows, REPORTED),
        ("[x]: the amount enacted is not in any source held.",) if frame["inner"].isna().any() else (),
        absence="" if len(frame) else "No source known by this day states a request or a grant for these accounts.",
        facts={"height": 220, "room": 1.5, "narrow_row": 1},
    )


@lru_cache(maxsize=64)
def _held(release: Release, agency: tuple[str, ...]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the rows of the accounts, and the frame of ``by_year``."""
    rows = release.table("transactions")
    stated = rows["account_name"].isin(ACCOUNTS) & rows["stage_code"].isin(("REQUESTED", "APPROPRIATED"))
    rows = rows[stated & rows["fiscal_year"].notna() & rows["part_of_id"].isna()]
    if agency:
        rows = rows[rows["agency_code"].isin(agency)]
    found = [
        _pair(account, int(year), rows[(rows["account_name"] == account) & (rows["fiscal_year"] == year)])
        for account in ACCOUNTS
        for year in sorted(rows.loc[rows["account_name"] == account, "fiscal_year"].unique())
    ]
    frame = pd.DataFrame(found, columns=["panel", "label", "value", "inner", "text", "qualifier_code", "is_request"])
    frame = frame.astype({"value": "float64", "inner": "float64"})
    return rows, frame.assign(
        colour="@bar",
        words=frame["text"].str.replace("<br>", " "),
        asked=frame["value"] / 1e6,
        granted=frame["inner"] / 1e6,
    )


def _pair(account: str, year: int, rows: pd.DataFrame) -> tuple[Any, ...]:
    """Return one account's year: what was asked and what was granted, each from its newest source."""
    asked, granted = (_newest(rows[rows["stage_code"] == stage]) for stage in ("REQUESTED", "APPROPRIATED"))
    text = f"{words.millions(granted)}<br>of {words.millions(asked)}"
    outer = asked if asked is not None else granted
    return account, words.fiscal_year(year), outer, granted, text, "EXACT", True


def _newest(rows: pd.DataFrame) -> float | None:
    known = rows[rows["amount_usd"].notna()].sort_values("known_date", na_position="first", kind="stable")
    return float(known["amount_usd"].iloc[-1]) if len(known) else None
