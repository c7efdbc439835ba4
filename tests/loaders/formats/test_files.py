import dataclasses
import gzip
import io
import json
import os
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from loaders.formats.files import open_sheets
from loaders.formats.sheets import RefusedError
from tests.loaders.formats.people import LIMITS, PEOPLE, rows, rules, write

TEXT = b"id,country,people\nA,XAA,1\n"
ROW = {2: ["A", "XAA", "1"]}


def packed(**members: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, member in members.items():
            archive.writestr(name.replace("__", "."), member)
    return content.getvalue()


def read(tmp_path: Path, content: bytes, name: str) -> dict[str, dict[int, list[str | None]]]:
    path = write(tmp_path, content, "0001")
    with closing(open_sheets(path, PEOPLE, LIMITS, name)) as sheets:
        return {sheet.name: rows(sheet) for sheet in sheets}


def refused(tmp_path: Path, content: bytes, name: str) -> RefusedError:
    with pytest.raises(RefusedError) as error:
        read(tmp_path, content, name)
    assert str(tmp_path) not in str(error.value)
    return error.value


@pytest.mark.parametrize("name", ["x.csv", "X.CSV", "../x.csv", "C:\\x.csv", ".csv", "a\nb.csv"])
def test_the_name_its_sender_gave_says_the_format_and_nothing_else(tmp_path: Path, name: str) -> None:
    assert read(tmp_path, TEXT, name) == {"": ROW}


def test_without_a_given_name_the_file_s_own_says_the_format(tmp_path: Path) -> None:
    (sheet,) = open_sheets(write(tmp_path, TEXT), PEOPLE, LIMITS)
    assert rows(sheet) == ROW


def test_a_gzip_file_is_read_as_what_is_in_it(tmp_path: Path) -> None:
    assert read(tmp_path, gzip.compress(TEXT), "x.csv.gz") == {"": ROW}


def test_every_file_of_an_archive_is_a_sheet_of_its_name(tmp_path: Path) -> None:
    other = json.dumps([{"id": "B", "country": "XAB", "people": 2}]).encode()
    found = read(tmp_path, packed(march__csv=TEXT, april__json=other), "x.zip")
    assert found == {"march.csv": ROW, "april.json": {1: ["B", "XAB", "2"]}}


def test_a_file_beside_the_data_is_named_as_not_read(tmp_path: Path) -> None:
    path = write(tmp_path, packed(README__txt=b"read me", march__csv=TEXT), "x.zip")
    for sheet in open_sheets(path, PEOPLE, LIMITS):
        assert (sheet.name, rows(sheet), rules(sheet)) == ("march.csv", ROW, ["sheet-skipped"])
        assert sheet.remarks[0].value == "README.txt"


@pytest.mark.parametrize(
    ("content", "name", "rule"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(99), "x.csv", "not-csv"),
        (bytes(range(256)) * 9, "x.csv", "not-csv"),
        (b"<html><table>", "x.csv", "not-csv"),
        (b'[{"id": 1}]', "x.csv", "not-csv"),
        (packed(a__csv=TEXT), "x.csv", "not-csv"),
        (TEXT, "x.parquet", "not-parquet"),
        (TEXT, "x.xlsx", "not-xlsx"),
        (TEXT, "x.xls", "not-xlsx"),
        (TEXT, "x.zip", "unsupported-format"),
        (TEXT, "x.csv.gz", "unsupported-format"),
        (b"<OGRVRTDataSource>", "x.geojson", "not-geojson"),
        (b'{"type": "Topology", "arcs": []}', "x.geojson", "not-geojson"),
        (b"PAR1" + bytes(99), "x.json", "json-syntax"),
        (b"cposix\nsystem\n(S'true'\ntR.", "x.pkl", "unsupported-format"),
        (TEXT, "x.exe", "unsupported-format"),
        (TEXT, "x.csv/..", "unsupported-format"),
        (TEXT, "", "unsupported-format"),
        (b"", "x.csv", "empty-file"),
        (b"", "x.exe", "empty-file"),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_refused(tmp_path: Path, content: bytes, name: str, rule: str) -> None:
    assert refused(tmp_path, content, name).remark.rule == rule


@pytest.mark.parametrize(
    ("content", "name", "rule"),
    [
        (packed(a__csv=b""), "x.zip", "empty-file"),
        (packed(a__csv=TEXT, b__zip=packed(a__csv=TEXT)), "x.zip", "unsupported-format"),
        (packed(a__csv=packed(a__csv=TEXT)), "x.zip", "not-csv"),
        (packed(a__csv=TEXT, b__xml=b"<!DOCTYPE a><a/>"), "x.zip", "xml-doctype"),
        (packed(a__csv=TEXT, b__json=b"[" * 103 + b"]" * 103), "x.zip", "too-deep"),
        (packed(a__csv=TEXT, b__parquet=b"PAR1" + bytes(9)), "x.zip", "truncated"),
        (packed(README__txt=b"read me"), "x.zip", "unsupported-format"),
        (packed(a__csv=TEXT + b'B,"XAB,2\n'), "x.zip", "unclosed-quote"),
        (gzip.compress(packed(a__csv=TEXT)), "x.zip.gz", "unsupported-format"),
        (gzip.compress(gzip.compress(TEXT)), "x.csv.gz", "not-csv"),
        (gzip.compress(b""), "x.csv.gz", "empty-file"),
    ],
)
def test_what_is_packed_is_held_to_the_same_rules(tmp_path: Path, content: bytes, name: str, rule: str) -> None:
    assert refused(tmp_path, content, name).remark.rule == rule


def test_a_refusal_within_an_archive_names_the_member(tmp_path: Path) -> None:
    error = refused(tmp_path, packed(a__csv=TEXT, b__csv=TEXT + b'B,"XAB,2\n'), "x.zip")
    assert (error.sheet, error.remark.row) == ("b.csv", 3)


@pytest.mark.parametrize(
    ("name", "content", "rule"),
    [
        ("README__csv", b"Please read\nthis note first\n", "header-not-found"),
        ("README__csv", b'"We say hello\n', "unclosed-quote"),
        ("april__csv", b"id,country\nB,XAB\n", "missing-column"),
        ("april__csv", b"id,country,people,people\nB,XAB,1,2\n", "duplicate-column"),
        ("april__csv", b"%PDF-1.7\n" + bytes(range(256)), "not-csv"),
        ("april__csv", b"", "empty-file"),
        ("april__json", b'{"id": "B"}', "json-shape"),
        ("april__json", b'[{"id": "B"', "json-syntax"),
        ("april__json", b"[]", "no-rows"),
        ("april__geojson", b'{"type": "Topology", "arcs": []}', "not-geojson"),
        ("april__xml", b"<note/>", "unsupported-format"),
        ("april__xlsx", TEXT, "not-xlsx"),
        ("april__parquet", TEXT, "not-parquet"),
    ],
)
@pytest.mark.parametrize("is_first", [True, False])
def test_a_member_that_is_none_of_ours_is_named_with_its_reason_and_the_others_are_read(
    tmp_path: Path, name: str, content: bytes, rule: str, is_first: bool
) -> None:
    members = {name: content, "march__csv": TEXT}
    order = members if is_first else dict(reversed(members.items()))
    path = write(tmp_path, packed(**order), "x.zip")
    found = {sheet.name: (rows(sheet), sheet.refusal) for sheet in open_sheets(path, PEOPLE, LIMITS)}
    assert found["march.csv"] == (ROW, None)
    nothing, refusal = found[name.replace("__", ".")]
    assert nothing == {}
    assert refusal is not None
    assert (refusal.remark.rule, refusal.sheet) == (rule, name.replace("__", "."))


def test_an_archive_none_of_whose_members_is_read_is_refused_for_the_reason_of_the_first(tmp_path: Path) -> None:
    error = refused(tmp_path, packed(a__csv=b"id,country\n", b__json=b"{}", c__txt=b"note"), "x.zip")
    assert (error.remark.rule, error.sheet) == ("missing-column", "a.csv")


def test_the_rows_of_all_members_count_together(tmp_path: Path) -> None:
    path = write(tmp_path, packed(a__csv=TEXT, b__csv=TEXT + b"B,XAB,2\n"), "x.zip")
    sheets = open_sheets(path, PEOPLE, dataclasses.replace(LIMITS, rows=2))
    assert rows(next(sheets)) == ROW
    second = next(sheets)
    with pytest.raises(RefusedError) as error:
        rows(second)
    assert (error.value.remark.rule, error.value.sheet, error.value.remark.row) == ("too-many-rows", "b.csv", 3)


def test_what_was_unpacked_is_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    read(tmp_path, packed(a__csv=TEXT), "x.zip")
    refused(tmp_path, packed(a__csv=b"no heading\n"), "x.zip")
    assert list(folder.iterdir()) == []


def test_links_folders_and_pipes_are_no_files(tmp_path: Path) -> None:
    write(tmp_path, TEXT)
    (tmp_path / "link.csv").symlink_to(tmp_path / "people.csv")
    (tmp_path / "folder.csv").mkdir()
    os.mkfifo(tmp_path / "pipe.csv")
    for name in ("link.csv", "folder.csv", "pipe.csv"):
        with pytest.raises(RefusedError) as error:
            next(open_sheets(tmp_path / name, PEOPLE, LIMITS))
        assert error.value.remark.rule == "unsafe-path"


def test_a_file_too_large_is_refused_unread(tmp_path: Path) -> None:
    with pytest.raises(RefusedError) as error:
        next(open_sheets(write(tmp_path, TEXT), PEOPLE, dataclasses.replace(LIMITS, file_bytes=len(TEXT) - 1)))
    assert error.value.remark.rule == "too-large-decompressed"


def test_a_feature_collection_may_be_named_as_json(tmp_path: Path) -> None:
    content = {"type": "FeatureCollection", "features": []}
    assert refused(tmp_path, json.dumps(content).encode(), "x.json").remark.rule != "json-shape"


def test_a_delimited_text_pays_for_no_other_reader(tmp_path: Path) -> None:
    words = (
        "import sys; from pathlib import Path; from loaders.formats.files import open_sheets;"
        "from tests.loaders.formats.people import *;"
        f"[rows(sheet) for sheet in open_sheets(Path({str(write(tmp_path, TEXT))!r}), PEOPLE, LIMITS)];"
        "print(sorted({'lxml', 'openpyxl', 'xlrd', 'pandas', 'shapely', 'duckdb'} & set(sys.modules)))"
    )
    assert subprocess.check_output([sys.executable, "-c", words], text=True) == "[]\n"
