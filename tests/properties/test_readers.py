"""Readers who choose at random over the project's own releases: every screen answers, and answers the same again."""

import random

from dashboard import links, main
from tests.properties.readers import drawn_scope
from tests.stage import Stage

HOW_MANY = 120


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
            seen[screen.PATH, scope] = shown.check_code
    assert not faults, "\n".join(f"{fault}: {len(found)} times, first at {found[0]}" for fault, found in faults.items())
    for (path, scope), code in chance.sample(list(seen.items()), 12):
        assert Stage().open(path, scope).check_code == code, path
