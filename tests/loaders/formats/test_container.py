import zipfile
from pathlib import Path

import openpyxl
import pytest

from loaders.formats.container import Listed, open_container
from loaders.formats.limits import Limits
from loaders.formats.numberformats import DAY
from loaders.formats.sheets import RefusedError

SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006"
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
SHARED = f'<Relationship Type="{KIND}" Target="sharedStrings.xml" Id="rId9"/></Relationships>'


def _book(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    book.active.title = "Staff"
    book.active.append(["agency", "country", "note"])
    book.active["D1"] = 40238
    book.active["D1"].number_format = "yyyy-mm-dd"
    book.create_sheet("Old").sheet_state = "hidden"
    path = tmp_path / "return.xlsx"
    book.save(path)
    with zipfile.ZipFile(path, "a") as parts:
        parts.writestr("xl/sharedStrings.xml", f'<sst xmlns="{SPACE}/main"><si><t>agency</t></si></sst>')
    return _changed(path, "xl/_rels/workbook.xml.rels", "</Relationships>", SHARED)


def _changed(path: Path, part: str, old: str, new: str) -> Path:
    with zipfile.ZipFile(path) as parts:
        texts = {name: parts.read(name) for name in parts.namelist()}
    texts[part] = texts[part].replace(old.encode(), new.encode())
    with zipfile.ZipFile(path, "w") as parts:
        for name, text in texts.items():
            parts.writestr(name, text)
    return path


def test_sheets_shared_texts_and_kinds_of_styles_are_known(tmp_path: Path) -> None:
    container = open_container(_book(tmp_path), Limits())
    assert container.sheets == (
        Listed("Staff", "xl/worksheets/sheet1.xml", is_hidden=False, is_grid=True),
        Listed("Old", "xl/worksheets/sheet2.xml", is_hidden=True, is_grid=True),
    )
    assert container.texts.to_pylist() == ["agency"]
    assert (container.kinds, container.epoch, container.links) == (["", DAY], 1900, ())


def test_workbook_that_counts_days_from_1904_says_so(tmp_path: Path) -> None:
    path = _changed(_book(tmp_path), "xl/workbook.xml", "<workbookPr/>", '<workbookPr date1904="1"/>')
    assert open_container(path, Limits()).epoch == 1904


@pytest.mark.parametrize(
    ("part", "old", "new", "rule"),
    [
        ("xl/workbook.xml", "<workbook ", "<!DOCTYPE a><workbook ", "xml-doctype"),
        ("xl/workbook.xml", "</workbook>", "", "not-xlsx"),
        ("xl/sharedStrings.xml", "</sst>", "", "not-xlsx"),
        ("_rels/.rels", "officeDocument", "other", "not-xlsx"),
    ],
)
def test_workbook_with_a_part_that_is_unsafe_or_broken_is_refused(
    tmp_path: Path, part: str, old: str, new: str, rule: str
) -> None:
    with pytest.raises(RefusedError) as refused:
        open_container(_changed(_book(tmp_path), part, old, new), Limits())
    assert refused.value.remark.rule == rule


def test_locked_workbook_is_refused_by_its_first_bytes(tmp_path: Path) -> None:
    path = tmp_path / "locked.xlsx"
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(100))
    with pytest.raises(RefusedError) as refused:
        open_container(path, Limits())
    assert refused.value.remark.rule == "encrypted"
