"""What a reader sees when an address cannot be shown as written: what, why, and which views to choose from."""

from collections.abc import Sequence

from dashboard.links import held, href
from dashboard.place import Place
from dashboard.scope import Notice, Scope
from dashboard.show import mount


def render(place: Place, notices: Sequence[Notice]) -> None:
    """Name everything in the address that cannot be applied, and offer the nearest views; show no figure.

    Args:
        place: The nearest valid view.
        notices: What the address asks for and cannot have.
    """
    named = [{"strong": f"{notice.parameter}={notice.value}", "t": notice.reason + "."} for notice in notices]
    choices = [
        {
            "href": place.to(),
            "t": "Open the nearest valid view",
            "text": f"release {place.release.name}, {_words(place.scope)}",
        }
    ]
    plain = Scope(rel=place.release.name, asof=place.release.as_of, cmp=place.scope.cmp)
    choices.append(
        {"href": href("", plain), "t": "Open Situation", "text": f"release {place.release.name}, no filters"}
    )
    if any(notice.parameter == "rel" for notice in notices):
        choices += [
            {"href": f"/{place.path}?v=1&rel={info.name}", "t": info.name, "text": info.title} for info in held()
        ]
    blocks: list[tuple[str, object]] = [
        (
            "answer",
            {"h1": "This link cannot be shown as written.", "lead": "No figure is shown until you choose a view."},
        ),
        ("notices", named),
        ("choices", choices),
    ]
    mount(place, "refusal", {"id": "refusal", "plain": True, "blocks": blocks})


def _words(scope: Scope) -> str:
    names = ("region", "country", "agency", "component", "tool", "status")
    chosen = [f"{name} {', '.join(getattr(scope, name))}" for name in names if getattr(scope, name)]
    return "; ".join(chosen) or "no filters"
