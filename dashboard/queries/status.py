"""Status of countries: which are at risk, how badly, and what the sources call it."""

from functools import lru_cache

import pandas as pd

from dashboard import selection
from dashboard.queries.names import country_names
from dashboard.scope import Scope
from dashboard.view import COMPUTED, REPORTED, Citation
from loaders import codes
from loaders.release import Release

RULE = (
    "Each country's newest status dated on or before the as-of day; a status without a date counts as standing. "
    "Countries with any status but Not at risk are counted. Where a source uses other words than the four classes, "
    "the words are kept and no class is given."
)
_DEGREES = ("very high", "high", "medium", "low", "very low")
"""How a status in other words begins where its publisher grades it, the worst first."""
SEVERITY = ("COMPLEX", "FAILED", "FAILING", "POST", "DESCRIBED")


@lru_cache(maxsize=1024)
def at_risk(release: Release, scope: Scope) -> pd.DataFrame:
    """Return the countries at risk that the filters leave.

    Returns:
        One row a country, worst first, those in other words by the degree they begin with, then by name:
        country_code, country_name, status_code, status_text, status_basis, start_date, start_precision, source_id.
    """
    rows = selection.status_on(release, scope.asof)
    rows = rows[rows["status_code"].isin(SEVERITY)]
    countries = selection.countries_in(release, scope)
    if countries is not None:
        rows = rows[rows["country_code"].isin(countries)]
    rank = {code: place for place, code in enumerate(SEVERITY)}
    rows = rows.assign(
        country_name=rows["country_code"].map(country_names(release)),
        rank=rows["status_code"].map(rank),
        degree=[_degree(code, text) for code, text in zip(rows["status_code"], rows["status_text"], strict=True)],
    )
    ordered = rows.sort_values(["rank", "degree", "country_name"])
    return ordered.drop(columns=["rank", "degree"]).reset_index(drop=True)


def _degree(code: str, text: object) -> int:
    """Return the place of a status in other words among the degrees, after all of them where it names none."""
    said = str(text).lower() if code == "DESCRIBED" else ""
    return next((place for place, degree in enumerate(_DEGREES) if said.startswith(degree)), len(_DEGREES))


def citation(release: Release, scope: Scope, status: str = "") -> Citation:
    """Return where the statuses come from, of one status or of all."""
    rows = at_risk(release, scope)
    held = rows if not status else rows[rows["status_code"] == status]
    return Citation(
        RULE, "country_status", lambda: held.drop(columns="country_name"), REPORTED if len(held) == 1 else COMPUTED
    )


def counts(release: Release, scope: Scope) -> dict[str, int]:
    """Return how many countries have each status, in order of severity, zeros included."""
    found = at_risk(release, scope)["status_code"].value_counts()
    return {code: int(found.get(code, 0)) for code in SEVERITY}


def status_words(code: str, text: object) -> str:
    """Return the class in words, or the source's own words where it gives none."""
    return str(text).capitalize() if code == "DESCRIBED" and isinstance(text, str) and text else codes.STATUS[code]
