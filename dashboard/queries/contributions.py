"""Contributions: which agency supplies the people, where each works, and who pays."""

from functools import lru_cache
from typing import Final

import numpy as np
import pandas as pd

from dashboard import index, measures, selection, words
from dashboard.queries import crossings, functions, money, people, statements
from dashboard.queries.names import region_shorts
from dashboard.scope import Scope
from dashboard.view import COMPUTED, ESTIMATE, Citation, View
from loaders import codes
from loaders.release import Release

SMALL: Final = 0.05
"""An agency that supplies less than this share is told together with the others of its size."""
_YEARS_BEFORE: Final = 3
_COMPONENTS: Final = {"ACTIVE": "active", "STANDBY": "standby", "RESERVE": "reserve", index.NOT_STATED: "not_stated"}


@lru_cache(maxsize=512)
def by_agency(release: Release, scope: Scope) -> pd.DataFrame:
    """Return the people serving on the as-of day by agency and component.

    Returns:
        One row an agency in the fixed order, without people included: agency_code,
        agency_name, active, standby, reserve, not_stated, people (number of people), share (of all, 0 to 1).
    """
    tours = index.tours(release)
    mask = people.serving_mask(release, scope)
    pairs = index.pair_sums(tours.by["agency_code"], tours.by["component_code"], tours.people, mask)
    present = {agency for agency, _ in pairs}
    shown = crossings.agencies_shown(release, scope, present) if people.has_tours(release) else []
    rows = [(code, name, *(pairs.get((code, component), 0.0) for component in _COMPONENTS)) for code, name in shown]
    frame = pd.DataFrame(rows, columns=["agency_code", "agency_name", *_COMPONENTS.values()])
    total = frame[list(_COMPONENTS.values())].sum(axis=1).astype("float64")
    return frame.assign(people=total, share=total / total.sum() if total.sum() else 0.0)


def supply(release: Release, scope: Scope) -> View:
    """Return who supplies the people: those serving on the as-of day by agency and component."""
    frame = by_agency(release, scope)
    total = float(frame["people"].sum())
    first = frame.loc[frame["people"].idxmax()] if total else None
    sentence = (
        f"{first['agency_name']} supplies the most: {words.count(first['people'])} of {words.count(total)} civilians."
        if first is not None
        else ""
    )
    mask = people.serving_mask(release, scope)
    silent = int((index.tours(release).unknown & mask).sum())
    notes = (f"{words.plural(silent, 'tour states', 'tours state')} no number of people and are not counted.",)
    headings = {"agency_name": "Agency", "active": "Active", "standby": "Standby", "reserve": "Reserve"}
    headings |= {"not_stated": "Component not stated"} if frame["not_stated"].any() else {}
    return View(
        "supply",
        "Who supplies the people?",
        f"Civilians deployed on {words.day(scope.asof)} by agency and corps component.",
        frame,
        {**headings, "people": "All", "share": "Share (0 to 1)"},
        sentence,
        people.citation_of_serving(release, scope),
        notes if silent else (),
        absence=_no_people(release, scope) if not total else "",
        facts={"click": ("deployments", "agency")},
        is_none=people.are_known(release, scope),
    )


def _no_people(release: Release, scope: Scope) -> str:
    if not people.has_tours(release):
        return "No source in this release lists people tour by tour."
    if people.is_silent(release, scope):
        return people.silence(release, scope)
    where = " within these filters" if scope.is_filtered else ""
    return f"No civilians were deployed{where} on {words.day(scope.asof)}."


def agency_regions(release: Release, scope: Scope) -> View:
    """Return where each agency works: people serving by agency and region, one row a square.

    The frame has row_code, row_label (agency), column_code, column_label (region), value
    (people) and colour; the fact ``totals`` gives the people in each region.
    """
    tours = index.tours(release)
    mask = people.serving_mask(release, scope)
    pairs = index.pair_sums(tours.by["agency_code"], tours.by["country_code"], tours.people, mask)
    found = crossings.by_square(pairs, selection.region_of(release, scope.tax, scope.asof))
    rows = crossings.agencies_shown(release, scope, {agency for agency, _ in found})
    sums = crossings.by_region(found)
    columns = crossings.columns_of(release, scope, sums)
    frame = crossings.squares(
        {square: number for square, number in found.items() if number}, rows, columns, region_shorts(release)
    )
    sentence = _widest(frame, len(columns))
    return View(
        "agency_regions",
        "Where does each agency work?",
        f"Civilians by agency and {crossings.TAXONOMY_NOUN[scope.tax]}. Area of square in proportion to number.",
        frame,
        {"row_label": "Agency", "column_label": "Region", "value": "Civilians"},
        sentence,
        people.citation_of_serving(release, scope),
        absence="" if len(frame) else _no_people(release, scope),
        facts={
            "rows": rows,
            "columns": columns,
            "total_label": "All agencies",
            "totals": {region: words.count(number) for region, number in sums.items()},
            "click": ("deployments", "agency"),
        },
        is_none=people.are_known(release, scope),
    )


def _widest(frame: pd.DataFrame, regions: int) -> str:
    if not len(frame):
        return ""
    reach = frame.groupby("row_label", sort=False)["column_code"].nunique()
    return f"{reach.idxmax()} works in the most regions: {reach.max()} of {regions}."


def paid(release: Release, scope: Scope) -> View:
    """Return who pays, and whether it is rising: obligations by fiscal year, by agency or by tool.

    The frame has one row a column of the figure: panel, label, value (US dollars), text,
    words, qualifier_code, is_request, colour, code. The last column of a panel is the
    request for the year after, where one is known.
    """
    year = money.year_of(release, scope)
    kind = scope.money
    amounts, asked = index.amounts(release, measures.OBLIGATED), index.amounts(release, measures.REQUESTED)
    none = "No series of obligations by fiscal year is in this release."
    if amounts is None or not amounts.size:
        return _paid_view(pd.DataFrame(columns=_PAID), scope, year, amounts=None, absence=none)
    mask = money.mask_of(release, scope, measures.OBLIGATED)
    panels = _panels(release, scope, amounts, mask)
    rows = []
    for code, name in panels:
        for each in range(year - _YEARS_BEFORE, year + 1):
            rows.append(_column(release, amounts, mask, (code, name), kind, each, each == year))
        if asked is not None and asked.size:
            wanted = money.mask_of(release, scope, measures.REQUESTED)
            rows.append(_column(release, asked, wanted, (code, name), kind, year + 1, False, is_request=True))
    frame = pd.DataFrame(rows, columns=_PAID).astype({"value": "float64"})
    if asked is None or not frame.loc[frame["is_request"], "value"].sum():
        frame = frame[~frame["is_request"].astype(bool)].reset_index(drop=True)
    absence = "" if frame["value"].fillna(0).any() else "No obligations are recorded within these filters."
    return _paid_view(frame, scope, year, index.behind(amounts, mask), absence)


_PAID: Final = ["panel", "label", "value", "text", "words", "qualifier_code", "is_request", "colour", "code", "year"]


def _panels(release: Release, scope: Scope, amounts: index.Amounts, mask: np.ndarray) -> list[tuple[str, str]]:
    present = set(amounts.by[f"{scope.money}_code"].sums(amounts.usd, mask))
    if scope.money == "agency":
        return crossings.agencies_shown(release, scope, present)
    wanted = set(scope.tool) or present
    names = {**codes.TOOL, index.NOT_STATED: "Tool not stated"}
    return [(code, name) for code, name in names.items() if code in present and code in wanted]


def _column(
    release: Release,
    amounts: index.Amounts,
    mask: np.ndarray,
    panel: tuple[str, str],
    kind: str,
    year: int,
    is_current: bool,
    *,
    is_request: bool = False,
) -> tuple[object, ...]:
    code, name = panel
    found = money.total(amounts, mask & amounts.by[f"{kind}_code"].within((code,)) & (amounts.year == year))
    label = f"’{year % 100:02d}"
    said = words.money(found.value, found.qualifier) if found.value is not None else "not reported"
    text = _short(found) if is_current and found.rows else ""
    colour = f"@agency-{code}" if kind == "agency" else "@bar"
    return name, label, found.value, text, said, found.qualifier, is_request, colour, code, words.fiscal_year(year)


def _short(found: measures.Total) -> str:
    """Return an amount in whole millions for the top of a narrow column."""
    if found.value is None:
        return "[x]"
    return words.SIGNS[found.qualifier].strip() + words.count(found.value / 1e6)


def _paid_view(frame: pd.DataFrame, scope: Scope, year: int, amounts: index.Rows | None, absence: str) -> View:
    by = "agency" if scope.money == "agency" else "tool of smart power"
    request = f" Hollow column: {words.fiscal_year(year + 1)} request." if frame["is_request"].any() else ""
    bounded = " ≥ lower bound." if (frame["qualifier_code"] == "AT_LEAST").any() else ""
    now = frame[frame["year"] == words.fiscal_year(year)]
    first = now.loc[now["value"].idxmax()] if len(now) and now["value"].notna().any() else None
    sentence = (
        f"{first['panel']} obligates the most in {words.fiscal_year(year)}: {first['words']}."
        if first is not None
        else ""
    )
    mark = ESTIMATE if bounded else COMPUTED
    facts: dict[str, object] = {"click": ("programs", scope.money)}
    if scope.money == "agency":
        facts["titles"] = {name: _TIGHT.get(name, name) for name in frame["panel"].unique()}
    return View(
        "paid",
        "Who pays, and is it rising?",
        f"Obligations by {by} and fiscal year, $ million, same scale.{request}{bounded}" if not absence else "",
        frame,
        {
            "panel": "Agency" if scope.money == "agency" else "Tool",
            "year": "Fiscal year",
            "value": "US dollars",
            "words": "As written",
            "is_request": "Request",
        },
        sentence,
        Citation(
            f"{measures.OBLIGATED.rule} {measures.REQUESTED.rule}", "transactions", amounts or (lambda: frame), mark
        ),
        absence=absence,
        facts=facts,
    )


_TIGHT: Final = {"Health and Human Services": "HHS", "Homeland Security": "Homeland Sec."}


def headline(release: Release, scope: Scope) -> tuple[str, str]:
    """Return the answer of Contributions and its second fact."""
    if not people.has_tours(release):
        return statements.headline(release, scope)
    answer = people.silence(release, scope) or answer_of(by_agency(release, scope), scope)
    return answer, _lead(release, scope)


def answer_of(frame: pd.DataFrame, scope: Scope) -> str:
    """Return who supplies the people in one or two sentences, for none, one, two and many agencies.

    Args:
        frame: One row an agency: agency_name, people (their number) and share (0 to 1).
        scope: The reader's choices.
    """
    present = frame[frame["people"] > 0].sort_values("people", ascending=False, kind="stable")
    total = float(present["people"].sum())
    if not len(present):
        where = " within these filters" if scope.is_filtered else f" on {words.day(scope.asof)}"
        return f"No agency has civilians deployed{where}."
    names = list(present["agency_name"])
    if len(present) == 1:
        return (
            f"{names[0]} supplies {_all(total)} within these filters."
            if scope.is_filtered
            else f"{names[0]} supplies {_all(total)}."
        )
    if len(present) == 2:
        return f"{names[0]} and {names[1]} supply {_all(total)}."
    first = f"{names[0]} and {names[1]} supply {_part(float(present['people'].iloc[:2].sum()), total)}."
    small = present.iloc[2:]
    small = small[small["share"] < SMALL]
    if len(small) < 2:
        verb = "agency supplies" if len(present) == 3 else "agencies supply"
        return f"{first} {words.capital(words.number_word(len(present) - 2))} {verb} the rest."
    part = words.share(float(small["people"].sum()), total)
    return f"{first} {words.capital(words.number_word(len(small)))} agencies supply {part} between them."


def _all(total: float) -> str:
    return "the one deployed civilian" if total == 1 else f"all {words.count(total)} deployed civilians"


def _part(part: float, total: float) -> str:
    said = words.share_words(part, total)
    return f"{said} deployed civilians" if " in " in said else f"{said} of deployed civilians"


def _lead(release: Release, scope: Scope) -> str:
    frame = by_agency(release, scope)
    number, total = int((frame["people"] > 0).sum()), float(frame["people"].sum())
    if not total:
        return "Unknown is not counted: a country without any row is listed as not reported under Countries."
    contributed = f"{words.plural(total, 'civilian')}"
    spent = money.obligated(release, scope)
    if spent.value is not None and not scope.component:
        amount = spent.text.replace("≥ ", "at least ").replace("≈ ", "about ")
        contributed += f" and {amount} of {spent.label.rpartition(' ')[2]} obligations"
    verb = "agency contributes" if number == 1 else "agencies contribute"
    least = functions.least_met(release, scope)
    need = f" Need is least met in {words.listed([name.lower() for name in least])}." if least else ""
    return f"{words.capital(words.number_word(number))} {verb} {contributed}.{need}"
