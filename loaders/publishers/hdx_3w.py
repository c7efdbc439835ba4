"""HDX who-does-what-where: which organisation works in which sector and place, as offices and HAPI list it."""

from pathlib import Path
from typing import Final

import pandas as pd

from loaders.facts import countries_coded, facts, joined
from loaders.feedreading import read_dated, read_sheets
from loaders.layouts import Feed, Part, Publisher, Texts

_MONTHS: Final = {
    name: f"{number:02}"
    for number, name in enumerate(
        ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
         "December"), 1
    )
}  # fmt: skip
# Chad lists who is active in each province on one sheet, and who has an office in which town on another.
_ACTIVE: Final = Feed(
    "Active organisations",
    {
        "Title": "admin_code",
        "Province": "admin_name",
        "Departement": "district",
        "Cluster": "sector_text",
        "Acronyme": "acronym",
        "Organisation": "organisation_name",
        "TypeOrganisation": "organisation_kind",
    },
    ("Icones", "OperationnelleCount", "ID", "Archive", "Item Type", "Path"),
    {},
)
_OFFICES: Final = Feed(
    "Offices of organisations",
    {
        "Provinces": "admin_name",
        "Departement": "district",
        "Localite": "place_name",
        "Organisation": "organisation_name",
        "TypeOrganisation": "organisation_kind",
        "Title": "admin_code",
    },
    ("Path",),
    {},
)
_MONTHLY: Final = {
    "Month": "month",
    "Activity status": "program_state",
    "Donor Acronym": "donor",
    "Donor Name": "funder_name",
    "Program partner Acronym": "partner",
    "Program Partner Name": "partner_name",
    "Implementing Partner Acronym": "acronym",
    "Implementing Partner Name": "organisation_name",
    "Implementing Partner Type": "organisation_kind",
    "Region": "region",
    "Zone": "zone",
    "Woreda": "admin_name",
    "WoredaPcod": "admin_code",
    "Cluster": "sector_text",
    "Activity": "activity_text",
    "Lat": "lat",
    "Long": "lon",
}
_GLOBAL: Final = {
    "location_code": "country_code",
    "provider_admin1_name": "own_province",
    "provider_admin2_name": "own_district",
    "admin1_code": "province_code",
    "admin1_name": "province",
    "admin2_code": "district_code",
    "admin2_name": "district",
    "org_acronym": "acronym",
    "org_name": "organisation_name",
    "org_type_description": "organisation_kind",
    "sector_code": "sector_code",
    "sector_name": "sector_text",
    "reference_period_start": "start_date",
    "reference_period_end": "end_date",
    "warning": "warning",
    "error": "error",
}


def _read_chad(path: Path, feed: Feed) -> list[Part]:
    """Read both sheets of Chad, each with the headings of its own; a workbook without one of them is refused."""
    return [*read_sheets(path, _ACTIVE), *read_sheets(path, _OFFICES)]


def _tell_chad(texts: Texts) -> Texts:
    is_office = "place_name" in texts
    places = texts["place_name"] if is_office else texts["district"]
    kinds = pd.Series("office", texts.index, dtype="str") if is_office else joined(texts["sector_text"])
    return facts(
        texts,
        presence_id=joined("3W-TCD", texts["admin_code"], places, kinds, _organisations(texts)),
        country_code=countries_coded(texts["admin_code"]),
        admin_code=texts["admin_code"],
        admin_name=texts["admin_name"],
        place_name=places,
        organisation_name=texts["organisation_name"],
        organisation_kind=texts["organisation_kind"],
        sector_text=None if is_office else texts["sector_text"],
        activity_text="Office" if is_office else None,
        note=_also(texts),
    )


def _organisations(texts: Texts) -> "pd.Series[str]":
    """Return the acronym and the name, for neither alone tells all organisations apart."""
    return joined(texts["acronym"], texts["organisation_name"]) if "acronym" in texts else texts["organisation_name"]


def _also(texts: Texts) -> "pd.Series[str] | None":
    return "Known as " + texts["acronym"] if "acronym" in texts else None


def _tell_month(texts: Texts) -> Texts:
    # A month that is none, or of no year, stays as it is written, so that its row is set aside.
    months = (texts["year"] + "-" + texts["month"].map(_MONTHS)).fillna(texts["month"])
    named = texts["organisation_name"].fillna(texts["acronym"])
    partners = ("Program partner: " + texts["partner_name"].fillna(texts["partner"])).where(
        texts["partner_name"].fillna(texts["partner"]) != named
    )
    return facts(
        texts,
        presence_id=joined("3W", months, texts["admin_code"], texts["sector_text"], texts["activity_text"],
                           *(texts[name] for name in ("acronym", "organisation_name", "partner", "partner_name",
                                                      "donor", "funder_name", "program_state"))),
        country_code=countries_coded(texts["admin_code"]),
        admin_code=texts["admin_code"],
        admin_name=texts["admin_name"],
        place_name=texts["zone"] + ", " + texts["region"],
        organisation_name=named,
        organisation_kind=texts["organisation_kind"],
        funder_name=texts["funder_name"].fillna(texts["donor"]),
        sector_text=texts["sector_text"],
        activity_text=texts["activity_text"],
        program_state=texts["program_state"],
        start_date=months,
        end_date=months,
        lat=texts["lat"],
        lon=texts["lon"],
        note=partners,
    )  # fmt: skip


def _tell_global(texts: Texts) -> Texts:
    codes = texts["district_code"].fillna(texts["province_code"])
    names = texts["district"].fillna(texts["own_district"]).fillna(texts["province"]).fillna(texts["own_province"])
    warned = ("HDX warns: " + texts["warning"] + ". ").fillna("") + ("HDX found: " + texts["error"] + ".").fillna("")
    return facts(
        texts,
        presence_id=joined("HAPI", texts["country_code"], codes, texts["own_province"], texts["own_district"],
                           texts["sector_code"], texts["start_date"], _organisations(texts)),
        country_code=texts["country_code"],
        admin_code=codes,
        admin_name=names,
        organisation_name=texts["organisation_name"],
        organisation_kind=texts["organisation_kind"],
        sector_text=texts["sector_text"],
        start_date=texts["start_date"],
        end_date=texts["end_date"],
        note=warned.str.strip().where(warned != ""),
    )  # fmt: skip


PUBLISHER: Final = Publisher(
    "hdx-3w",
    "OCHA country offices and HDX HAPI: operational presence",
    "CC BY 4.0; CC BY-IGO 3.0 (HAPI)",
    (
        Feed("Operational presence in all countries (HDX HAPI)", _GLOBAL,
             ("has_hrp", "in_gho", "admin_level", "dataset_hdx_id", "resource_hdx_id"), {"presence": _tell_global}),
        Feed("Activities of a month by district", _MONTHLY, (), {"presence": _tell_month}, read=read_dated),
        Feed("Operational presence in Chad", {**_ACTIVE.named, **_OFFICES.named}, (*_ACTIVE.unused, *_OFFICES.unused),
             {"presence": _tell_chad}, read=_read_chad),
    ),
    "monthly to quarterly, as each office issues it",
    "P-codes stand under Title; HXL tags fill half a row; one workbook has two layouts; thousands of empty rows end a "
    "file; the year stands in the name of the file alone.",
)  # fmt: skip
