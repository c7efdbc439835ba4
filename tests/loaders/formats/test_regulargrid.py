from pathlib import Path

import pytest

from loaders.formats.batches import Batch
from loaders.formats.cellreading import CellReading
from loaders.formats.container import Container
from loaders.formats.limits import Limits
from loaders.formats.numberformats import DAY
from loaders.formats.regulargrid import read_regular


def read(piece: str, hidden: list[int] | None = None) -> Batch | None:
    container = Container(Path("a.xlsx"), (), ["Kenya", "Uganda"], ["", DAY], 1900, ())
    found = [] if hidden is None else hidden
    return read_regular(CellReading(container, Limits(), "Return"), piece.encode(), found)


ROW = '<row r="{0}"><c r="A{0}" t="s"><v>{1}</v></c><c r="B{0}" s="1"><v>40238</v></c></row>'


def test_rows_as_programs_write_them_are_read_by_columns() -> None:
    batch = read(ROW.format(2, 0) + ROW.format(3, 1))
    assert batch == Batch([2, 3], [["Kenya", "Uganda"], ["2010-03-01", "2010-03-01"]], [])


def test_signs_of_markup_written_as_entities_are_those_signs() -> None:
    batch = read('<row r="2"><c r="A2" t="str"><v>a &amp; &lt;b&gt; &#233;</v></c></row>')
    assert batch is not None
    assert batch.columns == [["a & <b> é"]]


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
    ],
)
def test_anything_else_is_left_to_the_exact_reader(piece: str) -> None:
    assert read(piece) is None
