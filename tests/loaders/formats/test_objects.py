import json
from pathlib import Path

import pytest

from loaders.formats import jsontexts
from loaders.formats.limits import Limits
from loaders.formats.objects import read_objects
from tests.loaders.formats.forms import ROW, all_marks, marks_of, read_only_sheet, read_rows, refusal, rules_of


def _file(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "returns.json"
    path.write_text(text, encoding="utf-8")
    return path


def _record(**cells: str) -> str:
    texts = {name: json.dumps(cell) for name, cell in ROW.items()} | cells
    return "{" + ", ".join(f'"{name}": {text}' for name, text in texts.items()) + "}"


def test_numbers_keep_every_digit_and_words_their_case(tmp_path: Path) -> None:
    records = [
        _record(headcount=number) for number in ("12.0", "9007199254740993", "1e3", "0.1", "NaN", "true", "null")
    ]

    rows = read_rows(read_only_sheet(read_objects, _file(tmp_path, f"[{','.join(records)}]")))

    assert [row.get("headcount") for row in rows.values()] == [
        "12", "9007199254740993", "1000", "0.1", "NaN", "TRUE", None,
    ]  # fmt: skip
    assert list(rows) == [1, 2, 3, 4, 5, 6, 7]


def test_a_key_met_late_is_a_column_that_is_empty_before(tmp_path: Path) -> None:
    late = _record(place='"Camp"', camp="1")
    sheet = read_only_sheet(read_objects, _file(tmp_path, f"[{_record()}, {late}]"))

    assert "place" not in read_rows(sheet)[1]
    assert rules_of(sheet.remarks) == [("warning", "unknown-column")]
    assert sheet.remarks[0].value == "camp"


def test_a_key_that_stands_twice_and_a_nested_value_set_the_row_aside(tmp_path: Path) -> None:
    twice = _record()[:-1] + ', "Country": "XAB"}'
    text = f'[{_record()[:-1]}, "country": "XAB"}}, {_record(place="[1.50]")}, {_record()}]'

    (again, nested) = all_marks(read_only_sheet(read_objects, _file(tmp_path, text)))

    assert (again.rule, again.column, list(again.places)) == ("duplicate-column", "country", [0])
    assert (nested.rule, nested.column, list(nested.places), nested.values) == ("wrong-type", "place", [1], ['["1.5"]'])
    assert refusal(read_objects, _file(tmp_path, f"[{twice}]")).rule == "duplicate-column"


def test_a_cut_or_wrong_json_is_refused_with_line_and_column(tmp_path: Path) -> None:
    for text, place in [
        ('[\n {"a": 1,\n  "b', "line 3, column 3: the file ends"),
        ('[{"a": 1}', "line 1, column 10: the file ends"),
        ('[{"a": 1}\n,,]', "line 2, column 2"),
        ('[{"a": 1}]\n]', "line 2, column 1"),
    ]:
        remark = refusal(read_objects, _file(tmp_path, text))
        assert remark.rule == "json-syntax"
        assert place in remark.message


def test_places_hold_when_the_text_is_read_piece_by_piece(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsontexts, "_PIECE", 7)
    records = ",\n".join(_record(headcount=str(number)) for number in range(100, 120))

    rows = read_rows(read_only_sheet(read_objects, _file(tmp_path, f"[{records}]")))
    remark = refusal(read_objects, _file(tmp_path, f"[{records},\n  {{'a'"))

    assert [row["headcount"] for row in rows.values()] == [str(number) for number in range(100, 120)]
    assert "line 21, column 4" in remark.message


def test_what_is_no_list_of_objects_is_refused(tmp_path: Path) -> None:
    assert refusal(read_objects, _file(tmp_path, '{"data": []}')).rule == "json-shape"
    assert refusal(read_objects, _file(tmp_path, "7")).rule == "json-shape"
    assert refusal(read_objects, _file(tmp_path, f"[{_record()}, 7]")).row == 2
    assert refusal(read_objects, _file(tmp_path, "[]")).rule == "no-rows"
    (tmp_path / "latin.json").write_bytes(b'[{"a": "\xe9"}]')
    assert refusal(read_objects, tmp_path / "latin.json").rule == "encoding"


@pytest.mark.parametrize("levels", [101, 5_000, 500_000])
def test_brackets_too_deep_are_refused_however_deep(tmp_path: Path, levels: int) -> None:
    assert refusal(read_objects, _file(tmp_path, "[" * levels + "]" * levels)).rule == "too-deep"
    assert refusal(read_objects, _file(tmp_path, f"[{_record(place='[' * 99 + ']' * 99)}]")).rule == "too-deep"


def test_as_deep_as_the_limit_is_read(tmp_path: Path) -> None:
    sheet = read_only_sheet(read_objects, _file(tmp_path, f"[{_record(place='[' * 98 + ']' * 98)}]"))

    assert marks_of(sheet) == [("error", "wrong-type", "place", 1)]


def test_too_many_records_or_keys_are_refused(tmp_path: Path) -> None:
    path = _file(tmp_path, f"[{_record()}, {_record()}]")

    assert refusal(read_objects, path, limits=Limits(rows=1)).rule == "too-many-rows"
    assert refusal(read_objects, path, limits=Limits(columns=5)).rule == "too-many-columns"


def test_half_a_character_is_shown_as_lost(tmp_path: Path) -> None:
    half = _record(place=r'"a\ud800"')
    sheet = read_only_sheet(read_objects, _file(tmp_path, f"[{half}]"))

    assert read_rows(sheet)[1]["place"] == "a\ufffd"
