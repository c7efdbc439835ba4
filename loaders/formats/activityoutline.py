"""Which of the tags of a piece begin activities and their elements, and how deep each tag stands."""

from collections.abc import Iterable
from typing import Final, NamedTuple, TypeAlias

import numpy as np
import pyarrow as pa

from loaders.formats.knowntexts import POOL
from loaders.formats.markup import Markup, read_markup
from loaders.formats.sheets import Flags, Places

Levels: TypeAlias = "np.ndarray[tuple[int], np.dtype[np.int32]]"
_ACTIVITY: Final = b"iati-activity"
_SLASH, _DECLARES, _INSTRUCTS = b"/!?"
# What is no element, and how each must end where the next sign of an end is its own.
_ASIDE: Final = ((b"<!--", b"-->"), (b"<![CDATA[", b"]]>"), (b"<?", b"?>"))


class Outline(NamedTuple):
    """The tags of some whole activities.

    Attributes:
        markup: The tags.
        levels: How many elements each tag stands in, that of an activity in none.
        begins: Whether each tag begins an element, be it one without content.
        activities: Which tag begins each activity.
        elements: Which tag begins each element right inside of an activity.
    """

    markup: Markup
    levels: Levels
    begins: Flags
    activities: Places
    elements: Places

    def of(self, tags: Places) -> Places:
        """Return the activity that each of some tags stands in, none of them one's own."""
        return np.searchsorted(self.activities, tags) - 1

    def around(self, tags: Places) -> Places:
        """Return which tag begins the element of its activity that each of some tags stands in."""
        return self.elements[np.searchsorted(self.elements, tags) - 1]

    def bounds(self, activity: int) -> slice:
        """Return where in the piece an activity is."""
        starts = self.markup.starts[np.append(self.activities, len(self.levels))[activity : activity + 2]]
        return slice(*starts.tolist())

    def edges(self, level: int) -> Places:
        """Return the tags at which an element of a level begins, or is left behind at the latest."""
        return np.flatnonzero((self.levels < level) | (self.begins & (self.levels == level)))

    def starting(self, edges: Places, level: int, starts: Iterable[bytes]) -> Flags:
        """Say of each edge whether an element of its level begins there, and in one of some ways."""
        words = self.markup.words[edges]
        found = np.logical_or.reduce([self.markup.begin(start, words) for start in starts])
        return found & (self.levels[edges] == level) & self.begins[edges]

    def texts(self, edges: Places, chosen: "Flags | Places") -> pa.StringArray:
        """Return the elements that begin at some of the edges, each with what stands before the next."""
        starts = self.markup.starts[np.append(edges, len(self.levels))]
        return self.markup.parts(starts[:-1][chosen], starts[1:][chosen], POOL)


def read_outline(piece: bytes, deepest: int) -> Outline | None:
    """Find the elements of a piece that a parser has passed over, and that begins outside of every activity.

    Args:
        piece: Part of an XML text.
        deepest: Elements of an activity inside one another at most, itself being one.

    Returns:
        None where the piece is more than whole activities, a sign of markup stands in a text, or it is too deep.
    """
    markup = read_markup(piece, is_proven=True)
    if markup is None:
        return None
    second = markup.codes[markup.starts[:-1] + 1]
    is_end, is_aside = second == _SLASH, (second == _DECLARES) | (second == _INSTRUCTS)
    begins = ~(is_end | is_aside)
    opens = begins & ~markup.are_empty()
    depths = np.cumsum(opens.view(np.int8) - is_end.view(np.int8), dtype=np.int32)
    levels = depths - opens
    top = np.flatnonzero(begins & (levels == 0))
    is_whole = len(top) and depths[-1] == 0 and levels.min() == 0 and levels.max() < deepest
    if not is_whole or not _are_activities(markup, top, opens) or not _are_closed(piece, markup, is_aside):
        return None
    return Outline(markup, levels, begins, top, np.flatnonzero(begins & (levels == 1)))


def _are_activities(markup: Markup, top: Places, opens: Flags) -> bool:
    """Whether these elements are activities that hold something, and no other is one."""
    is_named = opens[top] & markup.named(top, _ACTIVITY)
    return bool(is_named.all()) and np.count_nonzero(markup.begin(b"<" + _ACTIVITY[:7])) == len(top)


def _are_closed(piece: bytes, markup: Markup, is_aside: Flags) -> bool:
    """Whether every comment, instruction and stretch of plain text ends where the first sign of an end is."""
    starts, ends = markup.starts[:-1][is_aside].tolist(), markup.ends[is_aside].tolist()
    return all(_is_closed(piece[start:end]) for start, end in zip(starts, ends, strict=True))


def _is_closed(aside: bytes) -> bool:
    return any(
        len(aside) >= len(start + end) and aside.startswith(start) and aside.endswith(end) for start, end in _ASIDE
    )
