import pandas as pd
import pytest

from loaders.foretold import foretold

DAYS = pd.Series(["2026-01-31", "2026-02", "2027", None, "soon"], dtype="str").set_axis([2, 3, 4, 5, 6])


def test_a_row_stated_after_its_source_was_known_is_a_problem():
    found = foretold(DAYS, pd.Timestamp("2026-01-31"))
    assert [(one.row, one.value, one.rule) for one in found] == [
        (3, "2026-02", "from-the-future"),
        (4, "2027", "from-the-future"),
    ]


@pytest.mark.parametrize("known", [None, pd.NaT])
def test_nothing_is_after_an_undated_source(known):
    assert foretold(DAYS, known) == []
