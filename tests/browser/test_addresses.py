"""The address is the only input: it comes back as it was, shows everyone the same, and is loud where it is broken."""

import http.client
import random
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from urllib.parse import parse_qsl, urlsplit

import pytest

from dashboard import links
from dashboard.scope import Scope, encode
from tests.browser.conftest import Tab
from tests.browser.reader import Reader
from tests.properties.readers import VIEW_NAMES, broken_addresses, drawn_scope

HOSTILE = Path(__file__).parents[3] / "shared" / "badinputs" / "public" / "url"
RELEASES = ("2009-01-31", "2011-09-30", "whole", "ex-2011-09-01", "ex-2011-09-15")


def test_drawn_scopes_come_back_from_the_address_bar_with_equal_figures(
    tab: Tab, screens: tuple[ModuleType, ...], newest: dict[str, str]
) -> None:
    chance = random.Random(500)
    releases = [links.opened(newest[name]) for name in RELEASES]
    readers = tab(), tab((1920, 1080), "dark")
    for reader in readers:
        reader.open("", Scope(rel=releases[0].name, asof=releases[0].as_of))
    drawn = [
        (screens[number % len(screens)].PATH, drawn_scope(chance, chance.choice(releases))) for number in range(500)
    ]
    seen, silent = {}, []
    for pair in zip(drawn[::2], drawn[1::2], strict=True):
        for reader, (screen, scope) in zip(readers, pair, strict=True):
            reader.follow(screen, scope)
        for reader, (screen, scope) in zip(readers, pair, strict=True):
            found = reader.settle(screen, scope)
            assert reader.here == f"/{screen}?{encode(scope)}"
            assert found.notices == ()
            seen[screen, scope] = found
            silent += [] if len(found.code) == 8 else [reader.here]
    assert not silent, f"{len(silent)} screens have no foot:\n" + "\n".join(silent[:20])
    for screen, scope in chance.sample(list(seen), 25):
        again = readers[0].open(screen, scope)
        assert readers[0].here == f"/{screen}?{encode(scope)}"
        assert again == seen[screen, scope], readers[0].here
    assert readers[0].faults + readers[1].faults == []


def test_broken_addresses_are_loud_and_never_another_view(tab: Tab, newest: dict[str, str]) -> None:
    chance = random.Random(200)
    reader = tab()
    release = links.opened(newest["ex-2011-09-15"])
    reader.open("", Scope(rel=release.name, asof=release.as_of))
    loud = 0
    for query in [query for _ in range(20) for query in broken_addresses(chance, drawn_scope(chance, release))]:
        expected = links.read(parse_qsl(query, keep_blank_values=True), VIEW_NAMES)
        if not expected.notices:
            reader.go("", expected.scope)
            assert _same(reader.here, encode(expected.scope))
            continue
        loud += 1
        _shows_notices(reader, query, [f"{notice.parameter}={notice.value}" for notice in expected.notices])
    assert loud >= 150
    assert reader.page.evaluate("() => window.xss === undefined")
    assert reader.faults == []


def _same(here: str, query: str) -> bool:
    return here == f"/?{query}"


def _shows_notices(reader: Reader, query: str, named: list[str]) -> None:
    """Follow a broken address; every fault is named, no figure is shown, the address stays as it was given."""
    reader.page.evaluate(
        "(address) => { history.pushState({}, '', address); window.dispatchEvent(new PopStateEvent('popstate')) }",
        f"/?{query}",
    )
    reader.page.wait_for_function(
        """(named) => {
          const lines = [...document.querySelectorAll("[role=alert] p strong")].map((line) => line.textContent)
          return JSON.stringify(lines) === JSON.stringify(named)
        }""",
        arg=named,
    )
    seen = reader.settle()
    assert (seen.figures, seen.plots, seen.tables) == ((), 0, 0), query
    assert (
        urlsplit(reader.page.url).query == urlsplit(f"http://x/?{query}").query.replace("'", "%27")
        or urlsplit(reader.page.url).query == query
    )
    assert seen.h1.startswith("This link cannot be shown")


@pytest.mark.skipif(not HOSTILE.exists(), reason="the corpus of hostile addresses is not here")
@pytest.mark.parametrize("name", sorted(path.name for path in HOSTILE.glob("*.txt") if path.name != "100kB.txt"))
def test_every_hostile_address_of_the_corpus_is_named(tab: Tab, name: str) -> None:
    reader = tab()
    query = (HOSTILE / name).read_text(encoding="utf-8").lstrip("?")
    seen = reader.open("", query)
    told = " ".join(seen.notices)
    for parameter, value in parse_qsl(query, keep_blank_values=True):
        if parameter != "v" or value != "1":
            assert f"{parameter}=" in told
    assert (seen.figures, seen.plots) == ((), 0)
    assert reader.page.evaluate("() => window.__xss === undefined && document.querySelectorAll('img').length === 0")
    assert reader.faults == []


def test_an_address_of_100_kilobytes_leaves_the_server_standing(base: str) -> None:
    host = urlsplit(base).netloc
    asked = http.client.HTTPConnection(host, timeout=20)
    asked.request("GET", "/?region=" + "A" * 100_000)
    status = asked.getresponse().status
    asked.close()
    again = http.client.HTTPConnection(host, timeout=5)
    again.request("GET", "/")
    answer = again.getresponse()
    body = answer.read()
    again.close()
    assert status in (200, 400, 414, 431)
    assert (answer.status, b"Crisis Situation" in body) == (200, True)


def test_an_address_of_more_parameters_than_the_server_reads_is_not_shown_as_none(tab: Tab) -> None:
    reader = tab()
    reader.page.goto(f"{reader.base}/?" + "&".join(f"a{number}=1" for number in range(1200)))
    reader.page.get_by_role("alert").wait_for()
    seen = reader.settle()
    assert [notice.startswith("parameters=1200 ") for notice in seen.notices] == [True]
    assert seen.figures == ()


def test_back_and_forward_lead_through_the_screens_as_they_were(
    tab: Tab, screens: tuple[ModuleType, ...], scope_of: Callable[..., Scope]
) -> None:
    reader = tab()
    scope = scope_of("ex-2011-09-15")
    steps = [(screen.PATH, scope) for screen in screens] + [
        ("", scope.but(agency=("STATE",))),
        ("", scope.but(country=("HTI",))),
    ]
    reader.open(*steps[0])
    seen = [reader.go(*step) for step in steps[1:]]
    for step, wanted in zip(reversed(steps[1:-1]), reversed(seen[:-1]), strict=True):
        reader.page.evaluate("() => history.back()")
        assert reader.settle(*step) == wanted
        assert reader.here == f"/{step[0]}?{encode(step[1])}"
    for step, wanted in zip(steps[2:], seen[1:], strict=True):
        reader.page.evaluate("() => history.forward()")
        assert reader.settle(*step) == wanted
    assert reader.faults == []


def test_an_address_that_says_little_is_written_out_without_a_step_in_history(tab: Tab, newest: dict[str, str]) -> None:
    reader = tab()
    reader.page.goto("about:blank")
    reader.open("", f"rel={newest['ex-2011-09-15']}")
    assert reader.here == f"/?v=1&rel={newest['ex-2011-09-15']}&asof=2011-09-15&cmp={newest['ex-2011-09-01']}"
    assert reader.page.evaluate("() => history.length") == 2


def test_two_readers_of_one_address_see_the_same_check_code(tab: Tab, scope_of: Callable[..., Scope]) -> None:
    scope = scope_of("ex-2011-09-15", status=("FAILING",))
    first, second = tab(), tab((390, 844), "dark")
    assert first.open("", scope).code == second.open("", scope).code != ""


def test_figures_that_left_the_page_are_let_go(
    tab: Tab, screens: tuple[ModuleType, ...], newest: dict[str, str]
) -> None:
    chance = random.Random(40)
    release = links.opened(newest["ex-2011-09-15"])
    reader = tab()
    reader.open("", Scope(rel=release.name, asof=release.as_of))
    protocol = reader.page.context.new_cdp_session(reader.page)
    protocol.send("Performance.enable")
    nodes = []
    for _ in range(2):
        for number in range(18):
            reader.go(screens[number % len(screens)].PATH, drawn_scope(chance, release))
        protocol.send("HeapProfiler.collectGarbage")
        found = {one["name"]: one["value"] for one in protocol.send("Performance.getMetrics")["metrics"]}
        nodes.append(found["Nodes"])
    # A map and its outlines alone are some thousand nodes; eighteen more screens may not leave theirs behind.
    assert nodes[1] - nodes[0] < 18 * 300
