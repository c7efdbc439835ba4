"""EIA international energy statistics: energy of countries year by year, as their browser exports it."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Final

import pandas as pd

from loaders.facts import facts, joined, upright, written_out
from loaders.feedreading import LIMITS, gather
from loaders.formats.grids import below, read_grids
from loaders.formats.sheets import refuse
from loaders.formats.signatures import DELIMITED, settle_format
from loaders.layouts import Feed, Part, Publisher, Texts

_API, _NAME = "API", "Name"
_YEAR: Final = re.compile(r"\d{4}")
_SERIES: Final = re.compile(r"(INTL\.[\d-]+)-([A-Z]+)-(\w+\.[A-Z])")
_QUANTITY: Final = re.compile(r"(.+?) \((.+)\)")
# Some rows have no code of the statistics; these codes of it are not those of ISO 3166.
_NO_CODE: Final = "none"
_OWN_CODES: Final = ("UNK", "WAK")
# Places that are several countries, part of one, or a country no more; their figures are no country's.
_AREAS: Final = (
    "World", "Former Czechoslovakia", "Former Serbia and Montenegro", "Former U.S.S.R.", "Former Yugoslavia",
    "Germany, East", "Germany, West", "Hawaiian Trade Zone", "Netherlands Antilles", "U.S. Pacific Islands",
    "U.S. Territories",
)  # fmt: skip


def _read(path: Path, feed: Feed) -> list[Part]:
    """Read the export: a line about the report, a heading whose second cell is empty, and a tree of names by spaces."""
    if settle_format(path, path.name) != DELIMITED:
        refuse("header-not-found", "it is no comma-separated text", "send the export as CSV")
    (grid,) = read_grids(path, LIMITS)
    top = next((at for at, row in enumerate(grid.rows) if row[:2] == [_API, None]), None)
    if top is None:
        refuse("header-not-found", f"no line begins with {_API} and an empty cell", "send the export as CSV")
    grid.rows[top][1] = _NAME
    years = {heading: heading for heading in grid.rows[top] if heading and _YEAR.fullmatch(heading)}
    records = below(grid, top)
    texts = gather(path, replace(feed, named={**feed.named, **years}), records)
    return [Part("", texts.assign(**_branches([cells[_NAME] or "" for _, cells in records])))]


def _branches(names: list[str]) -> "dict[str, pd.Series[str]]":
    """Return for each name the quantity it stands under: the last one that no space stands before."""
    quantity, quantities = None, []
    for name in names:
        quantity = name if name == name.lstrip() else quantity
        quantities.append(None if name == quantity else quantity)
    return {"quantity": pd.Series(quantities, dtype="str")}


def _tell_indicators(texts: Texts) -> Texts:
    codes = texts["series"].str.extract(_SERIES)
    named = texts.assign(
        area=codes[1],
        # Rows without a code stand among those of one series.
        indicator_code=(codes[0] + "-" + codes[2]).groupby(texts["quantity"]).ffill(),
    )
    return upright(named, [name for name in texts if _YEAR.fullmatch(name)], _in_year)


def _in_year(rows: Texts, year: str) -> Texts:
    quantity = rows["quantity"].str.extract(_QUANTITY)
    is_area = rows["name"].isin(_AREAS)
    is_own = rows["area"].isna() | rows["area"].isin(_OWN_CODES)
    return facts(
        rows,
        indicator_id=joined("EIA", year, rows["indicator_code"], rows["area"].fillna(rows["name"])),
        country_code=rows["area"].mask(is_own, rows["name"]).mask(is_area),
        indicator_code=rows["indicator_code"],
        indicator_name=quantity[0].fillna(rows["quantity"]),
        unit_code=quantity[1].fillna("as the indicator's name says"),
        value=written_out(rows[year]),
        qualifier_code="EXACT",
        as_of_date=year,
        start_date=year,
        end_date=year,
        origin_name="US Energy Information Administration",
        note=(rows["name"] + ": no single country of today").where(is_area),
    )


PUBLISHER: Final = Publisher(
    "eia",
    "US Energy Information Administration, international energy statistics",
    "US public domain",
    (
        Feed(
            "Export of one quantity, one column a year",
            {_API: "series", _NAME: "name"},
            (),
            {"indicators": _tell_indicators},
            (_NO_CODE, "--"),
            _read,
        ),
    ),
    "as each series is revised",
    "A line about the report stands above the heading; the quantity and its unit are a row; spaces before a name say "
    "what it is part of; the world and countries that are no more stand among countries; -- stands for unknown.",
)
