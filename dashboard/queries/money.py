"""Money: obligated and requested by fiscal year, agency and tool; stages are never added."""

from functools import lru_cache

import numpy as np

from dashboard import index, measures, selection, words
from dashboard.scope import Scope
from dashboard.view import COMPUTED, ESTIMATE, NOT_REPORTED, VALUE, Citation, Figure
from loaders.release import Release


def year_of(release: Release, scope: Scope) -> int:
    """Return the fiscal year money is shown for: the one chosen, else that of the as-of day."""
    return scope.period or words.fiscal_year_of(scope.asof)


@lru_cache(maxsize=1024)
def mask_of(release: Release, scope: Scope, measure: measures.Measure) -> np.ndarray:
    """Return which amounts of a measure the filters leave, all fiscal years."""
    amounts = index.amounts(release, measure)
    if amounts is None:
        return np.zeros(0, dtype=bool)
    return selection.chosen(amounts.by, release, scope, amounts.size)


def total(amounts: index.Amounts, mask: np.ndarray) -> measures.Total:
    """Return the sum of some amounts and how sure it is; an unknown amount makes it a lower bound."""
    rows, unknown, bounds = int(mask.sum()), int((amounts.unknown & mask).sum()), int((amounts.bound & mask).sum())
    if rows and unknown == rows:
        return measures.Total(None, "EXACT", rows, unknown, 0)
    qualifier = "AT_LEAST" if bounds or unknown else "ABOUT" if (amounts.about & mask).any() else "EXACT"
    return measures.Total(round(float(amounts.usd[mask].sum()), 2), qualifier, rows, unknown, bounds)


def obligated(release: Release, scope: Scope) -> Figure:
    """Return the obligations of the fiscal year; a bound among them makes the sum a bound."""
    year = year_of(release, scope)
    label = f"Obligated, {words.fiscal_year(year)}"
    amounts = index.amounts(release, measures.OBLIGATED)
    if amounts is None or not amounts.size:
        citation = Citation(measures.OBLIGATED.rule, "transactions", lambda: release.table("transactions").head(0))
        return Figure(
            "obligated", label, "[x]", NOT_REPORTED, citation, below="no series of obligations in this release"
        )
    mask = mask_of(release, scope, measures.OBLIGATED) & (amounts.year == year)
    found = total(amounts, mask)
    mark = ESTIMATE if found.qualifier == "AT_LEAST" else COMPUTED
    citation = Citation(measures.OBLIGATED.rule, "transactions", index.behind(amounts, mask), mark)
    if found.value is None:
        return Figure("obligated", label, "[x]", NOT_REPORTED, citation, below="no amount stated")
    loose = found.bounds + found.unknown
    below = f"{loose} of {found.rows} not exact" if loose else ""
    return Figure(
        "obligated",
        label,
        words.money(found.value, found.qualifier),
        VALUE,
        citation,
        found.value,
        is_money=True,
        below=below,
    )
