import pytest

from loaders.formats.blocks import BLOCK_ROWS, Found, emptied, is_plain, joined, settle_keys, text_array, text_block
from loaders.formats.headings import Wanted
from loaders.formats.sheets import ERROR, WARNING, RefusedError, Remark


def test_remarks_of_one_kind_become_one_mark_in_the_order_of_their_rows() -> None:
    found = Found()
    found.add(5, Remark(ERROR, "cell-error", "is an error", "mend it", column="agency", value="#REF!"))
    found.add(2, Remark(ERROR, "cell-error", "is none", "mend it", column="agency", value="#N/A"))
    found.add(3, Remark(WARNING, "long-cell", "is long", column="note"))
    first, second = found.marks()
    assert (first.column, first.severity, first.rule, first.mend) == ("agency", ERROR, "cell-error", "mend it")
    assert (first.places.tolist(), first.message, first.values) == (
        [2, 5],
        ["is none", "is an error"],
        ["#N/A", "#REF!"],
    )
    assert (second.rule, second.places.tolist()) == ("long-cell", [3])


def test_empty_text_is_an_empty_cell() -> None:
    block = text_block([2, 4], {"agency": ["", "DOS"], "note": [None, "a"]})
    assert block.rows.tolist() == [2, 4]
    assert block.cells.to_pydict() == {"agency": [None, "DOS"], "note": [None, "a"]}
    sliced = text_array(["a", "b"]).dictionary_encode().dictionary
    assert emptied(sliced) is sliced


def test_half_characters_become_the_sign_of_a_lost_one_and_pairs_of_them_one_character() -> None:
    assert text_array(["a\ud83d", "\ud83d\ude00", None]).to_pylist() == ["a\ufffd", "\U0001f600", None]


@pytest.mark.parametrize("text", ["é", "<b", "${a", "javascript:x", "a\x00", ":"])
def test_text_that_asks_for_a_closer_look_makes_its_block_not_plain(text: str) -> None:
    assert is_plain([text_array(["a b\t1-2,3", "2010-03-01T10:30"])])
    assert not is_plain([text_array(["a"]), text_array(["b", text])])


def test_only_the_rows_of_a_slice_are_looked_at() -> None:
    assert is_plain([text_array(["é", "a", "é"])[1:2]])


def test_keys_are_matched_to_columns_and_one_that_lacks_or_stands_twice_refuses() -> None:
    wanted = Wanted(("agency", "note"), ("agency",))
    assert settle_keys(["Agency", "other"], wanted)[0] == ("agency", None)
    for keys, rule in ((["note"], "missing-column"), (["agency", "Agency"], "duplicate-column")):
        with pytest.raises(RefusedError) as refused:
            settle_keys(keys, wanted)
        assert (refused.value.remark.rule, refused.value.remark.column) == (rule, "agency")


def test_small_blocks_behind_the_first_are_joined_until_they_are_large_enough() -> None:
    third = BLOCK_ROWS // 3 + 1
    blocks = [text_block(range(at * third, at * third + third), {"id": [f"{at}"] * third}) for at in range(6)]
    found = list(joined(blocks))
    assert [len(block.rows) for block in found] == [third, 3 * third, 2 * third]
    assert [int(row) for block in found for row in block.rows] == list(range(6 * third))
    assert found[1].cells["id"].to_pylist() == ["1"] * third + ["2"] * third + ["3"] * third
    assert all(block.is_plain for block in found)


def test_a_block_with_marks_stays_alone_and_a_loud_one_makes_those_joined_with_it_loud() -> None:
    found = Found()
    found.add(0, Remark(ERROR, "ragged-row", "is short"))
    blocks = [text_block([1], {"id": ["a"]}), text_block([2], {"id": ["b"]}), text_block([3], {"id": ["é"]}),
              text_block([4], {"id": ["c"]}, found.marks()), text_block([5], {"id": ["d"]})]  # fmt: skip
    told = [(block.rows.tolist(), len(block.marks), block.is_plain) for block in joined(blocks)]
    assert told == [([1], 0, True), ([2, 3], 0, False), ([4], 1, True), ([5], 0, True)]
    assert list(joined([])) == []
