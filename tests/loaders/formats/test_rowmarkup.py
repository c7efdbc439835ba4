import pytest

from loaders.formats.markup import read_markup
from loaders.formats.rowmarkup import Cells, find_cells


def found(piece: str) -> Cells | None:
    markup = read_markup(piece.encode())
    assert markup is not None
    return find_cells(markup)


def test_each_cell_has_its_row_and_its_column() -> None:
    cells = found(
        '<row r="9"><c r="B9"><v>1</v></c><c r="AB9"><v>2</v></c></row><row r="10"><c r="A10"><v>3</v></c></row>'
    )
    assert cells is not None
    assert cells.numbers.tolist() == [9, 10]
    assert cells.rows.tolist() == [0, 0, 1]
    # AB is 1 * 26 + 2, counted from 1.
    assert cells.positions.tolist() == [1, 27, 0]


def test_formulas_and_elements_without_content_are_passed_over() -> None:
    cells = found('<row r="1"/><row r="2"><c r="A2" s="1"/><c r="B2"><f>A1</f><v>1</v></c>'
                  '<c r="C2"><f t="shared" si="0"/><v>2</v></c></row>')  # fmt: skip
    assert cells is not None
    assert cells.positions.tolist() == [1, 2]


@pytest.mark.parametrize(
    "piece",
    [
        '<row r="2"><c r="A3"><v>1</v></c></row>',
        '<row r="2"><c r="B2"><v>1</v></c><c r="B2"><v>1</v></c></row>',
        '<row r="2"><c r="A2"><v></v></c></row>',
        '<row r="2"><c r="A2"><v>1</v><other/></c></row>',
        '<row r="2"><c r="A2"><f>B2<v>1</v></f></c></row>',
        '<c r="A2"><v>1</v></c><row r="2"></row>',
        '<row spans="1:2"><c r="A2"><v>1</v></c></row>',
    ],
)
def test_piece_in_which_anything_else_stands_has_no_cells_that_are_sure(piece: str) -> None:
    assert found(piece) is None
