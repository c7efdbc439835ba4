"""Parquet files: columns cast to the text a person would write, one row group after the other."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from loaders.formats.blocks import BLOCK_ROWS, emptied, is_plain, settle_keys
from loaders.formats.digits import exact_text
from loaders.formats.headings import Wanted
from loaders.formats.limits import Limits
from loaders.formats.sheets import WARNING, Block, Remark, Sheet, refuse

_PLAIN: Final = b"PAR1"
_SEALED: Final = b"PARE"
_LEAST_BYTES: Final = 12
_BROKEN: Final = (pa.ArrowInvalid, pa.ArrowNotImplementedError, pa.ArrowKeyError, OSError, UnicodeDecodeError)


def read_parquet(path: Path, wanted: Wanted, limits: Limits) -> Iterator[Sheet]:
    """Read a Parquet file; its one sheet is named by nothing, a row by its place from 1.

    Numbers and dates become the text that says the same, exactly. A column of lists, structures, spans of time or
    bytes becomes text as well, with one warning ``wrong-type``.

    Raises:
        RefusedError: It is no whole Parquet file, is encrypted, too large, or lacks a required column.
    """
    _refuse_foreign(path)
    try:
        file = pq.ParquetFile(path)
    except _BROKEN:
        _refuse_broken()
    _refuse_large(file.metadata, limits)
    names = [column.name for column in file.schema_arrow]
    columns, remarks = settle_keys(names, wanted)
    fields = {column: file.schema_arrow.field(at) for at, column in enumerate(columns) if column}
    remarks += [_nested(column, field.type) for column, field in fields.items() if _is_odd(field.type)]
    yield Sheet("", columns, _blocks(path, fields, limits), remarks)


def _refuse_foreign(path: Path) -> None:
    size = path.stat().st_size
    with path.open("rb") as raw:
        head = raw.read(len(_PLAIN))
        raw.seek(max(0, size - len(_PLAIN)))
        tail = raw.read()
    if _SEALED in (head, tail):
        refuse("encrypted", "the Parquet file is encrypted", "send it without encryption")
    if head != _PLAIN:
        refuse("not-parquet", "the file does not begin as a Parquet file does", "send the format its name says")
    if tail != _PLAIN or size < _LEAST_BYTES:
        refuse("truncated", "the end of the Parquet file is missing", "send the whole file again")


def _refuse_broken() -> None:
    refuse("not-parquet", "the Parquet file is damaged and cannot be read", "write it anew and send it again")


def _refuse_large(metadata: pq.FileMetaData, limits: Limits) -> None:
    size = sum(metadata.row_group(at).total_byte_size for at in range(metadata.num_row_groups))
    if size > limits.file_bytes:
        refuse("too-large-decompressed", f"the file unpacks to {size:,} bytes, more than {limits.file_bytes:,}",
               "split it into smaller files")  # fmt: skip
    if metadata.num_rows > limits.rows:
        refuse("too-many-rows", f"the file has {metadata.num_rows:,} rows, more than {limits.rows:,}", "split it")
    if metadata.num_columns > limits.columns:
        refuse("too-many-columns", f"the file has {metadata.num_columns:,} columns, more than {limits.columns:,}",
               "leave out what the form does not ask for")  # fmt: skip


def _nested(column: str, kind: pa.DataType) -> Remark:
    return Remark(WARNING, "wrong-type", f"is a column of {kind} and was read as text",
                  "send one number, date or text in each cell", column=column)  # fmt: skip


def _is_odd(kind: pa.DataType) -> bool:
    return _is_spelt(kind) or _is_bytes(kind)


def _is_spelt(kind: pa.DataType) -> bool:
    # A span of time is no number: three days are not 259,200 of anything.
    return pa.types.is_nested(kind) or pa.types.is_duration(kind) or pa.types.is_interval(kind)


def _is_bytes(kind: pa.DataType) -> bool:
    return pa.types.is_binary(kind) or pa.types.is_large_binary(kind) or pa.types.is_fixed_size_binary(kind)


def _blocks(path: Path, fields: dict[str, pa.Field], limits: Limits) -> Iterator[Block]:
    # Dictionary-coded texts stay so until their true length is known: 2 kB can stand for gigabytes.
    texts = [field.name for field in fields.values() if pa.types.is_string(field.type)]
    file = pq.ParquetFile(path, read_dictionary=texts, memory_map=True)
    row, size = 1, 0
    try:
        for batch in file.iter_batches(BLOCK_ROWS, columns=[field.name for field in fields.values()]):
            size += _spelt_bytes(batch)
            if size > limits.file_bytes:
                refuse("too-large-decompressed", f"the texts of the file exceed {limits.file_bytes:,} bytes",
                       "split it into smaller files")  # fmt: skip
            cells = {column: _texts(batch.column(field.name)) for column, field in fields.items()}
            numbers = np.arange(row, row + batch.num_rows, dtype=np.int64)
            row += batch.num_rows
            yield Block(numbers, pa.table(cells), is_plain=is_plain(cells.values()))
    except _BROKEN:
        _refuse_broken()


def _spelt_bytes(batch: pa.RecordBatch) -> int:
    size = 0
    for array in batch.columns:
        if pa.types.is_dictionary(array.type) and pa.types.is_string(array.type.value_type):
            lengths = pc.binary_length(array.dictionary)
            size += pc.sum(pc.take(lengths.cast(pa.int64()), array.indices)).as_py() or 0
        else:
            size += array.nbytes
    return size


def _texts(array: pa.Array) -> pa.Array:
    if pa.types.is_dictionary(array.type):
        array = array.dictionary_decode()
    kind = array.type
    if _is_spelt(kind):
        return emptied(pa.array([_spelt(cell) for cell in array.to_pylist()], pa.string()))
    if _is_bytes(kind):
        return emptied(pa.array([_decoded(cell) for cell in array.to_pylist()], pa.string()))
    if pa.types.is_boolean(kind):
        return pc.ascii_upper(array.cast(pa.string()))
    if pa.types.is_timestamp(kind) or pa.types.is_date64(kind):
        return _days(array)
    if pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        return _numbers(array)
    return emptied(array.cast(pa.string()))


def _spelt(cell: object) -> str | None:
    return None if cell is None else json.dumps(cell, ensure_ascii=False, default=str)


def _decoded(cell: bytes | None) -> str | None:
    return None if cell is None else cell.decode("utf-8", "backslashreplace")


def _days(array: pa.Array) -> pa.Array:
    # The written calendar day is the one on the sender's clock.
    if pa.types.is_timestamp(array.type) and array.type.tz:
        array = pc.local_timestamp(array)
    texts = pc.replace_substring(array.cast(pa.string()), " ", "T")
    return pc.replace_substring_regex(texts, r"(T00:00:00)?(\.0+)?$", "")


def _numbers(array: pa.Array) -> pa.Array:
    texts = array.cast(pa.string())
    short = pc.if_else(pc.match_substring_regex(texts, r"^-?\d+\.\d*0$|e|^-0"), None, texts)
    if short.null_count == array.null_count:
        return texts
    return pa.array([None if text is None else exact_text(text) for text in texts.to_pylist()], pa.string())
