"""Text cells of a raw file with the line each row starts on, and the typed reading of one column of text."""

import calendar
import csv
import datetime
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple, TypeAlias

import pandas as pd

from loaders.contract import ContractError

Texts: TypeAlias = "pd.Series[str]"
Misread: TypeAlias = "pd.Series[bool]"
_Day: TypeAlias = tuple[datetime.date | None, str | None]

RECORD_COLUMNS: Final = ("raw_line", "row_text", "row_misfit")
_DAY: Final = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_SEASON: Final = re.compile(r"(\d{4})-(spring|summer|fall|winter)", re.IGNORECASE)
_FISCAL: Final = re.compile(r"FY ?(\d{4})", re.IGNORECASE)
_FISCAL_SPAN: Final = re.compile(r"(?:FY ?)?(\d{4})(?: ?- ?(?:FY ?)?(\d{4}))?", re.IGNORECASE)
_WHOLE: Final = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d{1,15})(?:\.0+)?")
_DECIMAL: Final = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d{1,15})(?:\.\d+)?")
_MONEY: Final = re.compile(r"-?\$? ?(?:\d{1,3}(?:,\d{3})+|\d{1,15})(?:\.\d{1,2})?")
_SEASON_STARTS: Final = {"spring": 3, "summer": 6, "fall": 9, "winter": 12}
_YEARS: Final = range(1900, 2200)
_FLAGS: Final = {"yes": True, "no": False}


class Days(NamedTuple):
    """Days read from one column: the days, how exactly each is known, and which texts were not read."""

    values: "pd.Series[pd.Timestamp]"
    precisions: Texts
    misread: Misread


class FiscalYears(NamedTuple):
    """Fiscal years read from one column: the first, the last, and which texts were not read."""

    starts: "pd.Series[int]"
    ends: "pd.Series[int]"
    misread: Misread


def read_cells(path: Path, named: Mapping[str, str], unused: Collection[str] = ()) -> pd.DataFrame:
    """Read a CSV file (UTF-8, RFC 4180) as text.

    Args:
        path: The file as received.
        named: Canonical column for each heading the loader uses.
        unused: Headings that are known and left alone.

    Returns:
        One row a record, in file order: the canonical columns as text, an empty cell missing;
        ``raw_line`` the physical line the record starts on; ``row_text`` the record as received;
        ``row_misfit`` why the record does not fit its heading, missing where it does. Records of
        empty cells only are no records.

    Raises:
        ContractError: The file is no UTF-8 CSV, or a heading is missing, repeated or unknown.
    """
    records = _records(path)
    _, heading, _ = next(records, (0, [], ""))
    _check_heading(path, heading, named, unused)
    places = {column: heading.index(name) for name, column in named.items()}
    received = list(records)
    columns = {
        column: pd.Series([_cell(cells, place) for _, cells, _ in received], dtype="str")
        for column, place in places.items()
    }
    return pd.DataFrame(columns).assign(
        raw_line=pd.Series([line for line, _, _ in received], dtype="Int64"),
        row_text=pd.Series([text for _, _, text in received], dtype="str"),
        row_misfit=pd.Series([_misfit(cells, len(heading)) for _, cells, _ in received], dtype="str"),
    )


def _records(path: Path) -> Iterator[tuple[int, list[str], str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = list(file)
        reader = csv.reader(lines, strict=True)
        start = 1
        for record in reader:
            cells = [cell.strip() for cell in record]
            if any(cells):
                yield start, cells, "".join(lines[start - 1 : reader.line_num]).rstrip("\r\n")
            start = reader.line_num + 1
    except UnicodeDecodeError as error:
        raise ContractError(f"{path.name}: byte {error.start} is not UTF-8; save the file as UTF-8") from error
    except csv.Error as error:
        raise ContractError(f"{path.name} line {start}: not a CSV record ({error}); mend its quotes") from error


def _check_heading(path: Path, heading: list[str], named: Mapping[str, str], unused: Collection[str]) -> None:
    expected = {*named, *unused}
    repeated = sorted({name for name in heading if heading.count(name) > 1})
    troubles = [
        *(f"heading '{name}' is missing" for name in named if name not in heading),
        *(f"heading '{name}' is unknown" for name in heading if name not in expected),
        *(f"heading '{name}' stands more than once" for name in repeated),
    ]
    if troubles:
        wanted = ", ".join(sorted(expected))
        raise ContractError(f"{path.name} line 1: {'; '.join(troubles)}; the headings are {wanted}")


def _cell(cells: list[str], place: int) -> str | None:
    return (cells[place] or None) if place < len(cells) else None


def _misfit(cells: list[str], width: int) -> str | None:
    fits = len(cells) == width or (len(cells) > width and not any(cells[width:]))
    return None if fits else f"has {len(cells)} cells where the heading has {width}"


def days(texts: Texts, *, last: bool) -> Days:
    """Read days written to the day, month, season (``2010-fall``), year or fiscal year (``FY2012``).

    Args:
        texts: One column as received.
        last: Whether a period stands for its last day (ends, as-of, publication) or its first.

    Returns:
        Days, precision codes, and True where a text is no such day.
    """
    values = read_each(texts, lambda text: _day(text, last)[0], "datetime64[us]")
    precisions = read_each(texts, lambda text: _day(text, last)[1], "str")
    return Days(values, precisions, texts.notna() & values.isna())


def _day(text: str, last: bool) -> _Day:
    for pattern, period in ((_DAY, _calendar_period), (_SEASON, _season), (_FISCAL, _fiscal_year)):
        match = pattern.fullmatch(text)
        if match and int(match[1]) in _YEARS:
            return period(match, last)
    return None, None


def _calendar_period(match: re.Match[str], last: bool) -> _Day:
    year, month, day = (int(part) if part else None for part in match.groups())
    precision = "DAY" if day else "MONTH" if month else "YEAR"
    try:
        first = datetime.date(year or 1, month or (12 if last else 1), day or 1)
    except ValueError:
        return None, None
    if last and day is None:
        first = _last_of_month(first)
    return (None, None) if month == 0 or day == 0 else (first, precision)


def _season(match: re.Match[str], last: bool) -> _Day:
    first = datetime.date(int(match[1]), _SEASON_STARTS[match[2].lower()], 1)
    if not last:
        return first, "SEASON"
    return _last_of_month(first + datetime.timedelta(days=62)), "SEASON"


def _fiscal_year(match: re.Match[str], last: bool) -> _Day:
    year = int(match[1])
    return (datetime.date(year, 9, 30) if last else datetime.date(year - 1, 10, 1)), "FISCAL_YEAR"


def _last_of_month(day: datetime.date) -> datetime.date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def counts(texts: Texts) -> tuple["pd.Series[int]", Misread]:
    """Read whole numbers, with or without thousands commas; return them and True where a text is none."""
    values = read_each(texts, lambda text: int(_bare(text).split(".")[0]) if _WHOLE.fullmatch(text) else None, "Int64")
    return values, texts.notna() & values.isna()


def numbers(texts: Texts) -> tuple["pd.Series[float]", Misread]:
    """Read plain decimal numbers; return them and True where a text is none."""
    values = read_each(texts, lambda text: float(_bare(text)) if _DECIMAL.fullmatch(text) else None, "float64")
    return values, texts.notna() & values.isna()


def money(texts: Texts) -> tuple["pd.Series[float]", Misread]:
    """Read US dollars to the cent; a third decimal is a misread, it may be a thousands point."""
    values = read_each(texts, lambda text: float(_bare(text)) if _MONEY.fullmatch(text) else None, "float64")
    return values, texts.notna() & values.isna()


def flags(texts: Texts) -> tuple["pd.Series[bool]", Misread]:
    """Read ``yes`` and ``no``; return booleans and True where a text is neither."""
    values = read_each(texts, lambda text: _FLAGS.get(text.lower()), "boolean")
    return values, texts.notna() & values.isna()


def fiscal_years(texts: Texts) -> FiscalYears:
    """Read US fiscal years, one (``FY2011``, ``2011``) or a span with both ends (``2008-2010``)."""
    starts = read_each(texts, lambda text: _fiscal_span(text)[0], "Int64")
    ends = read_each(texts, lambda text: _fiscal_span(text)[1], "Int64")
    return FiscalYears(starts, ends, texts.notna() & starts.isna())


def _fiscal_span(text: str) -> tuple[int, int] | tuple[None, None]:
    match = _FISCAL_SPAN.fullmatch(text)
    if match is None:
        return None, None
    start, end = int(match[1]), int(match[2] or match[1])
    return (start, end) if start <= end and start in _YEARS and end in _YEARS else (None, None)


def _bare(text: str) -> str:
    return text.replace(",", "").replace("$", "").replace(" ", "")


def read_each(texts: Texts, read: Callable[[str], object], dtype: str) -> "pd.Series":
    """Read every text of a column, each spelling once; what is empty or reads as None is missing."""
    places, spellings = pd.factorize(texts)
    values = pd.array([read(spelling) for spelling in spellings], dtype=dtype)
    return pd.Series(values.take(places, allow_fill=True), index=texts.index)
