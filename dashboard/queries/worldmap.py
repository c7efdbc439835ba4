"""The map of a world release: status as fill, events of the last months as circles."""

import math
from typing import Final

import pandas as pd

from dashboard import geo, words
from dashboard.queries import situation, status, worldevents
from dashboard.scope import Scope
from dashboard.view import COMPUTED, Citation, View
from loaders import codes
from loaders.release import Release

_LARGEST: Final = 64.0
"""Width in px of the circle of most events."""


def world(release: Release, scope: Scope) -> View:
    """Return where the crises are and where events happen; the frame is that of ``situation.world``."""
    events, when = worldevents.by_country(release, scope)
    numbers = {code: (number, "EXACT") for code, number in events.items()}
    # A country of which no publisher tells an event is not one without events.
    silent = frozenset(status.at_risk(release, scope)["country_code"]) - set(events)
    frame, shown = situation.framed(release, scope, numbers, silent)
    said = ["" if pd.isna(number) else words.plural(number, "event") for number in frame["people"]]
    frame = frame.assign(people_words=said)
    counts = status.counts(release, scope)
    total = sum(counts.values())
    sentence = f"{words.plural(total, 'country is', 'countries are')} at risk."
    if when:
        places = words.plural(len(events), "country", "countries")
        sentence += f" {words.plural(sum(events.values()), 'event')} in {places}: {when}."
    own = worldevents.citation(release, scope)
    meaning = f"events, newest twelve months of each kind ({when})" if when else "events; none is known here"
    return View(
        "world_events",
        "Where are the crises, and what happens there?",
        f"Fill: status of each country. Circles: {meaning}, area in proportion. Select a country to open it.",
        frame,
        {"country_name": "Country", "status_words": "Status", "people": "Events"},
        sentence,
        Citation(f"{status.RULE} {own.rule}", own.table, own.rows, COMPUTED),
        (*worldevents.without_country(release, scope), situation.disclaimer(scope)),
        absence="" if len(frame) else "No country within these filters is at risk or has events.",
        facts={
            "counts": counts, "labels": dict(codes.STATUS), "circles": meaning, "silent": len(silent),
            "disputed": geo.disputed_address(scope.asof), "frame": shown,
            "circle": min(5.5, _LARGEST / math.sqrt(max(events.values(), default=1.0))),
        },
    )  # fmt: skip
