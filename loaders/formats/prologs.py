"""What stands before the first element of an XML text: seen, and refused where it is more than a declaration."""

import codecs
import re
from typing import Any, Final

from loaders.formats.sheets import refuse

PROLOG_BYTES: Final = 1 << 16
# How every XML is parsed: nothing is fetched, nothing expanded, nothing that is not data is kept.
XML_OPTIONS: Final[dict[str, Any]] = {
    "resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False, "remove_comments": True,
    "remove_pis": True,
}  # fmt: skip
_MARKS: Final = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_UNMARKED: Final = ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))
_DECLARED: Final = re.compile(r"""<\?xml[^>]*?encoding\s*=\s*["']([^"']*)["']""")
# Encodings in which every sign of markup is the same byte as in ASCII, so that none can hide behind another.
_READ: Final = re.compile(r"utf-?8|utf-?16(le|be)?|us-ascii|ascii|iso-?8859-\d+|windows-125\d", re.IGNORECASE)
_MISC: Final = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->", re.DOTALL)
_ELEMENT: Final = re.compile(r"<[^\W\d]")


def refuse_doctype(head: bytes, sheet: str = "") -> str:
    """Refuse an XML text that declares a document type or an entity, before any parser sees it.

    Args:
        head: Its first ``PROLOG_BYTES``; the first element must begin within them.
        sheet: Name for a refusal.

    Returns:
        The text from the first element on.

    Raises:
        RefusedError: ``xml-doctype``; ``encoding`` for one in which a declaration could hide; ``xml-syntax`` where no
            element comes.
    """
    text = _decoded(head)
    declared = _DECLARED.match(text)
    if declared and not _READ.fullmatch(declared[1]):
        refuse("encoding", "the XML is in an encoding that is not read here", "save it in UTF-8", sheet=sheet)
    at = 0
    while misc := _MISC.match(text, at):
        at = misc.end()
    if text.startswith("<!", at) and not text.startswith("<!--", at):
        refuse("xml-doctype", "the XML declares a document type, through which it could reach into other files",
               "send it without DOCTYPE and entities", sheet=sheet)  # fmt: skip
    if not _ELEMENT.match(text, at):
        refuse("xml-syntax", "no XML element stands at the beginning of the file", "send XML", sheet=sheet)
    return text[at:]


def _decoded(head: bytes) -> str:
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return head.removeprefix(mark).decode(encoding, "replace")
    for start, encoding in _UNMARKED:
        if head.startswith(start):
            return head.decode(encoding, "replace")
    return head.decode("latin-1")
