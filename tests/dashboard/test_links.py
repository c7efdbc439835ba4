from datetime import date

import pytest

from dashboard import links
from dashboard.scope import encode
from tests.conftest import Nowhere

VIEWS = frozenset({"world"})


def opened(query: list[tuple[str, str]]) -> links.Opened:
    return links.read(query, VIEWS)


def test_an_empty_address_opens_the_default_release_on_its_own_day(nowhere: Nowhere) -> None:
    found = opened([])
    assert found.release.name == nowhere.names["whole"]
    assert (found.scope.asof, list(found.notices)) == (date(2011, 8, 20), [])


def test_a_release_is_compared_with_the_one_before_it_of_its_kind(nowhere: Nowhere) -> None:
    for release, earlier in (("2011-09-30", "2010-12-31"), ("ex-2011-09-15", "ex-2011-09-01")):
        assert opened([("rel", nowhere.names[release])]).scope.cmp == nowhere.names[earlier]
    for first in ("2010-12-31", "ex-2011-09-01"):
        assert opened([("rel", nowhere.names[first])]).scope.cmp == "none"


def test_record_and_exercise_are_never_compared(nowhere: Nowhere) -> None:
    address = [("rel", nowhere.names["2011-09-30"]), ("cmp", nowhere.names["ex-2011-09-15"])]
    assert [notice.parameter for notice in opened(address).notices] == ["cmp"]


def test_a_release_asked_for_by_its_id_alone_is_named_in_full(nowhere: Nowhere) -> None:
    found = opened([("rel", "2011-09-30")])
    assert found.release.name == nowhere.names["2011-09-30"]
    assert [(notice.parameter, notice.value) for notice in found.notices] == [("rel", "2011-09-30")]
    assert nowhere.names["2011-09-30"] in found.notices[0].reason


@pytest.mark.parametrize(
    "asked", ["R999999", "../../../etc/passwd", "", "2012-09-30~00000000", "x" * 70_000, "current.json", "."]
)
def test_a_release_not_held_is_told_and_the_default_stands_in(nowhere: Nowhere, asked: str) -> None:
    found = opened([("rel", asked)])
    assert found.release.name == nowhere.names["whole"]
    assert [notice.parameter for notice in found.notices] == ["rel"]
    assert found.notices[0].value == asked[:60]


def test_an_unknown_digest_of_a_known_release_leads_to_its_newest_revision_and_is_told(nowhere: Nowhere) -> None:
    found = opened([("rel", "2011-09-30~00000000")])
    assert found.release.name == nowhere.names["2011-09-30"] != nowhere.names["whole"]
    assert [(notice.parameter, notice.value) for notice in found.notices] == [("rel", "2011-09-30~00000000")]
    assert nowhere.names["2011-09-30"] in found.notices[0].reason


def test_a_release_given_twice_is_told(nowhere: Nowhere) -> None:
    found = opened([("rel", nowhere.names["whole"]), ("rel", nowhere.names["2010-12-31"])])
    assert [(notice.parameter, notice.value) for notice in found.notices] == [("rel", nowhere.names["2010-12-31"])]


def test_the_codes_of_a_release_are_what_an_address_may_hold(nowhere: Nowhere, record: object) -> None:
    choices = links.choices_of(nowhere.release("2011-09-30"), VIEWS)
    assert choices.codes["country"] == {"XAA", "XAB", "XAC", "XAD", "XAE"}
    assert choices.regions == {
        "BUREAU": {"UP", "LO", "FAR"},
        "COMMAND": {"XNORTH", "XSOUTH"},
        "M49": {"900", "901", "902"},
    }
    assert "TOTAL" not in choices.codes["component"]
    assert choices.compare == {nowhere.names["2010-12-31"], nowhere.names["whole"], "none"}


def test_a_link_leads_back_to_the_scope_it_was_made_of(nowhere: Nowhere) -> None:
    scope = nowhere.scope("2011-09-30", country=("XAA",), agency=("STATE", "USAID"), asof=date(2011, 1, 31))
    path, _, query = links.href("countries", scope).partition("?")
    assert path == "/countries"
    found = opened([tuple(pair.split("=", 1)) for pair in query.split("&")])
    assert (found.scope, list(found.notices)) == (scope, [])


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("country", "XAA"),
        ("region", "UP"),
        ("status", "FAILED"),
        ("asof", "2011-01-31"),
        ("period", "2010"),
        ("cmp", "none"),
    ],
)
def test_a_pattern_becomes_a_canonical_address_once_it_is_filled(nowhere: Nowhere, name: str, value: str) -> None:
    scope = nowhere.scope("2011-09-30", cmp=nowhere.names["2010-12-31"])
    text = links.pattern("", scope, name)
    assert text.count("{}") == 1
    wanted = {"asof": date(2011, 1, 31), "period": 2010, "cmp": "none"}.get(name, (value,))
    assert text.replace("{}", value) == f"/?{encode(scope.but(**{name: wanted}))}"


def test_a_pattern_replaces_what_was_chosen_before(nowhere: Nowhere) -> None:
    scope = nowhere.scope("2011-09-30", country=("XAA", "XAB"), period=2010)
    assert "XAA" not in links.pattern("", scope, "country")
    assert "period=2010" not in links.pattern("", scope, "period")


def test_one_release_is_opened_once(nowhere: Nowhere) -> None:
    assert links.opened(nowhere.names["whole"]) is links.opened(nowhere.names["whole"])
