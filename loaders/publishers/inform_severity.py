"""INFORM Severity: how severe each crisis is, how that changed since 2019, and how many people it leaves in need."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final, NamedTuple

import pandas as pd

from loaders.facts import facts, joined, upright
from loaders.feedreading import LIMITS, gather, refuse_strange
from loaders.formats.grids import RawGrid, read_grids
from loaders.formats.sheets import refuse
from loaders.formats.signatures import WORKBOOK, settle_format
from loaders.layouts import PLACE, Feed, Part, Publisher, Texts

_CRISES, _COUNTRIES = "INFORM Severity - all crises", "INFORM Severity - country"
_CORE, _TRENDS, _ABOUT = "Core Indicators", "Trends", "About"
# Sheets that are knowingly left: the rows of crises and countries again, the steps between figures and scores, the
# figures of Core Indicators without day and source, earlier entries, indicators of other publishers, and descriptions.
_LEFT_SHEETS: Final = (
    "INFORM Severity - hidden", "Impact of the crisis", "Conditions of people affected", "Complexity of the crisis",
    "Data Reliability", "Reliability_updated", "Reliability", "Crisis Indicator Data", "Log", "Country Indicator Data",
    "Indicator Date hidden", "Indicator Date hidden2", "Imputed and missing data hidden", "Indicator Metadata",
    "Crisis info", "Lists",
)  # fmt: skip
_INDEX: Final = "INFORM Severity Index"
_WORD: Final = "INFORM Severity category in words"
_SCORES: Final = (
    _INDEX, "INFORM Severity category", "Impact of the crisis", "Geographical", "Human",
    "Conditions of people affected", "People in need", "Concentration of conditions", "Complexity of the crisis",
    "Society and safety", "Operating environment",
)  # fmt: skip
_GRADES: Final = (_WORD, "Trend (last 3 months)", "Reliability")
# People of each level, and the figure that includes them: who is in need is affected, and who is affected exposed.
_PEOPLE: Final = {
    "People exposed": None, "People affected": "People exposed", "People displaced": None,
    "Injuries reported": None, "Illness cases reported": None, "Fatalities reported": None,
    "Fatalities in all crises": None, "People in Need": "People affected",
    "Minimal humanitarian conditions - Level 1": "People exposed",
    "Stressed humanitarian conditions - Level 2": "People affected",
    "Moderate humanitarian conditions - Level 3": "People in Need",
    "Severe humanitarian conditions - Level 4": "People in Need",
    "Extreme humanitarian conditions - Level 5": "People in Need",
    "People facing limited access constraints": "People in Need",
    "People facing restricted access constraints": "People in Need",
}  # fmt: skip
_HOMES: Final = ("Buildings damaged", "Buildings destroyed", "Buildings in the affected area")
_MEASURES: Final = {"Total population": "people", "Landmass affected": "square kilometres",
                    "Crisis affected groups": "groups"}  # fmt: skip
_ACCESS: Final = (
    "Impediments to entry into country (bureaucratic and administrative)",
    "Restriction of movement (impediments to freedom of movement and/or administrative restrictions)",
    "Interference into implementation of humanitarian activities",
    "Violence against personnel, facilities and assets",
    "Denial of existence of humanitarian needs or entitlements to assistance",
    "Restriction and obstruction of access to services and assistance",
    "Ongoing insecurity/hostilities affecting humanitarian assistance",
    "Presence of mines and improvised explosive devices",
    "Physical constraints in the environment (obstacles related to terrain, climate, lack of infrastructure, etc.)",
)
_CORE_FIGURES: Final = (*_PEOPLE, *_HOMES, *_MEASURES, *_ACCESS)
# Losses are in thousands of US dollars as the workbook describes them, and in dollars as it fills them in.
_CORE_UNUSED: Final = ("Economic Losses",)
_FIGURE, _BESIDE = "Figure", ("Source", "Reliability", "Date")
_BESIDE_UNUSED: Final = re.compile(r"Helper \d+|Reliability Score|Justification|Comment|Link")
_MISSING: Final = ("x", "-", "#N/A")
_CRISIS_ID: Final = re.compile(r"[A-Z]{3}\d{3}")
_MONTH: Final = re.compile(r"(\d{4}-\d{2})-01")
_RELEASED: Final = re.compile(r"\d{2}/(\d{2})/(\d{4})")
# Crises of several countries have an id that begins with this in place of a country's code.
_REGIONAL: Final = "REG"


class _Layout(NamedTuple):
    """What the headings of one sheet mean: the heading over the ids of crises, the rest named or left."""

    ids: str
    named: Mapping[str, str]
    unused: tuple[str, ...]


_SCORED: Final = _Layout(
    "CRISIS ID",
    {
        "CRISIS": "crisis", "CRISIS ID": "crisis_id", "ISO3": "country_code", "DRIVERS": "drivers",
        "Last updated": "updated", **{name: name for name in (*_SCORES, *_GRADES)},
    },
    ("COUNTRY", "Regions"),
)  # fmt: skip
_TRENDED: Final = _Layout("Crisis ID", {"Crisis ID": "crisis_id", "Crisis": "crisis"}, ("Country", "Trend"))
_CORED: Final = _Layout(
    "Crisis ID",
    {
        "Crisis": "crisis", "Crisis ID": "crisis_id", "ISO3 code": "country_code",
        **{name: name for name in _CORE_FIGURES},
        **{f"{name}: {beside}": f"{name}: {beside}" for name in _CORE_FIGURES for beside in _BESIDE},
    },
    ("Drivers", "Country", *_CORE_UNUSED, *(f"{name}: {beside}" for name in _CORE_UNUSED for beside in _BESIDE)),
)  # fmt: skip


def _read(path: Path, feed: Feed) -> list[Part]:
    """Read the four sheets that hold figures; every other sheet has to be one that is knowingly left."""
    if settle_format(path, path.name) != WORKBOOK:
        refuse("header-not-found", "it is no workbook", "send the monthly workbook of INFORM Severity")
    grids = {grid.name: grid for grid in read_grids(path, LIMITS)}
    wanted = (_ABOUT, _CRISES, _COUNTRIES, _CORE, _TRENDS)
    absent = [name for name in wanted if name not in grids]
    if absent:
        refuse("header-not-found", f"has no sheet {', '.join(absent)}", "send the whole workbook of INFORM Severity")
    refuse_strange(path, [f"sheet {name}" for name in grids if name not in (*wanted, *_LEFT_SHEETS)], feed)
    release = _released(grids[_ABOUT])
    countries = _texts(path, feed, grids[_COUNTRIES], _SCORED)
    # The crisis, single or made of several, that stands for each country.
    whole = dict(zip(countries["country_code"], countries["crisis_id"], strict=True))
    sheets = ((_COUNTRIES, _SCORED), (_CRISES, _SCORED), (_TRENDS, _TRENDED), (_CORE, _CORED))
    return [Part(name, _placed(_texts(path, feed, grids[name], layout), whole, name).assign(release=release))
            for name, layout in sheets]  # fmt: skip


def _placed(texts: Texts, whole: Mapping[str, str], sheet: str) -> Texts:
    """Say of each crisis in which country it is and whether it stands for all of it.

    The sheet of all crises counts each of them for itself; every other names one crisis once.
    """
    codes = texts["country_code"] if "country_code" in texts else texts["crisis_id"].str.slice(0, 3)
    named = texts.assign(country_code=codes.mask(codes == _REGIONAL), whole=codes.map(whole).astype("str"))
    stands_for_all = (named["crisis_id"] == named["whole"]) & (sheet != _CRISES)
    return named.assign(level=pd.Series("crisis", texts.index, dtype="str").mask(stands_for_all, "country"))


def _released(about: RawGrid) -> str:
    for row in about.rows:
        for cell in row:
            if cell and (match := _RELEASED.fullmatch(cell)):
                return f"{match[2]}-{match[1]}"
    return refuse("header-not-found", f"{_ABOUT} has no day of release", "send the whole workbook")


def _texts(path: Path, feed: Feed, grid: RawGrid, layout: _Layout) -> Texts:
    """Return the crises of a sheet, below however many rows of headings, weights and units."""
    top = next((at for at, row in enumerate(grid.rows) if layout.ids in row), None)
    if top is None:
        refuse("header-not-found", f"has no heading {layout.ids}", "send the whole workbook", sheet=grid.name)
    headings = _stacked(path, feed, grid.rows[top], grid.rows[top + 1]) if layout is _CORED else grid.rows[top]
    names = [_MONTH.sub(r"\1", heading) if heading else None for heading in _told_apart(headings)]
    months = {name: name for name in names if name and _is_month(name)}
    at = grid.rows[top].index(layout.ids)
    below = zip(grid.numbers[top + 1 :], grid.rows[top + 1 :], strict=True)
    records = [(number, {name: cell for name, cell in zip(names, row, strict=False) if name})
               for number, row in below if _CRISIS_ID.fullmatch(row[at] or "")]  # fmt: skip
    own = replace(feed, named={**layout.named, **months}, unused=layout.unused)
    return gather(path, own, records)


def _told_apart(headings: Sequence[str | None]) -> list[str | None]:
    """Return headings of which the second category is the one in words."""
    told = [heading.strip() if heading else None for heading in headings]
    return [_WORD if name == "INFORM Severity category" and name in told[:at] else name
            for at, name in enumerate(told)]  # fmt: skip


def _stacked(path: Path, feed: Feed, upper: Sequence[str | None], lower: Sequence[str | None]) -> list[str | None]:
    """Return one heading a column of two rows: the upper ones stand in order over a figure and what belongs to it."""
    first = lower.index(_FIGURE)
    figures = iter([cell.strip() for cell in upper[first - 1 :] if cell])
    headings, figure = list(upper[: first - 1]), ""
    for cell in lower[first - 1 :]:
        figure = next(figures, "") if cell == _FIGURE else figure
        headings.append(_beside(path, feed, figure, cell))
    return headings


def _beside(path: Path, feed: Feed, figure: str, cell: str | None) -> str | None:
    if cell == _FIGURE:
        return figure
    if cell in _BESIDE:
        return f"{figure}: {cell}"
    refuse_strange(path, [] if _BESIDE_UNUSED.fullmatch(cell or "Link") else [str(cell)], feed)
    return None


def _tell_indicators(texts: Texts) -> Texts:
    columns = [name for name in texts if name in (*_SCORES, *_GRADES, *_MEASURES, *_ACCESS) or _is_month(name)]
    return upright(texts, columns, _indicator)


def _is_month(name: str) -> bool:
    return re.fullmatch(r"\d{4}-\d{2}", name) is not None


def _indicator(rows: Texts, name: str) -> Texts:
    """Return one score or measure; a month of the trend is the index of that month."""
    words, month = (_INDEX, name) if _is_month(name) else (name, rows["release"])
    in_words = name in _GRADES
    return facts(
        rows,
        indicator_id=_key(rows, month, words),
        country_code=rows["country_code"],
        indicator_code=rows["crisis_id"],
        indicator_name=_named(rows, words),
        unit_code=_unit(name),
        value=None if in_words else rows[name],
        value_text=rows[name] if in_words else None,
        qualifier_code="EXACT",
        as_of_date=name if _is_month(name) else _day(rows, name),
        origin_name=rows.get(f"{name}: Source", "INFORM"),
        note=_notes(rows, name),
    )


def _key(rows: Texts, month: "pd.Series[str] | str", name: str) -> "pd.Series[str]":
    return joined("INFORM-severity", month, rows["level"], rows["crisis_id"], name)


def _named(rows: Texts, words: str) -> "pd.Series[str]":
    return pd.Series(words, rows.index, dtype="str").mask(rows["level"] == "crisis", words + " by crisis")


def _unit(name: str) -> str:
    if name in _MEASURES:
        return _MEASURES[name]
    return "word" if name in _GRADES else "0-3" if name in _ACCESS else "1-5"


def _day(rows: Texts, name: str) -> "pd.Series[str]":
    return (rows[f"{name}: Date"] if f"{name}: Date" in rows else rows["updated"]).str.slice(0, 10)


def _notes(rows: Texts, name: str) -> "pd.Series[str]":
    drivers = ("; drivers: " + rows["drivers"]).fillna("") if "drivers" in rows else ""
    graded = ("; reliability as INFORM grades it: " + rows[f"{name}: Reliability"]) if name in _CORE_FIGURES else None
    return rows["crisis"].fillna(rows["crisis_id"]) + drivers + ("" if graded is None else graded.fillna(""))


def _tell_statuses(texts: Texts) -> Texts:
    """Return the status of each country with a crisis: the category in INFORM's own word, from its month."""
    if _WORD not in texts:
        return texts.iloc[:0][list(PLACE)]
    rows = texts[(texts["level"] == "country") & texts[_WORD].notna() & texts["country_code"].notna()]
    return facts(
        rows,
        status_id=joined("INFORM-severity", rows["release"], rows["country_code"]),
        country_code=rows["country_code"],
        status_code="DESCRIBED",
        status_basis="SOURCE_WORD",
        status_text=rows[_WORD].str.lower() + " severity",
        reason_text="INFORM Severity Index " + rows[_INDEX].fillna("-") + ("; " + rows["drivers"]).fillna(""),
        start_date=rows["release"],
    )


def _tell_needs(texts: Texts) -> Texts:
    return upright(texts, [name for name in (*_PEOPLE, *_HOMES) if name in texts], _need)


def _need(rows: Texts, name: str) -> Texts:
    """Return people or buildings; of a crisis beside others they are part of its country's, where it has one."""
    country = joined("INFORM-severity", rows["release"], "country", rows["whole"], name).where(rows["whole"].notna())
    around = _PEOPLE.get(name)
    inside = _key(rows, rows["release"], around) if around else None
    return facts(
        rows,
        need_id=_key(rows, rows["release"], name),
        country_code=rows["country_code"],
        indicator_name=_named(rows, name),
        unit_code="people" if name in _PEOPLE else "buildings",
        value=rows[name],
        qualifier_code="EXACT",
        as_of_date=_day(rows, name),
        origin_name=rows[f"{name}: Source"],
        series_id=joined("INFORM-severity", rows["level"], name),
        is_total="yes" if name in _PEOPLE.values() else "no",
        part_of_id=country.mask(rows["level"] == "country", inside),
        note=_notes(rows, name),
    )


PUBLISHER: Final = Publisher(
    "inform-severity",
    "INFORM Severity Index, ACAPS",
    "CC BY 4.0",
    (
        Feed(
            "Monthly workbook of the INFORM Severity Index",
            {**_SCORED.named, **_TRENDED.named, **_CORED.named},
            tuple(dict.fromkeys((*_SCORED.unused, *_TRENDED.unused, *_CORED.unused))),
            {"indicators": _tell_indicators, "needs": _tell_needs, "country_status": _tell_statuses},
            _MISSING,
            _read,
        ),
    ),
    "monthly",
    "Weights and units stand between headings and rows; the headings of Core Indicators are stacked and shifted; x, "
    "- and #N/A stand for unknown; a country may have several crises and one that sums them up; economic losses are "
    f"left for want of one unit. {len(_LEFT_SHEETS)} sheets are left: they describe, repeat or lead to the rest.",
)  # fmt: skip
