from pathlib import Path

from loaders.addresses import Address, load_addresses
from loaders.arrivals import PUBLISHERS
from loaders.directory import directory
from loaders.layouts import Feed, Publisher

ROOT = Path(__file__).resolve().parents[2]
NOTHING = {"events": lambda texts: texts, "needs": lambda texts: texts}
SHEETS = Feed("Sheets | one a year", {}, (), NOTHING)
LISTS = Feed("Lists", {}, (), {"needs": lambda texts: texts})


def publisher(publisher_id: str, *feeds: Feed) -> Publisher:
    return Publisher(publisher_id, f"Office of {publisher_id}", "CC BY 4.0", feeds, "yearly", "Days are swapped.")


def test_committed_directory_is_the_one_the_code_writes() -> None:
    written = directory(PUBLISHERS, load_addresses(ROOT / "data" / "publishers.csv"))
    assert (ROOT / "docs" / "publishers.md").read_text(encoding="utf-8") == written, "run: make docs"


def test_publishers_stand_in_order_with_what_they_feed_and_whence_they_come() -> None:
    address = Address("x-a", "a.csv", "https://example.org/a.csv", "the newest year")
    text = directory([publisher("x-b", LISTS), publisher("x-a", SHEETS, LISTS)], [address])
    events, needs = "[events](data-dictionary.md#events)", "[needs](data-dictionary.md#needs)"
    assert [line for line in text.splitlines() if line.startswith("| [")] == [
        f"| [x-a](#x-a) | {events}, {needs} | yearly | CC BY 4.0 | fetched |",
        f"| [x-b](#x-b) | {needs} | yearly | CC BY 4.0 | placed by hand |",
    ]
    first, second = text.partition("\n## x-a\n")[2].split("\n## x-b\n")
    assert first.split("\n\n") == [
        "\nOffice of x-a. Days are swapped.",
        f"| File | Feeds |\n|---|---|\n| Sheets \\| one a year | {events}, {needs} |\n| Lists | {needs} |",
        "- `a.csv` from <https://example.org/a.csv> (the newest year)\n",
    ]
    assert second.endswith("\n\nFiles: placed by hand under `data/raw/world/x-b`.\n")


def test_every_publisher_says_its_name_terms_refresh_and_quirks_on_one_line() -> None:
    for one in PUBLISHERS:
        for words in (one.name, one.licence, one.refresh, one.quirks, *(feed.title for feed in one.feeds)):
            assert words.strip() == words
            assert words
            assert "\n" not in words


def test_every_publisher_is_listed_once() -> None:
    ids = [one.publisher_id for one in PUBLISHERS]
    assert sorted(set(ids)) == sorted(ids)
