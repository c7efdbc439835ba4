import pytest

from loaders.formats.headings import Wanted
from loaders.formats.jsontexts import NumberText
from loaders.formats.limits import Limits
from loaders.formats.records import Records
from loaders.formats.sheets import RefusedError
from tests.loaders.formats.forms import marks_of, read_rows, rules_of

WANTED = Wanted(("id", "place", "latitude", "longitude"), ("id",))


def refused(records: Records) -> tuple[str, str]:
    with pytest.raises(RefusedError) as error:
        records.sheet()
    return error.value.remark.rule, error.value.remark.column


def test_record_without_a_key_has_an_empty_cell_in_its_column() -> None:
    records = Records(WANTED, Limits())
    records.add([("id", NumberText("7"))])
    records.add([("ID", "8"), ("place", "here"), ("colour", "red")])
    # The same column under another spelling of its name stands twice in the whole.
    assert refused(records) == ("duplicate-column", "id")


def test_numbers_keep_their_digits_and_unknown_keys_are_told_once() -> None:
    records = Records(WANTED, Limits())
    records.add([("id", NumberText("9007199254740993")), ("colour", "red")])
    records.add([("id", NumberText("2")), ("colour", "blue"), ("place", "here")])
    sheet = records.sheet()
    assert read_rows(sheet) == {1: {"id": "9007199254740993"}, 2: {"id": "2", "place": "here"}}
    assert rules_of(sheet.remarks) == [("warning", "unknown-column")]


def test_key_twice_in_a_record_and_a_list_for_a_value_set_it_aside() -> None:
    records = Records(WANTED, Limits())
    records.add([("id", "1"), ("place", "a"), ("place", "b")])
    records.add([("id", "2"), ("place", ["a", "b"])])
    assert marks_of(records.sheet()) == [
        ("error", "duplicate-column", "place", 1), ("error", "wrong-type", "place", 2),
    ]  # fmt: skip


def test_place_known_from_elsewhere_comes_before_keys_of_that_name() -> None:
    records = Records(WANTED, Limits())
    records.add([("id", "1"), ("latitude", "50")], place={"latitude": "-1.2", "longitude": "36.8"})
    assert read_rows(records.sheet())[1] == {"id": "1", "latitude": "-1.2", "longitude": "36.8"}


def test_no_record_a_missing_column_and_too_many_of_either_are_refused() -> None:
    assert refused(Records(WANTED, Limits()))[0] == "no-rows"
    records = Records(WANTED, Limits(rows=1, columns=2))
    records.add([("place", "a")])
    assert refused(records) == ("missing-column", "id")
    with pytest.raises(RefusedError, match="more than 1 records"):
        records.add([("place", "b")])
    with pytest.raises(RefusedError, match="more than 2 keys"):
        records.add([("id", "1"), ("colour", "red")])
