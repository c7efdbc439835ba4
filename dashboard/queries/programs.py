"""Programs: what is paid for, one by one, and the answer at the top of the screen."""

from functools import lru_cache
from typing import Any, Final

import numpy as np
import pandas as pd

from dashboard import index, words
from dashboard.cells import Column
from dashboard.measures import Total
from dashboard.queries import money, spending
from dashboard.queries.names import agency_names, country_names
from dashboard.queries.outlook import where_of
from dashboard.scope import Scope
from dashboard.view import COMPUTED, ESTIMATE, REPORTED, Citation, View
from loaders import codes
from loaders.release import Release

_ROWS: Final = 15
LEDGER_RULE: Final = (
    "Programs within the filters, each with the sum of its obligations of one fiscal year; an unknown amount makes it "
    "a bound."
)
STATED_RULE: Final = (
    "Programs that sources name, within the filters, each with the one amount a source states for it. Amounts are of "
    "several stages and years and are never added."
)


@lru_cache(maxsize=256)
def chosen(release: Release, scope: Scope) -> pd.DataFrame:
    """Return the programs that the filters leave; a program in several countries is left by any of them."""
    rows = release.table("programs")
    countries = index.countries_in(release, scope)
    if countries is not None:
        joint = rows["country_codes"].fillna("").str.split(";").map(lambda held: bool(countries & set(held)))
        rows = rows[rows["country_code"].isin(countries) | joint]
    return index.rows_chosen(rows, release, scope.but(region=(), country=(), status=()))


@lru_cache(maxsize=64)
def _amounts(release: Release, scope: Scope) -> pd.DataFrame:
    """Return the obligations of the year by program: program_id, value (US dollars), qualifier_code and how many."""
    amounts, mask = spending.mask_of(release, scope)
    rows = pd.DataFrame(
        {
            "program_id": amounts.rows["program_id"][mask],
            "usd": amounts.usd[mask],
            "unknown": amounts.unknown[mask],
            "bound": amounts.bound[mask],
            "about": amounts.about[mask],
        }
    )
    found = rows.groupby("program_id").agg(
        value=("usd", "sum"),
        unknown=("unknown", "sum"),
        bound=("bound", "any"),
        about=("about", "any"),
        amounts=("usd", "size"),
    )
    silent, loose = found["unknown"] == found["amounts"], (found["unknown"] > 0) | found["bound"]
    return found.assign(
        value=found["value"].where(~silent),
        qualifier_code=np.where(loose & ~silent, "AT_LEAST", np.where(found["about"], "ABOUT", "EXACT")),
    ).reset_index()


@lru_cache(maxsize=64)
def _stated(release: Release) -> pd.DataFrame:
    """Return the one amount a source states for each program, and its stage in words."""
    rows = release.table("transactions")
    rows = rows[rows["program_id"].notna() & rows["amount_usd"].notna()].drop_duplicates("program_id")
    return pd.DataFrame(
        {
            "program_id": rows["program_id"],
            "value": rows["amount_usd"],
            "qualifier_code": rows["qualifier_code"],
            "stage": rows["stage_code"].map(codes.MONEY_STAGE),
            "amounts": 1,
        }
    )


@lru_cache(maxsize=256)
def listed(release: Release, scope: Scope) -> pd.DataFrame:
    """Return every program within the filters with its words and amount, largest first, unknown last."""
    rows = chosen(release, scope)
    is_ledger = spending.has_tools(release)
    found = rows.merge(_amounts(release, scope) if is_ledger else _stated(release), on="program_id", how="left")
    names, agencies = country_names(release), agency_names(release)
    found = found.assign(
        country_name=[_country(row, names) for row in found.itertuples()],
        agency_name=[_agency(row, agencies) for row in found.itertuples()],
        agency_shown=found["agency_code"].where(~found["agency_code"].isin(("SEVERAL", "ALL")), ""),
        tool_name=found["tool_code"].map(codes.TOOL).fillna("[x]"),
        years=[_years(row) for row in found.itertuples()],
        qualifier_code=found["qualifier_code"].fillna("EXACT"),
        million=found["value"] / 1e6,
        mark=np.where(
            found["qualifier_code"] == "AT_LEAST",
            ESTIMATE,
            np.where(found["amounts"].fillna(1) > 1, COMPUTED, REPORTED),
        ),
        program_state=found["program_state"].fillna("[x]"),
        authority_name=found["authority_name"].fillna("[x]"),
    )
    if "stage" in found:
        found = found.assign(stage=found["stage"].fillna(""))
    return found.sort_values(
        ["value", "program_name"], ascending=[False, True], na_position="last", kind="stable"
    ).reset_index(drop=True)


def _country(row: Any, names: dict[str, str]) -> str:
    joint = (
        [names.get(code, code) for code in str(row.country_codes).split(";")]
        if isinstance(row.country_codes, str)
        else []
    )
    held = ([names.get(row.country_code, row.country_code)] if isinstance(row.country_code, str) else []) + joint
    return ", ".join(held) or "Not one country"


def _agency(row: Any, names: dict[str, str]) -> str:
    if isinstance(row.agency_codes, str) and row.agency_codes:
        return words.listed([names.get(code, code) for code in row.agency_codes.split(";")])
    return names.get(row.agency_code, row.agency_code) if isinstance(row.agency_code, str) else "[x]"


def _years(row: Any) -> str:
    if pd.isna(row.fiscal_year_start):
        return "[x]"
    return words.fiscal_years(
        int(row.fiscal_year_start), int(row.fiscal_year_end if pd.notna(row.fiscal_year_end) else row.fiscal_year_start)
    )


def _columns(release: Release, scope: Scope) -> tuple[Column, ...]:
    year = words.fiscal_year(money.year_of(release, scope))
    first = (
        Column("program_id", "Code", "code"),
        Column("program_name", "Program", title="purpose_text"),
        Column("country_name", "Country", to=("countries", "country"), to_code="country_code"),
        Column("agency_name", "Agency", agency="agency_shown"),
    )
    last = (
        Column("years", "Fiscal years"),
        Column("program_state", "State"),
        Column("program_id", "Source", "mark", mark="mark"),
    )
    if spending.has_tools(release):
        amount = Column("value", f"$ million, {year}", "millions", qualifier="qualifier_code", strong=True)
        return (*first, Column("tool_name", "Tool"), amount, *last)
    amount = Column("value", "$ million", "millions", qualifier="qualifier_code", strong=True)
    return (*first[:2], Column("authority_name", "Authority"), *first[2:], amount, Column("stage", "Stage"), *last)


def table(release: Release, scope: Scope) -> View:
    """Return the programs as a table, largest amount first."""
    frame, columns = listed(release, scope.facts), _columns(release, scope)
    shown = frame if scope.all == "program_list" else frame.head(_ROWS)
    known, is_ledger = int(frame["value"].notna().sum()), spending.has_tools(release)
    notes = [f"{len(shown)} of {words.plural(len(frame), 'program')} shown."] if len(shown) < len(frame) else []
    if len(frame) and not frame["tool_code"].notna().any():
        notes.append("No source says with which tool of smart power these programs work; tools are not reported.")
    where = where_of(release, scope)
    rule = LEDGER_RULE if is_ledger else STATED_RULE
    return View(
        "program_list",
        "Which programs are they?",
        "Sorted by amount, unknown amounts last. ≥ at least, ≈ about, [x] not reported.",
        shown,
        {column.name: column.head for column in columns[:-1]},
        f"{words.plural(len(frame), 'program')}{where}; an amount is known of {words.count(known)}.",
        Citation(rule, "programs", lambda: chosen(release, scope.facts), COMPUTED if is_ledger else REPORTED),
        tuple(notes),
        absence="" if len(frame) else f"No source known by this day names a program{where}.",
        facts={"cells": columns},
    )


def sizes(release: Release, scope: Scope) -> tuple[int, int]:
    """Return how many programs there are, and how many are shown at first."""
    return len(chosen(release, scope.facts)), _ROWS


def headline(release: Release, scope: Scope) -> tuple[str, str]:
    """Return the answer of Programs and its second fact."""
    return _ledger(release, scope) if spending.has_tools(release) else _record(release, scope)


def _ledger(release: Release, scope: Scope) -> tuple[str, str]:
    asked, where = scope.facts, where_of(release, scope)
    year = words.fiscal_year(money.year_of(release, scope))
    whole = money.total(*spending.mask_of(release, asked))
    if whole.value is None or not whole.rows:
        stand = words.plural(len(chosen(release, asked)), "program stands", "programs stand")
        said = f"{stand} in the table; an amount of this year is stated for none."
        return f"No program is known to obligate money in {year}{where}.", said
    amounts = _amounts(release, asked)
    number = int((amounts["value"] > 0).sum())
    tool = spending.by_tool(release, asked).iloc[0]
    verb, name = words.plural(number, "program obligates", "programs obligate"), str(tool["label"]).lower()
    if not number:
        verb = "Programs not named in the source obligate"
    h1 = f"{verb} {words.money(whole.value, whole.qualifier)} in {year}{where}; {name} is the largest tool."
    return h1, f"{tool['label']}: {tool['text']}, {tool['share']} of all.{_doubt(whole)}"


def _doubt(whole: Total) -> str:
    loose = whole.bounds + whole.unknown
    if not loose:
        return ""
    stands = "is a lower bound or not reported" if loose == 1 else "are lower bounds or not reported"
    return f" {words.count(loose)} of {words.plural(whole.rows, 'amount')} {stands}."


def _record(release: Release, scope: Scope) -> tuple[str, str]:
    frame, where = listed(release, scope.facts), where_of(release, scope)
    if not len(frame):
        return f"No source known by this day names a program{where}.", "Not named is not the same as none."
    known = int(frame["value"].notna().sum())
    named = words.plural(len(frame), "program")
    with_amount = (
        f"of {'one' if known == 1 else words.number_word(known)} an amount is known" if known else "no amount is known"
    )
    lead = "Amounts are of several stages and years, so they are never added. No source sorts programs by tool."
    return f"Sources name {named}{where}; {with_amount}.", lead
