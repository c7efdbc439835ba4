from pathlib import Path

import pytest

from loaders.formats import signatures
from loaders.formats.sheets import RefusedError
from loaders.formats.signatures import named_format, settle_format, suffix
from tests.loaders.formats.people import write


@pytest.mark.parametrize(
    ("name", "end"),
    [
        ("a.CSV", ".csv"),
        ("a.b.csv", ".csv"),
        ("dir.csv/x", ""),
        ("C:\\a.d\\x", ""),
        ("x.csv/", ".csv"),
        ("", ""),
        ("x.", "."),
        ("march.csv ", ".csv"),
    ],
)
def test_a_suffix_is_the_last_of_the_last_name(name: str, end: str) -> None:
    assert suffix(name) == end


def test_a_name_with_a_second_suffix_says_the_last_one() -> None:
    assert (named_format("x.csv.exe"), named_format("x.exe.csv")) == (None, signatures.DELIMITED)


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("x.tsv", "a\tb", signatures.DELIMITED),
        ("x.csv", "\ufeff[Draft] Return of March", signatures.DELIMITED),
        ("x.csv", "5 < 6, and more", signatures.DELIMITED),
        ("x.json", " [1]", signatures.OBJECTS),
        ("x.json", '{"type": "FeatureCollection"}', signatures.FEATURES),
        ("x.xml", "<?xml version='1.0'?><iati-activities>", signatures.ACTIVITIES),
    ],
)
def test_a_name_and_bytes_that_agree_say_the_format(tmp_path: Path, name: str, content: str, kind: str) -> None:
    assert settle_format(write(tmp_path, content), name) == kind


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32"])
def test_zeros_of_wide_letters_are_not_taken_for_binary(tmp_path: Path, encoding: str) -> None:
    assert settle_format(write(tmp_path, "id,country".encode(encoding)), "x.csv") == signatures.DELIMITED


def test_a_few_control_bytes_leave_a_text_a_text(tmp_path: Path) -> None:
    assert settle_format(write(tmp_path, b"id,country\nA\0,X\x07A\n" + b"B,XAB\n" * 9), "x.csv") == signatures.DELIMITED


@pytest.mark.parametrize(
    "content", [b"MZ\x90\0\3\0", b"%PDF-1.7", b"\x80\x04\x95\x10", b"SQLite format 3\0", b"ARROW1\0\0", b"Rar!\x1a"]
)
def test_known_formats_that_are_not_read_are_no_delimited_text(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(RefusedError) as error:
        settle_format(write(tmp_path, content + b"a,b\n" * 99), "x.csv", "march.csv")
    assert (error.value.remark.rule, error.value.sheet) == ("not-csv", "march.csv")
