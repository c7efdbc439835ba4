"""Deployments by country of one fiscal year, as one report lists them."""

from collections.abc import Mapping

import pandas as pd

from dashboard import measures, words
from dashboard.queries import people
from dashboard.queries.names import country_names
from dashboard.scope import Scope
from dashboard.view import REPORTED, Citation, View
from loaders.release import Release


def by_country(release: Release, scope: Scope) -> View:
    """Return deployments and person-days of the latest fiscal year by country, most person-days first.

    The frame has one row a country: country_code, country_name, people_count
    (deployments), person_days, days_each (person-days a deployment).
    """
    year = people.latest_year(release, scope)
    rows = people.deployments_in_year(release, scope)
    frame = _ranked(rows, country_names(release))
    label = words.fiscal_year(year) if year else ""
    return View(
        "deployments_by_country",
        f"Where did deployments go in {label}?" if label else "Where did deployments go?",
        f"Person-days and deployments by country, {label}." if label else "",
        frame,
        {
            "country_name": "Country",
            "people_count": "Deployments",
            "person_days": "Person-days",
            "days_each": "Days each",
        },
        _most(frame, rows),
        Citation(measures.DEPLOYMENTS.rule, "deployments", lambda: rows, REPORTED),
        absence="" if len(frame) else _nobody_lists(scope),
        facts={"limit": 8 if scope.all != "deployments_by_country" else 99},
    )


def _ranked(rows: pd.DataFrame, names: Mapping[str, str]) -> pd.DataFrame:
    frame = rows[["country_code", "people_count", "person_days"]].assign(country_name=rows["country_code"].map(names))
    frame = frame.assign(days_each=(frame["person_days"] / frame["people_count"]).astype("float64").round(1))
    return frame.sort_values(["person_days", "country_name"], ascending=[False, True]).reset_index(drop=True)


def _most(frame: pd.DataFrame, rows: pd.DataFrame) -> str:
    """Return which country has the most person-days, of how many; empty where no country is listed."""
    if not len(frame):
        return ""
    first, total = frame.iloc[0], measures.add(rows, measures.PERSON_DAYS)
    of_all = words.count(total.value or 0)
    return f"{first['country_name']} has the most: {words.count(first['person_days'])} of {of_all} person-days."


def _nobody_lists(scope: Scope) -> str:
    where = " within these filters." if scope.is_filtered else "."
    return f"No source known by this day lists deployments by country for a fiscal year{where}"
