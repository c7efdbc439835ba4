"""Compare: two to six countries beside each other, the same figures on the same scales."""

from functools import lru_cache
from typing import Final

import pandas as pd

from dashboard import selection, words
from dashboard.cells import Column
from dashboard.queries import needs, people, status, worldevents
from dashboard.queries.names import country_names
from dashboard.scope import Scope
from dashboard.view import COMPUTED, Citation, View
from loaders.release import Release

FEWEST: Final = 2
MOST: Final = 6
_NEEDS: Final = 12
_YEARS: Final = 10
RULE: Final = (
    "For each country the figure that its own page shows: its status on the as-of day, its people, and the newest "
    "figure of each indicator that at least two of the countries have. An empty square is not reported, never zero."
)


def is_asked(scope: Scope) -> bool:
    """Whether the country filter holds as many countries as can stand beside each other."""
    return FEWEST <= len(scope.country) <= MOST


def figures(release: Release, scope: Scope) -> View:
    """Return the figures of the chosen countries, one row a figure, one column a country."""
    names = country_names(release)
    rows = [_statuses(release, scope), _people(release, scope), _events(release, scope)]
    rows += _indicators(release, scope, "needs")
    rows += _indicators(release, scope, "indicators")
    kept = [row for row in rows if any(value != "[x]" for value in list(row.values())[1:])]
    frame = pd.DataFrame(kept, columns=["figure", *scope.country])
    cells = (Column("figure", "Figure"), *(Column(code, names[code], "text", strong=True) for code in scope.country))
    listed = words.listed([names[code] for code in scope.country])
    return View(
        "compare",
        "How do they compare?",
        f"{words.capital(listed)} on {words.day(scope.asof)}. [x]: no source states it.",
        frame,
        {"figure": "Figure", **{code: names[code] for code in scope.country}},
        f"{words.plural(len(frame), 'figure')} of {listed} side by side.",
        Citation(RULE, "needs", lambda: _behind(release, scope), COMPUTED),
        absence="" if len(frame) else f"No source states a figure of {listed}.",
        facts={"cells": cells},
    )


def _row(scope: Scope, figure: str, values: dict[str, str]) -> dict[str, str]:
    return {"figure": figure, **{code: values.get(code, "[x]") for code in scope.country}}


def _statuses(release: Release, scope: Scope) -> dict[str, str]:
    found = selection.status_on(release, scope.asof)
    values = {
        row.country_code: status.status_words(row.status_code, row.status_text)
        for row in found[found["country_code"].isin(scope.country)].itertuples()
    }
    return _row(scope, "Status", values)


def _people(release: Release, scope: Scope) -> dict[str, str]:
    meaning, numbers, _ = people.by_country(release, scope)
    values = {code: words.SIGNS[qualifier] + words.count(number) for code, (number, qualifier) in numbers.items()}
    return _row(scope, words.capital(meaning), values)


def _events(release: Release, scope: Scope) -> dict[str, str]:
    numbers, _ = worldevents.by_country(release, scope)
    return _row(
        scope,
        "Events, newest twelve months of each kind",
        {code: words.count(number) for code, number in numbers.items()},
    )


def _indicators(release: Release, scope: Scope, table: str) -> list[dict[str, str]]:
    """Return the newest figure of each indicator that at least two of the countries have, most shared first."""
    found: dict[str, dict[str, str]] = {}
    for row in needs.newest(release, scope, table, ("country_code", "indicator_name")):
        unit = needs.unit_of(row)
        figure = f"{row['indicator_name']}, {unit}" if unit else str(row["indicator_name"])
        found.setdefault(figure, {})[row["country_code"]] = f"{needs.text_of(row)} ({needs.day_of(row)})"
    shared = {figure: values for figure, values in found.items() if len(values) >= FEWEST}
    ranked = sorted(shared.items(), key=lambda item: (-len(item[1]), item[0]))
    return [_row(scope, figure, values) for figure, values in ranked[:_NEEDS]]


def _behind(release: Release, scope: Scope) -> pd.DataFrame:
    rows = release.table("needs")
    keys = {row["need_id"] for row in needs.newest(release, scope, "needs", ("country_code", "indicator_name"))}
    return rows[rows["need_id"].isin(keys)]


@lru_cache(maxsize=256)
def events(release: Release, scope: Scope) -> View:
    """Return how many events each of the countries had by year, one panel a country, all on one scale."""
    rows, names = worldevents.counts(release, scope), country_names(release)
    sums = rows.groupby(["country_code", rows["month_date"].dt.year])["event_count"].sum()
    told = [int(year) for _, year in sums.index]
    years = range(max(min(told), max(told) - _YEARS + 1), max(told) + 1) if told else range(0)
    frame = pd.DataFrame(
        [
            (names[code], f"{year % 100:02d}", float(number), words.count(number) if number else "·",
             words.count(number) if number else "none told of", "EXACT", False, "@bar", code)
            for code in scope.country
            for year, number in ((year, sums.get((code, year), 0)) for year in years)
        ],
        columns=["panel", "label", "value", "text", "words", "qualifier_code", "is_request", "colour", "code"],
    )  # fmt: skip
    return View(
        "compare_events",
        "How much happens in each?",
        "Events by year, one scale for all. A dot: no source tells of any.",
        frame,
        {"panel": "Country", "label": "Year", "words": "Events"},
        f"{words.count(frame['value'].sum())} events in these years." if len(frame) else "",
        worldevents.citation(release, scope, 12 * _YEARS),
        absence="" if len(frame) else "No source in this release tells of events in these countries.",
        facts={"per_row": MOST, "narrow_row": 2, "click": ("countries", "country")},
    )


def headline(release: Release, scope: Scope) -> tuple[str, str]:
    """Return the answer of Countries where several are chosen, and its second fact."""
    names = country_names(release)
    risk = status.at_risk(release, scope)
    listed = words.listed([names[code] for code in scope.country])
    number = words.capital(words.number_word(len(risk))) if len(risk) else "Not one"
    verb = "are" if len(risk) > 1 else "is"
    return f"{listed}, side by side.", f"{number} of them {verb} at risk on {words.day(scope.asof)}."
