"""Flows: money as each publisher of the world counts it, by year, sector and giver; two publishers are never added."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import pandas as pd

from dashboard import selection, words
from dashboard.queries import dated
from dashboard.scope import Scope
from dashboard.view import COMPUTED, Citation, View
from loaders import codes
from loaders.release import Release

FIRST: Final = 12
"""Sectors and givers shown until all are asked for."""
_YEARS: Final = 10
_PANELS: Final = 4
_PAID: Final = ("DISBURSED", "PROVIDED", "OBLIGATED", "COMMITTED")
RULE: Final = (
    "Amounts in nominal US dollars of one publisher at one stage, as far along as it counts, by US fiscal year of the "
    "day of payment or the fiscal year stated. Totals and what is part of them are left out. Publishers count the same "
    "dollar more than once, so their amounts are never added to each other."
)


@lru_cache(maxsize=64)
def amounts(release: Release) -> pd.DataFrame:
    """Return the amounts of every publisher that may be added within it.

    Returns:
        The transactions that state an amount and are neither a total nor part of one, with counted_by (the publisher,
        and the series where it has several, for two series may overlap), year (US fiscal year), and of each series
        only the stage that is furthest along.
    """
    rows = release.table("transactions")
    rows = rows[rows["amount_usd"].notna() & ~rows["is_total"].fillna(False) & rows["part_of_id"].isna()]
    publishers = release.table("sources").set_index("source_id")["publisher_name"]
    days = rows["end_date"].fillna(rows["start_date"]).fillna(rows["as_of_date"])
    fiscal = days.dt.year + (days.dt.month >= 10).astype("int64")
    years = rows["fiscal_year"].astype("float64").fillna(fiscal)
    named = rows.assign(publisher=rows["source_id"].map(publishers), year=years)
    named = named[named["stage_code"].isin(_PAID) & named["year"].notna()]
    rank = named["stage_code"].map({stage: place for place, stage in enumerate(_PAID)})
    series = named["series_id"].fillna("")
    furthest = rank.groupby([named["publisher"], series]).transform("min")
    several = series.groupby(named["publisher"]).transform("nunique") > 1
    counted_by = named["publisher"].where(~several, named["publisher"] + " (" + series + ")")
    return named.assign(counted_by=counted_by).drop(columns="publisher")[rank == furthest]


def has_flows(release: Release) -> bool:
    """Whether the release holds money of publishers of the world."""
    return release.kind == "WORLD" and len(amounts(release)) > 0


@lru_cache(maxsize=512)
def chosen(release: Release, scope: Scope) -> pd.DataFrame:
    """Return the amounts within the filters up to the fiscal year of the as-of day."""
    rows = amounts(release)
    rows = rows[rows["year"] <= words.fiscal_year_of(scope.asof)]
    return selection.rows_chosen(rows, release, scope.but(component=()))


def years(release: Release, scope: Scope) -> View:
    """Return how much money each publisher counts by fiscal year, one panel a publisher, on one scale."""
    rows = chosen(release, scope)
    last = int(rows["year"].max()) if len(rows) else 0
    span = range(last - _YEARS + 1, last + 1)
    sizes = rows.groupby("counted_by")["amount_usd"].sum().sort_values(ascending=False, kind="stable")
    sums = rows.groupby(["counted_by", "year"])["amount_usd"].sum()
    recent = {name: [sums.get((name, float(year))) for year in span] for name in sizes.index}
    shown = [name for name, amounts in recent.items() if any(usd is not None for usd in amounts)][:_PANELS]
    frame = pd.DataFrame([row for name in shown for row in _panel(name, span, recent[name])], columns=_COLUMNS)
    stages = rows.drop_duplicates("counted_by").set_index("counted_by")["stage_code"]
    said = [
        f"{name}: {words.money(float(sizes[name]))} {codes.MONEY_STAGE[stages[name]]} in all years" for name in shown
    ]
    return View(
        "flows",
        "Who counts how much money?",
        f"US dollars by fiscal year, the last {_YEARS}, as each publisher counts it; one scale.",
        frame,
        {"panel": "Publisher", "label": "Fiscal year", "words": "US dollars"},
        f"{'; '.join(said)}." if said else "",
        _citation(rows),
        (f"{len(shown)} of {len(sizes)} publishers shown.",) if len(sizes) > len(shown) else (),
        absence="" if len(frame) else "No publisher in this release counts money here.",
        facts={
            "per_row": 2,
            "narrow_row": 1,
            "room": 1.45,
            "titles": {name: f"{_short(name)}: {codes.MONEY_STAGE[stages[name]]}" for name in shown},
        },
    )


_COLUMNS: Final = ("panel", "label", "value", "text", "words", "qualifier_code", "is_request", "colour")


def _short(counted_by: str) -> str:
    """Return a name that stands above a narrow panel: the series where a publisher has several, else the publisher."""
    publisher, _, series = counted_by.partition(" (")
    # IATI-US-GOV-1-outgoing: words are small, an organisation's identifier is not
    parts = series.rstrip(")").split("-")
    said = "-".join(part for part in parts if not part.islower()).replace("-", " ", 1)
    whither = " ".join(part for part in parts if part.islower())
    return f"{said}, {whither}" if series else publisher.partition(":")[0].partition(",")[0]


def _panel(publisher: str, span: Sequence[int], amounts: Sequence[float | None]) -> list[tuple[object, ...]]:
    """Return a publisher's columns; only the largest and the newest have their amount above."""
    largest = max(usd for usd in amounts if usd is not None)
    newest = max(place for place, usd in enumerate(amounts) if usd is not None)
    # on a phone two amounts side by side would run into each other
    is_beside = newest > 0 and amounts[newest - 1] == largest
    columns: list[tuple[object, ...]] = []
    for place, (year, usd) in enumerate(zip(span, amounts, strict=True)):
        said = "" if usd is None else words.money(usd)
        text = said if usd == largest or (place == newest and not is_beside) else ""
        columns.append((publisher, f"{year % 100:02d}", usd, text, said or "[x]", "EXACT", False, "@bar"))
    return columns


def sectors(release: Release, scope: Scope) -> View:
    """Return what the money is for: the sectors of the publisher that counts most within the filters."""
    return _ranked(
        release, scope, "flow_sectors", "What is the money for?", "sector", "sector_text", "sector not stated"
    )


def funders(release: Release, scope: Scope) -> View:
    """Return who gives the money: the givers of the publisher that counts most within the filters."""
    return _ranked(release, scope, "flow_funders", "Who gives it?", "giver", "funder_name", "giver not stated")


def _ranked(release: Release, scope: Scope, name: str, title: str, noun: str, column: str, unsaid: str) -> View:
    rows = chosen(release, scope)
    sizes = rows.groupby("counted_by")["amount_usd"].sum().sort_values(ascending=False, kind="stable")
    publisher = str(sizes.index[0]) if len(sizes) else ""
    rows = rows[rows["counted_by"] == publisher]
    labels = rows[column].fillna(unsaid).where(~rows[column].fillna("").str.contains(";"), f"several {noun}s")
    sums = rows.groupby(labels)["amount_usd"].sum().sort_values(ascending=False, kind="stable")
    frame = pd.DataFrame(
        {
            "label": [str(label) for label in sums.index],
            "value": [float(usd) for usd in sums],
            "text": [words.money(float(usd)) for usd in sums],
            "qualifier_code": "EXACT",
            "code": "",
        }
    )
    limit = len(frame) if scope.all == name else FIRST
    return View(
        name,
        title,
        f"US dollars by {noun}, all years, as counted by {publisher}." if publisher else "US dollars.",
        frame,
        {"label": words.capital(noun), "text": "US dollars"},
        f"{frame['label'].iloc[0]}: {frame['text'].iloc[0]}." if len(frame) else "",
        _citation(rows),
        (f"{limit} of {words.count(len(frame))} {noun}s shown.",) if limit < len(frame) else (),
        absence="" if len(frame) else f"No publisher in this release counts money by {noun} here.",
        facts={"limit": limit},
    )


def headline(release: Release, scope: Scope) -> tuple[str, str]:
    """Return the answer of Programs in a world release, and its second fact."""
    view, programs = years(release, scope), dated.here(release, "programs", scope, is_open=True)
    first = view.sentence.partition(";")[0].rstrip(".") + "." if view.sentence else view.absence
    return first, f"{words.plural(len(programs), 'program')} listed by publishers; two publishers are never added."


def _citation(rows: pd.DataFrame) -> Citation:
    return Citation(RULE, "transactions", lambda: rows.drop(columns=["counted_by", "year"]), COMPUTED)
