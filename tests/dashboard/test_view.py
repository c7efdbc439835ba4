import re
from datetime import date

from dashboard import view
from dashboard.scope import Scope
from dashboard.view import figure_id

SCOPE = Scope(rel="2011-09-30~aaaaaaaa", asof=date(2011, 9, 30))


def test_a_figure_id_is_six_digits_after_its_prefix() -> None:
    assert re.fullmatch(r"FIG-[0-9A-F]{6}", figure_id("world", SCOPE))


def test_the_same_name_scope_and_release_give_the_same_id() -> None:
    assert figure_id("world", SCOPE.but(country=("XAB", "XAA"))) == figure_id(
        "world", SCOPE.but(country=("XAA", "XAB"))
    )


def test_turning_the_picture_keeps_the_id() -> None:
    assert figure_id("world", SCOPE.but(table=("world",), open="world", split="agency", q="x")) == figure_id(
        "world", SCOPE
    )


def test_another_view_release_day_or_filter_has_another_id() -> None:
    others = [
        SCOPE.but(rel="2011-09-30~bbbbbbbb"),
        SCOPE.but(asof=date(2011, 9, 29)),
        SCOPE.but(agency=("STATE",)),
        SCOPE.but(period=2011),
    ]
    ids = {figure_id("world", scope) for scope in (SCOPE, *others)} | {figure_id("changes", SCOPE)}
    assert len(ids) == 6


def test_the_three_absences_have_a_code_each_and_zero_has_none() -> None:
    assert view.CODES == {"not reported": "[x]", "not applicable": "[z]", "withheld": "[c]"}
