"""A piece of a sheet's XML in exactly the form that spreadsheet programs write, read column by column."""

import re
from collections.abc import Sequence
from functools import lru_cache
from operator import lt
from typing import Final

import numpy as np

from loaders.formats.batches import Batch, Cells, Hidden
from loaders.formats.cellreading import CellReading

_ROW: Final = re.compile(r'<row r="([0-9]{1,7})"([^<>]*[^<>/])?>')
_STORED: Final = r'(?:<v>|<is><t(?: xml:space="preserve")?>)([^<]*)(?:</v>|</t></is>)</c>'
_CELL: Final = re.compile(r'<c r="([A-Z]{1,3})[0-9]{1,7}"([^<>]*)>' + _STORED)
_COMPUTED: Final = re.compile(
    r'<c r="([A-Z]{1,3})[0-9]{1,7}"([^<>]*)>(?:<f[^<>]*/>|<f(?:\s[^<>]*)?>[^<]*</f>)?' + _STORED
)
_ATTRIBUTES: Final = re.compile(r'(?: s="([0-9]{1,6})")?(?: t="(n|s|b|str|inlineStr)")?')
_EMPTY: Final = re.compile(r"<(?:c|row) [^<>]*/>")
_HIDDEN: Final = re.compile(r'\shidden="(?:1|true)"')
_ENTITY: Final = re.compile(r"&(?:(amp|lt|gt|quot|apos)|#([0-9]{1,7})|#x([0-9a-fA-F]{1,6}));")
Texts = tuple[str, ...]
_NAMED: Final = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}


def read_regular(reading: CellReading, piece: bytes, hidden: Hidden) -> Batch | None:
    """Read a piece of whole rows, or return None where anything in it is not in the form known.

    Every ``<`` of the piece must belong to a row or a cell of that form: then nothing else can be in it.
    """
    try:
        text = piece.decode()
    except UnicodeDecodeError:
        return None
    rows, cells = _ROW.findall(text), (_COMPUTED if "<f" in text else _CELL).findall(text)
    if not cells or "\r" in text or "<v></v>" in text or not _is_all(text, len(rows), len(cells)):
        return None
    letters, attributes, values = zip(*cells, strict=True)
    if not all(map(_ATTRIBUTES.fullmatch, set(attributes))):
        return None
    if "&" in text:
        values = _resolved(values)
    numbers = [int(number) for number, _ in rows]
    batch = _placed(_Texts(reading, has_escapes="_x" in text), numbers, letters, attributes, values)
    if batch is None or not all(map(any, zip(*batch.columns, strict=True))):
        return None
    if "hidden=" in text:
        hidden += [int(number) for number, rest in rows if _HIDDEN.search(rest)]
    return batch


def _is_all(text: str, rows: int, cells: int) -> bool:
    empty = text.count("/>")
    inline, formulas = text.count("<is>"), text.count("</f>")
    signs = 2 * rows + 4 * cells + 2 * inline + 2 * formulas + empty
    # A formula that is shared ends in /> and stands inside a cell; so may an empty row or cell, alone.
    alone = len(_EMPTY.findall(text)) + len(re.findall(r"<f[^<>]*/>", text)) if empty else 0
    return text.count("<") == signs and alone == empty


def _resolved(values: Texts) -> Texts:
    return tuple([_ENTITY.sub(_character, value) if "&" in value else value for value in values])


def _character(found: "re.Match[str]") -> str:
    name, number, hexadecimal = found.groups()
    return _NAMED[name] if name else chr(int(number) if number else int(hexadecimal, 16))


class _Texts:
    """The texts of some cells of one column, from their attributes and what is stored."""

    def __init__(self, reading: CellReading, *, has_escapes: bool) -> None:
        self.reading = reading
        self._has_escapes = has_escapes

    def of(self, attributes: Sequence[str], values: Sequence[str]) -> Cells:
        if not attributes:
            return []
        if attributes.count(attributes[0]) == len(attributes):
            return self._alike(*_style_and_kind(attributes[0]), values)
        return [
            self.reading.plain(kind, style, value)
            for (style, kind), value in zip(map(_style_and_kind, attributes), values, strict=True)
        ]

    def _alike(self, style: str, kind: str, values: Sequence[str]) -> Cells:
        if kind in ("", "n"):
            return list(map(self.reading.shown(style).__getitem__, values))
        if kind == "s":
            return list(map(self.reading.texts.__getitem__, map(int, values)))
        if kind == "b" or self._has_escapes:
            return [self.reading.plain(kind, style, value) for value in values]
        return list(values)


@lru_cache(maxsize=4096)
def _style_and_kind(attributes: str) -> tuple[str, str]:
    found = _ATTRIBUTES.fullmatch(attributes)
    return (found[1] or "", found[2] or "") if found else ("", "")


def _placed(texts: _Texts, numbers: list[int], letters: Texts, attributes: Texts, values: Texts) -> Batch | None:
    width, over = divmod(len(letters), len(numbers))
    places = [texts.reading.position(one) for one in letters[:width]]
    if over or letters[:width] * len(numbers) != letters or not all(map(lt, places, places[1:])):
        return _scattered(texts, numbers, letters, attributes, values)
    texts.reading.check_width(places[-1], numbers[0])
    found = {at: texts.of(attributes[one::width], values[one::width]) for one, at in enumerate(places)}
    return Batch(numbers, [found.get(at, [None] * len(numbers)) for at in range(places[-1] + 1)], [])


def _scattered(texts: _Texts, numbers: list[int], letters: Texts, attributes: Texts, values: Texts) -> Batch | None:
    """Place cells where rows have different ones; a row begins where a cell does not stand right of the one before."""
    at = np.fromiter(map(texts.reading.position, letters), np.int64, len(letters))
    starts = np.concatenate(([True], np.diff(at) <= 0))
    if starts.sum() != len(numbers):
        return None
    row = np.cumsum(starts) - 1
    texts.reading.check_width(int(at.max()), numbers[int(row[at.argmax()])])
    columns: list[Cells] = [[None] * len(numbers) for _ in range(int(at.max()) + 1)]
    for position, column in enumerate(columns):
        chosen = np.flatnonzero(at == position).tolist()
        cells = texts.of([attributes[one] for one in chosen], [values[one] for one in chosen])
        for place, text in zip(row[chosen].tolist(), cells, strict=True):
            column[place] = text
    return Batch(numbers, columns, [])
