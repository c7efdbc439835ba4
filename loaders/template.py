"""Empty forms for agencies to fill in: a CSV with the headings, or a workbook that offers what a cell may hold."""

import csv
import datetime
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from loaders import codes
from loaders.formats.limits import Limits
from loaders.matches import codes_of
from loaders.returns.forms import Field, Form

ENDINGS: Final = (".csv", ".xlsx")
_JOINT: Final = ("ALL", "SEVERAL")
_FIRST_FISCAL_YEAR: Final = 2004
_LAST_ROW: Final = 1_048_576
_FISCAL_MONTH: Final = 10
_WIDEST: Final = 60
_BOLD: Final = Font(bold=True)
_DAY: Final = "yyyy-mm-dd"
# Keys are formatted as text, or a spreadsheet would make 7 of 007 and a day of 3-1.
_NUMBER_FORMATS: Final = {"day": _DAY, "end": _DAY, "id": "@"}
_OFFERED: Final = {
    "country": "Country name", "countries": "Country name", "iso3": "Country code", "agency": "Agency",
    "fiscal_year": "Fiscal year", "component": "Component", "name": "Country name",
}  # fmt: skip


def write_template(form: Form, out: Path, countries: Path, today: datetime.date) -> None:
    """Write one empty form; a file that is there already is never written over.

    Args:
        form: The form.
        out: File to write; its ending says whether it is CSV or XLSX.
        countries: The reference list of countries, for the drop-downs of a workbook.
        today: The last fiscal year offered is the one after that of this day.

    Raises:
        FileExistsError: There is such a file; it stands as it was.
        OSError: The list of countries cannot be read, or the disk refused.
    """
    if out.suffix.lower() == ".csv":
        with out.open("x", encoding="utf-8", newline="") as file:
            csv.writer(file).writerow(form.columns)
        return
    book = _workbook(form, _lists(countries, today), today)
    with out.open("xb") as file:
        book.save(file)


def _lists(countries: Path, today: datetime.date) -> dict[str, list[str]]:
    """Return what the drop-downs offer, by the heading each list has on its sheet."""
    named = codes_of("country_code", countries)
    last = today.year + (today.month >= _FISCAL_MONTH) + 1
    return {
        "Country code": list(named),
        "Country name": sorted(named.values()),
        "Agency": [code for code in codes.AGENCY if code not in _JOINT],
        "Component": [words for code, words in codes.COMPONENT.items() if code != "TOTAL"],
        "Fiscal year": [f"FY{year}" for year in range(_FIRST_FISCAL_YEAR, last + 1)],
    }


def _workbook(form: Form, lists: Mapping[str, list[str]], today: datetime.date) -> Workbook:
    book = Workbook()
    _fill_in(book.active, form, lists, today)
    # No sheet but the first may have the form's heading, or it would be read as rows of the return.
    _sheet(book, "Example", _example(form))
    _sheet(book, "Dictionary", _dictionary(form))
    heights = range(max(len(offered) for offered in lists.values()))
    rows: list[list[str | None]] = [
        [offered[at] if at < len(offered) else None for offered in lists.values()] for at in heights
    ]
    _sheet(book, "Lists", [list(lists), *rows])
    return book


def _fill_in(sheet: Worksheet, form: Form, lists: Mapping[str, list[str]], today: datetime.date) -> None:
    """Make the one sheet that is filled in and read: its heading, and under each column what a cell may hold."""
    sheet.title = form.title
    sheet.append(form.columns)
    sheet.freeze_panes = "A2"
    for place, field in enumerate(form.fields, start=1):
        letter = get_column_letter(place)
        sheet.cell(1, place).font = _BOLD
        sheet.column_dimensions[letter].width = max(len(field.name), len(field.example)) + 4
        sheet.column_dimensions[letter].number_format = _NUMBER_FORMATS.get(field.kind, "General")
        validation = _validation(field, lists, today)
        if validation:
            validation.add(f"{letter}2:{letter}{_LAST_ROW}")
            sheet.add_data_validation(validation)


def _validation(field: Field, lists: Mapping[str, list[str]], today: datetime.date) -> DataValidation | None:
    offered = _OFFERED.get(field.kind) or _OFFERED.get(field.name)
    if offered:
        letter = get_column_letter(list(lists).index(offered) + 1)
        source = f"Lists!${letter}$2:${letter}${len(lists[offered]) + 1}"
        # Other spellings are read as well, and countries may be several: the list offers and forbids nothing.
        return DataValidation("list", formula1=source, errorStyle="information", **_words(field))
    if field.kind in ("day", "end"):
        limits = Limits()
        first, last = datetime.date(limits.first_year, 1, 1), datetime.date(today.year + limits.years_ahead, 12, 31)
        days = [f"DATE({day.year},{day.month},{day.day})" for day in (first, last)]
        return DataValidation("date", operator="between", formula1=days[0], formula2=days[1], errorStyle="stop",
                              **_words(field))  # fmt: skip
    return None


def _words(field: Field) -> dict[str, Any]:
    """Return what a spreadsheet says of a cell that is chosen, and of one that does not fit."""
    return {
        "allow_blank": True, "showInputMessage": True, "showErrorMessage": True, "promptTitle": field.name,
        "prompt": field.words, "errorTitle": field.name, "error": f"{field.words}. Example: {field.example}",
    }  # fmt: skip


def _example(form: Form) -> Iterable[list[str]]:
    yield [f"example of {name}" for name in form.columns]
    yield [field.example for field in form.fields]


def _dictionary(form: Form) -> Iterable[list[str]]:
    yield ["Column", "What a cell holds", "Column needed", "Cell needed", "Example"]
    for field in form.fields:
        needed = ["yes" if flag else "no" for flag in (field.is_asked, field.is_required)]
        yield [field.name, field.words, *needed, field.example]
    yield []
    yield ["One row", form.grain]
    yield ["Key", f"{', '.join(form.key)}: no two rows share it"]
    yield ["Empty cells", "an empty cell is unknown, never zero"]


def _sheet(book: Workbook, title: str, rows: Iterable[Sequence[str | None]]) -> None:
    sheet = book.create_sheet(title)
    for row in rows:
        sheet.append(row)
    for cell in sheet[1]:
        cell.font = _BOLD
    for place, cells in enumerate(sheet.iter_cols(values_only=True), start=1):
        longest = max(len(str(cell or "")) for cell in cells)
        sheet.column_dimensions[get_column_letter(place)].width = min(longest, _WIDEST) + 2
