from pathlib import Path

import pytest

from loaders.formats.batches import Batch
from loaders.formats.blocks import text_array
from loaders.formats.cellreading import CellReading
from loaders.formats.container import Container
from loaders.formats.limits import Limits
from loaders.formats.numberformats import DAY, SHARE
from loaders.formats.regulargrid import read_regular
from loaders.formats.sheets import RefusedError


def read(piece: str, hidden: list[int] | None = None) -> Batch | None:
    container = Container(Path("a.xlsx"), (), text_array(["Kenya", "Uganda", ""]), ["", DAY, SHARE], 1900, ())
    found = [] if hidden is None else hidden
    return read_regular(CellReading(container, Limits(), "Return"), piece.encode(), found)


ROW = '<row r="{0}"><c r="A{0}" t="s"><v>{1}</v></c><c r="B{0}" s="1"><v>40238</v></c></row>'


def test_rows_as_programs_write_them_are_read_by_columns() -> None:
    batch = read(ROW.format(2, 0) + ROW.format(3, 1))
    assert batch is not None
    assert (batch.numbers, batch.flaws) == ([2, 3], [])
    assert batch.rows() == [["Kenya", "2010-03-01"], ["Uganda", "2010-03-01"]]


def test_signs_of_markup_written_as_entities_are_those_signs() -> None:
    batch = read('<row r="2"><c r="A2" t="str"><v>a &amp; &lt;b&gt; &#233;</v></c></row>')
    assert batch is not None
    assert batch.rows() == [["a & <b> é"]]


def test_cells_of_one_column_keep_their_own_types_and_styles() -> None:
    cells = (
        ' t="s"><v>1</v>',
        ' s="1"><v>40238</v>',
        ' s="2"><v>0.45</v>',
        ' t="b"><v>1</v>',
        "><v>12.50</v>",
        ' t="str"><f>B2&amp;C2</f><v>a_x0041_</v>',
        ' t="inlineStr"><is><t xml:space="preserve"> é</t></is>',
    )
    batch = read("".join(f'<row r="{at}"><c r="C{at}"{cell}</c></row>' for at, cell in enumerate(cells, 9)))
    assert batch is not None
    assert [row[2] for row in batch.rows()] == ["Uganda", "2010-03-01", "45%", "TRUE", "12.5", "aA", " é"]


def test_rows_of_different_cells_stand_in_their_columns() -> None:
    batch = read('<row r="2"><c r="B2"><v>1</v></c></row><row r="3"><c r="A3" s="1"/><c r="AA3"><v>2</v></c></row>')
    assert batch is not None
    # AA is the 27th column.
    assert batch.rows() == [[None, "1", *[None] * 25], [*[None] * 26, "2"]]


def test_row_without_a_text_is_no_row_and_a_cell_without_one_makes_no_column() -> None:
    hidden: list[int] = []
    empty = '<row r="4" hidden="1"><c r="Z4" t="s"><v>2</v></c></row>'
    batch = read(ROW.format(2, 0) + empty + '<row r="5"></row><row r="6" s="1"/>', hidden)
    assert batch is not None
    assert (batch.numbers, len(batch.columns), hidden) == ([2], 2, [])


def test_cell_with_a_text_too_far_to_the_right_refuses_the_sheet() -> None:
    with pytest.raises(RefusedError) as refused:
        read(ROW.format(2, 0) + '<row r="3"><c r="XFD3"><v>1</v></c></row>')
    assert (refused.value.remark.rule, refused.value.remark.row) == ("too-many-columns", 3)


def test_hidden_rows_are_noted() -> None:
    hidden: list[int] = []
    read(ROW.format(2, 0) + ROW.format(3, 1).replace('r="3">', 'r="3" hidden="1">'), hidden)
    assert hidden == [3]


@pytest.mark.parametrize(
    "piece",
    [
        "",
        '<row r="2"><c r="A2" t="e"><v>#REF!</v></c></row>',
        '<row r="2"><c r="A2"><f>B2</f></c></row>',
        '<row r="2"><c r="A2"><v></v></c></row>',
        '<row r="2"><!-- a --><c r="A2"><v>1</v></c></row>',
        '<row r="2"><c r="A2"><v>1</v></c><other/></row>',
        '<row r="2"><c r="A2" t="str"><v>a\r</v></c></row>',
        '<row r="2"><c r="A2" t="str"><v>a > b</v></c></row>',
        '<row r="2"><c r="A2" t="s"><v>3</v></c></row>',
        '<row r="2"><c r="A2" t="s"><v>one</v></c></row>',
        '<row r="2"><c r="A2" cm="1"><v>1</v></c></row>',
        '<row r="2"><c r="A3"><v>1</v></c></row>',
        '<row r="2"><c r="A"><v>1</v></c></row>',
        '<row r="2"><c r="22"><v>1</v></c></row>',
        '<row r="2"><c r="ABCD2"><v>1</v></c></row>',
        '<row r="12345678"><c r="A12345678"><v>1</v></c></row>',
        '<row r="2"><c r="B2"><v>1</v></c><c r="A2"><v>1</v></c></row>',
        '<row r="2"><c r="A2"><v>1</v></c></row><c r="B2"><v>1</v></c>',
        '<row r="2"><row r="3"><c r="A3"><v>1</v></c></row></row>',
        '<row r="2"><c r="A2"><v>1</v></c><f>B2</f><f></row>',
        '<row r="2"><c r="A2" t="inlineStr"><is><r><t>a</t></r></is></c></row>',
    ],
)
def test_anything_else_is_left_to_the_exact_reader(piece: str) -> None:
    assert read(piece) is None
