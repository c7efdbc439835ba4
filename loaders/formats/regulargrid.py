"""A piece of a sheet's XML in exactly the form that spreadsheet programs write, read column by column."""

import re
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from loaders.formats.batches import Batch, Hidden
from loaders.formats.cellreading import CellReading, Shown
from loaders.formats.entities import are_known, resolved
from loaders.formats.markup import Markup, places_array, read_markup
from loaders.formats.numberformats import DAY, PLAIN, day_texts
from loaders.formats.rowmarkup import Cells, find_cells
from loaders.formats.sheets import Flags, Places
from loaders.formats.textcolumns import changed, changed_where, have, without_empty

_ATTRIBUTES: Final = re.compile(r'(?: s="([0-9]{1,6})")?(?: t="(n|s|b|str|inlineStr)")?')
_HIDDEN: Final = re.compile(r'\shidden="(?:1|true)"')
# Numerals that are their own shortest text; see ``digits.float_text``.
_SHORTEST: Final = r"^(?:[0-9]+|-?(?:0|[1-9][0-9]{0,6})\.[0-9]{0,7}[1-9])$"


def read_regular(reading: CellReading, piece: bytes, hidden: Hidden) -> Batch | None:
    """Read a piece of whole rows, or return None where anything in it is not in the form known.

    Every tag of the piece must belong to a row or a cell of that form: then nothing else can be in it.
    """
    markup = read_markup(piece)
    cells = find_cells(markup) if markup else None
    if markup is None or cells is None:
        return None
    try:
        columns = _columns(reading, piece, markup, cells)
    except (pa.ArrowInvalid, pa.ArrowIndexError):
        return None
    if columns is None:
        return None
    batch, has_text = _batch(reading, columns, cells)
    if b"hidden=" in piece:
        hidden += _hidden(markup, cells, has_text)
    return batch


class _Kinds(NamedTuple):
    """Styles and types of some cells: each pair that is found, and which of them each cell has."""

    pairs: list[tuple[str, str]]
    of: Places


def _columns(reading: CellReading, piece: bytes, markup: Markup, cells: Cells) -> dict[int, pa.StringArray] | None:
    """Return the texts of each column that has a cell, by its position; null in rows where it has none."""
    kinds = _kinds(markup, cells)
    if kinds is None or (b"&" in piece and not are_known(piece)):
        return None
    stored = markup.behind(cells.values)
    if b"&" in piece:
        stored = changed_where(stored, have(stored, "&"), resolved)
    texts = _Texts(reading, stored, kinds, has_escapes=b"_x" in piece)
    order = np.argsort(cells.positions.astype(np.int16), kind="stable")
    positions = cells.positions[order]
    starts = np.flatnonzero(np.diff(positions, prepend=-1))
    return {
        int(positions[start]): _spread(texts.of(chosen), cells.rows[chosen], len(cells.numbers))
        for start, chosen in zip(starts, np.split(order, starts[1:]), strict=True)
    }


def _kinds(markup: Markup, cells: Cells) -> _Kinds | None:
    encoded = markup.parts(cells.attributes, markup.ends[cells.tags] - 1).dictionary_encode()
    pairs = [_style_and_kind(text) for text in encoded.dictionary.to_pylist()]
    known = [pair for pair in pairs if pair]
    return _Kinds(known, np.asarray(encoded.indices)) if len(known) == len(pairs) else None


@lru_cache(maxsize=4096)
def _style_and_kind(attributes: str) -> tuple[str, str] | None:
    found = _ATTRIBUTES.fullmatch(attributes)
    return (found[1] or "", found[2] or "") if found else None


class _Texts:
    """The texts of the cells of a piece, from their types, their styles and what is stored."""

    def __init__(self, reading: CellReading, stored: pa.StringArray, kinds: _Kinds, *, has_escapes: bool) -> None:
        self._reading, self._stored, self._kinds, self._has_escapes = reading, stored, kinds, has_escapes

    def of(self, cells: Places) -> pa.StringArray:
        """Return the texts of some cells, an empty one as null."""
        kinds = self._kinds.of[cells]
        if (kinds == kinds[0]).all():
            return self._alike(int(kinds[0]), cells)
        order = np.argsort(kinds, kind="stable")
        parts = np.split(order, np.flatnonzero(np.diff(kinds[order])) + 1)
        texts = pa.concat_arrays([self._alike(int(kinds[part[0]]), cells[part]) for part in parts])
        return texts.take(places_array(np.argsort(order)))

    def _alike(self, number: int, cells: Places) -> pa.StringArray:
        style, kind = self._kinds.pairs[number]
        stored = self._stored.take(places_array(cells))
        if kind == "s":
            return self._reading.texts.take(pc.cast(stored, pa.int32()))
        if kind in ("", "n"):
            return _numbers(stored, self._reading.shown(style))
        if kind == "b" or self._has_escapes:
            return changed(stored, lambda raw: self._reading.plain(kind, style, raw))
        return without_empty(stored)


def _numbers(stored: pa.StringArray, shown: Shown) -> pa.StringArray:
    if shown.kind == PLAIN:
        return changed_where(stored, ~have(stored, _SHORTEST), shown.__getitem__)
    days = day_texts(stored, shown.epoch) if shown.kind == DAY else None
    return changed(stored, shown.__getitem__) if days is None else days


def _spread(texts: pa.StringArray, rows: Places, height: int) -> pa.StringArray:
    if len(texts) == height:
        return texts
    places = np.full(height, -1)
    places[rows] = np.arange(len(rows))
    return texts.take(places_array(places))


def _batch(reading: CellReading, columns: dict[int, pa.StringArray], cells: Cells) -> tuple[Batch, Flags]:
    """Return the rows that have a text, up to the last column that has one, and which rows these are."""
    filled = {at: column for at, column in columns.items() if column.null_count < len(column)}
    has_text = np.zeros(len(cells.numbers), dtype=bool)
    for column in filled.values():
        has_text |= _known(column)
    numbers = cells.numbers[has_text]
    last = max(filled, default=-1)
    if filled:
        reading.check_width(last, int(cells.numbers[np.argmax(_known(filled[last]))]))
    empty = pa.nulls(len(has_text), pa.string())
    whole = [filled.get(at, empty) for at in range(last + 1)]
    if not has_text.all():
        whole = [column.take(places_array(np.flatnonzero(has_text))) for column in whole]
    return Batch(numbers.tolist(), whole, []), has_text


def _known(column: pa.StringArray) -> Flags:
    return column.is_valid().to_numpy(zero_copy_only=False)


def _hidden(markup: Markup, cells: Cells, has_text: Flags) -> list[int]:
    tags = markup.parts(markup.starts[cells.row_tags], markup.ends[cells.row_tags]).to_pylist()
    numbers = cells.numbers.tolist()
    return [numbers[at] for at in np.flatnonzero(has_text).tolist() if _HIDDEN.search(tags[at])]
