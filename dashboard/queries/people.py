"""People deployed: how many serve on a day, where, for whom; and what the public record states instead of tours."""

from datetime import date
from functools import lru_cache

import numpy as np
import pandas as pd

from dashboard import index, measures, selection, words
from dashboard.queries.names import country_names
from dashboard.scope import Scope
from dashboard.view import COMPUTED, NOT_REPORTED, REPORTED, VALUE, Citation, Figure
from loaders.release import Release


def has_tours(release: Release) -> bool:
    """Whether the release lists people tour by tour."""
    return index.tours(release).size > 0


def has_tours_only(release: Release) -> bool:
    """Whether tours are all that is told of people: so in an exercise; a record keeps what its sources state."""
    return has_tours(release) and release.kind == "EXERCISE"


@lru_cache(maxsize=1024)
def serving_mask(release: Release, scope: Scope) -> np.ndarray:
    """Return which tours serve on the as-of day within the filters."""
    tours = index.tours(release)
    return tours.serving(scope.asof) & selection.chosen(tours.by, release, scope, tours.size)


def citation_of_serving(release: Release, scope: Scope) -> Citation:
    """Return rule and rows of the people serving on the as-of day."""
    return Citation(
        measures.SERVING.rule, "deployments", index.behind(index.tours(release), serving_mask(release, scope))
    )


def serving_text(release: Release, scope: Scope) -> str:
    """Return the people serving on the as-of day as written; a tour that states no number makes it a lower bound."""
    tours, mask = index.tours(release), serving_mask(release, scope)
    sign = words.SIGNS["AT_LEAST"] if tours.unknown[mask].any() else ""
    return sign + words.count(float(tours.people[mask].sum()))


@lru_cache(maxsize=1024)
def serving_by(release: Release, scope: Scope, column: str) -> dict[str, float]:
    """Return the people serving on the as-of day by one code column; codes without people are left out."""
    tours = index.tours(release)
    return tours.by[column].sums(tours.people, serving_mask(release, scope))


@lru_cache(maxsize=1024)
def latest_year(release: Release, scope: Scope) -> int | None:
    """Return the fiscal year of the deployments by country: the one chosen, else the newest known by the as-of day."""
    rows = _deployments(release)
    rows = rows[rows["end_date"] <= pd.Timestamp(scope.asof)] if scope.period is None else rows
    known = {words.fiscal_year_of(day) for day in rows["end_date"]}
    if scope.period is not None:
        return scope.period if scope.period in known else None
    return max(known, default=None)


@lru_cache(maxsize=64)
def _deployments(release: Release) -> pd.DataFrame:
    rows = release.table("deployments")
    return rows[(rows["measure_code"] == "DEPLOYMENTS") & ~rows["is_total"].fillna(False) & rows["end_date"].notna()]


@lru_cache(maxsize=1024)
def deployments_in_year(release: Release, scope: Scope) -> pd.DataFrame:
    """Return the rows of the deployments by country of the latest fiscal year, within the filters; may be empty."""
    year = latest_year(release, scope)
    rows = _deployments(release)
    rows = rows[rows["end_date"].map(words.fiscal_year_of) == year]
    return selection.rows_chosen(rows, release, scope)


@lru_cache(maxsize=1024)
def stated_by_country(release: Release, scope: Scope) -> pd.DataFrame:
    """Return the newest count of people in the country that a source states for each, within the filters.

    These stand on different days and come from different sources; they are never added.
    """
    rows = release.table("deployments")
    is_count = (rows["measure_code"] == "PEOPLE_IN_COUNTRY") & rows["country_code"].notna()
    rows = rows[is_count & rows["people_count"].notna() & rows["part_of_id"].isna()]
    rows = selection.rows_chosen(rows[rows["as_of_date"] <= pd.Timestamp(scope.asof)], release, scope)
    return rows.sort_values("as_of_date", kind="stable").drop_duplicates("country_code", keep="last")


@lru_cache(maxsize=1024)
def by_country(release: Release, scope: Scope) -> tuple[str, dict[str, tuple[float, str]], Citation]:
    """Return how many people or deployments each country has, by the best basis the release holds.

    Returns:
        What the numbers are, in words; country code to number and qualifier; and the
        citation. Tours serving on the day come first, then the deployments of the
        latest fiscal year, then the newest count a source states.
    """
    if has_tours(release):
        people = {code: (number, "EXACT") for code, number in serving_by(release, scope, "country_code").items()}
        return f"civilians deployed on {words.day(scope.asof)}", people, citation_of_serving(release, scope)
    rows = deployments_in_year(release, scope)
    if len(rows):
        found = {
            _place(row.country_code): (float(row.people_count), "EXACT")
            for row in rows.itertuples()
            if pd.notna(row.people_count)
        }
        label = f"deployments in {words.fiscal_year(latest_year(release, scope) or 0)}"
        return label, found, Citation(measures.DEPLOYMENTS.rule, "deployments", lambda: rows, REPORTED)
    stated = stated_by_country(release, scope)
    found = {row.country_code: (float(row.people_count), str(row.qualifier_code)) for row in stated.itertuples()}
    rule = "The newest count of people in each country that a source states, each on its own day; never added."
    return "people in the country, newest count stated", found, Citation(rule, "deployments", lambda: stated, REPORTED)


def _place(code: object) -> str:
    return code if isinstance(code, str) else index.NOT_STATED


def unreported(release: Release, scope: Scope, countries: frozenset[str]) -> frozenset[str]:
    """Return the countries whose people are not reported, which is not none.

    Where tours are listed these are the countries with neither a tour nor a source that says none are there: a count
    of people stated for another day is no word about this one. Elsewhere those without a number of the kind that
    ``by_country`` shows.
    """
    if not has_tours(release):
        return countries - frozenset(by_country(release, scope)[1])
    return countries - _reported(release, scope.asof)


@lru_cache(maxsize=64)
def _reported(release: Release, day: date) -> frozenset[str]:
    """Return the countries with a tour begun by a day, or of which a source says by then that no one is there."""
    rows = release.table("deployments", ["country_code", "start_date", "measure_code", "people_count"])
    rows = rows[rows["start_date"].isna() | (rows["start_date"] <= pd.Timestamp(day))]
    rows = rows[(rows["measure_code"] == "TOUR") | (rows["people_count"] == 0)]
    return frozenset(rows["country_code"].dropna())


@lru_cache(maxsize=64)
def silent_on(release: Release, day: date) -> frozenset[str]:
    """Return every country whose people are not reported on a day."""
    every = frozenset(release.table("countries")["country_code"])
    return unreported(release, Scope(rel=release.name, asof=day), every)


def is_silent(release: Release, scope: Scope) -> bool:
    """Whether tours are listed but the people in none of the chosen countries are reported, which is not none."""
    return has_tours(release) and bool(scope.country) and set(scope.country) <= silent_on(release, scope.asof)


def are_known(release: Release, scope: Scope) -> bool:
    """Whether tours are listed and the chosen countries have reported, so that nobody there is a known zero."""
    return has_tours(release) and not is_silent(release, scope)


def silence(release: Release, scope: Scope) -> str:
    """Return the sentence that says so where the chosen countries have not reported their people, else nothing."""
    if not is_silent(release, scope):
        return ""
    names = [country_names(release).get(code, code) for code in scope.country]
    return f"{words.listed(names)} {'has' if len(names) == 1 else 'have'} not reported deployments."


def not_reported(name: str, label: str, citation: Citation) -> Figure:
    """Return a figure that nobody reports for the chosen countries."""
    return Figure(name, label, "[x]", NOT_REPORTED, citation, below="not reported")


@lru_cache(maxsize=1024)
def deployed(release: Release, scope: Scope) -> Figure:
    """Return the civilians serving on the as-of day, or the latest year's deployments where no tours are listed."""
    if is_silent(release, scope):
        return not_reported("deployed", measures.SERVING.label, citation_of_serving(release, scope))
    if has_tours(release):
        mask, tours = serving_mask(release, scope), index.tours(release)
        total, text = float(tours.people[mask].sum()), serving_text(release, scope)
        places = serving_by(release, scope, "country_code")
        below = f"in {words.plural(len(places.keys() - {index.NOT_STATED}), 'country', 'countries')}"
        return Figure(
            "deployed", measures.SERVING.label, text, VALUE, citation_of_serving(release, scope), total, below=below
        )
    rows = deployments_in_year(release, scope)
    year = latest_year(release, scope)
    label = f"Deployments, {words.fiscal_year(year)}" if year else "Civilians deployed"
    return _flow(
        "deployed",
        label,
        rows,
        measures.DEPLOYMENTS,
        f"to {words.plural(rows['country_code'].nunique(), 'country', 'countries')}",
    )


@lru_cache(maxsize=1024)
def person_days(release: Release, scope: Scope) -> Figure:
    """Return the person-days of the latest fiscal year that sources list by country, or that tours serve in it."""
    if has_tours(release):
        return _person_days_served(release, scope)
    rows = deployments_in_year(release, scope)
    year = latest_year(release, scope)
    label = f"Person-days, {words.fiscal_year(year)}" if year else "Person-days"
    return _flow("person_days", label, rows, measures.PERSON_DAYS, "first and last day served")


def _person_days_served(release: Release, scope: Scope) -> Figure:
    year = scope.period or words.fiscal_year_of(scope.asof)
    first, last = words.fiscal_year_span(year)
    tours = index.tours(release)
    mask = selection.chosen(tours.by, release, scope, tours.size) & ~tours.planned
    mask &= measures.in_fiscal_year(tours.start, tours.end, year)
    total = measures.person_days(tours.start[mask], tours.end[mask], tours.people[mask], (first, min(last, scope.asof)))
    sign = words.SIGNS["AT_LEAST"] if tours.unknown[mask].any() else ""
    rule = "Days served in the fiscal year up to the as-of day, first and last day included, times people on the tour."
    citation, label = (
        Citation(rule, "deployments", index.behind(tours, mask)),
        f"Person-days, {words.fiscal_year(year)}",
    )
    if is_silent(release, scope):
        return not_reported("person_days", label, citation)
    return Figure("person_days", label, sign + words.count(total), VALUE, citation, total)


def _flow(name: str, label: str, rows: pd.DataFrame, measure: measures.Measure, below: str) -> Figure:
    citation = Citation(measure.rule, "deployments", lambda: rows, COMPUTED)
    if not len(rows):
        return Figure(name, label, "[x]", NOT_REPORTED, citation, below="not listed by country in this release")
    total = measures.add(rows, measure)
    if total.value is None:
        return Figure(name, label, "[x]", NOT_REPORTED, citation, below="no number stated")
    text = words.SIGNS[total.qualifier] + words.count(total.value)
    return Figure(name, label, text, VALUE, citation, total.value, below=below)


def country_list(release: Release, numbers: dict[str, tuple[float, str]]) -> list[tuple[str, str, float]]:
    """Return code, name and number of each country, largest first, then by name."""
    names = country_names(release)
    return sorted(
        ((code, names.get(code, code), number) for code, (number, _) in numbers.items()),
        key=lambda item: (-item[2], item[1]),
    )
