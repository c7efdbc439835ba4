"""Programs: what is paid for, one by one, and the answer at the top of the screen."""

from typing import Final

import numpy as np
import pandas as pd

from dashboard import words
from dashboard.cells import Column, is_said
from dashboard.measures import Total
from dashboard.queries import money, spending
from dashboard.queries.outlook import where_of
from dashboard.queries.programrows import chosen, ledger, listed, programs
from dashboard.scope import Scope
from dashboard.view import COMPUTED, REPORTED, Citation, View
from loaders.release import Release

_ROWS, _MANY = 15, 500
LEDGER_RULE: Final = (
    "Programs within the filters, each with the sum of its obligations of one fiscal year; an unknown amount makes it "
    "a bound."
)
STATED_RULE: Final = (
    "Programs that sources name, within the filters, each with the one amount a source states for it. Amounts are of "
    "several stages and years and are never added."
)


def _columns(release: Release, scope: Scope, frame: pd.DataFrame) -> tuple[Column, ...]:
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
    authority = (Column("authority_name", "Authority"),) if is_said(frame["authority_name"]) else ()
    return (*first[:2], *authority, *first[2:], amount, Column("stage", "Stage"), *last)


def table(release: Release, scope: Scope) -> View:
    """Return the programs as a table, largest amount first."""
    frame = listed(release, scope.facts)
    columns = _columns(release, scope, frame)
    shown = min(len(frame), _MANY if scope.all == "program_list" else _ROWS)
    known, is_ledger = int(frame["value"].notna().sum()), spending.has_tools(release)
    notes = (
        [f"{words.count(shown)} of {words.plural(len(frame), 'program')} shown; the CSV holds all."]
        if shown < len(frame)
        else []
    )
    if len(frame) and not frame["tool_code"].notna().any():
        notes.append("No source says with which tool of smart power these programs work; tools are not reported.")
    where = where_of(release, scope)
    rule = LEDGER_RULE if is_ledger else STATED_RULE
    return View(
        "program_list",
        "Which programs are they?",
        "Sorted by amount, unknown amounts last. ≥ at least, ≈ about, [x] not reported.",
        frame,
        {column.name: column.head for column in columns[:-1]},
        f"{words.plural(len(frame), 'program')}{where}; an amount is known of {words.count(known)}.",
        Citation(
            rule,
            "programs",
            lambda: programs(release).rows[chosen(release, scope.facts)],
            COMPUTED if is_ledger else REPORTED,
        ),
        tuple(notes),
        absence="" if len(frame) else f"No source known by this day names a program{where}.",
        facts={"cells": columns, "limit": shown},
    )


def sizes(release: Release, scope: Scope) -> tuple[int, int]:
    """Return how many programs there are, and how many are shown at first."""
    return int(chosen(release, scope.facts).sum()), _ROWS


def headline(release: Release, scope: Scope) -> tuple[str, str]:
    """Return the answer of Programs and its second fact."""
    return _ledger(release, scope) if spending.has_tools(release) else _record(release, scope)


def _ledger(release: Release, scope: Scope) -> tuple[str, str]:
    asked, where = scope.facts, where_of(release, scope)
    year = words.fiscal_year(money.year_of(release, scope))
    whole = money.total(*spending.mask_of(release, asked))
    if whole.value is None or not whole.rows:
        stand = words.plural(int(chosen(release, asked).sum()), "program stands", "programs stand")
        said = f"{stand} in the table; an amount of this year is stated for none."
        return f"No program is known to obligate money in {year}{where}.", said
    usd, _, _ = ledger(release, asked)
    number = int((np.nan_to_num(usd) > 0).sum())
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
