"""A browser as a reader uses it: the first view with nothing kept, and the time from a choice to the settled page."""

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, Page, Route, sync_playwright

from benchmarks.workload import ALL, ROOT, Workload

QUIET: Final = 150
_TRACKER: Final = Path(__file__).with_name("tracker.js")
_ARGUMENTS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
_TIMEOUT: Final = 60_000
_ELSEWHERE: Final = re.compile(r"^https?://(?!127\.0\.0\.1)")
_QUERY: Final = "window.$ = (html) => [new DOMParser().parseFromString(html, 'text/html').body.firstElementChild]"
_VENDORED: Final = ROOT / "dashboard" / "static" / "vendor"
# Both wait for quiet first: what follows looks at the whole page.
_WIDGET_READY: Final = """([number, tours]) => {
  if (!window.isQuiet?.(QUIET)) return false
  const app = document.querySelector("[data-testid=stApp]")
  if (app?.dataset.testScriptState !== "notRunning" || document.querySelector("[data-stale=true]")) return false
  if (!document.querySelector("[data-testid=stMain]").textContent.includes(number)) return false
  const map = document.querySelector("iframe[title*=folium]")
  return tours === null || map?.contentDocument?.querySelectorAll(".leaflet-marker-icon").length === tours
}"""
_ADDRESS_READY: Final = """([number, name]) => {
  if (!window.isQuiet?.(QUIET)) return false
  const app = document.querySelector("[data-testid=stApp]")
  if (app?.dataset.testScriptState !== "notRunning" || document.querySelector("[data-stale=true]")) return false
  if (document.querySelector("[data-filter=region] .cs-filter-value")?.textContent !== name) return false
  if (!document.querySelector(".cs-panel[data-view=foot]")) return false
  const plots = [...document.querySelectorAll(".cs-plot")]
  if (!plots.length || plots.some((plot) => !plot.dataset.painted || plot.dataset.painted === "no")) return false
  return document.querySelector("[data-testid=stMain]").textContent.includes(number)
}"""
_FILES: Final = """() => performance.getEntriesByType("resource").map(
  (file) => [file.name.split("/").pop(), file.transferSize])"""
_SETTLED: Final = "() => Math.max(window.watched.changed, window.watched.painted)"


@dataclass(frozen=True)
class Screen:
    """One page as a reader works it.

    Attributes:
        name: Name in the table.
        path: Address after the server's.
        workload: What it shows.
        is_ours: Whether it is a screen of the dashboard, with its filter bar, or a page with a selectbox.
        has_number: Whether it shows the people deployed, so that the number can be waited for.
        has_map: Whether it marks every tour on a Leaflet map.
    """

    name: str
    path: str
    workload: Workload
    is_ours: bool
    has_number: bool = True
    has_map: bool = False

    def number(self, region: str) -> str:
        """Return the number to wait for; empty where the page shows none."""
        return f"{self.workload.people[region]:,}" if self.has_number else ""


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start a Chromium that can reach this host only.

    Raises:
        FileNotFoundError: No Chromium is installed.
    """
    installed = [shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome")]
    with sync_playwright() as play:
        path = next((found for found in installed if found), play.chromium.executable_path)
        if not Path(path).exists():
            raise FileNotFoundError("no Chromium found; install one, or run: playwright install chromium")
        browser = play.chromium.launch(executable_path=path, args=list(_ARGUMENTS))
        yield browser
        browser.close()


@dataclass
class Reader:
    """One reader before one screen, with nothing kept from before.

    Attributes:
        page: The browser's page.
        screen: What is read.
    """

    page: Page
    screen: Screen

    def first_view(self, address: str) -> float:
        """Open the screen and return the milliseconds from the start of the navigation to the settled page."""
        self.page.goto(f"{address}/{self.screen.path}", wait_until="commit")
        self._await(ALL)
        return float(self.page.evaluate(f"{_SETTLED[6:]} - performance.timeOrigin"))

    def open_filter(self) -> None:
        """Open the Region filter of the dashboard; it stays open from choice to choice."""
        if self.screen.is_ours:
            self.page.locator("[data-filter=region]").click()
            self.page.wait_for_timeout(300)

    def change(self, region: str, before: str) -> float:
        """Choose a region, or all of them, and return the milliseconds from the event to the settled page.

        Args:
            region: Region code, or ``All``.
            before: What is chosen now; in the dashboard all regions come back by clearing this one.
        """
        self.page.evaluate("window.watched.chosen = 0")
        if self.screen.is_ours:
            code = before if region == ALL else region
            self.page.locator(f"[data-menu=region] input[value={code}]").click()
        else:
            self.page.locator("[data-testid=stSelectbox] input").click()
            self.page.get_by_role("option", name=self.screen.workload.names[region], exact=True).click()
        self._await(region)
        return float(self.page.evaluate(f"{_SETTLED[6:]} - window.watched.chosen"))

    def _await(self, region: str) -> None:
        screen = self.screen
        ready = (_ADDRESS_READY if screen.is_ours else _WIDGET_READY).replace("QUIET", str(QUIET))
        second: str | int | None = screen.workload.names[region] if screen.is_ours else None
        if screen.has_map:
            second = screen.workload.tours[region]
        self.page.wait_for_function(ready, arg=[screen.number(region), second], polling="raf")

    def count_work(self) -> Callable[[], float]:
        """Return a way to ask how many milliseconds of processor time the page's main thread has worked since now."""
        session = self.page.context.new_cdp_session(self.page)
        session.send("Performance.enable", {"timeDomain": "threadTicks"})

        def worked() -> float:
            metrics = session.send("Performance.getMetrics")["metrics"]
            return 1000 * next(float(metric["value"]) for metric in metrics if metric["name"] == "TaskDuration")

        before = worked()
        return lambda: worked() - before

    def heaviest(self) -> list[tuple[str, int]]:
        """Return name and bytes of the files of the first view that came over the wire, the largest first."""
        files = self.page.evaluate(_FILES)
        return sorted(((name, int(size)) for name, size in files), key=lambda item: -item[1])


def _answer_for_elsewhere(route: Route) -> None:
    """Answer for the hosts st_folium loads from: Leaflet, and of jQuery what popups use; the rest is empty."""
    kind = "css" if route.request.url.endswith(".css") else "js"
    found = sorted(_VENDORED.glob(f"leaflet-*.{kind}")) if "/leaflet." in route.request.url else []
    body = found[0].read_bytes() if found else _QUERY.encode() if "jquery" in route.request.url else b""
    route.fulfill(body=body, content_type="text/css" if kind == "css" else "text/javascript")


@contextmanager
def reader(browser: Browser, screen: Screen) -> Iterator[Reader]:
    """Open a window of its own: no file, no setting and no connection kept from another."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.set_default_timeout(_TIMEOUT)
    context.add_init_script(path=str(_TRACKER))
    if screen.has_map:
        context.route(_ELSEWHERE, _answer_for_elsewhere)
    yield Reader(context.new_page(), screen)
    context.close()
