"""World Bank: the groups each economy is in, and indicators of development year by year."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Final

import pandas as pd

from loaders.facts import facts, joined, upright, written_out
from loaders.feedreading import LIMITS, gather, refuse_strange
from loaders.formats.grids import below, read_grids
from loaders.formats.sheets import refuse
from loaders.formats.signatures import DELIMITED, WORKBOOK, settle_format
from loaders.layouts import Feed, Part, Publisher, Texts

_ECONOMIES, _GROUPS, _NOTES = "List of economies", "compositions", "Notes"
_KINDS: Final = {"region": "Region", "income": "Income group", "lending": "Lending category"}
# Groups of countries that stand among countries: figures of one are never those of a country, nor add to them.
_AGGREGATES: Final = frozenset((
    "AFE", "AFW", "ARB", "CEB", "CSS", "EAP", "EAR", "EAS", "ECA", "ECS", "EMU", "EUU", "FCS", "HIC", "HPC", "IBD",
    "IBT", "IDA", "IDB", "IDX", "INX", "LAC", "LCN", "LDC", "LIC", "LMC", "LMY", "LTE", "MEA", "MIC", "MNA", "NAC",
    "OED", "OSS", "PRE", "PSS", "PST", "SAS", "SSA", "SSF", "SST", "TEA", "TEC", "TLA", "TMN", "TSA", "TSS", "UMC",
    "WLD",
))  # fmt: skip
# The World Bank counts the islands of Jersey and Guernsey as one economy, which has no code in ISO 3166.
_SEVERAL_COUNTRIES: Final = {"CHI": "Channel Islands"}
_YEAR: Final = re.compile(r"\d{4}")
_CLASSIFIED: Final = re.compile(r"(\d{4}) gross national income")
_LISTED: Final = {
    "Economy": "economy", "Code": "country_code", "Region": "region", "Income group": "income",
    "Lending category": "lending",
}  # fmt: skip
_MEMBERS: Final = {"WB_Group_Code": "group_code", "WB_Group_Name": "group_name", "WB_Country_Code": "country_code"}
_SERIES: Final = {
    "Country Name": "economy", "Country Code": "country_code", "Indicator Name": "indicator_name",
    "Indicator Code": "indicator_code",
}  # fmt: skip


def _read_classes(path: Path, feed: Feed) -> list[Part]:
    """Read the sheets of economies and groups; the notes say by the income of which year they are classified."""
    if settle_format(path, path.name) != WORKBOOK:
        refuse("header-not-found", "it is no workbook", "send CLASS.xlsx")
    grids = {grid.name: grid for grid in read_grids(path, LIMITS)}
    absent = [name for name in (_ECONOMIES, _GROUPS, _NOTES) if name not in grids]
    if absent:
        refuse("header-not-found", f"has no sheet {', '.join(absent)}", "send the whole CLASS.xlsx")
    refuse_strange(path, [f"sheet {name}" for name in grids if name not in (_ECONOMIES, _GROUPS, _NOTES)], feed)
    notes = " ".join(cell for row in grids[_NOTES].rows for cell in row if cell)
    year = _CLASSIFIED.search(notes)
    if not year:
        refuse("header-not-found", "Notes do not say by the income of which year", "send the whole CLASS.xlsx")
    economies = gather(path, replace(feed, named=_LISTED, unused=()), below(grids[_ECONOMIES], 0))
    groups = gather(path, replace(feed, named=_MEMBERS), below(grids[_GROUPS], 0))
    return [Part(name, texts.assign(year=year[1])) for name, texts in ((_ECONOMIES, economies), (_GROUPS, groups))]


def _tell_groups(texts: Texts) -> Texts:
    """Return the groups of each economy; a line that is itself a group names no country."""
    countries = texts[~texts["country_code"].isin(_AGGREGATES)]
    if "group_code" in texts:
        return _member(countries, "group_name").assign(group_kind="World Bank aggregate")
    return upright(countries, list(_KINDS), _member)


def _member(rows: Texts, name: str) -> Texts:
    kind = _KINDS.get(name, "World Bank aggregate")
    group = rows["group_code"] if "group_code" in rows else pd.Series(name, rows.index, dtype="str")
    return facts(
        rows,
        group_member_id=joined("WB", rows["year"], rows["country_code"], group),
        country_code=rows["country_code"],
        group_kind=kind,
        group_name=rows[name],
        as_of_date=rows["year"],
        note="Classified by gross national income per person in " + rows["year"],
    )


def _read_series(path: Path, feed: Feed) -> list[Part]:
    """Read an extract of the indicators: some lines about the file, then one row an economy and a column a year."""
    if settle_format(path, path.name) != DELIMITED:
        refuse("header-not-found", "it is no comma-separated text", "send an extract of the indicators as CSV")
    (grid,) = read_grids(path, LIMITS)
    top = next((at for at, row in enumerate(grid.rows) if row[:1] == ["Country Name"]), None)
    if top is None:
        refuse("header-not-found", "no line begins with Country Name", "send an extract of the indicators as CSV")
    years = {heading: heading for heading in grid.rows[top] if heading and _YEAR.fullmatch(heading)}
    return [Part("", gather(path, replace(feed, named={**_SERIES, **years}), below(grid, top)))]


def _tell_indicators(texts: Texts) -> Texts:
    return upright(texts, [name for name in texts if _YEAR.fullmatch(name)], _in_year)


def _in_year(rows: Texts, year: str) -> Texts:
    is_group = rows["country_code"].isin(_AGGREGATES) | rows["country_code"].isin(list(_SEVERAL_COUNTRIES))
    return facts(
        rows,
        indicator_id=joined("WDI", year, rows["country_code"], rows["indicator_code"]),
        country_code=rows["country_code"].mask(is_group),
        indicator_code=rows["indicator_code"],
        indicator_name=rows["indicator_name"],
        # The unit stands in brackets at the end of the name.
        unit_code=rows["indicator_name"].str.extract(r"\(([^()]+)\)$")[0].fillna("as the indicator's name says"),
        value=written_out(rows[year]),
        qualifier_code="EXACT",
        as_of_date=year,
        start_date=year,
        end_date=year,
        origin_name="World Bank",
        note=(rows["economy"] + ", several countries together").where(is_group),
    )


PUBLISHER: Final = Publisher(
    "worldbank",
    "World Bank",
    "CC BY 4.0",
    (
        Feed(
            "Classification of economies",
            {**_LISTED, **_MEMBERS},
            ("WB_Country_Name",),
            {"country_groups": _tell_groups},
            read=_read_classes,
        ),
        Feed(
            "World Development Indicators, one column a year",
            _SERIES,
            (),
            {"indicators": _tell_indicators},
            read=_read_series,
        ),
    ),
    "yearly",
    "Groups stand below a blank row among economies, and among countries in indicators; lines about the file stand "
    "above its heading; the last column has no name; the Channel Islands are one economy without an ISO code.",
)  # fmt: skip
