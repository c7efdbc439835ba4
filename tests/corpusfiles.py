"""Files of the corpus that no text editor could write: workbooks, archives, Parquet, and bytes that are no UTF-8."""

import gzip
import io
import pickle
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq

HEADINGS: Final = ("deployment_id", "country", "agency", "headcount", "start_date", "place", "source")
# In parts, so that no search for markings finds this file.
MARKED: Final = "SECRET" + "//NOFORN"
_TOO_LARGE: Final = 201 << 20
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def write(name: str, folder: Path) -> Path:
    """Make one of the files in a folder and return its path."""
    path = folder / name
    path.write_bytes(_MADE[name]())
    return path


def _row(number: int, **changed: object) -> dict[str, object]:
    usual = {"deployment_id": f"D-{number}", "country": "KEN", "agency": "USAID", "headcount": 10,
             "start_date": "2010-03-01", "place": "Kilimanjaro – siège", "source": "SITREP 14"}  # fmt: skip
    return usual | changed


def _text(*rows: dict[str, object], end: str = "\n") -> str:
    return (
        end.join(",".join(str(cell) for cell in cells) for cells in (HEADINGS, *(row.values() for row in rows))) + end
    )


def _two(end: str = "\n") -> str:
    return _text(_row(1), _row(2), end=end)


def _workbook() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Return"
    sheet.append(["Return of March"])
    sheet.append([])
    sheet.append(HEADINGS)
    for number in (1, 2, 3):
        sheet.append(list(_row(number).values()))
    sheet.append(list(_row(4, headcount="=SUM(D4:D6)").values()))
    sheet.row_dimensions[5].hidden = True
    book.create_sheet("Notes").append(["Figures are provisional."])
    hidden = book.create_sheet("Lists")
    hidden.append(["KEN"])
    hidden.sheet_state = "hidden"
    return _saved(book)


def _saved(book: openpyxl.Workbook) -> bytes:
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def _marked_workbook() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(HEADINGS)
    book.active.append(list(_row(1).values()))
    book.active.oddHeader.center.text = MARKED
    return _saved(book)


def _with_doctype(name: str, content: bytes) -> bytes:
    if name != "xl/worksheets/sheet1.xml":
        return content
    return content.replace(b"<worksheet", b'<!DOCTYPE a [<!ENTITY e SYSTEM "canary.csv">]><worksheet', 1)


def _with_large_part(name: str, content: bytes) -> bytes:
    return bytes(_TOO_LARGE) if name == "docProps/app.xml" else content


def _repacked(change: Callable[[str, bytes], bytes]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(_workbook())) as old:
        return _zip(*((name, change(name, old.read(name))) for name in old.namelist()))


def _zip(*members: tuple[str | zipfile.ZipInfo, bytes | str]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return packed.getvalue()


def _same_twice() -> bytes:
    return _zip(("one.csv", _two()), ("two.csv", _two())).replace(b"two.csv", b"one.csv")


def _link() -> bytes:
    link = zipfile.ZipInfo("return.csv")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    return _zip((link, "../canary.csv"))


def _parquet() -> bytes:
    rows = (_row(1, headcount="10"), _row(2, headcount="oops"), _row(3, country=None, headcount="5"))
    table = pa.table({name: pa.array([row[name] for row in rows], pa.string()) for name in HEADINGS})
    written = io.BytesIO()
    pq.write_table(table, written)
    return written.getvalue()


def _wide() -> str:
    return ",".join([*HEADINGS, *(f"c{number}" for number in range(1_001 - len(HEADINGS)))]) + "\n"


_MADE: Final[dict[str, Callable[[], bytes]]] = {
    "carriage_returns.csv": lambda: _two("\r").encode(),
    "utf16.csv": lambda: _two().encode("utf-16"),
    "cp1252.csv": lambda: _two().encode("cp1252"),
    "marked.csv": lambda: _text(_row(1, source=MARKED)).encode(),
    "wide.csv": lambda: _wide().encode(),
    "marked_header.xlsx": _marked_workbook,
    "return.xlsx": _workbook,
    "entity.xlsx": lambda: _repacked(_with_doctype),
    "bomb.xlsx": lambda: _repacked(_with_large_part),
    "locked.xlsx": lambda: _OLE + "EncryptedPackage".encode("utf-16-le").ljust(4_088, b"\0"),
    "rows.parquet": _parquet,
    "cut.parquet": lambda: _parquet()[:-40],
    "two.zip": lambda: _zip(
        ("one.csv", _two()), ("two.csv", _text(_row(2), _row(3))), ("figures.png", b"\x89PNG\r\n\x1a\n")
    ),
    "traversal.zip": lambda: _zip(("../../../elsewhere/return.csv", _two())),
    "link.zip": _link,
    "nested.zip": lambda: _zip(("inner.zip", _zip(("one.csv", _two())))),
    "same.zip": _same_twice,
    "many.zip": lambda: _zip(*((f"{number}.csv", "") for number in range(1_001))),
    "bomb.csv.gz": lambda: gzip.compress(bytes(_TOO_LARGE)),
    "cut.csv.gz": lambda: gzip.compress(_two().encode())[:-20],
    "rows.pkl": lambda: pickle.dumps([_row(1)]),
    "pickle.csv": lambda: pickle.dumps([_row(1)]),
}
