"""The figures of one country: people, agencies, components, money, and what the record states instead."""

from dataclasses import replace
from functools import lru_cache

from dashboard import index, measures, words
from dashboard.queries import countryprograms, dated, gaps, money, people
from dashboard.queries.names import agency_names
from dashboard.scope import Scope
from dashboard.view import NOT_REPORTED, REPORTED, VALUE, Citation, Figure
from loaders import codes
from loaders.release import Release

_SOON = 90
"""Days after the as-of day within which a tour ends soon."""
_NUMBERLESS = "tours here state no number"


@lru_cache(maxsize=1024)
def deployed(release: Release, scope: Scope) -> Figure:
    """Return the civilians in the country, of the posts requested; not reported is told from none."""
    figure = people.deployed(release, scope)
    if not people.has_tours(release):
        return replace(figure, below="" if figure.value is not None else figure.below)
    if people.is_silent(release, scope):
        text = asked(release, scope) or "not reported"
        return replace(figure, label="Civilians in country", text="[x]", value=None, state=NOT_REPORTED, below=text)
    if not figure.value and has_unknown(release, scope):
        return replace(
            figure, label="Civilians in country", text="[x]", value=None, state=NOT_REPORTED, below=_NUMBERLESS
        )
    requested = float(gaps.by_post(release, scope)["requested"].sum())
    return replace(figure, label="Civilians in country", suffix=f"of {words.count(requested)} requested", below="")


def has_unknown(release: Release, scope: Scope) -> bool:
    """Whether a tour that serves here on the day states no number of people, so that every sum is a lower bound."""
    return bool(index.tours(release).unknown[people.serving_mask(release, scope)].any())


def _is_unheard(release: Release, scope: Scope) -> bool:
    """Whether no tours are listed at all, or none of the chosen country is reported."""
    return not people.has_tours(release) or people.is_silent(release, scope)


def asked(release: Release, scope: Scope) -> str:
    """Return what a source adds of a country that has not reported, such as when it was last asked; may be empty."""
    rows = release.table("deployments")
    notes = rows.loc[rows["country_code"].isin(scope.country) & rows["people_count"].isna(), "note"].dropna()
    said = str(notes.iloc[-1]) if len(notes) else ""
    return said.removeprefix("Not reported for this period.").strip().rstrip(".")


@lru_cache(maxsize=1024)
def components(release: Release, scope: Scope) -> Figure:
    """Return the people in the country by component: active, standby, reserve."""
    found = people.serving_by(release, scope, "component_code")
    order = [code for code in codes.COMPONENT if code != "TOTAL"]
    is_bound = has_unknown(release, scope)
    sign, total = words.SIGNS["AT_LEAST"] if is_bound else "", float(sum(found.values()))
    text = sign + " · ".join(words.count(found.get(code, 0)) for code in order)
    below = " · ".join(codes.COMPONENT[code] for code in order)
    citation = people.citation_of_serving(release, scope)
    if _is_unheard(release, scope):
        return people.not_reported("components", "Component", citation)
    if is_bound and not total:
        return replace(people.not_reported("components", "Component", citation), below=_NUMBERLESS)
    return Figure("components", "Component", text, VALUE, citation, total, below=below)


@lru_cache(maxsize=1024)
def agencies(release: Release, scope: Scope) -> Figure:
    """Return how many agencies have people in the country, and which has most."""
    found = people.serving_by(release, scope, "agency_code")
    citation = people.citation_of_serving(release, scope)
    if _is_unheard(release, scope):
        return people.not_reported("country_agencies", "Agencies here", citation)
    names = agency_names(release)
    first = max(found, key=lambda code: (found[code], code), default="")
    below = f"most: {names[first]}, {words.count(found[first])}" if first and found[first] else ""
    return Figure(
        "country_agencies", "Agencies here", words.count(len(found)), VALUE, citation, len(found), below=below
    )


@lru_cache(maxsize=1024)
def leaving(release: Release, scope: Scope) -> Figure:
    """Return the people whose tour ends within 90 days after the as-of day."""
    tours, mask = index.tours(release), people.serving_mask(release, scope)
    day = measures.day_number(scope.asof)
    mask = mask & (tours.end > day) & (tours.end <= day + _SOON)
    total = float(tours.people[mask].sum())
    rule = f"People serving on the as-of day whose tour ends within {_SOON} days after it, unless it is extended."
    citation = Citation(rule, "deployments", index.behind(tours, mask))
    label, is_bound = f"Leave within {_SOON} days", bool(tours.unknown[mask].any())
    if _is_unheard(release, scope):
        return people.not_reported("leaving", label, citation)
    if is_bound and not total:
        return replace(people.not_reported("leaving", label, citation), below=_NUMBERLESS)
    text = (words.SIGNS["AT_LEAST"] if is_bound else "") + words.count(total)
    return Figure("leaving", label, text, VALUE, citation, total, below="unless extended")


@lru_cache(maxsize=1024)
def obligated(release: Release, scope: Scope) -> Figure:
    """Return the obligations of the fiscal year, against those of the year before."""
    figure = money.obligated(release, scope)
    before = money.obligated(release, scope.but(period=money.year_of(release, scope) - 1))
    if figure.value is None or not before.value or figure.below:
        return figure
    change = figure.value / before.value - 1
    side = "above" if change > 0 else "below"
    return replace(figure, below=f"{abs(change):.0%} {side} {before.label.removeprefix('Obligated, ')}")


@lru_cache(maxsize=1024)
def statements(release: Release, scope: Scope) -> Figure:
    """Return how many statements about people here the sources known by the day make; they are never added."""
    rows = dated.records(release, "deployments", scope)
    others = dated.records(release, "personnel", scope)
    total = len(rows) + len(others)
    rule = "Rows of the deployments table about this country, and beside them rows of the personnel table; not people."
    citation = Citation(rule, "deployments", lambda: dated.here(release, "deployments", scope), REPORTED)
    sources = {row["source_id"] for row in (*rows, *others)}
    below = f"from {words.plural(len(sources), 'source')}" if total else ""
    return Figure("statements", "Statements about people", words.count(total), VALUE, citation, total, below=below)


@lru_cache(maxsize=1024)
def programs(release: Release, scope: Scope) -> Figure:
    """Return how many programs name the country."""
    number = len(countryprograms.rows(release, scope))
    rule = "Programs that name this country, alone or with others. A part of a program is a row of its own."
    citation = Citation(rule, "programs", lambda: countryprograms.rows(release, scope), REPORTED)
    if not number:
        return replace(
            people.not_reported("country_programs_count", "Programs", citation), below="none named by a source"
        )
    return Figure("country_programs_count", "Programs", words.count(number), VALUE, citation, number)
