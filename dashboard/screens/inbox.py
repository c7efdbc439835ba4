"""Inbox: what did an agency send, and does it fit? A working desk; nothing of it is in any figure."""

from typing import Final

from dashboard.components import component
from dashboard.place import Place
from dashboard.scope import Scope
from dashboard.show import answer
from loaders import codes
from loaders.inbox import MARKINGS
from loaders.release import Release
from loaders.returns.forms import FORMS

PATH: Final = "inbox"
TITLE: Final = "Inbox"
QUESTION: Final = "What did an agency send, and does it fit?"
IGNORES: Final = dict.fromkeys(
    ("region", "country", "agency", "component", "tool", "status", "period", "asof"),
    "The inbox shows files that are in no release; nothing filters them.",
)


def render(place: Place) -> None:
    """Answer the question for the release that a file would be compared with."""
    answer(place, headline(place.release, place.scope), _LEAD)
    # Not remembered for the check code: what lies in the inbox is no part of what a link shows.
    component("inbox")(key="inbox", data=desk(place.release))


def headline(release: Release, scope: Scope) -> str:
    """Return the answer: the same whatever lies in the inbox."""
    return f"Release {release.id} holds nothing of the inbox; a named person's yes seals the next one."


_LEAD: Final = (
    "Send a file as it is. The report says what fits, what is set aside and how to mend it; unknown names are matched "
    "once. Every file here is unofficial until it is accepted."
)


def desk(release: Release) -> dict[str, object]:
    """Return what the inbox offers to choose from: forms, their columns, countries, agencies, markings."""
    countries = release.table("countries")[["country_code", "country_name"]].itertuples(index=False)
    return {
        "id": "inbox",
        "forms": [
            {
                "kind": form.kind,
                "title": form.title,
                "grain": form.grain,
                "columns": [[field.name, f"{field.name}: {field.words}"] for field in form.fields],
            }
            for form in FORMS.values()
        ],
        "codes": {
            "country_code": sorted(([code, name] for code, name in countries), key=lambda pair: pair[1]),
            "agency_code": [[code, name] for code, name in codes.AGENCY.items()],
        },
        "markings": list(MARKINGS),
    }
