"""Every screen at three sizes, light and dark, for record and exercise: whole, painted and without a fault."""

from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from dashboard.scope import Scope
from tests.browser.conftest import Tab

SIZES = ((1440, 900), (1920, 1080), (390, 844))
RELEASES = ("2009-01-31", "2011-09-30", "whole", "ex-2011-09-15")
_LOOK = Path(__file__).with_name("look.js").read_text(encoding="utf-8").split("\n", 1)[1]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_every_screen_stands_whole(
    tab: Tab, screens: tuple[ModuleType, ...], scope_of: Callable[..., Scope], size: tuple[int, int], theme: str
) -> None:
    reader = tab(size, theme)
    faults: list[str] = []
    is_first = True
    pages = [(screen.TITLE, screen.PATH, ()) for screen in screens] + [("Sudan", "countries", ("SDN",))]
    for release_id in RELEASES if size == SIZES[0] else RELEASES[1::2]:
        for title, path, country in pages:
            visit = reader.open if is_first else reader.go
            seen = visit(path, scope_of(release_id, country=country))
            is_first = False
            found = [*_faults(reader.page.evaluate(_LOOK, theme), theme), *seen.notices]
            faults += [f"{title} {release_id}: {fault}" for fault in found]
    faults += reader.faults + reader.strangers
    assert not faults, "\n".join(faults)


def _faults(look: dict[str, Any], theme: str) -> list[str]:
    found = [f"{name}: {value}" for name in ("cut", "outside", "labels", "touching") for value in look[name]]
    found += [f"{name} {look[name]}" for name in ("sideways", "unpainted", "unnamed") if look[name] > 0]
    found += [f"{look['h1']} h1"] if look["h1"] != 1 else []
    (top, _), (_, bottom) = look["banners"]
    found += [f"markings at {look['banners']}"] if (top, bottom) != (0, look["high"]) else []
    found += (
        [] if set(look["marked"]) == {"UNCLASSIFIED"} and len(look["marked"]) == 2 else [f"marked {look['marked']}"]
    )
    found += [f"reads {look['raw']}"] if look["raw"] else []
    named = look["theme"] == theme and look["lang"] == "en" and look["title"].endswith("· Crisis Situation")
    return found if named else [*found, f"{look['theme']} {look['lang']} {look['title']}"]


@pytest.mark.parametrize("release_id", ["whole", "ex-2011-09-15"])
def test_situation_is_told_without_scrolling(tab: Tab, scope_of: Callable[..., Scope], release_id: str) -> None:
    reader = tab(SIZES[0], "light")
    reader.open("", scope_of(release_id))
    bottom = "() => document.querySelector('[data-view=foot]').getBoundingClientRect().bottom"
    assert reader.page.evaluate(bottom) <= 900 - 24


@pytest.mark.parametrize("country", ["SYR", "HTI", "TLS"])
def test_the_world_map_shows_the_country_that_is_chosen(tab: Tab, scope_of: Callable[..., Scope], country: str) -> None:
    reader = tab(SIZES[0], "light")
    reader.open("", scope_of("ex-2011-09-15", country=(country,)))
    plot = reader.page.locator("[data-view=world] .cs-plot").bounding_box()
    mark = reader.page.locator("[data-view=world] .scattergeo .point").first.bounding_box()
    assert plot is not None
    assert mark is not None
    assert abs(mark["x"] + mark["width"] / 2 - plot["x"] - plot["width"] / 2) < plot["width"] / 10
    assert abs(mark["y"] + mark["height"] / 2 - plot["y"] - plot["height"] / 2) < plot["height"] / 5


def test_a_table_wider_than_a_phone_says_that_it_goes_on(tab: Tab, scope_of: Callable[..., Scope]) -> None:
    reader = tab(SIZES[2], "light")
    reader.open("programs", scope_of("ex-2011-09-15"))
    room = reader.page.locator("[data-view=program_list] .cs-scroll")
    said = "(room) => [getComputedStyle(room, '::before').content, room.tabIndex, room.scrollWidth > room.clientWidth]"
    assert room.evaluate(said) == ['"Scroll sideways for more columns →"', 0, True]
    reader.page.set_viewport_size({"width": 1440, "height": 900})
    reader.page.wait_for_function("() => !document.querySelector('[data-view=program_list] .cs-cut')")
    assert room.evaluate(said)[0] == "none"


def test_the_map_of_a_country_saves_its_image(tab: Tab, scope_of: Callable[..., Scope]) -> None:
    reader = tab(SIZES[0], "light")
    reader.open("countries", scope_of("ex-2011-09-15", country=("SDN",)))
    reader.page.frame_locator(".cs-map-frame").locator(".leaflet-overlay-pane path").first.wait_for(state="attached")
    with reader.page.expect_download() as coming:
        reader.page.locator("[data-view=country_map] button", has_text="Image").click()
    picture = coming.value.path().read_bytes()
    assert coming.value.suggested_filename == "country_map-ex-2011-09-15.png"
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    assert len(picture) > 40_000
    assert reader.faults == []


def test_the_exercise_says_so_on_every_screen(
    tab: Tab, screens: tuple[ModuleType, ...], scope_of: Callable[..., Scope]
) -> None:
    reader = tab()
    reader.open("", scope_of("2011-09-30"))
    assert "EXERCISE" not in reader.page.locator(".cs-banner-top").inner_text()
    for screen in screens:
        reader.go(screen.PATH, scope_of("ex-2011-09-15"))
        for banner in reader.page.locator(".cs-banner-top, .cs-banner-bottom").all():
            assert "EXERCISE, invented data" in banner.inner_text()


def test_a_change_of_the_system_theme_repaints_every_figure(tab: Tab, scope_of: Callable[..., Scope]) -> None:
    reader = tab(extra_http_headers={"x-test": "theme"})
    reader.open("", scope_of("ex-2011-09-15"))
    ground = "() => getComputedStyle(document.querySelector('.stApp')).backgroundColor"
    light = reader.page.evaluate(ground)
    reader.page.emulate_media(color_scheme="dark")
    reader.page.wait_for_function(
        "() => [...document.querySelectorAll('.cs-plot')].every((plot) => plot.dataset.painted === 'dark')"
    )
    assert reader.page.evaluate(ground) != light
