"""IATI 2.x activities as elements, one after the other: never the whole file, and nothing a parser could be led to."""

import re
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import BinaryIO, Final, NoReturn

from lxml import etree

from loaders.formats.activitypieces import ACTIVITY, OddPieceError, parsed_pieces
from loaders.formats.limits import Limits
from loaders.formats.prologs import PROLOG_BYTES, XML_OPTIONS, refuse_doctype
from loaders.formats.sheets import refuse

_ROOT: Final = re.compile(r"<iati-activities(?:\s[^<>]*)?>|<iati-activities[\s/]")
_VERSION: Final = re.compile(r"""\sversion\s*=\s*["']\s*(\d+)""")
_NAMESPACE: Final = re.compile(r"\sxmlns\s*=")
_READ_VERSION: Final = 2
# Elements within one another from which on it pays to count them.
_DEPTH: Final = 8
_DEEP: Final = etree.XPath(f"boolean({'/'.join('*' * _DEPTH)})")


def stream_activities(path: Path, limits: Limits) -> Generator[etree._Element, None, None]:
    """Yield every activity of an IATI 2.x file; one that was yielded is empty when the next is asked for.

    Raises:
        RefusedError: It is no IATI 2.x, has a DOCTYPE or an entity, is cut off or too deep.
    """
    refuse_foreign(path)
    taken = 0
    with path.open("rb") as file:
        try:
            for activities in parsed_pieces(file):
                for activity in none_deep(activities, limits):
                    yield activity
                    taken += 1
                    activity.clear()
        except OddPieceError:
            yield from one_by_one(file, limits, taken)


def none_deep(activities: list[etree._Element], limits: Limits) -> list[etree._Element]:
    """Return activities unless one is too deep.

    Raises:
        RefusedError: One is.
    """
    for activity in activities:
        if _DEEP(activity) and _depth(activity) + 1 > limits.depth:
            _refuse_depth(limits)
    return activities


def one_by_one(file: BinaryIO, limits: Limits, taken: int) -> Iterator[etree._Element]:
    """Yield the activities behind those taken already, and say where the file is no XML.

    Raises:
        RefusedError: It is none from there on, or too deep.
    """
    file.seek(0)
    try:
        for place, (_, activity) in enumerate(etree.iterparse(file, tag=ACTIVITY, **XML_OPTIONS)):
            if place >= taken:
                yield from none_deep([activity], limits)
            activity.clear(keep_tail=True)
            while activity.getprevious() is not None:
                del activity.getparent()[0]
    except etree.XMLSyntaxError as error:
        _refuse_broken(error, limits)


def refuse_foreign(path: Path) -> None:
    """Refuse what is no IATI 2.x by its beginning.

    Raises:
        RefusedError: It is other XML or none, of another version, or declares a document type.
    """
    with path.open("rb") as file:
        text = refuse_doctype(file.read(PROLOG_BYTES))
    root = _ROOT.match(text)
    if not root:
        refuse("unsupported-format", "the XML holds no IATI activities", "send IATI 2.x, or another format")
    if _NAMESPACE.search(root[0]):
        refuse("unsupported-format", "the activities are in a namespace of their own, which IATI has not",
               "send IATI 2.x without xmlns at its root")  # fmt: skip
    version = _VERSION.search(root[0])
    if version and int(version[1]) != _READ_VERSION:
        refuse("unsupported-format", f"the activities are in version {version[1]} of IATI", "send IATI 2.x")


def _depth(element: etree._Element) -> int:
    depth, layer = 0, [element]
    while layer:
        depth += 1
        layer = [child for one in layer for child in one]
    return depth


def _refuse_depth(limits: Limits) -> NoReturn:
    refuse("too-deep", f"the XML has more than {limits.depth} elements inside one another", "send plain IATI 2.x")


def _refuse_broken(error: etree.XMLSyntaxError, limits: Limits) -> NoReturn:
    line, said = error.lineno, error.msg or "it cannot be read"
    # The parser's last word may be that it found nothing, on no line, where it has noted why.
    if not line and error.error_log.last_error:
        line, said = error.error_log.last_error.line, error.error_log.last_error.message
    if "depth" in said.casefold():
        _refuse_depth(limits)
    refuse("xml-syntax", f"is no XML at line {line}: {said}", "send the whole, valid XML again",
           row=None)  # fmt: skip
