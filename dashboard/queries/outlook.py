"""Outlook: how many are out, and when do they leave? The answer at the top of Deployments."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import pandas as pd

from dashboard import index, measures, selection, words
from dashboard.days import Window, day_of
from dashboard.queries import people
from dashboard.queries.names import country_names
from dashboard.queries.tours import series
from dashboard.scope import Scope
from loaders.release import Release


@dataclass(frozen=True)
class Outlook:
    """What the as-of day and the end of the window hold.

    Attributes:
        now: People serving on the as-of day.
        then: People on the last day of the window, if no tour is extended.
        leaving: People of those serving whose last day lies within the window.
        coming: People on tours that begin within the window.
        losses: Names of the two countries that would lose most.
        window: The days looked at.
    """

    now: float
    then: float
    leaving: float
    coming: float
    losses: tuple[str, ...]
    window: Window


@lru_cache(maxsize=512)
def outlook(release: Release, scope: Scope) -> Outlook:
    """Return how many serve now and at the end of the eighteen months around the as-of day."""
    asked = scope.facts.but(period=None)
    found = series(release, asked, "country_code")
    window, names = found.window, country_names(release)
    now = people.serving_by(release, asked, "country_code")
    last = dict(zip(found.labels, found.people[:, -1], strict=True))
    change = {code: float(last.get(code, 0)) - now.get(code, 0.0) for code in {*now, *last}}
    order = sorted(
        (code for code in change if change[code] < 0), key=lambda code: (change[code], names.get(code, code))
    )
    tours = index.tours(release)
    chosen = selection.chosen(tours.by, release, asked, tours.size)
    leaving = people.serving_mask(release, asked) & (tours.end <= window.last)
    coming = chosen & (tours.start > window.asof) & (tours.start <= window.last)
    return Outlook(
        now=sum(now.values()),
        then=float(sum(last.values())),
        leaving=float(tours.people[leaving].sum()),
        coming=float(tours.people[coming].sum()),
        losses=tuple(names.get(code, "places not stated") for code in order[:2]),
        window=window,
    )


def headline(release: Release, scope: Scope) -> tuple[str, str]:
    """Return the answer of Deployments and its second fact."""
    if not people.has_tours(release):
        return _stated(release, scope)
    seen = outlook(release, scope)
    where = where_of(release, scope)
    end = words.day(day_of(seen.window.last))
    if people.is_silent(release, scope):
        return people.silence(release, scope), "Not reported is not the same as none."
    if not seen.now:
        arrivals = words.plural(seen.coming, "arrival is", "arrivals are")
        planned = f" {words.capital(arrivals)} planned by {end}." if seen.coming else ""
        return (
            f"No civilians are deployed{where}.{planned}",
            f"On {words.day(scope.asof)} no tour is in place{where}: a known zero.",
        )
    here = f"{words.plural(seen.now, 'civilian is', 'civilians are')} deployed{where}."
    return f"{here} {_then(seen)}", _why(seen, end)


def where_of(release: Release, scope: Scope) -> str:
    """Return the filters in words: the country where one alone is chosen, nothing where none is."""
    others = (scope.region, scope.agency, scope.component, scope.status)
    if len(scope.country) == 1 and not any(others):
        return f" in {country_names(release).get(scope.country[0], scope.country[0])}"
    return " within these filters" if scope.is_filtered else ""


def _then(seen: Outlook) -> str:
    month, change = f"{seen.window.after:%B}", seen.then - seen.now
    if change < 0:
        left = f"that falls to {words.count(seen.then)}" if seen.then else "none of them is left"
        return f"By {month} {left} unless tours are extended."
    if change > 0:
        return f"By {month} that rises to {words.count(seen.then)} with planned arrivals."
    return f"Nobody is due to leave before {month}." if not seen.leaving else f"By {month} the number is the same."


def _why(seen: Outlook, end: str) -> str:
    change = seen.then - seen.now
    moves = f"{words.count(seen.leaving)} are due to leave and {words.count(seen.coming)} to arrive"
    if change >= 0:
        return f"On recorded end dates and planned arrivals, {moves} by {end}."
    who = ""
    if len(seen.losses) > 1:
        who = f" The largest losses would be in {words.listed(seen.losses)}."
    return f"On recorded end dates and planned arrivals, numbers fall by {words.count(-change)} by {end}.{who}"


def _stated(release: Release, scope: Scope) -> tuple[str, str]:
    """Return the answer where no source lists tours: the deployments of a year, else what single sources state."""
    where = where_of(release, scope)
    lead = _lead(release, scope)
    rows = people.deployments_in_year(release, scope)
    if len(rows):
        total, days = measures.add(rows, measures.DEPLOYMENTS), measures.add(rows, measures.PERSON_DAYS)
        year = words.fiscal_year(people.latest_year(release, scope) or 0)
        places = words.plural(rows["country_code"].nunique(), "country", "countries")
        sent = f"{words.SIGNS[total.qualifier]}{words.plural(total.value or 0, 'deployment')}"
        return f"{sent} went to {places} in {year}{where}: {words.count(days.value or 0)} person-days.", lead
    named = known_statements(release, scope)
    if not len(named):
        return f"No source known by this day states a deployment{where}.", "Not stated is not the same as none."
    if where.startswith(" in "):
        verb = "speaks" if len(named) == 1 else "speak"
        return f"{words.plural(len(named), 'statement')} of sources {verb} of deployments{where}.", lead
    places = words.plural(named["country_code"].nunique(), "country", "countries")
    return f"Sources state deployments to {places}{where}; none lists them person by person.", lead


def known_statements(release: Release, scope: Scope) -> pd.DataFrame:
    """Return what sources state about deployments on or before the as-of day, tours and yearly lists apart."""
    rows = release.table("deployments")
    on = pd.Timestamp(scope.asof)
    known = rows["start_date"].isna() | (rows["start_date"] <= on)
    rows = rows[known & ~rows["measure_code"].isin(("TOUR", "DEPLOYMENTS"))]
    return selection.rows_chosen(rows, release, scope)


def _lead(release: Release, scope: Scope) -> str:
    """Return the newest number of people deployed on a day that a source states, all countries together."""
    rows = release.table("deployments")
    rows = rows[(rows["measure_code"] == "PEOPLE_DEPLOYED") & (rows["as_of_date"] <= pd.Timestamp(scope.asof))]
    said = "No source lists single tours, so who leaves when cannot be told."
    if not len(rows) or scope.is_filtered:
        return said
    newest = rows.sort_values("as_of_date").iloc[-1]
    when: date = newest["as_of_date"]
    number = words.SIGNS[str(newest["qualifier_code"])] + words.count(newest["people_count"])
    day = words.day_at(when, str(newest["as_of_precision"]))
    return f"On {day} {number} people were deployed at once, one source says. {said}"
