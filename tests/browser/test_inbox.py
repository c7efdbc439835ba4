"""The inbox as an analyst works at it: a file dropped, its report read, a name matched, a release proposed."""

import csv
import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from dashboard import links
from tests.browser.reader import Reader, violations
from tests.browser.server import ROOT, serving

RETURN = """\
deployment_id,country,agency,headcount,start_date,end_date,latitude,longitude,source,Remarks
D-001,KEN,USAID,12,2010-03-01,2010-08-31,-1.286,36.817,SITREP 1,
D-002,Republik Kenya,STATE,7,2010-03-01,,,,SITREP 1,
D-003,Republik Kenya,STATE,oops,2010-03-01,,,,SITREP 1,
D-004,UGA,Foggy Bottom,5,2010-03-01,,0,0,SITREP 1,<img src=x onerror=window.__xss=1>
D-005,UGA,USAID,,2010-03-01,,0.3,32.6,SITREP 1,
"""
HOSTILE = "<img src=x onerror=window.__xss=1>.csv"
_DROP = """([name, text]) => {
  const held = new DataTransfer()
  held.items.add(new File([text], name, { type: "text/csv" }))
  const zone = document.querySelector(".cs-drop")
  for (const act of ["dragover", "drop"])
    zone.dispatchEvent(new DragEvent(act, { dataTransfer: held, bubbles: true, cancelable: true }))
}"""
_WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
SEALING = 120_000
Desk = Callable[..., Reader]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of data of its own, so that matches are kept there and not in the project's spellings."""
    if not (links.STORE / "current.json").exists():
        pytest.skip("no releases are sealed; run: make release")
    folder = tmp_path_factory.mktemp("inbox") / "data"
    shutil.copytree(ROOT / "data", folder, ignore=shutil.ignore_patterns("inbox", "exercise"))
    return folder


@pytest.fixture(scope="module")
def served(data: Path) -> Iterator[str]:
    """A server of its own, over those data."""
    own = {"CRISIS_INBOX": data / "inbox", "CRISIS_RAW": data / "raw", "CRISIS_STORE": data / "releases"}
    with pytest.MonkeyPatch.context() as patch:
        for name, path in own.items():
            patch.setitem(os.environ, name, str(path))
        with serving(data / "server.log") as address:
            yield address


@pytest.fixture
def desk(served: str, tabs: Callable[..., BrowserContext]) -> Iterator[Desk]:
    """Open the inbox in a tab under the page's own strict policy."""
    opened: list[Reader] = []

    def new(size: tuple[int, int] = (1440, 900), theme: str = "light") -> Reader:
        opened.append(Reader(tabs(size, theme, bypass_csp=False).new_page(), served))
        opened[-1].open("inbox")
        expect(opened[-1].page.locator(".cs-drop")).to_be_visible()
        return opened[-1]

    yield new
    for reader in opened:
        reader.page.close()


def counts(page: Page) -> dict[str, str]:
    """Return the counts of the report."""
    found = page.locator("[data-count]").all()
    return {str(one.get_attribute("data-count")): one.locator("b").inner_text() for one in found}


def part(page: Page, name: str) -> str:
    return page.locator(f"[data-part={name}]").inner_text()


def decide(page: Page, answer: str) -> None:
    """Say yes or no in a person's name."""
    form = page.locator('[data-form="decision"]')
    form.get_by_label("Your name").fill("B. Chief")
    form.get_by_role("button", name=answer, exact=True).click()


def drop(reader: Reader, name: str, text: str) -> None:
    """Drop a file and wait for its report."""
    reader.page.evaluate(_DROP, [name, text])
    expect(reader.page.locator(".cs-file-name")).to_have_text(name)
    expect(reader.page.locator("[data-part=head] .cs-file-line b")).not_to_have_text("Being checked", timeout=20_000)


def test_a_file_is_dropped_read_matched_and_proposed(desk: Desk, data: Path) -> None:
    reader = desk()
    page = reader.page
    here = reader.here
    drop(reader, "march.csv", RETURN)
    expect(page.locator("[data-part=head]")).to_contain_text("UNOFFICIAL")
    seen = counts(page)
    assert (seen["Rows received"], seen["Used"], seen["Set aside"]) == ("5", "2", "3")
    assert int(seen["Rows received"]) == int(seen["Used"]) + int(seen["Set aside"])
    assert "headcount unknown: 1" in part(page, "sums")
    assert seen["Located"] == "2 of 2"
    page.locator('[data-rule="not-a-number"] summary').click()
    assert "row 4, headcount" in page.locator('[data-rule="not-a-number"]').inner_text()
    page.get_by_role("button", name=re.compile(r"^Warnings")).click()
    assert page.locator('.cs-group[data-severity="error"]').count() == 0
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile(r"^CSV of all")).click()
    lines = list(csv.reader(download.value.path().read_text(encoding="utf-8-sig").splitlines()))
    assert len(lines) == 2 + int(page.get_by_role("button", name=re.compile(r"^All")).inner_text().split()[1])

    names = page.locator('[data-form="names"]')
    names.get_by_label("Republik Kenya stands for").select_option("KEN")
    names.get_by_label("Foggy Bottom stands for").select_option("STATE")
    names.get_by_label("Your name").fill("A. Analyst")
    names.get_by_role("button", name="Match and check again").click()
    expect(page.locator('[data-count="Used"] b')).to_have_text("4", timeout=20_000)
    assert counts(page)["Set aside"] == "1"
    kept = (data / "spellings.csv").read_text(encoding="utf-8")
    assert re.search(r"^country_code,Republik Kenya,KEN,matched on \d{4}-\d\d-\d\d by A. Analyst$", kept, re.MULTILINE)

    form = page.locator('[data-form="proposal"]')
    form.get_by_label("Marking").select_option("UNCLASSIFIED")
    form.get_by_label("What it is").fill("Return of March 2010")
    form.get_by_role("button").click()
    expect(page.locator("[data-part=release]")).to_contain_text("A. Analyst proposed it on")
    expect(page.locator("[data-part=figures] table, [data-part=figures] .cs-absence")).to_be_visible(timeout=SEALING)
    assert "could not be compared" not in part(page, "figures")
    decide(page, "No")
    expect(page.locator("[data-part=release]")).to_contain_text("B. Chief said no on")
    expect(page.locator("[data-part=head]")).to_contain_text("UNOFFICIAL")
    assert reader.here == here
    assert reader.faults == []
    assert reader.strangers == []


def test_a_yes_seals_a_release_that_holds_the_rows_and_earlier_links_stay(desk: Desk, data: Path) -> None:
    reader = desk()
    page = reader.page
    before = json.loads((data / "releases" / "current.json").read_text(encoding="utf-8"))
    drop(reader, "may.csv", RETURN.replace("D-00", "E-00"))
    page.locator('[data-form="proposal"]').get_by_label("Your name").fill("A. Analyst")
    page.locator('[data-form="proposal"]').get_by_label("Marking").select_option("UNCLASSIFIED")
    page.locator('[data-form="proposal"]').get_by_label("What it is").fill("Return of May 2010")
    page.locator('[data-form="proposal"]').get_by_role("button").click()
    decide(page, "Yes, seal a release")
    expect(page.locator("[data-part=release]")).to_contain_text("B. Chief said yes on", timeout=SEALING)
    expect(page.locator("[data-part=head]")).not_to_contain_text("UNOFFICIAL")
    after = json.loads((data / "releases" / "current.json").read_text(encoding="utf-8"))
    assert after != before
    opener = page.get_by_role("button", name=re.compile(r"^Open release whole~[0-9a-f]{8}$"))
    name = opener.inner_text().removeprefix("Open release ")
    opener.click()
    expect(page.locator("[data-view=foot]")).to_contain_text(f"Release {name}")
    assert f"rel={name}" in reader.here
    assert reader.faults == []


def test_a_mended_file_takes_the_place_of_the_return_it_mends(desk: Desk, data: Path) -> None:
    register = data / "raw" / "returns" / "register.csv"
    reader = desk()
    page = reader.page
    if not register.exists():
        pytest.skip("no return is accepted yet; the test above accepts one")
    drop(reader, "may-mended.csv", RETURN.replace("D-00", "E-00").replace("oops", "6"))
    form = page.locator('[data-form="proposal"]')
    assert form.get_by_label("Replaces").inner_text().splitlines()[0] == "none, its rows are new"
    form.get_by_label("Your name").fill("A. Analyst")
    form.get_by_label("Marking").select_option("UNCLASSIFIED")
    form.get_by_label("What it is").fill("Return of May 2010, mended")
    form.get_by_label("Replaces").select_option("SR0001")
    form.get_by_role("button").click()
    expect(page.locator("[data-part=release]")).to_contain_text("It replaces SR0001, whose rows leave the record.")
    expect(page.locator("[data-part=figures]")).to_contain_text("in place of SR0001", timeout=SEALING)
    decide(page, "Yes, seal a release")
    expect(page.locator("[data-part=release]")).to_contain_text("B. Chief said yes on", timeout=SEALING)
    lines = list(csv.DictReader(register.read_text(encoding="utf-8").splitlines()))
    assert [line["Replaces"] for line in lines] == ["", "SR0001"]
    assert reader.faults == []


def test_a_hostile_name_and_cell_stay_text(desk: Desk) -> None:
    reader = desk()
    drop(reader, HOSTILE, RETURN.replace("Republik Kenya", "<b>Kenya</b>"))
    reader.page.locator('[data-rule="country-unknown"] summary').click()
    assert "<b>Kenya</b>" in part(reader.page, "issues")
    assert reader.page.locator(".cs-inbox img, .cs-inbox b b").count() == 0
    assert reader.page.evaluate("window.__xss") is None
    assert reader.faults == []


def test_an_upload_is_on_the_list_but_in_no_address_and_no_other_tab_needs_one(desk: Desk) -> None:
    reader = desk()
    drop(reader, "april.csv", RETURN)
    identity = reader.page.locator('.cs-upload[aria-pressed="true"]').get_attribute("data-upload")
    assert identity
    hrefs = reader.page.evaluate("[...document.querySelectorAll('.cs-frame a')].map((link) => link.href)")
    assert identity not in json.dumps(hrefs) + reader.here
    other = desk()
    other.page.locator(f'[data-upload="{identity}"]').click()
    expect(other.page.locator(".cs-file-name")).to_have_text("april.csv")


@pytest.mark.parametrize(("size", "theme"), [((1440, 900), "light"), ((390, 844), "dark")])
def test_the_desk_can_be_used_by_everyone_at_every_width(desk: Desk, size: tuple[int, int], theme: str) -> None:
    reader = desk(size, theme)
    drop(reader, "wide.csv", RETURN.replace("oops", "x" * 100))
    reader.page.locator(".cs-group summary").first.click()
    assert reader.page.evaluate(_WIDER) <= 0
    bounds = reader.page.locator(".cs-desk-main").bounding_box()
    assert bounds
    assert bounds["x"] + bounds["width"] <= size[0]
    assert violations(reader.page) == []


def test_a_refused_file_says_why_and_cannot_be_proposed_but_discarded(desk: Desk) -> None:
    reader = desk()
    page = reader.page
    drop(reader, "nation.csv", RETURN.replace(",country,", ",Nation,"))
    expect(page.locator("[data-part=head]")).to_contain_text("Refused")
    assert "missing-column" in part(page, "issues")
    assert page.get_by_label("Heading that stands for country").count() == 1
    assert page.locator('[data-form="proposal"]').count() == 0
    page.get_by_text("Discard this file").click()
    page.locator('[data-form="discard"]').get_by_label("Your name").fill("A. Analyst")
    page.locator('[data-form="discard"]').get_by_role("button").click()
    expect(page.locator(".cs-file-name")).to_have_count(0)
    expect(page.locator(".cs-uploads")).not_to_contain_text("nation.csv")
