"""The frame of every screen: markings, screens, filters above; key to the source marks and check code below."""

from collections.abc import Mapping, Sequence
from typing import Final

from dashboard import words
from dashboard.components import component
from dashboard.filters import filters, menus_address
from dashboard.place import Place
from dashboard.queries import setaside
from dashboard.scope import DEFAULTS
from dashboard.show import mount
from loaders import codes

SCREENS: Final = (
    ("", "Situation"),
    ("countries", "Countries"),
    ("deployments", "Deployments"),
    ("programs", "Programs"),
    ("contributions", "Contributions"),
    ("sources", "Sources"),
    ("inbox", "Inbox"),
)
_UNTURNED: Final = {name: DEFAULTS[name] for name in ("open", "table", "all", "q", "rows", "page")}
"""What another screen does not take over."""
_PEOPLE: Final = ("country_status", "deployments", "personnel", "posts_requested", "corps_strength", "agencies")
_MONEY: Final = ("programs", "transactions")
_READS: Final = {
    "": (*_PEOPLE, *_MONEY, "events"),
    "countries": (*_PEOPLE, *_MONEY, "needs", "missions", "events"),
    "deployments": ("deployments", "country_status"),
    "programs": _MONEY,
    "contributions": (*_PEOPLE, *_MONEY),
}
"""Tables each screen reads, so that it can say which of their rows were set aside; Sources lists them all."""


def top(place: Place, ignores: Mapping[str, str], asked: Sequence[tuple[str, str]] | None) -> None:
    """Show the frame above a screen.

    Args:
        place: Where the reader is.
        ignores: Filters that the screen does not apply, each with its reason.
        asked: Names and values of the query that this screen answers: the browser writes the address out in full only
            while it still says these, so that an answer that comes late never undoes a step back. None leaves the
            address as it was given, because it cannot be shown as written.
    """
    scope = place.whole
    data = {
        "lang": "en",
        "title": f"{dict(SCREENS)[place.path]} · Crisis Situation",
        "here": place.to(),
        "asked": None if asked is None else [list(pair) for pair in asked],
        "home": place.to("", open="", table=()),
        "marking": place.marking,
        "pages": [
            {"href": place.to(path, **_UNTURNED), "text": text, "on": path == place.path} for path, text in SCREENS
        ],
        "taxonomies": [
            {
                "text": text,
                "short": text.split()[-1].capitalize(),
                "href": place.to(tax=tax, region=()),
                "on": tax == scope.tax,
            }
            for tax, text in codes.TAXONOMY.items()
        ],
        "filters": filters(place, ignores),
        "menus": menus_address(place.release, scope.tax),
        "clear": place.to(region=(), country=(), agency=(), component=(), tool=(), status=(), period=None)
        if scope.is_filtered or scope.period
        else "",
        "shareWords": f"Everyone who opens this link sees release {place.release.id} as of {words.day(scope.asof)}.",
    }
    component("frame")(key="frame", data=data)


def foot(place: Place) -> None:
    """Show what stands under every screen: rows set aside, key to the source marks, release and check code."""
    release, code = place.release, place.check_code
    marks = (
        "Source marks: filled, reported; half, computed; hollow, estimate or bound. "
        "[x] not reported, [z] not applicable, [c] withheld; 0 is a known zero."
    )
    seal = (
        f"Release {release.name} ({codes.RELEASE_KIND[release.kind]}), as of {words.day(place.scope.asof)}. "
        f"Check code {code}: same figures, same code."
    )
    aside = setaside.note(release, _READS.get(place.path, ()))
    notes = [*([aside] if aside else []), f"{marks} {seal}"]
    mount(place, "foot", {"id": "foot", "plain": True, "blocks": [("notes", notes)]})
