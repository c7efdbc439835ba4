"""Readers who choose at random over the project's own releases: every screen answers, and answers the same again."""

import random
from urllib.parse import parse_qsl

import pytest

from dashboard import links, main
from dashboard.scope import encode
from tests.properties.readers import VIEW_NAMES, broken_addresses, drawn_scope
from tests.stage import Stage

HOW_MANY = 500


@pytest.mark.no_cover  # measuring every line of 500 screens triples the time and adds no line
def test_no_choice_whatever_breaks_a_screen_and_each_is_answered_the_same_again(real_stage: Stage) -> None:
    chance = random.Random(11)
    releases = [links.opened(info.name) for info in links.held()]
    faults: dict[str, list[str]] = {}
    seen = {}
    for number in range(HOW_MANY):
        screen, scope = main.SCREENS[number % len(main.SCREENS)], drawn_scope(chance, releases[number % len(releases)])
        shown = real_stage.open(screen.PATH, scope)
        if shown.errors or shown.notices:
            faults.setdefault("; ".join([*shown.errors, *shown.notices]), []).append(
                shown.frame.get("here", screen.PATH)
            )
        else:
            assert shown.frame["here"] == f"/{screen.PATH}?{encode(scope)}"
            seen[screen.PATH, scope] = (shown.check_code, shown.figures)
    assert not faults, "\n".join(f"{fault}: {len(found)} times, first at {found[0]}" for fault, found in faults.items())
    for (path, scope), told in chance.sample(list(seen.items()), 12):
        again = Stage().open(path, scope)
        assert (again.check_code, again.figures) == told, path


@pytest.mark.no_cover
def test_200_broken_addresses_are_loud_and_never_another_view(real_stage: Stage) -> None:
    chance = random.Random(200)
    release = links.opened(next(info.name for info in links.held() if info.kind == "EXERCISE"))
    loud = 0
    for query in [query for _ in range(20) for query in broken_addresses(chance, drawn_scope(chance, release))]:
        expected = links.read(parse_qsl(query, keep_blank_values=True), VIEW_NAMES)
        shown = real_stage.open("", query)
        assert shown.errors == []
        assert len(shown.notices) == len(expected.notices), query
        assert bool(shown.figures) is not bool(shown.notices), query
        assert (shown.frame["asked"] is None) is bool(shown.notices)
        loud += bool(shown.notices)
    assert loud >= 150
