"""The texts that the cells of an .xlsx workbook share, many at once where they are plain."""

import re
import zipfile
from collections.abc import Iterator
from typing import Final

import numpy as np
import pyarrow as pa

from loaders.formats.blocks import text_array
from loaders.formats.elements import elements, rich_text, unescaped
from loaders.formats.entities import are_known, resolved
from loaders.formats.items import Items
from loaders.formats.markup import read_markup
from loaders.formats.textcolumns import changed_where, have, without_empty

_HEAD: Final = re.compile(rb"\s*(?:<\?xml[^>]*\?>)?\s*<sst(?:\s[^>]*)?(?<!/)>")
_ITEM: Final = (b"<si>", b"<t>", b"</t>", b"</si>")
_SPACED: Final = b'<t xml:space="preserve">'


def read_shared(parts: zipfile.ZipFile, part: str) -> pa.StringArray:
    """Return the texts of a part in order, an empty one as null; without a part there are none.

    Raises:
        lxml.etree.XMLSyntaxError: The part is not whole.
    """
    if not part:
        return text_array([])
    with parts.open(part) as stream:
        items = Items(stream, _HEAD, b"</sst>", _ITEM[-1])
        if items.is_usual:
            texts = [_read(items, piece) for piece in items.pieces()]
            items.tail()
            return pa.concat_arrays(texts)
    return _exact(elements(parts, part, ("si",)))


def _read(items: Items, piece: bytes) -> pa.StringArray:
    texts = _plain(piece)
    return texts if texts is not None else _exact(items.parsed(piece).iterchildren("{*}si"))


def _exact(found: Iterator[object]) -> pa.StringArray:
    # One after the other: an element is gone when the next is taken.
    return text_array(list(map(rich_text, found)))


def _plain(piece: bytes) -> pa.StringArray | None:
    """Return the texts of a piece in which each item is one plain text; None where one is not."""
    markup = read_markup(piece)
    if markup is None or len(markup.words) % len(_ITEM) or (b"&" in piece and not are_known(piece)):
        return None
    spaced = markup.are(_SPACED)
    for at, tag in enumerate(_ITEM):
        fits = markup.are(tag) | spaced if at == 1 else markup.are(tag)
        if not fits[at :: len(_ITEM)].all():
            return None
    texts = markup.behind(np.arange(1, len(markup.words), len(_ITEM)))
    if b"&" in piece:
        texts = changed_where(texts, have(texts, "&"), resolved)
    if b"_x" in piece:
        texts = changed_where(texts, have(texts, "_x"), unescaped)
    return without_empty(texts)
