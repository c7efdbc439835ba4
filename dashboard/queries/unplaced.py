"""What no map and no list of countries can place: rows that name no single country, and countries without a point."""

from collections.abc import Collection, Mapping

from dashboard import index, measures, selection, words
from dashboard.index import NOT_STATED
from dashboard.queries import money, people
from dashboard.queries.names import country_names
from dashboard.scope import Scope
from loaders.release import Release

Numbers = Mapping[str, tuple[float, str]]


def on_no_map(release: Release, numbers: Numbers, placed: Collection[str], meaning: str) -> tuple[str, ...]:
    """Return how much of a map's numbers is not on it and why, in one sentence; none where all of it is.

    Args:
        release: The open release.
        numbers: Country code to number and qualifier; ``NONE`` for rows that name no single country.
        placed: Countries on the map.
        meaning: What the numbers count; they may be added.
    """
    adrift = {code: number for code, (number, _) in numbers.items() if code not in placed and number}
    if not adrift:
        return ()
    total = sum(number for number, _ in numbers.values())
    names = country_names(release)
    reasons = [f"{words.count(adrift[NOT_STATED])} in rows that name no single country"] if NOT_STATED in adrift else []
    reasons += [
        f"{words.count(number)} in {names.get(code, code)}, which has no place on it"
        for code, number in adrift.items()
        if code != NOT_STATED
    ]
    is_one = sum(adrift.values()) == 1
    share = f"{words.count(sum(adrift.values()))} of {words.count(total)} {meaning}"
    return (f"{share} {'is' if is_one else 'are'} not on the map: {words.listed(reasons)}.",)


def in_no_line(release: Release, scope: Scope) -> tuple[str, ...]:
    """Return the people and obligations in rows that name no single country, and so in no line of a list of countries.

    Filters of country, region or status leave such rows out of every figure.
    """
    civilians = people.serving_by(release, scope, "country_code").get(NOT_STATED, 0.0)
    parts = [words.plural(civilians, "civilian", "civilians")] if civilians else []
    spent = _obligated(release, scope)
    if spent.rows:
        amount = "an unknown amount" if spent.value is None else words.money(spent.value, spent.qualifier)
        parts.append(f"{amount} obligated in {words.fiscal_year(money.year_of(release, scope))}")
    return (f"In no line, because the rows name no single country: {words.listed(parts)}.",) if parts else ()


def left_out(release: Release, scope: Scope) -> tuple[str, ...]:
    """Return the obligations that filters of place leave out because their rows name no single country."""
    if selection.countries_in(release, scope) is None:
        return ()
    spent = _obligated(release, scope.but(country=(), region=(), status=()))
    if not spent.rows:
        return ()
    amount = "An unknown amount" if spent.value is None else words.money(spent.value, spent.qualifier)
    return (f"{amount} in rows that name no single country is left out by these filters.",)


def _obligated(release: Release, scope: Scope) -> measures.Total:
    """Return the year's obligations in rows that name no single country."""
    amounts = index.amounts(release, measures.OBLIGATED) or index.no_amounts(release)
    chosen = selection.chosen(amounts.by, release, scope, amounts.size)
    nowhere = amounts.by["country_code"].within((NOT_STATED,))
    return money.total(amounts, chosen & nowhere & (amounts.year == money.year_of(release, scope)))
