from loaders.formats.batches import Batch, Cells, Row, joined, transposed, without_first
from loaders.formats.blocks import text_array
from loaders.formats.sheets import ERROR, Remark

FLAW = Remark(ERROR, "cell-error", "is an error", "mend it")


def batch_of(numbers: list[int], columns: list[Cells], flaws: list[tuple[int, int, Remark]]) -> Batch:
    return Batch(numbers, [text_array(cells) for cells in columns], flaws)


def test_rows_of_any_width_stand_as_columns_of_the_widest() -> None:
    batch = transposed([Row(3, ["a"], {}), Row(5, ["b", "c"], {1: FLAW})])
    assert batch == batch_of([3, 5], [["a", "b"], [None, "c"]], [(1, 1, FLAW)])
    assert batch.rows() == [["a", None], ["b", "c"]]
    assert batch.rows(1) == [["a", None]]


def test_joined_batches_keep_the_columns_asked_for_and_move_their_flaws() -> None:
    first = batch_of([1, 2], [["a", "b"], ["c", "d"]], [(0, 1, FLAW)])
    second = batch_of([4], [["e"]], [(0, 0, FLAW)])
    # The flaw of the second batch stands behind two rows.
    assert joined([first, second], [1, 0]) == batch_of(
        [1, 2, 4], [["c", "d", None], ["a", "b", "e"]], [(0, 1, FLAW), (2, 0, FLAW)]
    )


def test_batch_without_its_first_rows_has_no_flaw_of_theirs() -> None:
    batch = batch_of([1, 2, 3], [["a", "b", "c"]], [(0, 0, FLAW), (2, 0, FLAW)])
    assert without_first(batch, 2) == batch_of([3], [["c"]], [(0, 0, FLAW)])
