"""Scopes and addresses of any shape, as hypothesis draws them."""

from datetime import date, timedelta

from hypothesis import strategies as st

from dashboard.scope import SWITCHES, Choices, Scope

COUNTRIES = tuple(f"X{a}{b}" for a in "ABCDEFGH" for b in "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
VIEWS = ("changes", "deployments_by_country", "posts_by_country", "world")
CHOICES = Choices(
    release="2011-09-30~aaaaaaaa",
    asof=date(2011, 9, 30),
    first=date(2004, 1, 1),
    codes={
        "country": frozenset(COUNTRIES),
        "agency": frozenset({"STATE", "USAID", "USDA", "DOC", "HHS", "DHS", "DOJ", "TREAS", "DOT", "DOD"}),
        "component": frozenset({"ACTIVE", "STANDBY", "RESERVE"}),
        "tool": frozenset({"DIPLOMATIC", "ECONOMIC", "MILITARY", "POLITICAL", "LEGAL", "CULTURAL"}),
        "status": frozenset({"COMPLEX", "FAILED", "FAILING", "POST", "DESCRIBED"}),
    },
    regions={"BUREAU": frozenset({"UP", "LO"}), "COMMAND": frozenset({"XNORTH", "XSOUTH"}), "M49": frozenset({"900"})},
    years=frozenset(range(2004, 2013)),
    compare=frozenset({"2009-01-31~bbbbbbbb", "2010-06-30~cccccccc", "none"}),
    default_compare="2010-06-30~cccccccc",
    views=frozenset(VIEWS),
)


def _some(codes: frozenset[str] | tuple[str, ...], most: int = 6) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(sorted(codes)), max_size=most, unique=True).map(tuple)


def _on_one(choices: dict[str, object]) -> dict[str, object]:
    regions = CHOICES.regions[str(choices["tax"])]
    chosen = choices["region"]
    return {**choices, "region": tuple(code for code in sorted(regions) if code[-1] in str(chosen))}


words = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Z")), max_size=30)
"""Words a reader may search for, any script, blanks and signs included."""

scopes: st.SearchStrategy[Scope] = (
    st.fixed_dictionaries(
        {
            "asof": st.integers(0, (CHOICES.asof - CHOICES.first).days).map(
                lambda n: CHOICES.first + timedelta(days=n)
            ),
            "tax": st.sampled_from(sorted(CHOICES.regions)),
            "region": st.text("POH0", max_size=3),
            **{name: _some(CHOICES.codes[name], 12) for name in ("country", "agency", "component", "tool", "status")},
            "period": st.none() | st.sampled_from(sorted(CHOICES.years)),
            "cmp": st.sampled_from(sorted(CHOICES.compare)),
            **{name: st.sampled_from(options) for name, options in SWITCHES.items()},
            "table": _some(VIEWS),
            "all": st.sampled_from(("", *VIEWS)),
            "q": words,
            "open": st.sampled_from(("", *VIEWS)) | st.builds("{}:{}".format, st.sampled_from(VIEWS), words),
        }
    )
    .map(_on_one)
    .map(lambda choices: Scope(rel=CHOICES.release, asof=CHOICES.asof).but(**choices))
)
"""Any choice a reader can make in one release."""
