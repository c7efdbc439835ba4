"""The dashboard asks no other host for anything, and maps and fonts are drawn all the same."""

from collections.abc import Callable
from types import ModuleType

from dashboard.scope import Scope
from tests.browser.conftest import Tab

_DRAWN = """() => ({
  fonts: [...document.fonts].filter((face) => face.status === "loaded").map((face) => face.family.replaceAll('"', "")),
  heading: getComputedStyle(document.querySelector("h1")).fontFamily,
  text: getComputedStyle(document.querySelector(".cs-panel")).fontFamily,
  land: document.querySelector("[data-view=world] .geo .choroplethlayer path")?.getAttribute("d").length ?? 0,
  countries: document.querySelectorAll("[data-view=world] .geo .choroplethlayer path").length,
  marks: document.querySelectorAll("[data-view=world] .geo .scatterlayer path").length,
})"""


def test_maps_and_fonts_are_drawn_and_no_other_host_is_asked(tab: Tab, scope_of: Callable[..., Scope]) -> None:
    reader = tab()
    reader.open("", scope_of("ex-2011-09-15"))
    drawn = reader.page.evaluate(_DRAWN)
    assert any(name.startswith("Source Serif") for name in drawn["fonts"])
    assert any(name.startswith("Source Sans") for name in drawn["fonts"])
    assert "Source Serif" in drawn["heading"]
    assert "Source Sans" in drawn["text"]
    assert drawn["land"] > 10_000
    assert drawn["countries"] > 20
    assert drawn["marks"] > 20
    assert reader.strangers == []
    assert reader.faults == []


def test_no_screen_country_page_or_drawer_asks_another_host(
    tab: Tab, screens: tuple[ModuleType, ...], scope_of: Callable[..., Scope]
) -> None:
    reader = tab()
    reader.open("", scope_of("2011-09-30"))
    for release_id in ("2011-09-30", "ex-2011-09-15"):
        for screen in screens:
            reader.go(screen.PATH, scope_of(release_id, country=("HTI",)))
        reader.go("", scope_of(release_id, open="countries_at_risk"))
        reader.page.get_by_role("dialog").wait_for()
    assert len(reader.asked) > 20
    assert reader.strangers == []
    assert reader.faults == []


def test_the_page_works_under_its_own_strict_policy(tab: Tab, scope_of: Callable[..., Scope]) -> None:
    reader = tab(bypass_csp=False)
    answer = reader.page.goto(f"{reader.base}/?rel={scope_of('ex-2011-09-15').rel}")
    assert answer is not None
    policy = answer.headers["content-security-policy"]
    scripts = next(part for part in policy.split(";") if "script-src" in part)
    assert "unsafe" not in scripts
    reader.page.locator(".cs-plot[data-painted=light]").first.wait_for()
    reader.page.locator("[data-view=foot]").get_by_text("Check code").wait_for()
    reader.page.locator(".cs-nav a", has_text="Sources").click()
    reader.page.locator(".cs-nav a[aria-current=page]", has_text="Sources").wait_for()
    assert reader.faults == []
