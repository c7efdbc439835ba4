"""One server and one Chromium for all browser tests; each test gets a tab of its own."""

import gc
import warnings
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from dashboard import links
from dashboard.scope import Scope
from tests.browser.find_chromium import find_chromium
from tests.browser.reader import Reader
from tests.browser.server import serving

QUIET = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")
ALONE = "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"
Tab = Callable[..., Reader]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder as one that needs a browser."""
    for item in items:
        if "tests/browser" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the dashboard over the project's own releases."""
    if not (links.STORE / "current.json").exists():
        pytest.skip("no releases are sealed; run: make release")
    with serving(tmp_path_factory.mktemp("server") / "server.log") as address:
        yield address


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A Chromium that cannot find any host but this one."""
    path = find_chromium()
    if path is None:
        pytest.skip("no Chromium was found; name one in the variable CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*QUIET, ALONE])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def tabs(base: str, chromium: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Windows by their settings; tests of the same settings share one."""
    kept: dict[str, BrowserContext] = {}

    def window(size: tuple[int, int] = (1440, 900), theme: str = "light", **more: Any) -> BrowserContext:
        key = repr((size, theme, more))
        if key not in kept:
            settings = {"bypass_csp": True, "reduced_motion": "reduce", **more}
            width, height = size
            kept[key] = chromium.new_context(
                viewport={"width": width, "height": height},
                color_scheme="dark" if theme == "dark" else "light",
                **settings,
            )
            kept[key].set_default_timeout(20_000)
        return kept[key]

    yield window
    for context in kept.values():
        context.close()


@pytest.fixture
def tab(base: str, tabs: Callable[..., BrowserContext]) -> Iterator[Tab]:
    """Open a tab: ``tab((390, 844), "dark")``; it is closed after the test."""
    opened: list[Reader] = []

    def new(size: tuple[int, int] = (1440, 900), theme: str = "light", **more: Any) -> Reader:
        opened.append(Reader(tabs(size, theme, **more).new_page(), base))
        return opened[-1]

    yield new
    for reader in opened:
        reader.page.close()


@pytest.fixture(scope="session")
def newest() -> dict[str, str]:
    """Release id to full name of the project's own releases."""
    return {info.id: info.name for info in links.held()}


@pytest.fixture(scope="session")
def scope_of(newest: dict[str, str]) -> Callable[..., Scope]:
    """Return what a reader sees of a release who chose nothing but what is given."""

    def scope(release_id: str, **choices: object) -> Scope:
        release = links.opened(newest[release_id])
        compared = links.choices_of(release, frozenset()).default_compare
        return Scope(rel=release.name, asof=release.as_of, cmp=compared).but(**choices)

    return scope


@pytest.fixture(scope="session")
def screens() -> tuple[ModuleType, ...]:
    """The screens of the dashboard."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from dashboard import main
    gc.collect()
    return main.SCREENS
