"""The figures of one country: people, agencies, components, money, and what the record states instead."""

from dataclasses import replace

import pandas as pd

from dashboard import index, measures, words
from dashboard.queries import countryprograms, gaps, money, people
from dashboard.queries.names import agency_names
from dashboard.scope import Scope
from dashboard.view import NOT_REPORTED, REPORTED, VALUE, Citation, Figure
from loaders import codes
from loaders.release import Release

_SOON = 90
"""Days after the as-of day within which a tour ends soon."""


def deployed(release: Release, scope: Scope) -> Figure:
    """Return the civilians in the country, of the posts requested; not reported is told from none."""
    figure = people.deployed(release, scope)
    if not people.has_tours(release):
        return replace(figure, below="" if figure.value is not None else figure.below)
    if (
        not figure.value
        and scope.country
        and set(scope.country) & people.unreported(release, scope, frozenset(scope.country))
    ):
        return replace(figure, text="[x]", value=None, state=NOT_REPORTED, below=_asked(release, scope))
    requested = float(gaps.by_post(release, scope)["requested"].sum())
    return replace(figure, label="Civilians in country", suffix=f"of {words.count(requested)} requested", below="")


def _asked(release: Release, scope: Scope) -> str:
    """Return what a source says of a country that has not reported."""
    rows = release.table("deployments")
    notes = rows.loc[rows["country_code"].isin(scope.country) & rows["people_count"].isna(), "note"].dropna()
    return str(notes.iloc[-1]).rstrip(".") if len(notes) else "not reported"


def components(release: Release, scope: Scope) -> Figure:
    """Return the people in the country by component: active, standby, reserve."""
    found = people.serving_by(release, scope, "component_code")
    order = [code for code in codes.COMPONENT if code != "TOTAL"]
    text = " · ".join(words.count(found.get(code, 0)) for code in order)
    below = " · ".join(codes.COMPONENT[code] for code in order)
    citation = people.citation_of_serving(release, scope)
    if not found:
        return Figure("components", "Component", "[x]", NOT_REPORTED, citation, below="nobody serves here")
    return Figure("components", "Component", text, VALUE, citation, below=below)


def agencies(release: Release, scope: Scope) -> Figure:
    """Return how many agencies have people in the country, and which has most."""
    found = {code: number for code, number in people.serving_by(release, scope, "agency_code").items() if number}
    citation = people.citation_of_serving(release, scope)
    names = agency_names(release)
    first = max(found, key=lambda code: (found[code], code), default="")
    below = f"most: {names[first]}, {words.count(found[first])}" if first else ""
    return Figure(
        "country_agencies", "Agencies here", words.count(len(found)), VALUE, citation, len(found), below=below
    )


def leaving(release: Release, scope: Scope) -> Figure:
    """Return the people whose tour ends within 90 days after the as-of day."""
    tours, mask = index.tours(release), people.serving_mask(release, scope)
    day = measures.day_number(scope.asof)
    mask = mask & (tours.end > day) & (tours.end <= day + _SOON)
    total = float(tours.people[mask].sum())
    rule = f"People serving on the as-of day whose tour ends within {_SOON} days after it. Extensions not yet ordered are not known."
    citation = Citation(rule, "deployments", index.behind(tours.rows, mask))
    return Figure(
        "leaving", f"Leave within {_SOON} days", words.count(total), VALUE, citation, total, below="unless extended"
    )


def obligated(release: Release, scope: Scope) -> Figure:
    """Return the obligations of the fiscal year, against those of the year before."""
    figure = money.obligated(release, scope)
    before = money.obligated(release, scope.but(period=money.year_of(release, scope) - 1))
    if figure.value is None or not before.value or figure.below:
        return figure
    change = figure.value / before.value - 1
    side = "above" if change > 0 else "below"
    return replace(figure, below=f"{abs(change):.0%} {side} {before.label.removeprefix('Obligated, ')}")


def statements(release: Release, scope: Scope) -> Figure:
    """Return how many statements about people here the sources known by the day make; they are never added."""
    rows = index.rows_chosen(_known(release.table("deployments"), scope), release, scope)
    others = index.rows_chosen(_known(release.table("personnel"), scope), release, scope)
    total = len(rows) + len(others)
    rule = "Rows of the deployments table about this country, and beside them rows of the personnel table. Statements, not people."
    citation = Citation(rule, "deployments", lambda: rows, REPORTED)
    below = (
        f"from {words.plural(pd.concat([rows['source_id'], others['source_id']]).nunique(), 'source')}" if total else ""
    )
    return Figure("statements", "Statements about people", words.count(total), VALUE, citation, total, below=below)


def _known(rows: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    day = rows["as_of_date"].fillna(rows["end_date"]).fillna(rows["start_date"])
    return rows[day.isna() | (day <= pd.Timestamp(scope.asof))]


def programs(release: Release, scope: Scope) -> Figure:
    """Return how many programs name the country."""
    rows = countryprograms.rows(release, scope)
    rule = "Programs that name this country, alone or with others, known by the as-of day. A part of a program is a row of its own."
    return Figure(
        "country_programs_count",
        "Programs",
        words.count(len(rows)),
        VALUE,
        Citation(rule, "programs", lambda: rows, REPORTED),
        len(rows),
    )
