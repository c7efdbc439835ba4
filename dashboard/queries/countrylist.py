"""The list of countries: status, people, posts, money and programs of each; only columns that a source fills."""

from dataclasses import replace
from functools import lru_cache
from typing import Final

import numpy as np
import pandas as pd

from dashboard import index, measures, selection, words
from dashboard.cells import Column, is_said
from dashboard.queries import countryprograms, dated, gaps, money, people, status, unplaced
from dashboard.queries.names import country_names, region_shorts
from dashboard.scope import Scope
from dashboard.view import COMPUTED, Citation, View
from loaders import codes
from loaders.release import Release

RULE = (
    f"{status.RULE} Countries without a status are listed too where any other row names them. Each column follows the "
    "rule of its own figure; a column that no source fills is left out."
)


@lru_cache(maxsize=64)
def with_rows(release: Release) -> frozenset[str]:
    """Return the countries that any table but status names."""
    named = (release.table(table, ["country_code"])["country_code"].dropna() for table in dated.TABLES)
    return frozenset().union(release.table("event_counts")["country_code"].dropna(), *map(set, named))


@lru_cache(maxsize=512)
def frame(release: Release, scope: Scope) -> pd.DataFrame:
    """Return the countries that the filters leave: those at risk worst first, then the others by name.

    Returns:
        One row a country: country_code, country_name, status_code, status_words, since, region,
        serving, requested, empty, agencies, obligated_usd, obligated_qualifier, deployments,
        person_days, statements, programs, amounts, needs, last_date and last (the newest day that
        a row is dated). A number is missing where nothing is reported.
    """
    risk = status.at_risk(release, scope)
    left = selection.countries_in(release, scope)
    known = set(selection.status_on(release, scope.asof)["country_code"])
    names = country_names(release)
    unlisted = with_rows(release) - set(risk["country_code"])
    others = {code for code in unlisted if (left is None or code in left) and (code not in known or not scope.status)}
    order = [*risk["country_code"], *sorted(others, key=lambda code: names.get(code, code))]
    base = pd.DataFrame({"country_code": order})
    regions, shorts = selection.region_of(release, scope.tax, scope.asof), region_shorts(release)
    base = base.assign(
        country_name=[names.get(code, code) for code in order],
        region=[shorts.get(regions.get(code, ""), "") for code in order],
    )
    return _counted(release, scope, _with_status(release, scope, base))


def _with_status(release: Release, scope: Scope, base: pd.DataFrame) -> pd.DataFrame:
    known = selection.status_on(release, scope.asof).set_index("country_code")
    rows = [known.loc[code] if code in known.index else None for code in base["country_code"]]
    return base.assign(
        cited=[None if row is None else code for code, row in zip(base["country_code"], rows, strict=True)],
        status_code=["NONE" if row is None else row["status_code"] for row in rows],
        status_words=[
            "No status stated" if row is None else status.status_words(row["status_code"], row["status_text"])
            for row in rows
        ],
        since=[_since(row) for row in rows],
    )


def _since(row: pd.Series | None) -> str:
    """Return since when a status stands: [z] where there is none, [x] where no source says."""
    if row is None:
        return "[z]"
    return "[x]" if pd.isna(row["start_date"]) else words.day_at(row["start_date"], str(row["start_precision"]))


def _counted(release: Release, scope: Scope, base: pd.DataFrame) -> pd.DataFrame:
    order = list(base["country_code"])
    columns: dict[str, list[float]] = {}
    if people.has_tours(release):
        columns |= _posts(release, scope, order)
        columns["obligated_usd"], qualifiers = _obligated(release, scope, order)
        base = base.assign(obligated_qualifier=qualifiers, serving_qualifier=_bounds(release, scope, order))
    if not people.has_tours_only(release):
        flows = people.deployments_in_year(release, scope).set_index("country_code")
        columns["deployments"] = [_number(flows["people_count"].get(code)) for code in order]
        columns["person_days"] = [_number(flows["person_days"].get(code)) for code in order]
        base = base.assign(stated=_stated(release, scope, order))
        columns["statements"] = _rows_by(release, scope, ("deployments", "personnel"), order)
        columns["amounts"] = _rows_by(release, scope, ("transactions",), order)
        columns["needs"] = _rows_by(release, scope, ("needs",), order)
    columns["programs"] = countryprograms.count_by_country(release, scope, order)
    days = dated.last_days(release, scope.asof)
    last = [days.get(code) for code in order]
    return base.assign(
        **columns,
        last=["[x]" if day is None else words.day(day) for day in last],
        last_date=pd.to_datetime(pd.Series(last)),
    )


def _stated(release: Release, scope: Scope, order: list[str]) -> list[str]:
    """Return the newest number of people in each country that a source states, with its sign and day."""
    found = {
        row["country_code"]: f"{words.SIGNS[row['qualifier_code']]}{words.count(row['people_count'])}, "
        f"{words.day_at(row['as_of_date'], str(row['as_of_precision']))}"
        for row in people.stated_by_country(release, scope).to_dict("records")
    }
    return [found.get(code, "[x]") for code in order]


def _number(value: object) -> float:
    return float("nan") if value is None or pd.isna(value) else float(value)  # type: ignore[arg-type]


def _posts(release: Release, scope: Scope, order: list[str]) -> dict[str, list[float]]:
    tours, mask = index.tours(release), people.serving_mask(release, scope)
    serving = people.serving_by(release, scope, "country_code")
    unsaid = set(tours.by["country_code"].sums(tours.people, mask & tours.unknown))
    nowhere = people.unreported(release, scope, frozenset(order))
    silent = nowhere | {code for code in unsaid if not serving[code]}
    posts = gaps.by_post(release, scope).groupby("country_code")[["requested", "empty"]].sum()
    are_asked = bool(index.posts(release).size)
    pairs = index.pair_sums(tours.by["country_code"], tours.by["agency_code"], tours.people, mask)
    agencies = pd.Series([country for country, agency in pairs if agency != index.NOT_STATED]).value_counts()
    return {
        "serving": [np.nan if code in silent else serving.get(code, 0.0) for code in order],
        "requested": [float(posts["requested"].get(code, 0.0)) if are_asked else np.nan for code in order],
        "empty": [
            np.nan
            if not are_asked or (code in nowhere and code in posts.index)
            else float(posts["empty"].get(code, 0.0))
            for code in order
        ],
        "agencies": [np.nan if code in nowhere else float(agencies.get(code, 0)) for code in order],
    }


def _bounds(release: Release, scope: Scope, order: list[str]) -> list[str]:
    """Return AT_LEAST for countries where a tour states no number of people."""
    tours = index.tours(release)
    unsaid = set(tours.by["country_code"].sums(tours.people, people.serving_mask(release, scope) & tours.unknown))
    return ["AT_LEAST" if code in unsaid else "EXACT" for code in order]


def _obligated(release: Release, scope: Scope, order: list[str]) -> tuple[list[float], list[str]]:
    amounts = index.amounts(release, measures.OBLIGATED)
    if amounts is None:
        return [np.nan] * len(order), ["EXACT"] * len(order)
    mask = money.mask_of(release, scope, measures.OBLIGATED) & (amounts.year == money.year_of(release, scope))
    totals = []
    for code in order:
        here = mask & amounts.by["country_code"].within((code,))
        totals.append(money.total(amounts, here))
    return [np.nan if total.value is None else total.value for total in totals], [total.qualifier for total in totals]


def _rows_by(release: Release, scope: Scope, tables: tuple[str, ...], order: list[str]) -> list[float]:
    found: dict[str, float] = {}
    for table in tables:
        for code, number in dated.counts(release, table, scope.asof).items():
            found[code] = found.get(code, 0.0) + number
    return [found.get(code, np.nan) for code in order]


_COLUMNS: Final = (
    Column(
        "country_name",
        "Country",
        status="status_code",
        strong=True,
        to=("countries", "country"),
        to_code="country_code",
    ),
    Column("status_words", "Status"),
    Column("since", "Since", minor=True),
    Column("serving", "In country", "count", qualifier="serving_qualifier", strong=True),
    Column("requested", "Requested", "count", minor=True),
    Column("empty", "Empty", "count", strong=True),
    Column("agencies", "Agencies", "count", minor=True),
    Column("obligated_usd", "$ million", "millions", qualifier="obligated_qualifier"),
    Column("deployments", "Deployments", "count", strong=True),
    Column("person_days", "Person-days", "count", minor=True),
    Column("stated", "In country, newest stated", minor=True),
    Column("statements", "Statements", "count"),
    Column("programs", "Programs", "count", minor=True),
    Column("amounts", "Amounts", "count", minor=True),
    Column("needs", "Need figures", "count", minor=True),
    Column("last", "Last dated", minor=True),
    Column("cited", "", "mark"),
)


def columns_of(rows: pd.DataFrame) -> tuple[Column, ...]:
    """Return the columns that at least one row fills."""
    return tuple(column for column in _COLUMNS if column.name in rows and is_said(rows[column.name]))


def _cells(release: Release, scope: Scope, rows: pd.DataFrame) -> tuple[Column, ...]:
    """Return the columns that are shown, the fiscal year in the headings of money and of deployments."""
    year, flows = money.year_of(release, scope), people.latest_year(release, scope) or 0
    heads = {
        "obligated_usd": f"$ million, {words.fiscal_year(year)}",
        "deployments": f"Deployments, {words.fiscal_year(flows)}",
        "person_days": f"Person-days, {words.fiscal_year(flows)}",
    }
    return tuple(replace(column, head=heads.get(column.name, column.head)) for column in columns_of(rows))


def _notes(release: Release, scope: Scope, rows: pd.DataFrame) -> list[str]:
    known = set(selection.status_on(release, scope.asof)["country_code"])
    without = int((~rows["country_code"].isin(known)).sum())
    notes = []
    if without:
        countries = words.plural(without, "country has", "countries have")
        notes.append(f"{countries} rows but no status that a source states.")
    if not people.has_tours_only(release):
        notes.append(
            "Statements, amounts and need figures are numbers of rows, each of one source and day; never added."
        )
    return notes


_KEYS: Final = {
    True: "Empty: posts requested that nobody fills.",
    False: "[x]: no source states it; [z]: does not apply.",
}
"""What the subtitle explains, by whether tours are all that is told of people."""


@lru_cache(maxsize=256)
def listed(release: Release, scope: Scope) -> View:
    """Return the countries as a table, worst first; each row opens its country."""
    rows = frame(release, scope)
    cells = _cells(release, scope, rows)
    return View(
        "country_list",
        "Which countries are at risk, and what is there?",
        f"Worst first, then by name, {words.day(scope.asof)}. {_KEYS[people.has_tours_only(release)]}",
        rows,
        {column.name: column.head for column in cells if column.form != "mark"},
        headline(release, scope)[0],
        Citation(RULE, "country_status", lambda: _status_rows(release, rows), COMPUTED),
        (*_notes(release, scope, rows), *unplaced.in_no_line(release, scope)),
        absence="" if len(rows) else "No country is left by these filters.",
        facts={"cells": cells, "keys": _keys(release, scope)},
        is_none=True,
    )


def _status_rows(release: Release, rows: pd.DataFrame) -> pd.DataFrame:
    table = release.table("country_status")
    return table[table["country_code"].isin(set(rows["country_code"]))]


def _keys(release: Release, scope: Scope) -> list[list[dict[str, object]]]:
    """Return the counts by status and by region; each narrows the list."""
    counts = status.counts(release, scope)
    by_status: list[dict[str, object]] = [
        {"status": code, "t": codes.STATUS[code], "n": str(number), "to": (None, {"status": (code,)})}
        for code, number in counts.items()
        if number
    ]
    regions = selection.region_of(release, scope.tax, scope.asof)
    names = region_shorts(release)
    risk = status.at_risk(release, scope)["country_code"].map(regions).dropna().value_counts()
    by_region: list[dict[str, object]] = [
        {"t": names.get(str(code), str(code)), "n": str(number), "to": (None, {"region": (str(code),)})}
        for code, number in sorted(risk.items(), key=lambda pair: (-pair[1], str(pair[0])))
    ]
    return [by_status, by_region]


def _many(code: str, number: int) -> str:
    """Return a status as it follows a number of countries."""
    forms = {"COMPLEX": ("complex emergency", "complex emergencies"), "DESCRIBED": ("at risk in other words",) * 2}
    one, many = forms.get(code, (codes.STATUS[code].lower(),) * 2)
    return one if number == 1 else many


def headline(release: Release, scope: Scope) -> tuple[str, str]:
    """Return the answer of the list and its second fact."""
    risk = status.at_risk(release, scope)
    regions = set(risk["country_code"].map(selection.region_of(release, scope.tax, scope.asof)).dropna())
    where = " within these filters" if scope.is_filtered else ""
    total = len(risk)
    places = f"{words.number_word(len(regions))} {'region' if len(regions) == 1 else 'regions'}"
    first = f"{words.plural(total, 'country is', 'countries are')} at risk in {places}{where}."
    if not total:
        first = f"No country is known to be at risk{where}."
    counts = {code: number for code, number in status.counts(release, scope).items() if number}
    parts = [f"{words.number_word(number)} {_many(code, number)}" for code, number in counts.items()]
    without = len(frame(release, scope)) - total
    second = f"{words.capital(words.listed(parts))}." if parts else ""
    if without:
        second += f" {words.plural(without, 'more country has', 'more countries have')} rows and no status at risk."
    return first, second.strip()
