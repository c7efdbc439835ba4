"""HPC humanitarian needs overviews: people in need, targeted and reached, by country, area, cluster and group."""

from typing import Final

import pandas as pd

from loaders.facts import countries_coded, facts, joined, upright
from loaders.feedreading import read_dated
from loaders.layouts import Feed, Publisher, Texts

_FIGURES: Final = {
    "population": "Population",
    "in_need": "People in need",
    "targeted": "People targeted",
    "affected": "People affected",
    "reached": "People reached",
}
# The caseload of all clusters together: whoever needs help from several clusters is counted in it once.
_ALL: Final = "ALL"
_TOTAL: Final = "total"
_HOUSEHOLDS: Final = "Households"
_SHARED: Final = {
    "Description": "description",
    "Cluster": "cluster",
    "Category": "category",
    "Population": "population",
    "In Need": "in_need",
    "Targeted": "targeted",
    "Affected": "affected",
    "Reached": "reached",
    "Info": "info",
}


def _tell_countries(texts: Texts) -> Texts:
    nowhere = pd.Series(None, index=texts.index, dtype="str")
    return _tell(texts.assign(admin_code=nowhere, admin_name=nowhere))


def _tell_areas(texts: Texts) -> Texts:
    """Return the figures of one country, whose code stands in none but its areas: they begin with it."""
    areas = texts["district_code"].fillna(texts["province_code"])
    return _tell(
        texts.assign(
            country_code=countries_coded(areas),
            admin_code=areas,
            admin_name=texts["district_name"].fillna(texts["province_name"]),
        )
    )


def _tell(texts: Texts) -> Texts:
    # The sum of all groups is left empty for a country and called total for an area.
    return upright(texts.assign(category=texts["category"].mask(texts["category"] == _TOTAL)), list(_FIGURES), _figure)


def _figure(rows: Texts, name: str) -> Texts:
    is_all = rows["cluster"] == _ALL
    groups = rows["category"]
    counts_homes = groups.str.contains(_HOUSEHOLDS).fillna(False).astype(bool)
    clusters = rows["description"].mask(is_all)
    return facts(
        rows,
        need_id=_key(rows, rows["admin_code"], rows["cluster"], clusters, groups, name),
        country_code=rows["country_code"],
        admin_code=rows["admin_code"],
        admin_name=rows["admin_name"],
        sector_text=clusters,
        indicator_name=_FIGURES[name] + (": " + groups).fillna(""),
        unit_code=pd.Series("people", rows.index, dtype="str").mask(counts_homes, "households"),
        value=rows[name],
        qualifier_code="EXACT",
        # Estimates for a year are made before it: they stand from its first day.
        as_of_date=rows["year"] + "-01-01",
        as_of_precision="YEAR",
        start_date=rows["year"],
        end_date=rows["year"],
        origin_name="OCHA HPC Tools",
        series_id=joined("HNO", rows["year"], rows["admin_code"].str.len().astype("str"), rows["cluster"], clusters,
                         groups, name),
        is_total=pd.Series("no", rows.index, dtype="str").mask(_is_whole(rows), "yes"),
        part_of_id=_wholes(rows, name),
        note=_notes(rows),
    )  # fmt: skip


def _key(rows: Texts, *parts: "pd.Series[str] | str") -> "pd.Series[str]":
    return joined("HNO", rows["year"], rows["country_code"], *parts)


def _is_whole(rows: Texts) -> "pd.Series[bool]":
    """Whether a row is the caseload of a whole country."""
    return rows["admin_code"].isna() & rows["category"].isna() & (rows["cluster"] == _ALL)


def _wholes(rows: Texts, name: str) -> "pd.Series[str]":
    """Return the row each is part of: a group of its area's, an area of its country's, a cluster of the caseload."""
    clusters = rows["description"].mask(rows["cluster"] == _ALL)
    of_area = _key(rows, rows["admin_code"], rows["cluster"], clusters, "-", name)
    of_country = _key(rows, "-", rows["cluster"], clusters, "-", name)
    of_caseload = _key(rows, "-", _ALL, "-", "-", name)
    parts = of_caseload.mask(rows["admin_code"].notna(), of_country).mask(rows["category"].notna(), of_area)
    return parts.mask(_is_whole(rows))


def _notes(rows: Texts) -> "pd.Series[str]":
    told = "Cluster " + rows["cluster"].fillna("-") + ": " + rows["description"].fillna("-")
    clusters = pd.Series("; clusters overlap and are never added", rows.index, dtype="str").mask(_is_whole(rows), "")
    return told + clusters + ("; " + rows["info"]).fillna("")


PUBLISHER: Final = Publisher(
    "hpc-hno",
    "OCHA, Humanitarian Programme Cycle: needs overviews",
    "CC BY-IGO 3.0",
    (
        Feed(
            "Needs by area of one country",
            {
                "Admin 1 PCode": "province_code", "Admin 1 Name": "province_name", "Admin 2 PCode": "district_code",
                "Admin 2 Name": "district_name", **_SHARED,
            },
            (),
            {"needs": _tell_areas},
            read=read_dated,
        ),
        Feed("Needs by country", {"Country ISO3": "country_code", **_SHARED}, (), {"needs": _tell_countries},
             read=read_dated),
    ),
    "yearly, with revisions",
    "The year stands in the name of the file alone; a country's own rows have no code of it; rows of districts leave "
    "the province empty; totals, clusters and groups stand among each other.",
)  # fmt: skip
