"""A reader at a browser: opens addresses, waits until the page stands still, and says what is to be seen."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Page, Request
from playwright.sync_api import TimeoutError as Impatience

from dashboard.scope import Scope, encode

_PROBE = re.compile(r"/[a-z]+/_stcore/(health|host-config)$")
"""Where Streamlit's page looks for its server first when a screen is opened by its own address; it finds it next."""
_CALM = """(nav) => {
  const app = document.querySelector("[data-testid=stApp]")
  const mounts = [...document.querySelectorAll("[data-testid^=stBidiComponent]")]
  const current = document.querySelector(".cs-nav a[aria-current=page]")?.getAttribute("href")
  const plots = [...document.querySelectorAll(".cs-plot")]
  const still = app?.dataset.testScriptState === "notRunning" && !document.querySelector("[data-stale=true]")
    && document.querySelector("h1") && (!nav || current === nav)
    && mounts.every((mount) => mount.querySelector(".cs-panel, .cs-frame"))
    && plots.every((plot) => plot.dataset.painted && plot.dataset.painted !== "no")
  window.calmFor = still ? (window.calmFor ?? 0) + 1 : 0
  return window.calmFor > 2
}"""
_WHY = """(nav) => ({
  state: document.querySelector("[data-testid=stApp]")?.dataset.testScriptState,
  stale: document.querySelectorAll("[data-stale=true]").length,
  wanted: nav, current: document.querySelector(".cs-nav a[aria-current=page]")?.getAttribute("href"),
  h1: document.querySelector("h1")?.textContent,
  empty: [...document.querySelectorAll("[data-testid^=stBidiComponent]")]
    .filter((mount) => !mount.querySelector(".cs-panel, .cs-frame")).length,
  unpainted: [...document.querySelectorAll(".cs-plot")]
    .filter((plot) => !plot.dataset.painted || plot.dataset.painted === "no")
    .map((plot) => plot.closest("[data-view]")?.dataset.view),
})"""
_GO = """(address) => {
  window.calmFor = 0
  history.pushState({}, "", address)
  window.dispatchEvent(new PopStateEvent("popstate"))
}"""
_SEEN = """() => ({
  h1: document.querySelector("h1")?.textContent ?? "",
  code: document.querySelector("[data-view=foot]")?.textContent.match(/Check code ([0-9a-f]{8})/)?.[1] ?? "",
  figures: [...document.querySelectorAll(".cs-figure")].map((figure) =>
    [figure.dataset.figure, figure.querySelector(".cs-value b").textContent]),
  notices: [...document.querySelectorAll("[role=alert] p")].map((line) => line.textContent),
  plots: document.querySelectorAll(".cs-plot").length,
  tables: document.querySelectorAll(".cs-panel table").length,
})"""


@dataclass(frozen=True)
class Seen:
    """What a page says.

    Attributes:
        h1: The answer in the largest type.
        code: The check code at the foot, empty where there is none.
        figures: Id and text of each figure of the strips.
        notices: What the address asks for and cannot have.
        plots: How many figures are drawn.
        tables: How many tables are shown.
    """

    h1: str
    code: str
    figures: tuple[tuple[str, str], ...]
    notices: tuple[str, ...]
    plots: int
    tables: int


@dataclass
class Reader:
    """One tab of a browser, with everything it asked for and complained of.

    Attributes:
        page: The tab.
        base: Address of the server.
        asked: Every address the tab asked for.
        faults: Errors of the console and of scripts, and answers of 400 and above.
    """

    page: Page
    base: str
    asked: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Listen to everything the tab does."""
        self.page.on("request", self._note)
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        self.page.on("requestfailed", self._fail)

    def _note(self, request: Request) -> None:
        self.asked.append(request.url)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not _PROBE.search(message.location.get("url", "")):
            self.faults.append(f"console: {message.text} {message.location.get('url', '')}")

    def _fail(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":
            self.faults.append(f"request: {request.url} {request.failure}")

    def open(self, path: str, query: Scope | str = "") -> Seen:
        """Load an address anew and wait until it is drawn."""
        self.page.goto(f"{self.base}{address(path, query)}", wait_until="domcontentloaded")
        return self.settle(path, query)

    def go(self, path: str, query: Scope | str = "") -> Seen:
        """Follow an address as a link of the page does, and wait until it is drawn."""
        self.follow(path, query)
        return self.settle(path, query)

    def follow(self, path: str, query: Scope | str = "") -> None:
        """Follow an address as a link of the page does; ``settle`` waits until it is drawn."""
        self.page.evaluate(_GO, address(path, query))

    def settle(self, path: str = "", query: Scope | str = "") -> Seen:
        """Wait until nothing moves; with a scope, until the page shows that scope."""
        nav = address(path, _plain(query)) if isinstance(query, Scope) else None
        try:
            self.page.wait_for_function(_CALM, arg=nav)
        except Impatience as error:
            raise AssertionError(f"{self.here} does not come to rest: {self.page.evaluate(_WHY, nav)}") from error
        return self.seen()

    def seen(self) -> Seen:
        """Return what is to be seen now."""
        found: dict[str, Any] = self.page.evaluate(_SEEN)
        figures = tuple((str(name), str(text)) for name, text in found.pop("figures"))
        return Seen(figures=figures, notices=tuple(found.pop("notices")), **found)

    @property
    def here(self) -> str:
        """Path and query of the address bar."""
        parts = urlsplit(self.page.url)
        return f"{parts.path}?{parts.query}" if parts.query else parts.path

    @property
    def strangers(self) -> list[str]:
        """Hosts other than the server that the tab asked for anything."""
        hosts = {urlsplit(url).netloc for url in self.asked if re.match(r"(https?|wss?):", url)}
        return sorted(hosts - {urlsplit(self.base).netloc})


def address(path: str, query: Scope | str = "") -> str:
    """Return path and query of a screen."""
    text = encode(query) if isinstance(query, Scope) else query
    return f"/{path}?{text}" if text else f"/{path}"


def _plain(scope: Scope) -> Scope:
    """Return the scope as the navigation writes it, without what only turns a view."""
    return scope.but(open="", table=(), all="", q="")


AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")


def violations(page: Page) -> list[str]:
    """Return the serious and critical faults that axe finds on a page, one line each."""
    page.evaluate(AXE)
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
    found = page.evaluate(
        "(tags) => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})", tags
    )
    return [
        f"{fault['id']} ({fault['impact']}, {len(fault['nodes'])}): {fault['nodes'][0]['html'][:160]}"
        for fault in found["violations"]
        if fault["impact"] in ("serious", "critical")
    ]
