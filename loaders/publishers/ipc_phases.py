"""IPC acute food insecurity: people by phase, for countries and areas, as analysed and as projected."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

import pandas as pd

from loaders.facts import facts, joined, upright
from loaders.feedreading import LIMITS, gather, read_sheets
from loaders.formats.jsontexts import JsonText, cell_text, is_object, written
from loaders.formats.sheets import refuse
from loaders.formats.signatures import FEATURES, OBJECTS, settle_format
from loaders.layouts import Feed, Part, Publisher, Texts

_ALL, _WORSE = "all", "3+"
# Each figure by the phase it counts, and the row that includes it: phases 3 to 5 are parts of phase 3 or worse.
_FIGURES: Final = {
    _ALL: "People analysed", _WORSE: "People in IPC phase 3 or worse",
    **{phase: f"People in IPC phase {phase}" for phase in "12345"},
}  # fmt: skip
_INCLUDED: Final = {_WORSE: _ALL, "1": _ALL, "2": _ALL, "3": _WORSE, "4": _WORSE, "5": _WORSE}
_PHASES: Final = {f"phase{phase}_population": phase for phase in "12345"}
_CLASS: Final = "overall_phase"
_CURRENT: Final = "current"
_WORDS: Final = {**_FIGURES, "population": "Population of the country for IPC", _CLASS: "IPC phase of the area"}
_MONTHS: Final = {name: f"{number:02}" for number, name in enumerate(
    ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"), 1)}  # fmt: skip
_MONTH: Final = re.compile(r"([A-Z][a-z]{2}) (\d{4})")
_SUFFIX: Final = re.compile(r"(?P<name>.+?)(?P<suffix>_second_projected|_projected)?")
_COUNTRY_NAMED: Final = re.compile(r"(?<![a-z])ipc_([a-z]{3})(?![a-z])", re.IGNORECASE)
_SETTLED: Final = {"C": _CURRENT, "P": "first projection"}
_PERCENTAGES: Final = ("p3plus_percentage", *(f"phase{phase}_percentage" for phase in "12345"))


class _Period(NamedTuple):
    """One period of an analysis, and the key under which the API gives its first and last month."""

    words: str
    dates: str


_PERIODS: Final = {
    "": _Period(_CURRENT, "current_period_dates"),
    "_projected": _Period("first projection", "projected_period_dates"),
    "_second_projected": _Period("second projection", "second_projected_period_dates"),
}
_PLACES: Final = ("id", "title", "country", "analysis_date", "group", "area")


def _read_analyses(path: Path, feed: Feed) -> list[Part]:
    """Read the answer of the API: analyses that hold groups and areas; a record is one of these in one period."""
    if settle_format(path, path.name) != OBJECTS:
        refuse("header-not-found", "it is no JSON", "send the answer of the IPC API")
    blank: dict[str, str | None] = dict.fromkeys(feed.named)
    with JsonText(path, LIMITS) as text:
        if text.peek() != "[":
            refuse("header-not-found", "it is no list of analyses", "send the answer of the IPC API")
        records = [blank | record for analysis in text.members() for record in _analysed(analysis)]
    if not any(record["analysis_date"] for record in records):
        refuse("header-not-found", "no record has analysis_date", "send the answer of the IPC API")
    texts = gather(path, feed, enumerate(records, 1))
    return [Part("", texts.assign(analysis=_iso_month(texts["analysis"])))]


def _analysed(analysis: Any) -> Iterator[dict[str, str | None]]:
    """Yield the records of one analysis: its own, then those of its groups and areas."""
    if not is_object(analysis):
        refuse("json-shape", f"holds {written(analysis)} where an analysis should be", "send the answer of the IPC API")
    whole = dict(analysis)
    own = _cells(whole)
    yield from _by_period(own)
    shared = {name: own.get(name) for name in (*_PLACES, *(period.dates for period in _PERIODS.values()))}
    for group in map(dict, whole.get("groups", ())):
        in_group = shared | {"group": cell_text(group["name"])}
        yield from _by_period(in_group | _cells(group))
        for area in map(dict, group.get("areas", ())):
            yield from _by_period(in_group | {"area": cell_text(area["name"])} | _cells(area))
    for area in map(dict, whole.get("areas", ())):
        yield from _by_period(shared | {"area": cell_text(area["name"]), "group": None} | _cells(area))


def _cells(item: dict[str, Any]) -> dict[str, str | None]:
    """Return the single values of an analysis, group or area; the key of a part is that of its analysis."""
    is_part = "name" in item
    left = ("areas", "groups", "metadata", *(("id", "name", "population") if is_part else ()))
    return {
        key: written(value) if isinstance(value, list) else cell_text(value)
        for key, value in item.items()
        if key not in left
    }


def _by_period(cells: dict[str, str | None]) -> Iterator[dict[str, str | None]]:
    """Yield a record for each period that has figures, and one for the current period in any case."""
    told: dict[str, dict[str, str | None]] = {suffix: {} for suffix in _PERIODS}
    for key, value in cells.items():
        match = _SUFFIX.fullmatch(key)
        told[(match and match["suffix"]) or ""][match["name"] if match else key] = value
    places = {name: cells.get(name) for name in _PLACES}
    dates = {period.dates for period in _PERIODS.values()}
    for suffix, period in _PERIODS.items():
        own = {key: value for key, value in told[suffix].items() if key not in dates}
        # An area that was not analysed for a period has 0 people in it, or nothing at all.
        if not suffix or own.get("estimated_population") not in (None, "0"):
            yield places | own | {"period": period.words, "period_dates": cells.get(period.dates)}


def _tell_analyses(texts: Texts) -> Texts:
    first, last = (texts["period_dates"].str.split(" - ").str[end] for end in (0, -1))
    named = texts.assign(
        start_date=_iso_month(first),
        end_date=_iso_month(last),
        scope=joined("IPC", texts["analysis_id"], texts["group"], texts["area"], texts["period"]),
        inside=_around(texts),
        # An analysis of one part of a country says so in brackets at the end of its title.
        admin_name=texts["area"].fillna(texts["group"]).fillna(texts["title"].str.extract(r"\(([^()]+)\)$")[0]),
        level=pd.Series("country", texts.index, dtype="str")
        .mask(texts["group"].notna(), "group")
        .mask(texts["area"].notna(), "area"),
        **{_ALL: texts[_ALL].mask(texts[_ALL] == "0")},
    )
    columns = [*_FIGURES, "population", _CLASS]
    without = named[named[columns].isna().all(axis=1)]
    empty = _figure(without, _ALL).assign(part=_ALL)
    return pd.concat([upright(named, columns, _figure), empty], ignore_index=True)


def _around(texts: Texts) -> "pd.Series[str]":
    """Return the row that includes each: the group's for an area in one, else the country's; none for a country."""
    country = joined("IPC", texts["analysis_id"], "-", "-", texts["period"])
    group = joined("IPC", texts["analysis_id"], texts["group"], "-", texts["period"])
    is_area = texts["area"].notna()
    around = country.mask(is_area & texts["group"].notna(), group)
    return around.where(is_area | texts["group"].notna())


def _figure(rows: Texts, name: str) -> Texts:
    """Return the people of one phase; their row is part of that of the phases it is in, or of the place around."""
    words = _WORDS.get(name, "People by IPC phase " + name)
    around = joined(rows["inside"], _ALL).where(rows["inside"].notna()) if name == _ALL else None
    return facts(
        rows,
        need_id=joined(rows["scope"], name),
        country_code=rows["country_code"],
        admin_name=rows["admin_name"],
        indicator_name=(words + ": " + rows["period"]).mask(rows["period"] == _CURRENT, words),
        unit_code="people" if name != _CLASS else "IPC phase",
        value=rows[name],
        qualifier_code="EXACT",
        as_of_date=rows["analysis"],
        start_date=rows["start_date"],
        end_date=rows["end_date"],
        origin_name="IPC",
        series_id=joined("IPC", rows["level"], name, rows["period"]),
        is_total="yes" if name in (_ALL, _WORSE) else "no",
        part_of_id=joined(rows["scope"], _INCLUDED[name]) if name in _INCLUDED else around,
        note=rows["title"],
    )


def _read_areas(path: Path, feed: Feed) -> list[Part]:
    """Read the long file with the month of each analysis as a day can be read."""
    return [Part(part.sheet, part.texts.assign(analysis=_iso_month(part.texts["analysis"])))
            for part in read_sheets(path, feed)]  # fmt: skip


def _tell_areas(texts: Texts) -> Texts:
    """Return one figure a row: what the phase column says is counted."""
    around = joined("IPC", texts["country_code"], texts["analysis"])
    zero = (texts["phase"] == _ALL) & (texts["number"] == "0")
    named = texts.assign(
        level="listed area",
        scope=joined(around, texts["level_1"], texts["area"], texts["period"]),
        inside=joined(around, "-", "-", texts["period"]),
        admin_name=texts["area"] + (", " + texts["level_1"]).fillna(""),
        title=pd.Series("0 as the source writes it where nobody was analysed", texts.index, dtype="str").where(zero),
        number=texts["number"].mask(zero),
    )
    told = [_figure(rows.assign(**{str(phase): rows["number"]}), str(phase))
            for phase, rows in named.groupby("phase", sort=False)]  # fmt: skip
    return pd.concat(told, ignore_index=True).sort_values("raw_line", kind="stable", ignore_index=True)


def _read_features(path: Path, feed: Feed) -> list[Part]:
    """Read the areas of a map of one analysis; its country stands in the name of the file alone."""
    if settle_format(path, path.name) != FEATURES:
        refuse("header-not-found", "it is no GeoJSON", "send a map of the IPC API")
    country = _COUNTRY_NAMED.search(path.name)
    with JsonText(path, LIMITS) as text:
        records = [{key: cell_text(value) for key, value in properties} for properties in _properties(text)]
    texts = gather(path, feed, enumerate(records, 1))
    code = country[1].upper() if country else None
    return [Part("", texts.assign(country_code=pd.Series(code, texts.index, dtype="str")))]


def _properties(text: JsonText) -> Iterator[Any]:
    for key in text.keys():  # noqa: SIM118 - no mapping: each key is read from the text
        if key == "features":
            for feature in text.members():
                yield dict(feature)["properties"]
        else:
            text.value()


def _tell_features(texts: Texts) -> Texts:
    period = texts["period"].map(_SETTLED).astype("str").fillna(texts["period"])
    named = texts.assign(
        level="area on a map",
        period=period,
        scope=joined("IPC-map", texts["analysis_id"], texts["area_id"], period),
        inside=joined("IPC", texts["analysis_id"], "-", "-", period),
        analysis=None,
        start_date=None,
        end_date=None,
        title="Analysis " + texts["analysis_id"] + " of IPC, whose days the map does not give",
    )
    return upright(named, [*_FIGURES, _CLASS], _figure)


def _iso_month(months: "pd.Series[str]") -> "pd.Series[str]":
    """Return ``2023-04`` for ``Apr 2023``; any other text stays as it is."""
    return months.map(_written_month, na_action="ignore").astype("str")


def _written_month(text: str) -> str:
    match = _MONTH.fullmatch(text)
    return f"{match[2]}-{_MONTHS[match[1]]}" if match and match[1] in _MONTHS else text


PUBLISHER: Final = Publisher(
    "ipc-phases",
    "Integrated Food Security Phase Classification",
    "public domain",
    (
        Feed(
            "Analyses of one country (IPC API)",
            {
                "id": "analysis_id", "title": "title", "country": "country_code", "analysis_date": "analysis",
                "group": "group", "area": "area", "period": "period", "period_dates": "period_dates",
                "population": "population", "estimated_population": _ALL, "p3plus": _WORSE, **_PHASES,
                _CLASS: _CLASS,
            },
            ("condition", "view_level", "population_percentage", "aag_id", *_PERCENTAGES),
            {"needs": _tell_analyses},
            read=_read_analyses,
            stated="analysis",
        ),
        Feed(
            "Areas of an analysis on a map (IPC API)",
            {
                "aar_id": "area_id", "anl_id": "analysis_id", "title": "admin_name", "ipc_period": "period",
                "estimated_population": _ALL, "population_min": _WORSE, **_PHASES, _CLASS: _CLASS,
            },
            (
                "confidence_level", "population_percentage_min", "justification", "prolonged_crisis",
                "population_phase_worse", "population_percentage_phase_worse", "admin_type", "view_level",
                "hide_settlement_labels", "hide_area_labels", "hide_area_borders", "show_area_popups", "color",
                *(f"phase{phase}_{kind}" for phase in "12345" for kind in ("percent", "color")),
            ),
            {"needs": _tell_features},
            read=_read_features,
        ),
        Feed(
            "Areas of all countries",
            {
                "Date of analysis": "analysis", "Country": "country_code", "Level 1": "level_1", "Area": "area",
                "Validity period": "period", "From": "start_date", "To": "end_date", "Phase": "phase",
                "Number": "number",
            },
            ("Total country population", "Percentage"),
            {"needs": _tell_areas},
            read=_read_areas,
            stated="analysis",
        ),
    ),
    "with each analysis",
    "Phase 3+ repeats phases 3 to 5 and 'all' repeats every phase; areas repeat word for word; 0 people stand where "
    "nobody was analysed; a map has neither days nor a country; the API holds an analysis from the future.",
)  # fmt: skip
