"""A piece of XML as columns: where each tag stands, how it begins, and the text behind it, none of it a Python text."""

from typing import Final, NamedTuple, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from loaders.formats.sheets import Flags, Places

Codes: TypeAlias = "np.ndarray[tuple[int], np.dtype[np.uint8]]"
Words: TypeAlias = "np.ndarray[tuple[int], np.dtype[np.uint64]]"
_OPENS, _CLOSES, _SLASH = b"<>/"
# A bit apart from each other, so that one comparison finds both.
_SIGNS: Final = np.uint8(0xFF ^ _OPENS ^ _CLOSES)
# What stands behind the name of an element in the tag that begins it.
_ENDS_NAME: Final = np.zeros(256, dtype=bool)
_ENDS_NAME[list(b" \t\r\n/>")] = True
_WORD: Final = 8
_MASKS: Final = np.array([(1 << 8 * length) - 1 for length in range(_WORD + 1)], dtype=np.uint64)


class Markup(NamedTuple):
    """The tags of a piece in order.

    Attributes:
        codes: The bytes of the piece and eight of no meaning.
        starts: Where each tag begins, and where the piece ends.
        ends: Behind the last byte of each tag.
        words: The first eight bytes of each tag as one number, the first byte being the lowest.
    """

    codes: Codes
    starts: Places
    ends: Places
    words: Words

    def begin(self, start: bytes, words: "Words | None" = None) -> Flags:
        """Say of each tag, or of some by their first words, whether it begins with some bytes, at most eight."""
        words = self.words if words is None else words
        return words & _MASKS[len(start)] == np.uint64(int.from_bytes(start, "little"))

    def are(self, tag: bytes) -> Flags:
        """Say of each tag whether it is this one."""
        # What ends a tag stands in no other place, so that one that begins with all of it is no longer.
        found = self.begin(tag[:_WORD])
        for at in range(_WORD, len(tag), _WORD):
            part = np.uint64(int.from_bytes(tag[at : at + _WORD], "little"))
            places = self.starts[:-1][found] + at
            found[found] = self.words_at(places, len(tag[at : at + _WORD])) == part
        return found

    def named(self, tags: Places, name: bytes) -> Flags:
        """Say of each of some tags whether it begins an element of this name."""
        start, found = b"<" + name, np.arange(len(tags))
        for at in range(0, len(start), _WORD):
            part = start[at : at + _WORD]
            words = self.words_at(self.starts[tags[found]] + at, len(part))
            found = found[words == np.uint64(int.from_bytes(part, "little"))]
        is_meant = np.zeros(len(tags), dtype=bool)
        is_meant[found] = _ENDS_NAME[self.codes[self.starts[tags[found]] + len(start)]]
        return is_meant

    def are_empty(self) -> Flags:
        """Say of each tag whether it is an element of its own, without content."""
        return self.codes[self.ends - 2] == _SLASH

    def words_at(self, places: Places, lengths: "Places | int") -> Words:
        """Return some bytes at each place, at most eight, as one number."""
        return _words(self.codes)[places] & _MASKS[lengths]

    def behind(self, tags: Places) -> pa.StringArray:
        """Return the text between each of some tags, in order, and the next one."""
        return self.parts(self.ends[tags], self.starts[tags + 1])

    def parts(self, starts: Places, ends: Places, pool: pa.MemoryPool | None = None) -> pa.StringArray:
        """Return parts of the piece, in order and none over another."""
        bounds = np.column_stack((starts, ends)).astype(np.int32).ravel()
        # One text from each bound to the next: every second is a part.
        texts = pa.StringArray.from_buffers(max(len(bounds) - 1, 0), pa.py_buffer(bounds), pa.py_buffer(self.codes))
        return pc.take(texts, places_array(np.arange(0, len(bounds), 2)), memory_pool=pool)


def read_markup(piece: bytes, *, is_proven: bool = False) -> Markup | None:
    """Find the tags of a piece; None where it is no UTF-8, has a carriage return, or a sign of markup in a text.

    Args:
        piece: Part of an XML text.
        is_proven: Whether a parser has passed over it, and will read what is taken of it: then it is UTF-8, and
            carriage returns, which a parser reads as line feeds, do no harm.
    """
    if not is_proven and (b"\r" in piece or not _is_utf8(piece)):
        return None
    codes = np.frombuffer(piece + bytes(_WORD), dtype=np.uint8)
    signs = np.flatnonzero((codes & _SIGNS) == _OPENS & int(_SIGNS))
    kinds = codes[signs]
    if len(signs) % 2 or (kinds[0::2] != _OPENS).any() or (kinds[1::2] != _CLOSES).any():
        return None
    starts = signs[0::2]
    return Markup(codes, np.append(starts, len(piece)), signs[1::2] + 1, _words(codes)[starts])


def places_array(places: Places) -> pa.Array:
    """Return places as an Arrow column; one below zero is null."""
    whole = np.ascontiguousarray(places, dtype=np.int64)
    known = whole >= 0
    mask = None if known.all() else pa.py_buffer(np.packbits(known, bitorder="little"))
    return pa.Array.from_buffers(pa.int64(), len(whole), [mask, pa.py_buffer(whole)])


def _is_utf8(piece: bytes) -> bool:
    try:
        return piece.isascii() or bool(piece.decode())
    except UnicodeDecodeError:
        return False


def _words(codes: Codes) -> Words:
    return np.ndarray((max(len(codes) - _WORD + 1, 0),), dtype="<u8", buffer=codes, strides=(1,))
