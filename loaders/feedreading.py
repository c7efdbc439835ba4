"""Files of publishers as texts: every row with its line and what is wrong with it, every heading known or refused."""

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from loaders.csvfiles import ContractError
from loaders.formats.files import open_sheets
from loaders.formats.headings import Wanted, folded_heading
from loaders.formats.limits import Limits
from loaders.formats.sheets import ERROR, Block, Sheet, refuse
from loaders.layouts import Feed, Part, Texts

# A publisher's file is as large as the world; what opens it is still held to width and depth.
LIMITS: Final = Limits(file_bytes=2 << 30, rows=10_000_000)
_YEAR: Final = re.compile(r"(?<!\d)20\d\d(?!\d)")


def read_sheets(path: Path, feed: Feed) -> list[Part]:
    """Read every sheet that has the headings of a feed, alone or in an archive.

    Raises:
        RefusedError: No sheet has them, or the file cannot be read safely.
        ContractError: A sheet has a heading that the feed neither names nor leaves.
    """
    names = {heading: folded_heading(heading) for heading in feed.headings if heading}
    wanted = Wanted(tuple(dict.fromkeys(names.values())), tuple(names[heading] for heading in feed.named))
    columns = {names[heading]: column for heading, column in feed.named.items()}
    return [_part(path, sheet, feed, columns) for sheet in open_sheets(path, wanted, LIMITS)]


def read_dated(path: Path, feed: Feed) -> list[Part]:
    """Read sheets as ``read_sheets`` does, with a column ``year`` from the name of the file, which alone states it."""
    years = set(_YEAR.findall(path.name))
    year = years.pop() if len(years) == 1 else None
    return [
        Part(part.sheet, part.texts.assign(year=pd.Series(year, part.texts.index, dtype="str")))
        for part in read_sheets(path, feed)
    ]


def _part(path: Path, sheet: Sheet, feed: Feed, columns: Mapping[str, str]) -> Part:
    if sheet.refusal:
        raise sheet.refusal
    blocks = list(sheet.blocks)
    # A column without a heading may be remarked on too; whether it may be there, the feed says.
    strange = [remark.value for remark in sheet.remarks if remark.rule == "unknown-column" and remark.value]
    nameless = sheet.columns.count(None) - len(strange)
    refuse_strange(path, [*strange, *([""] if nameless and "" not in feed.unused else [])], feed)
    cells = pa.concat_tables([block.cells for block in blocks])
    trimmed = {name: _trimmed(cells[name], feed.missing) for name in cells.column_names}
    texts = pa.table(trimmed).to_pandas(types_mapper={pa.string(): pd.StringDtype(na_value=float("nan"))}.get)
    lines = [row for block in blocks for row in block.rows.tolist()]
    texts = texts.rename(columns=columns)[list(columns.values())].assign(
        raw_line=pd.Series(lines, dtype="Int64"),
        row_text=pd.Series(_row_texts(trimmed), dtype="str"),
        row_misfit=pd.Series(_misfits(blocks), dtype="str"),
    )
    return Part(sheet.name, texts)


def _trimmed(cells: pa.ChunkedArray, missing: Sequence[str]) -> pa.ChunkedArray:
    texts = pc.utf8_trim_whitespace(cells)
    unknown = pc.is_in(texts, value_set=pa.array(["", *missing], pa.string()))
    return pc.if_else(unknown, pa.scalar(None, pa.string()), texts)


def _row_texts(columns: Mapping[str, pa.ChunkedArray]) -> list[str]:
    filled = [pc.fill_null(column, "").combine_chunks() for column in columns.values()]
    joined: list[str] = pc.binary_join_element_wise(*filled, ",").to_pylist()
    return joined


def _misfits(blocks: Sequence[Block]) -> list[str | None]:
    """Return for each row what its reader found wrong with it as a whole or in a cell."""
    found: list[str | None] = []
    for block in blocks:
        rows: list[str | None] = [None] * len(block.rows)
        for marks in block.marks:
            for at, place in enumerate(marks.places.tolist() if marks.severity == ERROR else ()):
                rows[place] = marks.message if isinstance(marks.message, str) else marks.message[at]
        found += rows
    return found


def refuse_strange(path: Path, strange: Sequence[str], feed: Feed) -> None:
    """Refuse a file that has headings its layout does not know.

    Raises:
        ContractError: There is one.
    """
    if strange:
        named = ", ".join(f"'{heading}'" for heading in strange)
        raise ContractError(f"{path.name}: {feed.title} has {named}, which nobody has looked at yet; "
                            "say what it means in NAMED, or leave it knowingly in UNUSED")  # fmt: skip


def gather(path: Path, feed: Feed, records: Iterable[tuple[int, Mapping[str, str | None]]]) -> Texts:
    """Bring records that name their own cells, such as flattened JSON, under a feed.

    Args:
        path: The file, for messages.
        feed: The layout.
        records: Number a person sees and cells by heading of each record.

    Raises:
        ContractError: A record has a cell the feed neither names nor leaves.
        RefusedError: A heading the feed names is in no record.
    """
    unknown = {"", *feed.missing}
    cells: dict[str, list[str | None]] = {heading: [] for heading in feed.named}
    met: dict[str, None] = {}
    numbers, row_texts = [], []
    for number, record in records:
        met.update(dict.fromkeys(record))
        numbers.append(number)
        row_texts.append(",".join(cell or "" for cell in record.values()))
        for heading, column in cells.items():
            column.append(_known(record.get(heading), unknown))
    refuse_strange(path, [key for key in met if key not in feed.headings], feed)
    absent = [heading for heading in feed.named if heading not in met]
    if absent:
        refuse("missing-column", f"no record has {', '.join(absent)}", "look at the publisher's documentation")
    columns = {column: pd.Series(cells[heading], dtype="str") for heading, column in feed.named.items()}
    return pd.DataFrame(columns).assign(
        raw_line=pd.Series(numbers, dtype="Int64"),
        row_text=pd.Series(row_texts, dtype="str"),
        row_misfit=pd.Series(None, index=range(len(numbers)), dtype="str"),
    )


def _known(cell: str | None, unknown: set[str]) -> str | None:
    text = cell.strip() if cell else None
    return None if text is None or text in unknown else text
