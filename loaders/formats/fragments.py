"""Elements parsed apart from the file they stand in, as if they stood right inside its root."""

import codecs
from collections.abc import Sequence

from lxml import etree

from loaders.formats.prologs import XML_OPTIONS


class Fragments:
    """Parses elements of one file."""

    def __init__(self, start: bytes, end: bytes) -> None:
        """Take the file's bytes up to the end of its root's first tag, and the tag that closes the root."""
        self._start, self._end = start, end
        self.encoding = self._encoding()

    def _encoding(self) -> str | None:
        try:
            root = etree.fromstring(self._start + self._end, etree.XMLParser(**XML_OPTIONS))
        except etree.XMLSyntaxError:
            return None
        return None if "}" in root.tag else codecs.lookup(root.getroottree().docinfo.encoding).name

    def parse(self, text: bytes) -> list[etree._Element]:
        """Return elements in order.

        Raises:
            XMLSyntaxError: They cannot stand there, as where a prefix is declared in an element around them.
        """
        return list(etree.fromstring(self._start + text + self._end, etree.XMLParser(**XML_OPTIONS)))

    def parse_each(self, texts: Sequence[str]) -> list[etree._Element | None]:
        """Return the element that each text is, None for one that cannot stand there."""
        try:
            found = self.parse("".join(texts).encode())
        except etree.XMLSyntaxError:
            found = []
        if len(found) == len(texts):
            return found
        return [None] if len(texts) == 1 else [one for text in texts for one in self.parse_each([text])]
