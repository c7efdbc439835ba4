import gzip
import zipfile
from pathlib import Path

import openpyxl
import pytest

from loaders.formats.sheets import RefusedError, Remark
from loaders.returns.loose import OVERLAP, PIECE, find_marking, refuse_marked_reason

MARKED = "a,b\nSECRET" + "//NOFORN,2\n"
PLAIN = "a,b\nSecretariat // confidential talks,https://x.org/secret" + "//y\n"
ODD = Path(__file__).parents[1] / "formats" / "odd.xls"


def refusal(path: Path) -> Remark:
    with pytest.raises(RefusedError) as refused:
        find_marking(path)
    return refused.value.remark


def workbook(path: Path, cell: str) -> Path:
    book = openpyxl.Workbook()
    book.active.append([cell])
    book.save(path)
    return path


def test_marking_in_a_text_is_found_on_its_line_and_not_repeated(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(MARKED)
    remark = refusal(path)
    assert (remark.rule, remark.row, remark.value) == ("classified-marking", 2, "")
    assert "NOFORN" not in remark.message + remark.mend


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32", "utf-32-be", "utf-8-sig"])
def test_marking_is_found_in_two_bytes_or_four_a_letter_too(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(MARKED.encode(encoding))
    assert refusal(path).rule == "classified-marking"


def test_marking_is_found_in_every_packing(tmp_path: Path) -> None:
    book = workbook(tmp_path / "a.xlsx", MARKED)
    packed, plain = tmp_path / "a.zip", tmp_path / "b.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(book, "inner.xlsx")
    with zipfile.ZipFile(plain, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("read me.txt", MARKED)
    zipped = tmp_path / "a.csv.gz"
    zipped.write_bytes(gzip.compress(MARKED.encode()))
    for path in (book, packed, plain, zipped):
        assert refusal(path).rule == "classified-marking", path.name


def test_marking_is_found_on_its_line_wherever_a_piece_of_the_file_ends(tmp_path: Path) -> None:
    path, line = tmp_path / "a.csv", "x" * 63 + "\n"
    for before in range(60, 64):
        # The first read ends within the marking, which the first piece holds room for as well.
        lines = (PIECE + OVERLAP) // len(line)
        path.write_text(line * (lines - 1) + "x" * before + "\n" + MARKED)
        assert refusal(path).row == lines + 2


def test_address_that_a_piece_begins_within_is_no_marking(tmp_path: Path) -> None:
    path, address = tmp_path / "a.csv", "https://x.org/secret" + "//y\n"
    for before in range(len(address) + 120):
        path.write_text("x" * (PIECE + OVERLAP - before) + "\n" + address + "x" * 200)
        find_marking(path)


def test_ordinary_words_and_addresses_are_no_marking(tmp_path: Path) -> None:
    text, zipped = tmp_path / "a.csv", tmp_path / "a.csv.gz"
    text.write_text(PLAIN)
    zipped.write_bytes(gzip.compress(PLAIN.encode()))
    for path in (text, zipped, workbook(tmp_path / "a.xlsx", PLAIN)):
        find_marking(path)


def test_refusal_for_another_reason_never_repeats_a_marking() -> None:
    with pytest.raises(RefusedError) as refused:
        refuse_marked_reason(RefusedError(Remark("error", "missing-column", f"it has '{MARKED}'")))
    assert refused.value.remark.rule == "classified-marking"
    with pytest.raises(RefusedError, match="it has 'land'"):
        refuse_marked_reason(RefusedError(Remark("error", "missing-column", "it has 'land'")))


@pytest.mark.parametrize(
    ("words", "line"),
    [("CUI//SP-PRVCY\n\na,b\n", 1), ("a,b\n1,(SBU)\n", 2), ("a\nFOR OFFICIAL USE ONLY\n", 2), ("a\nb\nCUI", 3),
     ("a\nUNCLASSIFIED//FOUO", 2)],
)  # fmt: skip
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_controlled_marking_outside_the_cells_is_told_with_its_line(
    words: str, line: int, encoding: str, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(words.encode(encoding))
    remark = find_marking(path)
    assert remark is not None
    assert (remark.severity, remark.rule, remark.row) == ("warning", "marking-found", line)


@pytest.mark.parametrize("words", ["CIRCUIT,CUISINE", "the USE of force, USAID", "FOUOS,SBUX", "Cui bono"])
def test_words_that_only_hold_the_letters_of_a_marking_are_none(words: str, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(words)
    assert find_marking(path) is None


def test_letters_of_a_marking_in_packed_bytes_are_none(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    path.write_bytes(b"PAR1" + bytes(range(1, 32)) * 100 + b" CUI " + bytes(range(1, 32)))
    assert find_marking(path) is None


@pytest.mark.parametrize("code", ["&C", "&L&14", '&R&"Arial,Bold"'])
def test_marking_in_the_printed_header_of_a_sheet_is_found(code: str, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.oddHeader.center.text = "x"
    book.save(tmp_path / "a.xlsx")
    for marking, rule in (("CUI", "marking-found"), (MARKED.split("\n")[1], "classified-marking")):
        path = tmp_path / f"{rule}.xlsx"
        with zipfile.ZipFile(tmp_path / "a.xlsx") as old, zipfile.ZipFile(path, "w") as new:
            for name in old.namelist():
                escaped = f"{code}{marking}".replace("&", "&amp;").encode()
                new.writestr(name, old.read(name).replace(b"&amp;Cx", escaped))
        if rule == "classified-marking":
            assert refusal(path).rule == rule
        else:
            remark = find_marking(path)
            assert remark is not None
            assert remark.rule == rule


def test_slashes_a_program_escaped_in_json_hide_no_marking(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('[{"note": "' + MARKED.split("\n")[1].replace("/", "\\/") + '"}]')
    assert refusal(path).rule == "classified-marking"


def test_marking_behind_two_slashes_is_one_and_a_path_is_none(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("//" + MARKED.split("\n")[1])
    assert refusal(path).rule == "classified-marking"


def escaped(text: str) -> str:
    return "".join(f"\\u{ord(letter):04x}" for letter in text)


@pytest.mark.parametrize("letters", [1, 6, 8, 40])
def test_marking_whose_letters_are_escaped_in_json_is_found_on_its_line(letters: int, tmp_path: Path) -> None:
    path, marking = tmp_path / "a.json", MARKED.split("\n")[1]
    path.write_text('[{"id": 1,\n"note": "' + escaped(marking[:letters]) + marking[letters:] + '"}]')
    assert (refusal(path).rule, refusal(path).row) == ("classified-marking", 2)


def test_escaped_controlled_marking_is_told_and_escaped_words_are_none(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(f'[{{"note": "{escaped("CUI")}"}}]')
    remark = find_marking(path)
    assert remark is not None
    assert remark.rule == "marking-found"
    path.write_text(f'[{{"note": "{escaped("CUISINE, Secretariat")} // \\u00e9"}}]')
    assert find_marking(path) is None


def test_escaped_marking_is_found_wherever_a_piece_of_the_file_ends(tmp_path: Path) -> None:
    path, marking = tmp_path / "a.json", escaped("CONFIDENTIAL" + "//NOFORN")
    # The first piece of 1 MiB ends before, within, or behind the twenty escapes of six bytes.
    for before in range(0, 6 * 20 + 400, 5):
        path.write_text("x" * ((1 << 20) - 1 - before) + "\n" + marking + "x" * 200)
        assert refusal(path).rule == "classified-marking", before


@pytest.mark.parametrize("written", ["&#{};", "&#0{};", "&#x{:x};", "&#x00{:X};"])
def test_marking_whose_letters_are_references_in_xml_is_found(written: str, tmp_path: Path) -> None:
    path, marking = tmp_path / "a.xml", "SECRET" + "//NOFORN"
    for letters in (1, 7, len(marking)):
        hidden = "".join(written.format(ord(letter)) for letter in marking[:letters])
        path.write_text(f"<a>\n<b>{hidden}{marking[letters:]}</b></a>")
        assert refusal(path).row == 2


def test_references_to_other_characters_are_left_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text("<a>&#8364;&#10;&#x20AC;&#;&#x;&#9999999; Secretariat // talks</a>")
    assert find_marking(path) is None


def test_marking_in_angle_brackets_is_no_element(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    for brackets in ("<{}>", "&#60;{}&#62;"):
        path.write_text(brackets.format("SECRET" + "//NOFORN"))
        assert refusal(path).rule == "classified-marking"


def test_marking_in_the_comment_of_an_archive_or_of_its_member_is_found(tmp_path: Path) -> None:
    for of_archive, of_member in ((MARKED, ""), ("", MARKED)):
        path, member = tmp_path / "a.zip", zipfile.ZipInfo("a.csv")
        member.comment = of_member.encode()
        with zipfile.ZipFile(path, "w") as archive:
            archive.comment = of_archive.encode()
            archive.writestr(member, "a,b\n")
        assert refusal(path).rule == "classified-marking"


def test_packed_bytes_that_look_like_the_beginning_of_a_mark_are_none_and_a_whole_mark_is_one(tmp_path: Path) -> None:
    path, packed = tmp_path / "a.parquet", bytes(range(1, 256)) * 40
    path.write_bytes(packed + b"(S" + b"//\x9f\x03" + packed)
    assert find_marking(path) is None
    for marking in (b"(S" + b"//NF)", b"(TS" + b"//SI/TK)", b"SECRET" + b"//NOFORN"):
        path.write_bytes(packed + marking + packed)
        assert refusal(path).rule == "classified-marking", marking


def test_a_mark_of_a_portion_in_a_text_needs_no_end(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a,b\n1,(S" + "//\n")
    assert refusal(path).row == 2


def test_markings_in_an_old_workbook_are_found_and_have_no_line(tmp_path: Path) -> None:
    found = find_marking(ODD)
    assert found is not None
    assert (found.rule, found.row) == ("marking-found", None)
    # The text of a cell that is read by no column, in one byte a letter or in two.
    for marking in (b"(S//NF) see annex", "(S//NF) see annex".encode("utf-16-le")):
        path = tmp_path / "marked.xls"
        path.write_bytes(ODD.read_bytes() + marking)
        assert (refusal(path).rule, refusal(path).row) == ("classified-marking", None)


def test_letters_of_a_controlled_marking_between_bytes_of_no_text_are_none(tmp_path: Path) -> None:
    path = tmp_path / "plain.xls"
    path.write_bytes(ODD.read_bytes()[:8] + b"\x01\x02CUI\x01\x02" * 40)
    assert find_marking(path) is None
