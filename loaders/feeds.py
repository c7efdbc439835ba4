"""A publisher's file under the canonical tables: one floor for every publisher, which only says what headings mean."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Final, NamedTuple, TypeAlias

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from loaders.contract import ContractError, Loaded, check
from loaders.foretold import STATED, foretold
from loaders.formats.files import open_sheets
from loaders.formats.headings import Wanted, folded_heading
from loaders.formats.limits import Limits
from loaders.formats.sheets import ERROR, Block, RefusedError, Sheet, refuse
from loaders.recode import Known, recode
from loaders.spellings import Spellings
from loaders.tables import TABLES

Texts: TypeAlias = pd.DataFrame
Tell: TypeAlias = Callable[[Texts], Texts]

# A publisher's file is as large as the world; what opens it is still held to width and depth.
LIMITS: Final = Limits(file_bytes=2 << 30, rows=10_000_000)
# What every frame of texts carries beside the columns of its feed.
PLACE: Final = ("raw_line", "row_text", "row_misfit")
# Facts of one row of the source that go into one table are told apart by this column.
PART: Final = "part"
_FIGURES: Final = ("value", "amount_usd", "people_count")
_EXPONENT: Final = re.compile(r"-?\d+(\.\d+)?[eE][+-]?\d{1,2}")
_YEAR: Final = re.compile(r"(?<!\d)20\d\d(?!\d)")
_PCODE: Final = r"^([A-Z]{2,3})\d"
_NO_HEADING: Final = ("missing-column", "header-not-found", "no-rows")


class Cited(NamedTuple):
    """What rows are read with: the spellings, the day each source was known, and the key of this file's source."""

    spellings: Spellings
    known: Known
    source_id: str


class Part(NamedTuple):
    """The rows under one heading: the sheet they stand on, empty where there is one only, and their cells."""

    sheet: str
    texts: Texts


@dataclass(frozen=True)
class Feed:
    """One layout of file that a publisher issues, and what it tells.

    Attributes:
        title: What the file is, as a reader of sources calls it.
        named: Column of ours for each heading that is used; several headings never share a column.
        unused: Headings that are known and knowingly left; an empty one stands for columns without a heading.
        tells: For each canonical table, the rows that the texts tell: in its columns, as text, with the columns of
            ``PLACE`` carried over. Several facts of one row have a column ``part`` that tells them apart.
        missing: Texts that stand for an unknown cell.
        read: Reads a file of this layout where a heading above rows is not all there is to it.
        stated: Column with the day on which a row was stated; one after the day its source was known is set aside.
    """

    title: str
    named: Mapping[str, str]
    unused: tuple[str, ...]
    tells: Mapping[str, Tell]
    missing: tuple[str, ...] = ()
    read: "Callable[[Path, Feed], list[Part]] | None" = None
    stated: str = ""

    @property
    def headings(self) -> tuple[str, ...]:
        """Every heading that is known."""
        return (*self.named, *self.unused)


@dataclass(frozen=True)
class Publisher:
    """One publisher of files.

    Attributes:
        publisher_id: Name of its folder and its module, in words joined by ``-``.
        name: Who publishes.
        licence: Terms of use.
        feeds: The layouts it issues; a file is read by the first whose headings it has.
        refresh: How often it issues them.
        quirks: What its files are known to get wrong, for the table of publishers in the documentation.
    """

    publisher_id: str
    name: str
    licence: str
    feeds: tuple[Feed, ...]
    refresh: str
    quirks: str


@dataclass(frozen=True)
class Fed:
    """What became of every row of one file of a publisher.

    Attributes:
        feed: The layout it was read as.
        received: Rows of the file.
        silent: Rows of the file that no table hears of, such as a year without a number.
        loaded: The tables it feeds; a table that takes several facts of a row stands once for each kind of fact.
    """

    feed: Feed
    received: int
    silent: int
    loaded: tuple[Loaded, ...]


def load_file(publisher: Publisher, path: Path, cited: Cited) -> Fed:
    """Read one file of a publisher.

    Args:
        publisher: Who issued it.
        path: The file as received.
        cited: Spellings, known days and the key of its source.

    Returns:
        The rows kept and set aside, table by table.

    Raises:
        ContractError: The file has none of the publisher's layouts, is damaged, or has a heading that its layout
            neither names nor leaves; nothing is loaded.
    """
    feed, parts = _settled(publisher, path)
    loaded: list[Loaded] = []
    silent = 0
    for part in parts:
        days = part.texts.set_index("raw_line")[feed.stated] if feed.stated else None
        told = {name: _cited(tell(part.texts), cited, days) for name, tell in feed.tells.items()}
        heard = {line for rows in told.values() for line in rows["raw_line"]}
        silent += len(part.texts) - len(heard)
        loaded += _loaded(feed, part, told, path, cited)
    return Fed(feed, sum(len(part.texts) for part in parts), silent, tuple(loaded))


def _cited(rows: Texts, cited: Cited, days: "pd.Series[str] | None") -> Texts:
    named = rows.assign(source_id=cited.source_id)
    return named if days is None else named.assign(**{STATED: named["raw_line"].map(days).astype("str")})


def _settled(publisher: Publisher, path: Path) -> tuple[Feed, list[Part]]:
    """Return the first layout a file has, with its rows."""
    why = []
    for feed in publisher.feeds:
        try:
            return feed, (feed.read or read_sheets)(path, feed)
        except RefusedError as error:
            if error.remark.rule not in _NO_HEADING:
                raise ContractError(_refused(path, error)) from error
            why.append(f"{feed.title}: {error.remark.message}")
    raise ContractError(f"{path.name}: is none of the files of {publisher.name} that are read here; {'; '.join(why)}")


def _refused(path: Path, error: RefusedError) -> str:
    place = f", {error.sheet}" if error.sheet else ""
    row = f" line {error.remark.row}" if error.remark.row else ""
    return f"{path.name}{place}{row}: {error}"


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


def facts(texts: Texts, **columns: "pd.Series[str] | str | None") -> Texts:
    """Return rows of a canonical table as text: the given columns, and where each row stands in the file.

    Args:
        texts: The rows that are told of.
        columns: Cells of each canonical column, or one text for all rows.
    """
    return texts[list(PLACE)].assign(**columns)


def upright(texts: Texts, columns: Sequence[str], tell: Callable[[Texts, str], Texts]) -> Texts:
    """Return one row for each cell of some columns that is not empty.

    Args:
        texts: The rows of the file.
        columns: The columns whose cells are facts of one kind each.
        tell: The rows of one column and its name in, rows of a canonical table out.

    Returns:
        The rows of all columns, each column a part of its own.
    """
    told = [tell(texts[texts[name].notna()], name).assign(**{PART: name}) for name in columns]
    return pd.concat(told, ignore_index=True)


def joined(*columns: "pd.Series[str] | str") -> "pd.Series[str]":
    """Return a key out of several cells; an unknown cell stands as ``-``."""
    index = next(column.index for column in columns if isinstance(column, pd.Series))
    whole = pd.Series("", index=index, dtype="str")
    for place, column in enumerate(columns):
        text = column.fillna("-").astype("str") if isinstance(column, pd.Series) else column
        whole = whole + ("-" if place else "") + text
    return whole


def countries_coded(pcodes: "pd.Series[str]") -> "pd.Series[str]":
    """Return the country that each P-code begins with; a row without one is in the only country there is, if any."""
    own = pcodes.str.extract(_PCODE)[0]
    named = own.dropna().unique()
    return own.fillna(named[0] if len(named) == 1 else "no single country (the P-codes begin with none or several)")


def written_out(cells: "pd.Series[str]") -> "pd.Series[str]":
    """Return numbers with their digits written out where a program wrote them with an exponent, as ``3e+05``."""
    short = cells.str.fullmatch(_EXPONENT).fillna(False).astype(bool)
    return cells.where(~short, cells[short].map(lambda text: f"{Decimal(text):f}"))


def _loaded(feed: Feed, part: Part, told: Mapping[str, Texts], path: Path, cited: Cited) -> list[Loaded]:
    raw_file = "/".join([path.parent.name, path.name, *([part.sheet] if part.sheet else [])])
    headings = {column: heading for heading, column in feed.named.items()}
    headings[STATED] = headings.get(feed.stated, feed.stated)
    loaded = []
    for name, rows in told.items():
        for column, group in rows.groupby(PART, sort=False) if PART in rows else [("", rows)]:
            # The cells of an upright column stand under its heading, whichever column of the table they go to.
            shown = headings | dict.fromkeys(_FIGURES, headings.get(str(column), str(column))) if column else headings
            loaded.append(_checked(group.reset_index(drop=True), name, raw_file, shown, cited))
    return loaded


def _checked(texts: Texts, name: str, raw_file: str, headings: Mapping[str, str], cited: Cited) -> Loaded:
    strange = sorted(set(texts) - set(TABLES[name].columns) - {*PLACE, PART, STATED})
    if strange:
        raise ContractError(f"{name}: {', '.join(strange)} is no column of the table; mend the publisher's module")
    frame, problems = recode(texts, TABLES[name], cited.spellings, cited.known)
    if STATED in texts:
        problems += foretold(texts["raw_line"], texts[STATED], cited.known.get(cited.source_id))
    named = frame.assign(raw_file=pd.Series(raw_file, index=frame.index, dtype="str"))
    return check(named, TABLES[name], raw_file, problems, headings)
