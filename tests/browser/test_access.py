"""No serious fault for readers with a screen reader, in every screen and in the drawer, light and dark."""

from collections.abc import Callable
from itertools import pairwise
from types import ModuleType

import pytest

from dashboard.scope import Scope
from tests.browser.conftest import Tab
from tests.browser.reader import violations


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("release_id", ["2011-09-30", "ex-2011-09-15"])
def test_no_screen_has_a_serious_fault(
    tab: Tab, screens: tuple[ModuleType, ...], scope_of: Callable[..., Scope], theme: str, release_id: str
) -> None:
    reader = tab(theme=theme)
    reader.open("", scope_of(release_id))
    faults = []
    for screen in screens:
        reader.go(screen.PATH, scope_of(release_id))
        faults += [f"{screen.TITLE}: {fault}" for fault in violations(reader.page)]
    reader.go("", scope_of(release_id, open="countries_at_risk"))
    reader.page.get_by_role("dialog").locator("[data-view=drawer]").wait_for()
    faults += [f"drawer: {fault}" for fault in violations(reader.page)]
    assert not faults, "\n".join(faults)


def test_no_screen_has_a_serious_fault_on_a_phone(
    tab: Tab, screens: tuple[ModuleType, ...], scope_of: Callable[..., Scope]
) -> None:
    reader = tab((320, 800))
    reader.open("", scope_of("ex-2011-09-15"))
    faults = []
    for screen in screens:
        reader.go(screen.PATH, scope_of("ex-2011-09-15"))
        faults += [f"{screen.TITLE}: {fault}" for fault in violations(reader.page)]
        if reader.page.evaluate(
            "() => document.documentElement.scrollWidth > document.documentElement.clientWidth + 1"
        ):
            faults.append(f"{screen.TITLE}: scrolls sideways at 320 px")
    assert not faults, "\n".join(faults)


def test_a_refusal_and_an_open_menu_have_no_serious_fault(tab: Tab, scope_of: Callable[..., Scope]) -> None:
    reader = tab()
    reader.open("", "rel=R999999&country=NOPE")
    faults = [f"refusal: {fault}" for fault in violations(reader.page)]
    reader.open("", scope_of("ex-2011-09-15"))
    for name in ("country", "period", "asof", "rel"):
        reader.page.locator(f"[data-filter={name}]").click()
        reader.page.locator(f"[data-menu={name}]").wait_for()
        faults += [f"menu {name}: {fault}" for fault in violations(reader.page)]
        reader.page.keyboard.press("Escape")
    assert not faults, "\n".join(faults)


def test_headings_nest_and_every_figure_says_its_finding(
    tab: Tab, screens: tuple[ModuleType, ...], scope_of: Callable[..., Scope]
) -> None:
    reader = tab()
    reader.open("", scope_of("ex-2011-09-15"))
    for screen in screens:
        reader.go(screen.PATH, scope_of("ex-2011-09-15"))
        levels = reader.page.evaluate(
            "() => [...document.querySelectorAll('h1,h2,h3,h4')].map((head) => Number(head.tagName[1]))"
        )
        assert levels[0] == 1, screen.TITLE
        assert all(after <= before + 1 for before, after in pairwise(levels)), (
            screen.TITLE,
            levels,
        )
        names = reader.page.evaluate(
            "() => [...document.querySelectorAll('.cs-plot')].map((plot) => plot.getAttribute('aria-label'))"
        )
        assert all(name and len(name) > 15 for name in names), screen.TITLE
