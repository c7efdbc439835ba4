"""The directory of publishers: what each issues, what it feeds, on what terms, and where its files come from."""

from collections.abc import Iterable, Sequence
from typing import Final

from loaders.addresses import Address
from loaders.layouts import Feed, Publisher

_BY_HAND: Final = "placed by hand"
_HEAD: Final = """\
# Publishers

Written by `make docs` from `loaders/arrivals.py`, `loaders/publishers` and `data/publishers.csv`; change those, never
this page. A publisher's files lie in a folder of its name under `data/raw/world`. `python -m loaders fetch PUBLISHER`
brings those that have an address below. All others are placed there by hand: some publishers want a key, some answer
page by page, some issue each file under a new address, and of some no address is documented.

| Publisher | Feeds | Refresh | Licence | Files |
|---|---|---|---|---|
"""


def directory(publishers: Iterable[Publisher], addresses: Sequence[Address]) -> str:
    """Return the directory of publishers as Markdown.

    Args:
        publishers: The publishers in the order they are read.
        addresses: The documented addresses of their files.
    """
    listed = sorted(publishers, key=lambda publisher: publisher.publisher_id)
    of = {one.publisher_id: [address for address in addresses if address.publisher_id == one.publisher_id]
          for one in listed}  # fmt: skip
    rows = "".join(_row(one, of[one.publisher_id]) for one in listed)
    return _HEAD + rows + "".join(_section(one, of[one.publisher_id]) for one in listed)


def _row(publisher: Publisher, addresses: Sequence[Address]) -> str:
    tables = dict.fromkeys(table for feed in publisher.feeds for table in feed.tells)
    cells = (
        f"[{publisher.publisher_id}](#{publisher.publisher_id})",
        ", ".join(_table(table) for table in tables),
        publisher.refresh,
        publisher.licence,
        "fetched" if addresses else _BY_HAND,
    )
    return f"| {' | '.join(_cell(cell) for cell in cells)} |\n"


def _section(publisher: Publisher, addresses: Sequence[Address]) -> str:
    lines = [
        "", f"## {publisher.publisher_id}", "", f"{publisher.name}. {publisher.quirks}", "",
        "| File | Feeds |", "|---|---|", *(_feed(feed) for feed in publisher.feeds), "",
        *(_address(address) for address in addresses),
        *([] if addresses else [f"Files: {_BY_HAND} under `data/raw/world/{publisher.publisher_id}`."]),
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def _feed(feed: Feed) -> str:
    return f"| {_cell(feed.title)} | {', '.join(_table(table) for table in feed.tells)} |"


def _table(name: str) -> str:
    return f"[{name}](data-dictionary.md#{name})"


def _address(address: Address) -> str:
    note = f" ({address.note})" if address.note else ""
    return f"- `{address.file_name}` from <{address.url}>{note}"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
