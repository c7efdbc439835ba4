"""Typed rows of a return on disk: Arrow record batches, read block by block so that millions take little memory."""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from loaders.formats.sheets import Flags, Places, Sheet
from loaders.returns.forms import Form

KEPT: Final = "kept.arrow"
ASIDE: Final = "aside.arrow"
TYPES: Final = {
    "day": pa.date32(), "end": pa.date32(), "count": pa.int64(), "tally": pa.int64(), "fiscal_year": pa.int64(),
    "money": pa.decimal128(20, 2), "number": pa.float64(), "latitude": pa.float64(), "longitude": pa.float64(),
}  # fmt: skip
"""Type of each kind of field; every other kind is text."""


def schema(form: Form) -> pa.Schema:
    """Return the columns and types of a form's rows."""
    fields = [("_row", pa.int64())]
    for field in form.fields:
        fields.append((field.name, TYPES.get(field.kind, pa.string())))
        fields += [(extra, pa.string()) for extra in extras(field.name, field.kind)]
    return pa.schema(fields)


def extras(name: str, kind: str) -> list[str]:
    """Return the further columns that the reading of a field gives."""
    if kind in ("day", "end"):
        return [name.replace("_date", "") + "_precision"]
    return ["country_codes"] if kind in ("country", "countries") else []


def record_batches(rows: Path, names: Sequence[str] = ()) -> Iterator[tuple[int, pa.RecordBatch]]:
    """Yield each record batch of a file of rows with the position of its first row.

    Args:
        rows: The file.
        names: The columns to read; all of them where none is named.
    """
    start = 0
    # Read, not mapped: pages of a mapped file count as memory of this process for as long as it is open.
    with pa.OSFile(str(rows)) as source:
        chosen = [pa.ipc.open_file(source).schema.names.index(name) for name in names]
        reader = pa.ipc.open_file(source, options=pa.ipc.IpcReadOptions(included_fields=chosen))
        for number in range(reader.num_record_batches):
            batch = reader.get_batch(number)
            yield start, batch
            start += len(batch)


def rows_at(rows: Path, places: Places) -> list[dict[str, Any]]:
    """Return the rows at some positions, in the order of the file."""
    found: list[dict[str, Any]] = []
    for start, batch in record_batches(rows):
        inside = places[(places >= start) & (places < start + len(batch))] - start
        if len(inside):
            found += batch.take(pa.array(inside)).to_pylist()
    return found


def texts_at(sheets: Iterator[Sheet], places: Places) -> dict[int, str]:
    """Read a file once more for the cells, as received, of a few rows."""
    found: dict[int, str] = {}
    start = 0
    for sheet in sheets:
        for block in sheet.blocks:
            inside = np.sort(places[(places >= start) & (places < start + len(block.rows))]) - start
            if len(inside):
                texts = lines(block.cells.take(pa.array(inside))).to_pylist()
                found |= {start + int(at): text for at, text in zip(inside, texts, strict=True)}
            start += len(block.rows)
    return found


def sums(rows: Path, is_kept: Flags, form: Form) -> dict[tuple[int, str], Any]:
    """Sum of each added column over the rows kept, by sheet."""
    added: dict[tuple[int, str], Any] = {}
    for start, batch in record_batches(rows):
        kept = pa.Table.from_batches([batch]).filter(pa.array(is_kept[start : start + len(batch)]))
        grouped = kept.group_by("_sheet").aggregate([(name, "sum") for name in form.added])
        for line in grouped.to_pylist():
            for name in form.added:
                if line[f"{name}_sum"] is not None:
                    key = (line["_sheet"], name)
                    added[key] = added.get(key, 0) + line[f"{name}_sum"]
    return added


def lines(cells: pa.Table) -> pa.ChunkedArray:
    """Return the text cells of each row as one line, cells parted by tabs."""
    texts = [pc.fill_null(column, "") for column in cells.columns if pa.types.is_string(column.type)]
    return pc.binary_join_element_wise(*texts, "\t")


def parted(
    rows: Path, is_kept: Flags, late: Mapping[int, str], *, kept: bool, names: Sequence[str] = ()
) -> Iterator[pa.Table]:
    """Yield the rows kept, or those set aside, block by block.

    Args:
        rows: The file of all rows.
        is_kept: For each of them, whether it is kept.
        late: Cells as received of rows set aside only when all rows were known, by position.
        kept: Which of the two.
        names: The columns to read; all of them where none is named.
    """
    for start, batch in record_batches(rows, names):
        mask = is_kept[start : start + len(batch)] == kept
        table = pa.Table.from_batches([batch])
        if not kept and late and not names:
            texts = [late.get(start + at, text) for at, text in enumerate(batch["_text"].to_pylist())]
            table = table.set_column(table.column_names.index("_text"), "_text", pa.array(texts, pa.string()))
        yield table if mask.all() else table.filter(pa.array(mask)) if mask.any() else table.slice(0, 0)


def keep(rows: Path, is_kept: Flags, late: Mapping[int, str], folder: Path) -> None:
    """Leave the rows kept and the rows set aside in a folder, as ``kept.arrow`` and ``aside.arrow``."""
    for name, kept in ((KEPT, True), (ASIDE, False)):
        if kept and len(is_kept) and is_kept.all():
            _leave(rows, folder / name)
            continue
        writer = None
        for table in parted(rows, is_kept, late, kept=kept):
            writer = writer or pa.ipc.new_file(str(folder / name), table.schema)
            writer.write_table(table)
        if writer:
            writer.close()


def _leave(rows: Path, kept: Path) -> None:
    """Give a file another name where both lie on one disk, else copy it."""
    kept.unlink(missing_ok=True)
    try:
        kept.hardlink_to(rows)
    except OSError:
        shutil.copyfile(rows, kept)


def texts_aside(cells: pa.Table, is_kept: Flags) -> pa.Array:
    """Return the cells as received of the rows that are not kept, as one line each, null for the others."""
    if is_kept.all():
        return pa.nulls(len(is_kept), pa.string())
    aside = np.flatnonzero(~is_kept)
    whole = np.full(len(is_kept), None, dtype=object)
    whole[aside] = lines(cells.take(pa.array(aside))).to_pylist()
    return pa.array(whole, pa.string())
