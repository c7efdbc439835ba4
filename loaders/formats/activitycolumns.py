"""Pieces of a file of IATI activities as rows: an element that was met before is not parsed again.

The tags of a piece are found among its bytes. Elements that are read are parsed each by itself, and once for all
places where they stand again, letter for letter; amounts are summed as columns of digits. What is not plain enough for
that, an activity or a whole piece, is parsed as it stands: both ways give the same rows.
"""

from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from typing import Final

import numpy as np
from lxml import etree

from loaders.formats.activityoutline import Outline, read_outline
from loaders.formats.activityparts import Part, by_name, part_of
from loaders.formats.activitypieces import ROOT_CLOSING, OddPieceError, parsed_pieces
from loaders.formats.activityrows import ActivityReading, Read, row_of
from loaders.formats.activitystream import none_deep
from loaders.formats.fragments import Fragments
from loaders.formats.knowntexts import KnownTexts
from loaders.formats.limits import Limits
from loaders.formats.sheets import Flags, Places
from loaders.formats.transactioncolumns import TransactionReading, Transactions

# Encodings in which bytes can be told apart without a parser.
_PLAIN: Final = ("utf-8", "ascii")
# Deeper ones are left to the parser, which has a limit of its own.
_DEEPEST: Final = 200
# How the elements begin that are read, by what they have in common: those that hardly ever come again, and the others.
_OWN: Final = (b"<iati-id", b"<title")
_PLACES: Final = (b"<recipie", b"<sector")
_SHARED: Final = (b"<reporti", b"<partici", b"<activit", *_PLACES)


class PieceReading:
    """Reads pieces of one file."""

    def __init__(self, start: bytes, limits: Limits) -> None:
        """Begin with a file.

        Args:
            start: Its bytes up to the end of its root's first tag.
            limits: Depth and days.
        """
        self._start, self._limits = start, limits
        self._fragments = Fragments(start, ROOT_CLOSING)
        self._is_plain = self._fragments.encoding in _PLAIN
        self._exact = ActivityReading(limits)
        self._transactions = TransactionReading(limits, self._fragments)
        self._known = KnownTexts(self._parts, "O")

    def read(self, piece: bytes) -> Iterator[Read]:
        """Yield the rows of whole activities.

        Raises:
            OddPieceError: The rest are none; every row yielded before stands.
            RefusedError: One is too deep.
        """
        outline = read_outline(piece, min(self._limits.depth - 1, _DEEPEST)) if self._is_plain else None
        if outline:
            yield from self._read(piece, outline)
            return
        for activities in parsed_pieces(BytesIO(self._start + piece + ROOT_CLOSING)):
            yield from map(self._exact.read, none_deep(activities, self._limits))

    def _read(self, piece: bytes, outline: Outline) -> Iterator[Read]:
        transactions = self._transactions.read(outline)
        odd = transactions.odd
        own = self._own(outline, odd)
        places = self._places(outline, transactions)
        # Parts are sorted by their names one activity after the other: what lives long is looked through for garbage.
        for at, (found, met, money) in enumerate(zip(own, places, transactions.money, strict=True)):
            if odd[at]:
                yield self._exact.read(self._whole(piece[outline.bounds(at)]))
            else:
                yield row_of(by_name(found), by_name(met), money)

    def _own(self, outline: Outline, odd: Flags) -> list[list[Part]]:
        """Return the own elements of each activity."""
        edges = outline.edges(1)
        parts = np.empty(len(edges), dtype=object)
        own, shared = (outline.starting(edges, 1, starts) for starts in (_OWN, _SHARED))
        parts[own] = np.fromiter(self._parts(outline.texts(edges, own).to_pylist()), dtype=object)
        parts[shared] = self._known.look_up(outline.texts(edges, shared))
        chosen = own | shared
        return _by_activity(outline, edges[chosen], parts[chosen], odd)

    def _places(self, outline: Outline, transactions: Transactions) -> list[list[Part]]:
        """Return the places and sectors of the transactions of each activity."""
        edges = outline.edges(2)
        chosen = np.flatnonzero(outline.starting(edges, 2, _PLACES))
        if not len(chosen):
            return [[]] * len(outline.activities)
        tags = edges[chosen]
        chosen = chosen[transactions.are_read(tags, outline.around(tags))]
        parts = self._known.look_up(outline.texts(edges, chosen))
        return _by_activity(outline, edges[chosen], parts, transactions.odd)

    def _whole(self, text: bytes) -> etree._Element:
        try:
            (activity,) = self._fragments.parse(text)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise OddPieceError from error
        return activity

    def _parts(self, texts: list[str]) -> Iterator[Part | None]:
        return (None if one is None else part_of(one) for one in self._fragments.parse_each(texts))


def _by_activity(outline: Outline, tags: Places, parts: np.ndarray, odd: Flags) -> list[list[Part]]:
    """Return parts by activity and name, and mark the activities of those that cannot be read apart."""
    is_unread = parts == np.array(None)
    if is_unread.any():
        odd[outline.of(tags[is_unread])] = True
        tags, parts = tags[~is_unread], parts[~is_unread]
    bounds = np.append(np.searchsorted(tags, outline.activities), len(tags)).tolist()
    found = parts.tolist()
    return [found[start:end] for start, end in pairwise(bounds)]
