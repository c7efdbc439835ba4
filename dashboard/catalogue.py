"""Every view and every figure by name: its query and how it is drawn; the address, the exports and the drawer use it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from dashboard.figures import bars, dumbbells, lists, maps
from dashboard.queries import changes, corps, deployments, gaps, money, people, situation
from dashboard.scope import Scope
from dashboard.view import Figure, View
from loaders.release import Release

Query = Callable[[Release, Scope], View]
Draw = Callable[[View], Mapping[str, object]]


@dataclass(frozen=True)
class Entry:
    """One view of the dashboard.

    Attributes:
        query: Release and scope in, the answer out.
        draw: The answer in, what the panel draws out: a figure, or blocks of text and tables.
        has_twin: Whether it can be shown as a table; what is a table already cannot.
    """

    query: Query
    draw: Draw
    has_twin: bool = True


VIEWS: Final[dict[str, Entry]] = {
    "world": Entry(situation.world, maps.draw),
    "changes": Entry(changes.since, lists.draw_changes),
    "posts_by_country": Entry(gaps.posts_by_country, dumbbells.draw),
    "deployments_by_country": Entry(deployments.by_country, bars.draw_days),
}
FIGURES: Final[dict[str, Callable[[Release, Scope], Figure]]] = {
    "countries_at_risk": situation.countries_at_risk,
    "complex_emergencies": situation.complex_emergencies,
    "deployed": people.deployed,
    "person_days": people.person_days,
    "empty_posts": gaps.empty_posts,
    "obligated": money.obligated,
    "agencies": corps.agencies,
    "active_members": corps.active_members,
}
