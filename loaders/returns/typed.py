"""One block of text cells turned into the typed columns of its form, with every mark on what did not fit."""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import pyarrow as pa

from loaders.formats.sheets import ERROR, WARNING, Block, Flags, Marks, Places
from loaders.returns.forms import Field, Form
from loaders.returns.lines import unfit_lines
from loaders.returns.rowstore import TYPES, extras, schema
from loaders.returns.rules import rules_broken
from loaders.values.points import read_points
from loaders.values.reading import Read, Setting, read_column

_DEGREES: Final = ("latitude", "longitude")
# What a reader says of a cell that holds no value: of a coordinate, it withholds the point and not the row.
_NO_VALUE: Final = ("cell-error", "formula-no-value", "wrong-type")


@dataclass(frozen=True)
class Typed:
    """A block read.

    Attributes:
        table: ``_row`` and every column of the form in its type, further columns of the reading behind them.
        marks: Everything found, the reader's own marks included.
        is_kept: For each row, whether no mark is an error.
    """

    table: pa.Table
    marks: tuple[Marks, ...]
    is_kept: Flags


def read_block(block: Block, form: Form, setting: Setting) -> Typed:
    """Read every cell of a block.

    Args:
        block: Text cells as received; a column the file lacks is unknown throughout and needs no mark.
        form: What the cells should hold.
        setting: Spellings, limits and what the sheet is.

    Returns:
        The typed rows, in order, kept or not: a row with an error has every value that could be read.
    """
    unfit = unfit_lines(block, form)
    columns, marks = _columns(block, form, setting)
    marks += rules_broken(columns, form, setting)
    no_rows = np.concatenate([mark.places for mark in (*unfit, *block.marks) if not mark.column] or [np.arange(0)])
    marks = [mark for mark in (_outside(mark, no_rows) for mark in marks) if len(mark.places)]
    marks = [*map(_withheld, block.marks), *unfit, *marks]
    is_kept = np.ones(len(block.rows), dtype=bool)
    for mark in marks:
        if mark.severity == ERROR:
            is_kept[mark.places] = False
    columns["_row"] = pa.array(block.rows)
    shape = schema(form)
    return Typed(pa.table([columns[name] for name in shape.names], schema=shape), tuple(marks), is_kept)


def _withheld(mark: Marks) -> Marks:
    is_point = mark.column in _DEGREES and mark.rule in _NO_VALUE
    return replace(mark, severity=WARNING) if is_point else mark


def _columns(block: Block, form: Form, setting: Setting) -> tuple[dict[str, pa.Array], list[Marks]]:
    reads = {field.name: _read(block, field, setting) for field in form.fields}
    columns: dict[str, pa.Array] = {}
    for field in form.fields:
        columns[field.name] = reads[field.name].values
        for extra in extras(field.name, field.kind):
            name = "precision" if extra.endswith("precision") else extra
            columns[extra] = reads[field.name].extra.get(name, pa.nulls(len(block.rows))).cast(pa.string())
    marks = [mark for read in reads.values() for mark in read.marks]
    if {"latitude", "longitude"} <= set(block.cells.column_names):
        points = read_points(reads["latitude"], reads["longitude"], columns.get("country"))
        columns |= {"latitude": points.latitudes, "longitude": points.longitudes}
        marks += points.marks
    return columns, marks


def _read(block: Block, field: Field, setting: Setting) -> Read:
    if field.name not in block.cells.column_names:
        return Read(pa.nulls(len(block.rows), TYPES.get(field.kind, pa.string())))
    read = read_column(field.kind, field.name, block.cells[field.name], setting, is_required=field.is_required)
    # A reader's own mark on a cell says more than what the emptied text looks like.
    own = _marked(block.marks, field.name)
    return replace(read, marks=tuple(_outside(mark, own) for mark in read.marks))


def _marked(marks: tuple[Marks, ...], column: str) -> Places:
    places = [mark.places for mark in marks if mark.column == column]
    return np.concatenate(places) if places else np.arange(0)


def _outside(mark: Marks, places: Places) -> Marks:
    """Return a mark without some places."""
    if not len(places) or not (inside := np.isin(mark.places, places)).any():
        return mark
    stays = np.flatnonzero(~inside)
    message = mark.message if isinstance(mark.message, str) else [mark.message[int(at)] for at in stays]
    values = [mark.values[int(at)] for at in stays] if len(mark.values) else ()
    return replace(mark, places=mark.places[stays], message=message, values=values)
