"""Elements of a part of an .xlsx workbook parsed one by one, and the text of a string item."""

import re
import zipfile
from collections.abc import Iterator
from typing import Any, Final

from lxml import etree

from loaders.formats.prologs import XML_OPTIONS

_ESCAPE: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")


def elements(parts: zipfile.ZipFile, part: str, tags: tuple[str, ...]) -> Iterator[Any]:
    """Return the elements of a part as they end, by local name; each is gone when the next is taken."""
    with parts.open(part) as stream:
        for _, element in etree.iterparse(stream, tag=[f"{{*}}{tag}" for tag in tags], **XML_OPTIONS):
            yield element
            let_go(element)


def let_go(element: Any) -> None:
    """Free an element that was read, and its elder siblings with it; a parser may be far ahead of the reader."""
    element.clear(keep_tail=True)
    while element.getprevious() is not None:
        del element.getparent()[0]


def unescaped(text: str) -> str:
    """Return a text with the characters that XML cannot hold, which workbooks write as _x0001_."""
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def rich_text(element: Any) -> str:
    """Return the text of a string item: its own or that of its runs, without its pronunciation."""
    if len(element) == 1 and (only := element[0]).tag.endswith("}t"):
        return unescaped(only.text or "")
    runs = element.iterchildren("{*}t", "{*}r")
    texts = (run if run.tag.endswith("}t") else run.find("{*}t") for run in runs)
    return unescaped("".join(text.text or "" for text in texts if text is not None))
