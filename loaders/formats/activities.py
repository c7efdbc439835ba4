"""IATI 2.x activities, streamed from their XML: an activity a row, its transactions summed."""

import re
from collections.abc import Generator, Iterator
from contextlib import closing
from pathlib import Path
from typing import BinaryIO, Final, NoReturn

import numpy as np
from lxml import etree

from loaders.formats.activityrows import COLUMNS, ActivityReading
from loaders.formats.blocks import Found, settle_keys, text_block
from loaders.formats.headings import Wanted
from loaders.formats.limits import Limits
from loaders.formats.prologs import PROLOG_BYTES, XML_OPTIONS, refuse_doctype
from loaders.formats.sheets import Block, Sheet, refuse

_ROOT: Final = re.compile(r"<iati-activities(?:\s[^<>]*)?>|<iati-activities[\s/]")
_VERSION: Final = re.compile(r"""\sversion\s*=\s*["']\s*(\d+)""")
_READ_VERSION: Final = 2
_ACTIVITY: Final = "iati-activity"
_BLOCK_ROWS: Final = 8_192
_DEPTH: Final = 8


def read_activities(path: Path, wanted: Wanted, limits: Limits) -> Iterator[Sheet]:
    """Read IATI activities as programs: the place of an activity from 1 is its row number.

    Commitments (transaction type 2) are summed to ``obligated_usd``, disbursements (type 3) to ``disbursed_usd``,
    exactly, in US dollars only. ``fiscal_year`` is the US fiscal year of the first commitment, else of the actual or
    planned start. ``start_date`` and ``end_date`` are the actual days where given, else the planned ones.
    ``countries`` are those of the activity, else of its transactions, else its regions. The agency is the reporting
    organisation. IATI has no word for authority and tool.

    A missing or another currency, shares of countries that come to more than 100, an amount that is no number and a
    transaction on no possible day set the activity aside.

    Raises:
        RefusedError: It is no IATI 2.x, has a DOCTYPE or an entity, is cut off, too deep or too long.
    """
    _refuse_foreign(path)
    names: list[str] = [column for column in COLUMNS if column in wanted.columns]
    columns, remarks = settle_keys(names, wanted)
    yield Sheet("", columns, _blocks(path, names, limits), remarks)


def _refuse_foreign(path: Path) -> None:
    with path.open("rb") as file:
        text = refuse_doctype(file.read(PROLOG_BYTES))
    root = _ROOT.match(text)
    if not root:
        refuse("unsupported-format", "the XML holds no IATI activities", "send IATI 2.x, or another format")
    version = _VERSION.search(root[0])
    if version and int(version[1]) != _READ_VERSION:
        refuse("unsupported-format", f"the activities are in version {version[1]} of IATI", "send IATI 2.x")


def _blocks(path: Path, names: list[str], limits: Limits) -> Iterator[Block]:
    reading = ActivityReading(limits)
    rows: list[dict[str, str | None]] = []
    found, first = Found(), 1
    with path.open("rb") as file, closing(_activities(file, limits)) as activities:
        for activity in activities:
            row, remarks = reading.read(activity)
            for remark in remarks:
                found.add(len(rows), remark)
            rows.append(row)
            if len(rows) == _BLOCK_ROWS:
                yield _block(rows, names, first, found)
                first, rows, found = first + len(rows), [], Found()
            if first + len(rows) - 1 > limits.rows:
                refuse("too-many-rows", f"the file has more than {limits.rows:,} activities", "split it")
    if rows:
        yield _block(rows, names, first, found)


def _block(rows: list[dict[str, str | None]], names: list[str], first: int, found: Found) -> Block:
    numbers = np.arange(first, first + len(rows))
    return text_block(numbers.tolist(), {name: [row[name] for row in rows] for name in names}, found.marks())


def _activities(file: BinaryIO, limits: Limits) -> Generator[etree._Element, None, None]:
    deep = etree.XPath("boolean(" + "/".join("*" * _DEPTH) + ")")
    try:
        for _, activity in etree.iterparse(file, tag=_ACTIVITY, **XML_OPTIONS):
            if deep(activity) and _depth(activity) + 1 > limits.depth:
                _refuse_depth(limits)
            yield activity
            activity.clear(keep_tail=True)
            while activity.getprevious() is not None:
                del activity.getparent()[0]
    except etree.XMLSyntaxError as error:
        _refuse_broken(error, limits)


def _depth(element: etree._Element) -> int:
    depth, layer = 0, [element]
    while layer:
        depth += 1
        layer = [child for one in layer for child in one]
    return depth


def _refuse_depth(limits: Limits) -> NoReturn:
    refuse("too-deep", f"the XML has more than {limits.depth} elements inside one another", "send plain IATI 2.x")


def _refuse_broken(error: etree.XMLSyntaxError, limits: Limits) -> NoReturn:
    said = error.msg or "it cannot be read"
    if "depth" in said.casefold():
        _refuse_depth(limits)
    refuse("xml-syntax", f"is no XML at line {error.lineno}: {said}", "send the whole, valid XML again",
           row=None)  # fmt: skip
