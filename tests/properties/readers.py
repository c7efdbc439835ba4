"""Readers who choose at random: any scope of a release, drawn with a seed so that a run can be repeated."""

import random
from urllib.parse import quote

from dashboard import links
from dashboard.catalogue import FIGURES, VIEWS
from dashboard.scope import SWITCHES, Scope, encode
from loaders.release import Release

VIEW_NAMES = frozenset(VIEWS) | frozenset(FIGURES)


def drawn_scope(chance: random.Random, release: Release) -> Scope:
    """Draw any choice a reader of a release can make.

    Args:
        chance: Where the luck comes from.
        release: The release the reader has open.
    """
    choices = links.choices_of(release, VIEW_NAMES)
    tax = chance.choice(sorted(choices.regions))

    def some(codes: frozenset[str], often: float) -> tuple[str, ...]:
        return tuple(chance.sample(sorted(codes), chance.randint(1, 3))) if chance.random() < often else ()

    return Scope(rel=release.name, asof=release.as_of).but(
        tax=tax,
        region=some(choices.regions[tax], 0.3),
        asof=release.as_of.replace(day=1) if chance.random() < 0.3 else release.as_of,
        **{name: some(choices.codes[name], 0.2) for name in ("country", "agency", "component", "tool", "status")},
        period=chance.choice(sorted(choices.years)) if chance.random() < 0.3 else None,
        cmp=chance.choice(sorted(choices.compare)),
        **{name: chance.choice(options) for name, options in SWITCHES.items()},
    )


def broken_addresses(chance: random.Random, scope: Scope) -> list[str]:
    """Break an address in ways links break: misspelt, cut, doubled, out of range, from another version, hostile."""
    text = encode(scope)
    letters = "abcXYZ019%&=,~ <>'\""
    at = chance.randrange(4, len(text))
    name = chance.choice(
        ["region", "country", "agency", "component", "tool", "status", "tax", "cmp", "split", "table", "open"]
    )
    return [
        text[:at] + quote(chance.choice(letters)) + text[at + 1 :],
        text[:at],
        f"{text}&{name}=NOPE{chance.randrange(99)}",
        f"{text}&{name[:-1]}{chance.choice('qxz')}=XAA",
        f"{text}&rel={scope.rel}",
        text.replace(
            f"asof={scope.asof}", f"asof={chance.choice(['2011-02-30', '9999-99-99', '', 'yesterday', '1999-01-01'])}"
        ),
        text.replace("v=1", f"v={chance.randrange(2, 99)}"),
        text.replace("~", "~0"),
        f"{text}&period={chance.choice(['1999', 'FY2011', '2011.5', '-1', ''])}",
        f"{text}&q={quote('<img src=x onerror=window.xss=1>' * 4)}",
    ]
