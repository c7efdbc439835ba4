import random
import string
from urllib.parse import parse_qsl

from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.scope import DEFAULTS, MAX_LENGTH, PARAMETERS, Notice, Scope, decode, encode
from tests.properties.addresses import CHOICES, COUNTRIES, scopes


def read(query: str) -> tuple[Scope, list[Notice]]:
    return decode(parse_qsl(query, keep_blank_values=True), CHOICES)


@settings(max_examples=500)
@given(scopes)
def test_every_scope_reads_back_from_its_address_as_it_was(scope: Scope) -> None:
    assert read(encode(scope)) == (scope, [])


@settings(max_examples=500)
@given(scopes)
def test_every_address_is_under_2000_characters(scope: Scope) -> None:
    assert len(encode(scope)) < MAX_LENGTH


@given(scopes, st.randoms(use_true_random=False))
def test_parameters_and_codes_in_any_order_lead_to_the_one_canonical_address(
    scope: Scope, chance: random.Random
) -> None:
    pairs = parse_qsl(encode(scope))
    mixed = [
        (name, ",".join(chance.sample(parts := value.split(","), len(parts))) if name == "country" else value)
        for name, value in pairs
    ]
    chance.shuffle(mixed)
    found, notices = decode(mixed, CHOICES)
    assert (encode(found), notices) == (encode(scope), [])


def says(query: str, scope: Scope) -> None:
    """Check that a scope is exactly what an address says, nothing added and nothing left out."""
    asked = dict(parse_qsl(query, keep_blank_values=True))
    shown = dict(parse_qsl(encode(scope)))
    for name, value in asked.items():
        if name in ("v", "rel"):
            continue
        default = DEFAULTS[name] if isinstance(DEFAULTS[name], str) else ""
        assert {*shown.get(name, default).split(",")} == {code for code in value.split(",") if code} or shown.get(
            name, default
        ) == value
    for name in shown.keys() - asked.keys():
        assert name in ("v", "rel", "asof", "cmp")


@st.composite
def broken(draw: st.DrawFn) -> str:
    """Return an address in which up to three characters were changed, added or lost on the way."""
    text = encode(draw(scopes))
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(4, len(text) - 1))
        new = draw(st.sampled_from([*string.ascii_letters[:8], "A", "X", "0", "1", "%", "&", "=", ",", "~", "-", ""]))
        text = text[:at] + new + text[at + draw(st.integers(0, 2)) :]
    return text


@settings(max_examples=1000)
@given(broken())
def test_a_broken_address_is_told_or_is_shown_exactly_as_it_says(query: str) -> None:
    scope, notices = read(query)
    if not notices:
        says(query, scope)


@given(
    scopes,
    st.sampled_from([name for name in PARAMETERS if name not in ("v", "rel", "q", "open")]),
    st.text(string.ascii_lowercase, min_size=1, max_size=9),
)
def test_a_made_up_value_is_always_told(scope: Scope, name: str, value: str) -> None:
    pairs = [(known, text) for known, text in parse_qsl(encode(scope)) if known != name]
    found, notices = decode([*pairs, (name, f"no-{value}")], CHOICES)
    assert name in [notice.parameter for notice in notices]
    assert getattr(found, name) == getattr(Scope(rel="", asof=CHOICES.asof, cmp=CHOICES.default_compare), name)


@given(scopes, st.text(max_size=20).filter(lambda name: name not in PARAMETERS), st.text(max_size=20))
def test_a_made_up_parameter_is_always_told(scope: Scope, name: str, value: str) -> None:
    _, notices = decode([*parse_qsl(encode(scope)), (name, value)], CHOICES)
    assert [(notice.parameter, notice.value) for notice in notices] == [(name, value)]


@given(st.lists(st.tuples(st.text(max_size=12) | st.sampled_from(PARAMETERS), st.text(max_size=40)), max_size=12))
def test_no_address_whatever_breaks_the_reading(pairs: list[tuple[str, str]]) -> None:
    scope, _ = decode(pairs, CHOICES)
    assert scope.rel == CHOICES.release
    assert read(encode(scope)) == (scope, [])


@given(scopes)
def test_facts_of_facts_are_facts(scope: Scope) -> None:
    assert scope.facts.facts == scope.facts
    assert scope.facts.is_filtered == scope.is_filtered


@given(scopes, st.lists(st.sampled_from(COUNTRIES), max_size=8))
def test_choosing_the_same_countries_in_any_way_is_one_scope(scope: Scope, codes: list[str]) -> None:
    assert scope.but(country=tuple(codes)) == scope.but(country=tuple(reversed(codes * 2)))
