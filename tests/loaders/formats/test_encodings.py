import codecs
from pathlib import Path

import pytest

from loaders.formats import encodings
from loaders.formats.ahead import AT_ONCE
from loaders.formats.delimited import read_delimited
from loaders.formats.encodings import read_chunks
from loaders.formats.sheets import RefusedError, Sheet
from tests.loaders.formats.people import LIMITS, PEOPLE, rows, rules, write

HEADING = "id,country,people,place\n"


def read(tmp_path: Path, content: str | bytes) -> Sheet:
    (sheet,) = read_delimited(write(tmp_path, content), PEOPLE, LIMITS)
    return sheet


def refused(tmp_path: Path, content: bytes) -> RefusedError:
    with pytest.raises(RefusedError) as error:
        rows(read(tmp_path, content))
    return error.value


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "utf-16-le", "utf-16-be"])
def test_utf_16_and_32_are_told_by_their_marks_or_their_zeros(tmp_path: Path, encoding: str) -> None:
    sheet = read(tmp_path, (HEADING + "A,XAA,1,São Tomé\n").encode(encoding))
    assert rules(sheet) == ["encoding-detected"]
    assert rows(sheet) == {2: ["A", "XAA", "1", "São Tomé"]}


def test_a_utf_8_mark_is_no_part_of_the_first_heading(tmp_path: Path) -> None:
    sheet = read(tmp_path, codecs.BOM_UTF8 + (HEADING + "A,XAA,1,Kidal’s\n").encode())
    assert (sheet.columns[0], rules(sheet)) == ("id", [])
    assert rows(sheet)[2][3] == "Kidal’s"


def test_western_bytes_are_read_as_windows_1252_and_said_to_be_a_guess(tmp_path: Path) -> None:
    sheet = read(tmp_path, (HEADING + "A,Côte d’Ivoire,1,Abengourou – siège\n").encode("cp1252"))
    assert rules(sheet) == ["encoding-guessed"]
    assert rows(sheet)[2][1:] == ["Côte d’Ivoire", "1", "Abengourou – siège"]


def test_whole_words_beyond_ascii_are_read_in_the_alphabet_that_is_detected(tmp_path: Path) -> None:
    lines = "".join(f"{at},Россия,1,Представительство в городе Москва открыто весной\n" for at in range(20))
    sheet = read(tmp_path, (HEADING + lines).encode("cp1251"))
    assert rules(sheet) == ["encoding-guessed"]
    assert rows(sheet)[2][1] == "Россия"


def test_a_file_that_mixes_utf_8_with_another_encoding_is_refused(tmp_path: Path) -> None:
    content = (HEADING + "A,Côte,1,Odienné\n").encode() + "B,Côte,1,\n".encode("cp1252")
    assert refused(tmp_path, content).remark.rule == "encoding"


def test_a_wrong_byte_far_into_the_file_is_found(tmp_path: Path) -> None:
    content = HEADING.encode() + b"A,XAA,1,place\n" * 200_000 + "B,XAB,1,Odienné\n".encode("cp1252")
    sheet = read(tmp_path, content)
    assert rows(sheet)[200_002][3] == "Odienné"
    assert rules(sheet) == ["encoding-guessed"]


@pytest.mark.parametrize("lines", [3, 5, 9])
def test_a_file_is_read_on_in_another_encoding_wherever_it_begins_to_need_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lines: int
) -> None:
    monkeypatch.setattr(encodings, "CHUNK", 64)
    monkeypatch.setattr(encodings, "_WINDOW", 32)
    content = HEADING.encode() + b"A,XAA,1,place\n" * lines + "B,XAB,1,Odienné\n".encode("cp1252") * 4
    sheet = read(tmp_path, content)
    assert [row[3] for row in rows(sheet).values()] == ["place"] * lines + ["Odienné"] * 4
    assert rules(sheet) == ["encoding-guessed"]


def test_what_was_read_as_utf_8_before_a_byte_of_another_encoding_refuses_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encodings, "CHUNK", 64)
    monkeypatch.setattr(encodings, "_WINDOW", 32)
    lines = ["A,XAA,1,Odienné\n".encode()] + [b"A,XAA,1,place\n"] * 9 + ["A,XAA,1,Odienné\n".encode("cp1252")]
    assert refused(tmp_path, HEADING.encode() + b"".join(lines)).remark.message == "mixes UTF-8 with another encoding"


def test_a_character_cut_off_at_the_end_of_the_file_is_no_utf_8(tmp_path: Path) -> None:
    sheet = read(tmp_path, (HEADING + "A,XAA,1,Odienné").encode()[:-1])
    assert rows(sheet)[2][3] == "OdiennÃ"
    assert rules(sheet) == ["encoding-guessed"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_chunks_end_at_line_ends_and_together_are_the_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, encoding: str
) -> None:
    monkeypatch.setattr(encodings, "CHUNK", 16)
    text = "\r\n".join("é" * length for length in range(40))
    chunks = [bytes(chunk) for chunk in read_chunks(write(tmp_path, text.encode(encoding)), encoding)]
    assert all(chunk.endswith(b"\n") for chunk in chunks)
    assert b"".join(chunks).decode() == text + "\n"


def test_a_chunk_stays_as_it_is_while_work_on_it_may_go_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encodings, "CHUNK", 16)
    text = "\n".join("x" * (length % 30) + str(length) for length in range(200))
    held: list[tuple[memoryview, bytes]] = []
    for chunk in read_chunks(write(tmp_path, text), "utf-8-sig"):
        held.append((chunk, bytes(chunk)))
        assert all(view == content for view, content in held[-AT_ONCE:])
    assert b"".join(content for _, content in held).decode() == text + "\n"


def test_a_line_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encodings, "CHUNK", 16)
    monkeypatch.setattr(encodings, "LONGEST_RECORD", 64)
    with pytest.raises(RefusedError) as error:
        list(read_chunks(write(tmp_path, "x" * 200), "utf-8-sig"))
    assert error.value.remark.rule == "csv-syntax"


def test_bytes_that_the_detected_encoding_does_not_have_are_refused(tmp_path: Path) -> None:
    content = HEADING.encode("utf-16") + b"\x00\xd8\x00"
    assert refused(tmp_path, content).remark.rule == "encoding"


def test_a_byte_that_windows_1252_lacks_far_below_the_guess_is_refused(tmp_path: Path) -> None:
    content = (HEADING + "A,Côte,1,\n").encode("cp1252") + b"B,XAB,1,\n" * 200_000 + b"C,\x81,1,\n"
    assert refused(tmp_path, content).remark.rule == "encoding"
