"""Figures of bars, squares and words that the page draws itself: what a mark says, where it leads, and its picture."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from dashboard.scope import Scope
from tests.browser.conftest import Tab

_OWN = "() => document.querySelectorAll('.cs-plot > svg.cs-drawn').length"


def test_pointing_at_a_bar_says_its_agency_and_number_and_a_click_leads_to_its_tours(
    tab: Tab, scope_of: Callable[..., Scope]
) -> None:
    reader = tab()
    reader.open("contributions", scope_of("ex-2011-09-15"))
    bar = reader.page.locator("[data-view=supply] .cs-hit").first
    bar.hover()
    tip = reader.page.locator("[data-view=supply] .cs-tip")
    expect(tip).to_be_visible()
    expect(tip).to_contain_text("State")
    expect(tip).to_contain_text("in all")
    bar.click()
    reader.page.wait_for_url("**/deployments?*agency=STATE*")
    assert reader.faults == []


def test_a_mark_without_words_of_its_own_does_not_cover_the_bar_beneath(
    tab: Tab, scope_of: Callable[..., Scope]
) -> None:
    reader = tab()
    reader.open("contributions", scope_of("ex-2011-09-15"))
    covering = "[data-view=paid] svg :is(rect, path, text)[pointer-events=none]"
    assert reader.page.locator(covering).count() > 0
    assert reader.page.locator("[data-view=paid] .cs-hit[pointer-events]").count() == 0


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_figure_keeps_to_its_panel_when_the_window_becomes_a_phone(
    theme: str, tab: Tab, scope_of: Callable[..., Scope]
) -> None:
    reader = tab(theme=theme)
    reader.open("contributions", scope_of("ex-2011-09-15"))
    assert reader.page.evaluate(_OWN) == 4
    reader.page.set_viewport_size({"width": 390, "height": 844})
    drawn = reader.page.locator("[data-view=paid] svg.cs-drawn")
    expect(drawn).to_have_attribute("height", str(3 * 168))
    room = drawn.bounding_box()
    assert room is not None
    assert room["x"] >= 0
    assert room["x"] + room["width"] <= 390
    assert reader.page.locator("[data-view=paid] .cs-plot").get_attribute("data-painted") == theme


def test_the_picture_of_a_drawn_figure_is_as_large_as_the_figure(tab: Tab, scope_of: Callable[..., Scope]) -> None:
    reader = tab()
    reader.open("contributions", scope_of("ex-2011-09-15"))
    with reader.page.expect_download() as coming:
        reader.page.locator("[data-view=agency_regions] button", has_text="Image").click()
    picture = coming.value.path().read_bytes()
    width, height = (int.from_bytes(picture[at : at + 4], "big") for at in (16, 20))
    plot = reader.page.locator("[data-view=agency_regions] .cs-plot").bounding_box()
    assert plot is not None
    assert len(picture) > 20_000
    assert (width > 2 * plot["width"], height > 2 * plot["height"]) == (True, True)
    assert reader.faults == []
