"""An XML file of which nothing is given out before a parser has passed over it."""

from collections.abc import Callable
from functools import partial
from typing import BinaryIO, Final

from lxml import etree

from loaders.formats.prologs import XML_OPTIONS

# What the parser is given at a time, which it keeps a copy of.
_PART: Final = 1 << 16


class NoXmlError(ValueError):
    """The file is not well-formed."""


class _Nothing:
    """Is told of no element, so that none is made: that takes a third of the time."""

    def close(self) -> None:
        """End."""


class ProvenXml:
    """A file read from its beginning.

    A parser that makes no elements counts no levels of them and knows none by ``xml:id``; the rest is as ever.
    """

    def __init__(self, file: BinaryIO) -> None:
        """Begin where the file stands."""
        self._file = file
        self._parser = etree.XMLParser(target=_Nothing(), **XML_OPTIONS)

    def read(self, size: int) -> bytes:
        """Return the next bytes, as many where there are; none at the end of a file that is well-formed as a whole.

        Raises:
            NoXmlError: It is not, as far as it was read.
        """
        piece = self._file.read(size)
        for at in range(0, len(piece), _PART):
            self._pass(partial(self._parser.feed, piece[at : at + _PART]))
        if not piece:
            self._pass(self._parser.close)
        return piece

    def _pass(self, step: Callable[[], object]) -> None:
        try:
            step()
        except etree.XMLSyntaxError as error:
            raise NoXmlError from error
        # What is wrong with names and their prefixes breaks off only a parser that makes elements.
        if len(self._parser.feed_error_log.filter_from_errors()):
            raise NoXmlError
