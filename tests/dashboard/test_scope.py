from dataclasses import fields
from datetime import date
from urllib.parse import parse_qsl

import pytest

from dashboard.scope import MAX_LENGTH, PARAMETERS, SWITCHES, VERSION, Choices, Notice, Scope, decode, encode

CHOICES = Choices(
    release="2011-09-30~aaaaaaaa",
    asof=date(2011, 9, 30),
    first=date(2004, 1, 1),
    codes={
        "country": frozenset({"XAA", "XAB", "XAC"}),
        "agency": frozenset({"STATE", "USAID"}),
        "component": frozenset({"ACTIVE", "RESERVE"}),
        "tool": frozenset({"LEGAL"}),
        "status": frozenset({"FAILED", "COMPLEX"}),
    },
    regions={"BUREAU": frozenset({"UP", "LO"}), "COMMAND": frozenset({"XNORTH"}), "M49": frozenset({"900"})},
    years=frozenset({2010, 2011}),
    compare=frozenset({"2010-06-30~bbbbbbbb", "none"}),
    default_compare="2010-06-30~bbbbbbbb",
    views=frozenset({"world", "changes"}),
)
PLAIN = Scope(rel=CHOICES.release, asof=CHOICES.asof, cmp=CHOICES.default_compare)


def read(query: str) -> tuple[Scope, list[Notice]]:
    return decode(parse_qsl(query, keep_blank_values=True), CHOICES)


def notices(query: str) -> list[tuple[str, str]]:
    return [(notice.parameter, notice.value) for notice in read(query)[1]]


def test_version_release_day_and_comparison_are_always_written() -> None:
    assert encode(PLAIN) == "v=1&rel=2011-09-30~aaaaaaaa&asof=2011-09-30&cmp=2010-06-30~bbbbbbbb"


def test_the_order_of_choosing_leaves_no_trace_in_the_address() -> None:
    first = PLAIN.but(country=("XAC", "XAA")).but(agency=("USAID",))
    second = PLAIN.but(agency=("USAID",)).but(country=("XAA", "XAC", "XAA"))
    assert encode(first) == encode(second)
    assert "country=XAA,XAC&agency=USAID" in encode(first)


def test_parameters_stand_in_one_order_whatever_was_changed_last() -> None:
    scope = PLAIN.but(q="a", table=("world",), period=2011, status=("FAILED",), region=("UP",))
    names = [name for name, _ in parse_qsl(encode(scope))]
    assert names == [name for name in PARAMETERS if name in names]


def test_a_choice_taken_back_leaves_the_address_as_it_was() -> None:
    assert encode(PLAIN.but(country=("XAA",), period=2011).but(country=(), period=None)) == encode(PLAIN)


def test_codes_not_labels_stand_in_the_address() -> None:
    assert encode(PLAIN.but(status=("COMPLEX",), agency=("STATE",))).endswith(
        "&agency=STATE&status=COMPLEX&cmp=" + PLAIN.cmp
    )


def test_an_address_that_is_canonical_reads_back_as_the_same_scope_without_notice() -> None:
    scope = PLAIN.but(
        tax="COMMAND", region=("XNORTH",), country=("XAA", "XAB"), period=2010, q="a & b=c, ü%", open="world:XAA"
    )
    assert read(encode(scope)) == (scope, [])


def test_every_field_of_a_scope_has_a_place_in_the_address() -> None:
    assert ("v", *(field.name for field in fields(Scope))) == PARAMETERS


def test_the_largest_sensible_scope_stays_under_2000_characters() -> None:
    countries = tuple(f"X{a}{b}" for a in "ABCDEFGHIJ" for b in "ABCDEFGHIJKLMNOPQRSTUVWXY")
    scope = PLAIN.but(
        tax="COMMAND", region=tuple(f"COMMAND-{n}" for n in range(12)), country=countries[:249],
        agency=tuple(f"AGENCY{n}" for n in range(13)), component=("ACTIVE", "RESERVE", "STANDBY"),
        tool=("CULTURAL", "DIPLOMATIC", "ECONOMIC", "LEGAL", "MILITARY", "POLITICAL"),
        status=("COMPLEX", "DESCRIBED", "FAILED", "FAILING", "POST"), period=2011, split="region", group="agency",
        money="tool", tab="dictionary", table=tuple(f"view_{n}" for n in range(12)), q="w" * 40, open="view:XAA",
    )  # fmt: skip
    assert len(encode(scope)) < MAX_LENGTH == 2000


def test_an_address_without_day_and_comparison_takes_those_of_the_release() -> None:
    assert read(f"v=1&rel={CHOICES.release}") == (PLAIN, [])


@pytest.mark.parametrize(
    ("query", "parameter", "value"),
    [
        ("regoin=UP", "regoin", "UP"),
        ("country=XAA&country=XAB", "country", "XAB"),
        ("v=2", "v", "2"),
        ("v=", "v", ""),
        ("asof=2011-09-31", "asof", "2011-09-31"),
        ("asof=yesterday", "asof", "yesterday"),
        ("asof=2011-10-01", "asof", "2011-10-01"),
        ("asof=2003-12-31", "asof", "2003-12-31"),
        ("asof=", "asof", ""),
        ("period=2012", "period", "2012"),
        ("period=11", "period", "11"),
        ("period=２０１１", "period", "２０１１"),
        ("period=2011.0", "period", "2011.0"),
        ("tax=NATO", "tax", "NATO"),
        ("region=Atlantis", "region", "Atlantis"),
        ("region=XNORTH", "region", "XNORTH"),
        ("country=", "country", ""),
        ("country=,", "country", ","),
        ("country=xaa", "country", "xaa"),
        ("country=XAA%20", "country", "XAA "),
        ("component=TOTAL", "component", "TOTAL"),
        ("status=Failed", "status", "Failed"),
        ("cmp=2011-09-30~aaaaaaaa", "cmp", "2011-09-30~aaaaaaaa"),
        ("cmp=", "cmp", ""),
        ("split=colour", "split", "colour"),
        ("tab=secret", "tab", "secret"),
        ("table=wolrd", "table", "wolrd"),
        ("all=nothing", "all", "nothing"),
        ("open=nothing:XAA", "open", "nothing:XAA"),
        ("q=" + "w" * 101, "q", "w" * 57 + "..."),
        ("open=world:" + "w" * 115, "open", "world:" + "w" * 51 + "..."),
        ("country=KEN' OR 1=1--", "country", "KEN' OR 1=1--"),
    ],
)
def test_what_cannot_be_applied_is_named_with_its_value(query: str, parameter: str, value: str) -> None:
    assert notices(query) == [(parameter, value)]


def test_the_part_of_a_list_that_is_known_is_kept_and_the_rest_is_named() -> None:
    scope, found = read("agency=USAID,NOPE,STATE,CDC")
    assert scope.agency == ("STATE", "USAID")
    assert [notice.reason for notice in found] == ["holds NOPE, CDC, unknown in this release"]


def test_a_region_is_read_in_the_taxonomy_of_the_same_address() -> None:
    assert read("region=XNORTH&tax=COMMAND") == (PLAIN.but(tax="COMMAND", region=("XNORTH",)), [])


def test_every_fault_of_an_address_is_told_at_once() -> None:
    assert [name for name, _ in notices("country=QQQ&period=1&nothing=x&asof=x")] == [
        "nothing",
        "country",
        "period",
        "asof",
    ]


def test_a_value_of_any_length_is_cut_for_display() -> None:
    ((_, value),) = notices("region=" + "A" * 100_000)
    assert value == "A" * 57 + "..."


def test_a_name_of_any_length_is_cut_for_display() -> None:
    ((name, _),) = notices("A" * 100_000 + "=1")
    assert len(name) == 60


def test_the_first_and_the_last_day_of_a_release_can_be_read() -> None:
    for day in ("2004-01-01", "2011-09-30"):
        scope, found = read(f"asof={day}")
        assert (scope.asof.isoformat(), found) == (day, [])


def test_switches_turn_the_picture_and_leave_the_facts() -> None:
    turned = PLAIN.but(
        table=("world",), all="world", q="flood", open="world:XAA",
        **{name: options[-1] for name, options in SWITCHES.items()},
    )  # fmt: skip
    assert turned != PLAIN
    assert turned.facts == PLAIN


def test_filters_and_days_are_facts() -> None:
    for changes in (
        {"country": ("XAA",)},
        {"period": 2011},
        {"asof": date(2011, 1, 1)},
        {"cmp": "none"},
        {"tax": "M49"},
    ):
        assert PLAIN.but(**changes).facts != PLAIN


def test_a_period_or_a_day_is_no_filter() -> None:
    assert not PLAIN.but(period=2011, asof=date(2010, 1, 1), tax="M49", q="x").is_filtered
    assert all(
        PLAIN.but(**{name: ("X",)}).is_filtered
        for name in ("region", "country", "agency", "component", "tool", "status")
    )


def test_the_version_of_addresses_is_one() -> None:
    assert VERSION == "1"
