"""Answers: the sentence at the top of each screen, from templates for none, one and many."""

from dashboard import index, words
from dashboard.queries import changes, contributors, gaps, people, status, worldevents
from dashboard.scope import Scope
from loaders.release import Release


def situation(release: Release, scope: Scope) -> tuple[str, str]:
    """Return the answer of Situation and its second fact."""
    if release.kind == "WORLD":
        return _world(release, scope)
    total = len(status.at_risk(release, scope))
    where = " within these filters" if scope.is_filtered else ""
    first = (
        f"{words.plural(total, 'country is', 'countries are')} at risk{where}."
        if total
        else f"No country is known to be at risk{where}."
    )
    worse, better = changes.moved(release, scope)
    moves = [
        f"{words.number_word(count)} {word}" for count, word in ((worse, "worsened"), (better, "improved")) if count
    ]
    if moves:
        first += f" {words.capital(words.listed(moves))} since the last briefing."
    return first, _people_lead(release, scope)


def _world(release: Release, scope: Scope) -> tuple[str, str]:
    """Return what publishers of the world say: countries at risk where they rate them, and what happened."""
    total = len(status.at_risk(release, scope))
    happened = worldevents.lead(release, scope)
    given = contributors.states(release, scope).sentence
    if not total:
        return happened, given or "No publisher in this release rates a country as at risk here."
    where = " within these filters" if scope.is_filtered else ""
    return f"{words.plural(total, 'country is', 'countries are')} at risk{where}.", f"{happened} {given}".strip()


def _people_lead(release: Release, scope: Scope) -> str:
    figure = people.deployed(release, scope)
    if people.is_silent(release, scope):
        return people.silence(release, scope)
    if figure.value is None:
        return (
            "No source known by this day lists deployments country by country. "
            "What single sources state is under Deployments."
        )
    if not people.has_tours(release):
        days = people.person_days(release, scope)
        year = words.fiscal_year(people.latest_year(release, scope) or 0)
        return f"{figure.text} deployments {figure.below} in {year}: {days.text} person-days."
    empty = gaps.empty_posts(release, scope)
    places = figure.below.removeprefix("in ")
    if empty.value is None or not empty.suffix:
        return f"{figure.text} civilians are in {places}."
    frame = gaps.posts_by_country(release, scope).frame
    most = [str(name) for name in frame.loc[frame["empty"] > 0, "country_name"].head(3)]
    requested = float(frame["requested"].sum())
    short = (
        f": {words.share_words(empty.value, requested)} are empty, most of them in {words.listed(most)}"
        if empty.value and requested
        else ""
    )
    return f"{figure.text} civilians are in {places} against {words.count(requested)} requested posts{short}."


def situation_figures(release: Release) -> tuple[str, ...]:
    """Return the figures of Situation that the release can answer best."""
    if release.kind == "WORLD":
        return ("countries_at_risk", "events_year", "contributed", "publishers")
    if people.has_tours(release):
        return ("countries_at_risk", "complex_emergencies", "deployed", "empty_posts", "obligated", "agencies")
    return ("countries_at_risk", "complex_emergencies", "deployed", "person_days", "active_members", "agencies")


def situation_beside(release: Release) -> tuple[str, ...]:
    """Return the view beside the map: empty posts, where deployments went, or in a world release the events."""
    if release.kind == "WORLD":
        return ("events_by_month",)
    return ("posts_by_country",) if index.posts(release).size else ("deployments_by_country",)


def situation_map(release: Release) -> str:
    """Return the map of Situation: people where any are listed, else the events of the world."""
    return "world_events" if release.kind == "WORLD" else "world"
