"""Deployments by country of one fiscal year, as one report lists them."""

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
    names = country_names(release)
    frame = rows[["country_code", "people_count", "person_days"]].assign(country_name=rows["country_code"].map(names))
    frame = frame.assign(days_each=(frame["person_days"] / frame["people_count"]).astype("float64").round(1))
    frame = frame.sort_values(["person_days", "country_name"], ascending=[False, True]).reset_index(drop=True)
    label = words.fiscal_year(year) if year else ""
    total = measures.add(rows, measures.PERSON_DAYS) if len(rows) else None
    first = frame.iloc[0] if len(frame) else None
    sentence = (
        f"{first['country_name']} has the most: {words.count(first['person_days'])} "
        f"of {words.count(total.value or 0)} person-days."
        if first is not None and total
        else ""
    )
    absence = (
        ""
        if len(frame)
        else "No source known by this day lists deployments by country for a fiscal year"
        + (" within these filters." if scope.is_filtered else ".")
    )
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
        sentence,
        Citation(measures.DEPLOYMENTS.rule, "deployments", lambda: rows, REPORTED),
        absence=absence,
        facts={"limit": 8 if scope.all != "deployments_by_country" else 99},
    )
