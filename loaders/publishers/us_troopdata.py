"""US troopdata: American military people, sites and construction in each country, compiled from DoD's own reports."""

from typing import TYPE_CHECKING, Final

from loaders.facts import facts, joined, upright
from loaders.layouts import Feed, Publisher, Texts

if TYPE_CHECKING:
    import pandas as pd

_ACTIVE: Final = {
    "army_ad": "Army",
    "navy_ad": "Navy",
    "air_force_ad": "Air Force",
    "marine_corps_ad": "Marine Corps",
    "coast_guard_ad": "Coast Guard",
    "space_force_ad": "Space Force",
}
_RESERVE: Final = {
    "army_national_guard": "Army National Guard",
    "air_national_guard": "Air National Guard",
    "army_reserve": "Army Reserve",
    "navy_reserve": "Navy Reserve",
    "marine_corps_reserve": "Marine Corps Reserve",
    "air_force_reserve": "Air Force Reserve",
    "coast_guard_reserve": "Coast Guard Reserve",
}
_CIVILIANS: Final = {
    "army_civilian": "Civilians of the Army",
    "navy_civilian": "Civilians of the Navy",
    "marine_corps_civilian": "Civilians of the Marine Corps",
    "air_force_civilian": "Civilians of the Air Force",
    "dod_civilian": "Civilians of other defense agencies",
}
# Each total with its words, the series of its figures, and the columns that are its parts.
_TOTALS: Final = {
    "troops_ad": ("US military on active duty", "US-active-duty", _ACTIVE),
    "total_selected_reserve": ("US selected reserve", "US-selected-reserve", _RESERVE),
    "total_civilian": ("US civilians of the armed services and defense agencies", "US-defense-civilians", _CIVILIANS),
}
_COUNTS: Final = tuple(name for total, (_, _, parts) in _TOTALS.items() for name in (total, *parts))
_TOTAL_OF: Final = {part: total for total, (_, _, parts) in _TOTALS.items() for part in parts}
_COAST_GUARD: Final = ("coast_guard_ad", "coast_guard_reserve")
# Places that are no country of today: states that are no more, parts of a country, several, or none that is said.
_NO_COUNTRY: Final = (
    "Aden", "Azores", "British West Indies", "Czechoslovakia", "Easter Island", "Eniwetok (J.T.F. 7", "Fiji and Tonga",
    "German Democratic Republic", "Kashmir", "Line Islands", "Mariana Islands", "Netherlands Antilles", "Sarawak",
    "Yemen Arab Republic", "Yemen People's Republic", "Yugoslavia",
    "Worldwide Unspecified", "Unspecified Location", "Worldwide Classified", "Conus Classified",
    # Codes of the budget's own, which are not those of Burundi, Cameroon and others.
    "Bi", "Cm", "Ho", "Zc",
)  # fmt: skip
_OWN_NAMES: Final = {"Virgin Islands": "VIR"}
_SITES: Final = {"base": "Base", "lilypad": "Smaller site (lily pad)", "fundedsite": "Site of the host, US-funded"}
_THOUSANDS: Final = "000"
# The points of construction were sought by name: they put Honduras in Ghana and South-West Asia in Belgium.
_UNUSED_POINTS: Final = ("ccode", "lat", "lon")


def _tell_people(texts: Texts) -> Texts:
    """Return each count that is no zero: the compilation writes one also where nobody was counted."""
    counted = texts.assign(**{name: texts[name].mask(texts[name] == "0") for name in _COUNTS})
    return upright(counted, _COUNTS, _people)


def _people(rows: Texts, name: str) -> Texts:
    total = _TOTAL_OF.get(name, name)
    words, series, parts = _TOTALS[total]
    is_whole = name == total
    above = _people_key(rows, total).where(rows[total].notna())
    has_parts = rows[list(parts)].notna().any(axis=1).map({True: "yes", False: "no"})
    return facts(
        rows,
        personnel_id=_people_key(rows, name),
        kind_code="STOCK",
        stage_code="ACTUAL",
        country_code=_countries(rows),
        place_name=_places(rows),
        agency_code="DHS" if name in _COAST_GUARD else "DOD",
        component_text=None if is_whole else parts[name],
        as_of_date=rows["year"],
        people_count=rows[name],
        qualifier_code="EXACT",
        measure_text=words,
        series_id=series if is_whole else f"{series}-parts",
        is_total=has_parts if is_whole else "no",
        part_of_id=None if is_whole else above,
    )


def _people_key(rows: Texts, name: str) -> "pd.Series[str]":
    return joined("USTROOPS", rows["year"], rows["name"], name)


def _countries(rows: Texts) -> "pd.Series[str]":
    """Return the code where the compilers give one, else the name where it is that of a country."""
    named = rows["name"].replace(_OWN_NAMES)
    return rows["country_code"].fillna(named.mask(rows["name"].isin(_NO_COUNTRY)))


def _places(rows: Texts) -> "pd.Series[str]":
    return rows["name"].where(rows["country_code"].isna())


def _tell_sites(texts: Texts) -> Texts:
    """Return each site where its name says: the codes are those of the sovereign, and one is of another country."""
    return facts(
        texts,
        presence_id=joined("USBASE", texts["country_code"], texts["place_name"], texts["lat"], texts["lon"]),
        country_code=texts["country_code"].replace(_OWN_NAMES),
        place_name=texts["place_name"],
        organisation_name="US Department of Defense",
        organisation_kind="Armed forces",
        activity_text=_activities(texts),
        lat=texts["lat"],
        lon=texts["lon"],
        note="As compiled up to 2018; the source gives no days.",
    )


def _activities(texts: Texts) -> "pd.Series[str]":
    """Return what a site is, or each of the things it is."""
    said = [texts[name].map({"1": words + "; "}).fillna("") for name, words in _SITES.items()]
    return (said[0] + said[1] + said[2]).str.removesuffix("; ")


def _tell_construction(texts: Texts) -> Texts:
    """Return each line of the budget; several of one place and year are told apart by their order alone."""
    same = ["name", "year", "location"]
    order = (texts.groupby(same, dropna=False).cumcount() + 1).astype("str")
    return facts(
        texts,
        transaction_id=joined("USBUILD", *(texts[name] for name in same), order),
        country_code=_countries(texts),
        agency_code="DOD",
        funder_name="United States, Department of Defense",
        account_name="Military construction",
        purpose_text=("Construction at " + texts["location"]).fillna("Construction"),
        fiscal_year=texts["year"],
        stage_code="APPROPRIATED",
        stage_text="Total obligational authority",
        amount_usd=texts["thousands"].mask(texts["thousands"] != "0", texts["thousands"] + _THOUSANDS),
        qualifier_code="EXACT",
        qualifier_text="to the thousand dollars",
        as_of_date="FY" + texts["year"],
        series_id="USBUILD",
        is_total="no",
        is_running_total="no",
        note="For " + _places(texts),
    )


PUBLISHER: Final = Publisher(
    "us-troopdata",
    "troopdata (Flynn et al.), from reports of the US Department of Defense",
    "GPL (>= 3) compilation of public-domain figures",
    (
        Feed(
            "US personnel by host country and year",
            {"countryname": "name", "year": "year", "iso3c": "country_code", **{name: name for name in _COUNTS}},
            ("ccode", "region"),
            {"personnel": _tell_people},
            missing=("NA",),
        ),
        Feed(
            "US military sites",
            {
                "countryname": "country_code", "basename": "place_name", "lat": "lat", "lon": "lon",
                **{name: name for name in _SITES},
            },
            ("ccode", "iso3c"),
            {"presence": _tell_sites},
            missing=("NA",),
        ),
        Feed(
            "US military construction by place and year",
            {
                "countryname": "name", "iso3c": "country_code", "year": "year", "location": "location",
                "spend_construction": "thousands",
            },
            _UNUSED_POINTS,
            {"transactions": _tell_construction},
            missing=("NA",),
        ),
    ),
    "yearly",
    "NA is unknown and never Namibia; zeros stand also for what was not counted and feed nothing; six counts are below "
    "zero and set aside; parts need not add up to their total; sites carry the code of the sovereign, and a wrong one "
    "for DR Congo; the list of sites is not UTF-8; construction is in thousands.",
)  # fmt: skip
