import gzip
import zipfile
from pathlib import Path

import openpyxl
import pytest

from loaders.formats.sheets import RefusedError, Remark
from loaders.returns.loose import refuse_marked, refuse_marked_reason

MARKED = "a,b\nSECRET" + "//NOFORN,2\n"
PLAIN = "a,b\nSecretariat // confidential talks,https://x.org/secret" + "//y\n"


def refusal(path: Path) -> Remark:
    with pytest.raises(RefusedError) as refused:
        refuse_marked(path)
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


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-8-sig"])
def test_marking_is_found_in_two_bytes_a_letter_too(encoding: str, tmp_path: Path) -> None:
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
        # The first piece ends within the marking: 16,384 lines of 64 bytes are one piece of 1 MiB.
        path.write_text(line * 16_383 + "x" * before + "\n" + MARKED)
        assert refusal(path).row == 16_384 + 2


def test_address_that_a_piece_begins_within_is_no_marking(tmp_path: Path) -> None:
    path, address = tmp_path / "a.csv", "https://x.org/secret" + "//y\n"
    for before in range(len(address) + 120):
        path.write_text("x" * ((1 << 20) - before) + "\n" + address + "x" * 200)
        refuse_marked(path)


def test_ordinary_words_and_addresses_are_no_marking(tmp_path: Path) -> None:
    text, zipped = tmp_path / "a.csv", tmp_path / "a.csv.gz"
    text.write_text(PLAIN)
    zipped.write_bytes(gzip.compress(PLAIN.encode()))
    for path in (text, zipped, workbook(tmp_path / "a.xlsx", PLAIN)):
        refuse_marked(path)


def test_refusal_for_another_reason_never_repeats_a_marking() -> None:
    with pytest.raises(RefusedError) as refused:
        refuse_marked_reason(RefusedError(Remark("error", "missing-column", f"it has '{MARKED}'")))
    assert refused.value.remark.rule == "classified-marking"
    with pytest.raises(RefusedError, match="it has 'land'"):
        refuse_marked_reason(RefusedError(Remark("error", "missing-column", "it has 'land'")))
