"""An XML part as pieces of whole items, such as rows of a sheet, so that many are read at once and none is cut."""

import re
from collections.abc import Iterator
from typing import IO, Any, Final

from lxml import etree

from loaders.formats.prologs import PROLOG_BYTES, XML_OPTIONS

# Small enough for a processor to keep what it is at in its cache.
_PIECE: Final = 1 << 18
_FOREIGN: Final = re.compile(rb"encoding\s*=\s*[\"'](?!utf-8[\"'])", re.IGNORECASE)


class Items:
    """The items of one part, read as they are asked for.

    Attributes:
        is_usual: Whether the part begins as asked and is in UTF-8; where not, it is not to be read by pieces.
    """

    def __init__(self, stream: IO[bytes], opening: "re.Pattern[bytes]", closing: bytes, item: bytes) -> None:
        """Read the beginning of a part.

        Args:
            stream: The part.
            opening: Matches all up to the first item.
            closing: What stands behind the last item, such as ``</sst>``; the first of its tags must not be in an item.
            item: The closing tag of an item.
        """
        self._stream, self._item = stream, item
        self._end, self._closing = closing[: closing.index(b">") + 1], closing
        start = stream.read(PROLOG_BYTES)
        found = opening.match(start)
        self.is_usual = bool(found) and not _FOREIGN.search(start, 0, found.end() if found else 0)
        self._head = found[0] if found else b""
        self._rest = start[len(self._head) :]

    def pieces(self) -> Iterator[bytes]:
        """Yield pieces of whole items; afterwards ``tail`` may be asked for."""
        while self._end not in self._rest:
            cut = self._rest.rfind(self._item) + len(self._item)
            if cut >= len(self._item):
                yield self._rest[:cut]
                self._rest = self._rest[cut:]
            more = self._stream.read(max(_PIECE, len(self._rest)))
            if not more:
                break
            self._rest += more
        at = self._rest.find(self._end)
        yield self._rest[:at]
        self._rest = self._rest[at:]

    def parsed(self, piece: bytes) -> Any:
        """Return a piece as the tree of a part that holds nothing else."""
        return etree.fromstring(self._head + piece + self._closing, etree.XMLParser(**XML_OPTIONS))

    def tail(self) -> Any:
        """Return what stands behind the last item as the tree of a part without items.

        Raises:
            lxml.etree.XMLSyntaxError: The part is not whole.
        """
        whole = self._head + self._rest + self._stream.read()
        return etree.fromstring(whole, etree.XMLParser(**XML_OPTIONS))
