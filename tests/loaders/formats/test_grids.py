import pytest

from loaders.formats.grids import below, read_grids
from loaders.formats.limits import Limits
from loaders.formats.sheets import RefusedError


def grid(folder, text):
    path = folder / "table.csv"
    path.write_text(text, encoding="utf-8")
    (found,) = read_grids(path, Limits())
    return found


def test_rows_below_a_heading_are_told_by_heading(tmp_path):
    told = below(grid(tmp_path, 'about,the file\n\nCode,1980,\nAFG,"1,5",\n\nABW,,\n'), 1)
    assert told == [(4, {"Code": "AFG", "1980": "1,5"}), (6, {"Code": "ABW", "1980": None})]


@pytest.mark.parametrize(
    ("text", "rule", "row"),
    [
        ("Code,1980,1981\nAFG,1,2\nABW,1\n", "ragged-row", 3),
        ("Code,1980\nAFG,1,2\n", "ragged-row", 2),
        ("Code,1980,\nAFG,1,odd\n", "cell-without-heading", 2),
    ],
)
def test_a_row_that_does_not_fit_its_heading_is_refused_where_it_stands(tmp_path, text, rule, row):
    with pytest.raises(RefusedError) as refused:
        below(grid(tmp_path, text), 0)
    assert (refused.value.remark.rule, refused.value.remark.row) == (rule, row)
