"""What a reader does by mouse and keyboard: each act changes the address, and the address changes the page."""

import csv
import io
import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from dashboard.scope import Scope, encode
from tests.browser.conftest import Tab
from tests.browser.reader import Reader

_MARKS = """() => {
  const plot = document.querySelector("[data-view=world] .cs-plot")
  const edge = plot.getBoundingClientRect()
  const geo = plot._fullLayout.geo._subplot
  return plot.data.filter((trace) => trace.type === "scattergeo" && trace.customdata).flatMap((trace) =>
    trace.customdata.map((code, at) => {
      const [x, y] = geo.projection([trace.lon[at], trace.lat[at]])
      return { code, x: x + edge.left, y: y + edge.top }
    }))
    .filter((mark) => mark.x > edge.left + 20 && mark.x < edge.right - 20)
    .filter((mark) => mark.y > edge.top + 20 && mark.y < edge.bottom - 20)
}"""
_BACK_AT_ONCE = """() => {
  window.returned = []
  const isOpen = () => location.search.includes("open=")
  const onward = new MutationObserver(() => {
    if (document.querySelector("[role=dialog]") === null || !isOpen()) return
    onward.disconnect()
    history.back()
  })
  onward.observe(document.body, { childList: true, subtree: true })
  const write = history.replaceState.bind(history)
  history.replaceState = (...said) => {
    write(...said)
    if (isOpen()) window.returned.push(location.search)
  }
}"""
_FOCUSED = "(selector) => Boolean(document.activeElement?.closest(selector))"


def choices(reader: Reader) -> dict[str, list[str]]:
    return parse_qs(urlsplit(reader.page.url).query)


def tab_to(page: Page, selector: str, most: int = 300) -> None:
    """Press Tab until the focus is on something; fail where it never is."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate(_FOCUSED, selector):
            return
    raise AssertionError(f"{most} times Tab never reach {selector}")


def test_a_click_on_the_map_opens_the_country_of_the_mark(tab: Tab, scope_of: Callable[..., Scope]) -> None:
    reader = tab()
    scope = scope_of("ex-2011-09-15")
    reader.open("", scope)
    plain = reader.page.evaluate(_MARKS)
    assert len(plain) > 15
    for code in (plain[0]["code"], plain[-1]["code"]):
        reader.go("", scope)
        mark = next(mark for mark in reader.page.evaluate(_MARKS) if mark["code"] == code)
        reader.page.mouse.click(mark["x"], mark["y"])
        reader.settle("countries", scope.but(country=(code,)))
        assert reader.here == f"/countries?{encode(scope.but(country=(code,)))}"
    assert reader.faults == []


def test_the_key_of_the_map_filters_by_status(tab: Tab, scope_of: Callable[..., Scope]) -> None:
    reader = tab()
    scope = scope_of("ex-2011-09-15")
    before = reader.open("", scope)
    reader.page.locator("[data-view=world] .cs-key a").first.click()
    after = reader.settle("", scope.but(status=("COMPLEX",)))
    assert choices(reader)["status"] == ["COMPLEX"]
    assert after.figures != before.figures
    assert dict(after.figures)["countries_at_risk"] == dict(after.figures)["complex_emergencies"]


def test_a_filter_is_chosen_and_cleared_by_mouse(tab: Tab, scope_of: Callable[..., Scope]) -> None:
    reader = tab()
    scope = scope_of("ex-2011-09-15")
    before = reader.open("", scope)
    reader.page.locator("[data-filter=agency]").click()
    menu = reader.page.locator("[data-menu=agency]")
    expect(menu).to_be_visible()
    menu.get_by_text("USAID").click()
    chosen = reader.settle("", scope.but(agency=("USAID",)))
    assert chosen.figures != before.figures
    expect(reader.page.locator("[data-filter=agency]")).to_contain_text("USAID")
    expect(menu).to_be_visible()
    menu.get_by_role("link", name="Clear").click()
    assert reader.settle("", scope).figures == before.figures


def test_a_filter_is_chosen_by_keyboard_and_the_focus_stays_where_it_was(
    tab: Tab, scope_of: Callable[..., Scope]
) -> None:
    reader = tab()
    scope = scope_of("ex-2011-09-15")
    reader.open("", scope)
    tab_to(reader.page, "[data-filter=component]", 30)
    reader.page.keyboard.press("Enter")
    expect(reader.page.locator("[data-menu=component]")).to_be_visible()
    tab_to(reader.page, "[data-menu=component] input") if not reader.page.evaluate(
        _FOCUSED, "[data-menu=component] input"
    ) else None
    reader.page.keyboard.press("Space")
    reader.settle()
    reader.page.wait_for_url(re.compile("component="))
    assert reader.page.evaluate(_FOCUSED, "[data-menu=component] input")
    reader.page.keyboard.press("Escape")
    expect(reader.page.locator("[data-menu=component]")).to_be_hidden()
    assert reader.page.evaluate(_FOCUSED, "[data-filter=component]")


def test_long_menus_can_be_searched(tab: Tab, scope_of: Callable[..., Scope]) -> None:
    reader = tab()
    scope = scope_of("ex-2011-09-15")
    reader.open("", scope)
    reader.page.locator("[data-filter=country]").click()
    reader.page.locator("[data-menu=country] .cs-find").fill("haiti")
    expect(reader.page.locator("[data-menu=country] .cs-option")).to_have_count(1)
    reader.page.locator("[data-menu=country] .cs-option").click()
    reader.settle("", scope.but(country=("HTI",)))
    assert choices(reader)["country"] == ["HTI"]


def test_a_release_chosen_from_the_menu_is_the_release_shown(
    tab: Tab, scope_of: Callable[..., Scope], newest: dict[str, str]
) -> None:
    reader = tab()
    reader.open("", scope_of("ex-2011-09-15"))
    reader.page.locator("[data-filter=rel]").click()
    reader.page.locator(f'[data-menu=rel] input[value="{newest["2011-09-30"]}"]').click()
    reader.settle("", scope_of("2011-09-30"))
    assert choices(reader)["rel"] == [newest["2011-09-30"]]
    assert "EXERCISE" not in reader.page.locator(".cs-banner-top").inner_text()


def test_filters_fit_a_phone(tab: Tab, scope_of: Callable[..., Scope]) -> None:
    reader = tab((390, 844))
    scope = scope_of("ex-2011-09-15")
    reader.open("", scope)
    reader.page.locator(".cs-filters-toggle").click()
    reader.page.locator("[data-filter=agency]").click()
    reader.page.locator("[data-menu=agency]").get_by_text("USAID").click()
    reader.settle("", scope.but(agency=("USAID",)))
    assert choices(reader)["agency"] == ["USAID"]
    assert reader.page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


def test_a_copied_link_leads_to_what_the_reader_sees(tab: Tab, scope_of: Callable[..., Scope]) -> None:
    reader = tab(permissions=["clipboard-read", "clipboard-write"])
    scope = scope_of("ex-2011-09-15", agency=("STATE",))
    seen = reader.open("", scope)
    reader.page.locator(".cs-actions button").first.click()
    expect(reader.page.locator(".cs-actions button").first).to_contain_text("copied")
    copied = reader.page.evaluate("() => navigator.clipboard.readText()")
    assert copied == f"{reader.base}/?{encode(scope)}"
    other = tab((1920, 1080))
    assert other.open("", urlsplit(copied).query) == seen


def test_a_view_is_shown_as_a_table_and_back(tab: Tab, scope_of: Callable[..., Scope]) -> None:
    reader = tab()
    reader.open("", scope_of("ex-2011-09-15"))
    world = reader.page.locator("[data-view=world]")
    world.get_by_text("Show as table").click()
    expect(world.locator("table")).to_be_visible()
    expect(world.locator(".cs-plot")).to_have_count(0)
    assert choices(reader)["table"] == ["world"]
    assert world.locator("tbody tr").count() > 20
    world.get_by_text("Show as figure").click()
    expect(world.locator(".cs-plot")).to_have_attribute("data-painted", "light")
    assert "table" not in choices(reader)


@pytest.mark.parametrize("view", ["world", "posts_by_country"])
def test_a_csv_carries_its_marking_and_the_rows_of_the_view(
    tab: Tab, scope_of: Callable[..., Scope], view: str
) -> None:
    reader = tab()
    scope = scope_of("ex-2011-09-15", status=("COMPLEX", "FAILED"))
    reader.open("", scope)
    with reader.page.expect_download() as coming:
        reader.page.locator(f"[data-view={view}] a", has_text="CSV").click()
    text = coming.value.path().read_bytes().decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text)))
    assert lines[0] == ["# Marking", "UNCLASSIFIED"]
    assert lines[1] == ["# Kind", "EXERCISE, invented data"]
    assert lines[4] == ["# Address", f"?{encode(scope)}"]
    assert coming.value.suggested_filename.endswith(".csv")
    assert len(lines) > 10


def test_an_image_is_a_picture_with_its_marking(tab: Tab, scope_of: Callable[..., Scope]) -> None:
    reader = tab()
    reader.open("", scope_of("ex-2011-09-15"))
    for view in ("world", "posts_by_country"):
        with reader.page.expect_download() as coming:
            reader.page.locator(f"[data-view={view}] button", has_text="Image").click()
        picture = coming.value.path().read_bytes()
        assert picture.startswith(b"\x89PNG\r\n\x1a\n")
        assert len(picture) > 20_000
        width, height = (int.from_bytes(picture[at : at + 4], "big") for at in (16, 20))
        plot = reader.page.locator(f"[data-view={view}] .cs-plot").bounding_box()
        assert plot is not None
        assert width > 2 * plot["width"]
        assert height > 2 * plot["height"]
    assert reader.faults == []


def test_the_drawer_opens_on_the_source_mark_and_closes_again(tab: Tab, scope_of: Callable[..., Scope]) -> None:
    reader = tab()
    scope = scope_of("ex-2011-09-15")
    before = reader.open("", scope)
    reader.page.locator("[data-figure=countries_at_risk] .cs-mark").click()
    drawer = reader.page.get_by_role("dialog")
    expect(drawer).to_be_visible()
    expect(drawer.locator("[data-view=drawer]")).to_contain_text("FIG-")
    expect(drawer.locator(".cs-banner")).to_have_count(2)
    assert choices(reader)["open"] == ["countries_at_risk"]
    reader.page.keyboard.press("Escape")
    expect(drawer).to_be_hidden()
    reader.page.wait_for_function("() => !location.search.includes('open=')")
    # The navigation says the same with the drawer open or closed; the check code says which of them is on the page.
    expect(reader.page.locator("[data-view=foot]")).to_contain_text(before.code)
    assert reader.settle("", scope) == before


def test_a_drawer_opened_by_its_address_is_there_after_loading(tab: Tab, scope_of: Callable[..., Scope]) -> None:
    reader = tab()
    reader.open("", scope_of("2011-09-30", open="world"))
    expect(reader.page.get_by_role("dialog").locator("[data-view=drawer] table").first).to_be_visible()
    assert choices(reader)["open"] == ["world"]


def test_back_closes_the_drawer_that_a_click_opened(tab: Tab, scope_of: Callable[..., Scope]) -> None:
    reader = tab()
    scope = scope_of("2011-09-30")
    reader.open("", scope)
    reader.page.locator("[data-figure=countries_at_risk] .cs-mark").click()
    expect(reader.page.get_by_role("dialog")).to_be_visible()
    reader.page.evaluate("() => history.back()")
    expect(reader.page.get_by_role("dialog")).to_be_hidden()
    assert reader.here == f"/?{encode(scope)}"


def test_an_answer_that_comes_late_does_not_undo_a_step_back(tab: Tab, scope_of: Callable[..., Scope]) -> None:
    reader = tab()
    scope = scope_of("2011-09-30")
    reader.open("", scope)
    slow = reader.page.context.new_cdp_session(reader.page)
    slow.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    reader.page.evaluate(_BACK_AT_ONCE)
    reader.page.locator("[data-figure=countries_at_risk] .cs-mark").click()
    reader.page.wait_for_url(re.compile("open="))
    reader.page.wait_for_url(lambda url: "open=" not in url)
    expect(reader.page.get_by_role("dialog")).to_be_hidden()
    reader.settle("", scope)
    assert reader.page.evaluate("() => window.returned") == []
    assert reader.here == f"/?{encode(scope)}"


def test_a_country_and_its_source_rows_are_reached_by_keyboard_alone(tab: Tab, scope_of: Callable[..., Scope]) -> None:
    reader = tab()
    scope = scope_of("ex-2011-09-15")
    reader.open("", scope)
    page = reader.page
    tab_to(page, ".cs-skip", 3)
    page.keyboard.press("Enter")
    assert page.evaluate(_FOCUSED, "h1")
    tab_to(page, 'a[href^="/countries?"][href*="country="]')
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/countries\?.*country="))
    reader.settle()
    tab_to(page, ".cs-panel .cs-mark")
    page.keyboard.press("Enter")
    rows = page.get_by_role("dialog").locator("[data-view=drawer] table")
    expect(rows.first).to_be_visible()
    expect(page.get_by_role("dialog")).to_contain_text(re.compile(r"\.csv line \d+"))
    assert page.evaluate(_FOCUSED, "[role=dialog]")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    assert reader.faults == []
