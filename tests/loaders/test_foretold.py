import pandas as pd
import pytest

from loaders.foretold import foretold

LINES = pd.Series([2, 3, 4, 5, 6], dtype="Int64")
DAYS = pd.Series(["2026-01-31", "2026-02", "2027", None, "soon"], dtype="str")


def test_a_row_stated_after_its_source_was_known_is_a_problem():
    found = foretold(LINES, DAYS, pd.Timestamp("2026-01-31"))
    assert [(one.line, one.value, one.rule) for one in found] == [
        (3, "2026-02", "from-the-future"),
        (4, "2027", "from-the-future"),
    ]


@pytest.mark.parametrize("known", [None, pd.NaT])
def test_nothing_is_after_an_undated_source(known):
    assert foretold(LINES, DAYS, known) == []
