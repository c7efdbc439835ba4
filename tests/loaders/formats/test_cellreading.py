from pathlib import Path

import pytest
from lxml import etree

from loaders.formats.blocks import text_array
from loaders.formats.cellreading import CellReading
from loaders.formats.container import Container
from loaders.formats.limits import Limits
from loaders.formats.numberformats import DAY, SHARE
from loaders.formats.sheets import RefusedError

TEXTS = text_array(["first", "second"])
SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def reading(limits: Limits | None = None) -> CellReading:
    """Read a sheet whose styles are a plain number, a day and a share."""
    return CellReading(Container(Path("a.xlsx"), (), TEXTS, ["", DAY, SHARE], 1900, ()), limits or Limits(), "Return")


def row(cells: str, number: int = 4, attributes: str = "") -> etree._Element:
    return etree.fromstring(f'<row xmlns="{SPACE}" r="{number}" {attributes}>{cells}</row>')


def test_cells_stand_where_their_letters_say_and_what_lies_between_is_empty() -> None:
    found = reading().row(4, row('<c r="B4" t="s"><v>1</v></c><c r="D4"><v>12.0</v></c>'), [])
    assert found is not None
    assert (found.number, found.cells, found.flaws) == (4, [None, "second", None, "12"], {})


def test_cell_without_a_place_follows_the_one_before() -> None:
    found = reading().row(4, row('<c r="B4"><v>1</v></c><c><v>2</v></c>'), [])
    assert found is not None
    assert found.cells == [None, "1", "2"]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ('<c r="A4" t="b"><v>1</v></c>', "TRUE"),
        ('<c r="A4" t="d"><v>2010-03-01T00:00:00</v></c>', "2010-03-01"),
        ('<c r="A4" t="str"><v>a_x0041_</v></c>', "aA"),
        ('<c r="A4" t="inlineStr"><is><r><t>Nai</t></r><r><t>robi</t></r></is></c>', "Nairobi"),
        ('<c r="A4" s="1"><v>40238</v></c>', "2010-03-01"),
        ('<c r="A4" s="2"><v>0.45</v></c>', "45%"),
        ('<c r="A4"><f>B4+1</f><v>7</v></c>', "7"),
    ],
)
def test_text_of_a_cell_is_what_its_type_and_style_say(cell: str, text: str) -> None:
    found = reading().row(4, row(cell), [])
    assert found is not None
    assert found.cells == [text]


@pytest.mark.parametrize(
    ("cell", "rule", "value"),
    [
        ('<c r="A4" t="e"><v>#REF!</v></c>', "cell-error", "#REF!"),
        ('<c r="A4"><f>B4+1</f></c>', "formula-no-value", "=B4+1"),
        ('<c r="A4"><f>B4+1</f><v/></c>', "formula-no-value", "=B4+1"),
    ],
)
def test_error_and_formula_without_a_result_have_no_text_and_say_so(cell: str, rule: str, value: str) -> None:
    found = reading().row(4, row(cell), [])
    assert found is not None
    assert found.cells == [None]
    assert (found.flaws[0].rule, found.flaws[0].value) == (rule, value)


def test_row_without_a_text_is_none_and_a_hidden_one_is_noted() -> None:
    hidden: list[int] = []
    assert reading().row(4, row('<c r="A4"/>', attributes='hidden="1"'), hidden) is None
    assert reading().row(5, row('<c r="A5"><v>1</v></c>', 5, 'hidden="1"'), hidden) is not None
    assert hidden == [5]


def test_letters_count_columns_from_zero() -> None:
    # 26 single letters, then AA; XFD is 24 * 676 + 6 * 26 + 4 - 1.
    assert [reading().position(letters) for letters in ("A", "Z", "AA", "XFD")] == [0, 25, 26, 16_383]
    with pytest.raises(RefusedError):
        reading().position("A1")


def test_cell_too_far_to_the_right_refuses_the_sheet() -> None:
    with pytest.raises(RefusedError) as refused:
        reading(Limits(columns=3)).row(4, row('<c r="D4"><v>1</v></c>'), [])
    assert (refused.value.remark.rule, refused.value.remark.row) == ("too-many-columns", 4)


def test_two_cells_in_one_place_refuse_the_sheet() -> None:
    with pytest.raises(RefusedError) as refused:
        reading().row(4, row('<c r="B4"><v>10</v></c><c r="B4"><v>99</v></c>'), [])
    assert (refused.value.remark.rule, refused.value.remark.row) == ("not-xlsx", 4)
