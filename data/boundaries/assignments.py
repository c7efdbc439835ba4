"""Assignments: which State bureau and which combatant command each country belongs to, from when to when.

Rules by UN subregion with exceptions by country. They are the usual assignments
of the years 2004-2014; no list read row by row stands behind them, and each row
says so in ``basis``. Territories follow geography, not the state they belong to.
"""

from collections.abc import Iterator
from dataclasses import astuple, dataclass
from datetime import date, timedelta

AFRICOM_ON = "2008-10-01"
CENTRAL_ASIA_TO_SCA_ON = "2006-02-01"  # the month is known, the day is not
CARIBBEAN_ON = "2008-12-17"

PLAN_SOURCE = "S078"
STANDARD = "standard assignment"
BY_GEOGRAPHY = "standard assignment; territory placed by geography"
US_SOIL = "placed by geography for grouping; no regional bureau covers US soil"
ANTARCTIC = "placed for grouping only; nobody lives there"
BEFORE_AFRICOM = "standard assignment before Africa Command took over on 1 October 2008"
AFTER_AFRICOM = "standard assignment; Africa Command took over on 1 October 2008 (set up under EUCOM on 1 October 2007)"
NAMED = "named under this bureau in the source"
SOUTH_ASIA = "standard assignment; called Bureau of South Asian Affairs until February 2006"
BEFORE_SCA = "standard assignment before the South Asia bureau took over Central Asia in February 2006; day not known"
AFTER_SCA = "standard assignment; the South Asia bureau took over Central Asia in February 2006; day not known"
BEFORE_UCP_2008 = "standard assignment before the Unified Command Plan of 17 December 2008"
AFTER_UCP_2008 = "moved from SOUTHCOM by the Unified Command Plan of 17 December 2008, as the Pentagon announced it"

US_TERRITORY = frozenset({"ASM", "GUM", "MNP", "PRI", "UMI", "USA", "VIR"})

BUREAU_OF_SUBREGION = {
    "Northern Africa": "NEA",
    "Sub-Saharan Africa": "AF",
    "Latin America and the Caribbean": "WHA",
    "Northern America": "WHA",
    "Central Asia": "SCA",
    "Southern Asia": "SCA",
    "Western Asia": "NEA",
    "Eastern Asia": "EAP",
    "South-eastern Asia": "EAP",
    "Northern Europe": "EUR",
    "Southern Europe": "EUR",
    "Eastern Europe": "EUR",
    "Western Europe": "EUR",
    "Australia and New Zealand": "EAP",
    "Melanesia": "EAP",
    "Micronesia": "EAP",
    "Polynesia": "EAP",
}
BUREAU_OF_COUNTRY = {
    "SDN": "AF", "IRN": "NEA", "ARM": "EUR", "AZE": "EUR", "CYP": "EUR", "GEO": "EUR", "TUR": "EUR", "GRL": "EUR",
    "ATA": "EAP",
}  # fmt: skip

COMMAND_OF_SUBREGION = BUREAU_OF_SUBREGION | {
    "Northern Africa": "AFRICOM",
    "Sub-Saharan Africa": "AFRICOM",
    "Latin America and the Caribbean": "SOUTHCOM",
    "Northern America": "NORTHCOM",
    "Central Asia": "CENTCOM",
    "Southern Asia": "PACOM",
    "Western Asia": "CENTCOM",
    "Eastern Asia": "PACOM",
    "South-eastern Asia": "PACOM",
    "Northern Europe": "EUCOM",
    "Southern Europe": "EUCOM",
    "Eastern Europe": "EUCOM",
    "Western Europe": "EUCOM",
    "Australia and New Zealand": "PACOM",
    "Melanesia": "PACOM",
    "Micronesia": "PACOM",
    "Polynesia": "PACOM",
}
COMMAND_OF_COUNTRY = {
    "EGY": "CENTCOM", "AFG": "CENTCOM", "IRN": "CENTCOM", "PAK": "CENTCOM", "MEX": "NORTHCOM", "GRL": "EUCOM",
    "ARM": "EUCOM", "AZE": "EUCOM", "CYP": "EUCOM", "GEO": "EUCOM", "ISR": "EUCOM", "PSE": "EUCOM", "TUR": "EUCOM",
    "ATA": "PACOM", "IOT": "PACOM", "HMD": "PACOM", "CXR": "PACOM", "CCK": "PACOM", "BVT": "EUCOM", "SGS": "SOUTHCOM",
}  # fmt: skip
BEFORE_AFRICOM_COMMAND = {
    **dict.fromkeys(("DJI", "ERI", "ETH", "KEN", "SDN", "SSD", "SOM", "SYC"), "CENTCOM"),
    **dict.fromkeys(("COM", "MDG", "MUS", "MYT", "REU", "ATF"), "PACOM"),
}
MOVED_TO_NORTHCOM = frozenset({"BHS", "PRI", "TCA", "VIR"})


@dataclass(frozen=True)
class Assignment:
    """One country in one region of one taxonomy; both days count, an empty end means still so."""

    taxonomy_code: str
    country_code: str
    region_code: str
    start_date: str
    end_date: str
    basis: str
    source_id: str

    def cells(self) -> tuple[str, ...]:
        """Return the row in column order."""
        return astuple(self)


def day_before(day: str) -> str:
    """Return the day before an ISO day."""
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat()


def handover(
    taxonomy: str, country: str, regions: tuple[str, str], on: str, bases: tuple[str, str], sources: tuple[str, str]
) -> Iterator[Assignment]:
    """Yield a country's two assignments when one region handed it to another on a day."""
    yield Assignment(taxonomy, country, regions[0], "", day_before(on), bases[0], sources[0])
    yield Assignment(taxonomy, country, regions[1], on, "", bases[1], sources[1])


def bureaus_of(country: str, subregion: str, independent: bool, source: str) -> Iterator[Assignment]:
    """Yield the State bureaus of one country, oldest first.

    Args:
        country: ISO 3166-1 alpha-3 or ``XKX``.
        subregion: Its UN M49 subregion by name; empty for Antarctica.
        independent: Whether it is a state, not a territory of one.
        source: Source id of a list naming the country under this bureau, or empty.
    """
    region = BUREAU_OF_COUNTRY.get(country) or BUREAU_OF_SUBREGION[subregion]
    if subregion == "Central Asia":
        bases, regions = (BEFORE_SCA, AFTER_SCA), ("EUR", region)
        yield from handover("BUREAU", country, regions, CENTRAL_ASIA_TO_SCA_ON, bases, ("", source))
        return
    basis = STANDARD if independent else BY_GEOGRAPHY
    if source:
        basis = NAMED
    elif region == "SCA":
        basis = SOUTH_ASIA
    elif country in US_TERRITORY:
        basis = US_SOIL
    elif country == "ATA":
        basis = ANTARCTIC
    yield Assignment("BUREAU", country, region, "", "", basis, source)


def commands_of(country: str, subregion: str, independent: bool) -> Iterator[Assignment]:
    """Yield the combatant commands of one country, oldest first; arguments as for ``bureaus_of``.

    Source: S078 names the commands; it lists no countries.
    """
    region = COMMAND_OF_COUNTRY.get(country) or COMMAND_OF_SUBREGION[subregion]
    if country in MOVED_TO_NORTHCOM:
        bases = (BEFORE_UCP_2008, AFTER_UCP_2008)
        yield from handover("COMMAND", country, (region, "NORTHCOM"), CARIBBEAN_ON, bases, (PLAN_SOURCE, ""))
    elif region == "AFRICOM":
        before = BEFORE_AFRICOM_COMMAND.get(country, "EUCOM")
        bases = (BEFORE_AFRICOM, AFTER_AFRICOM)
        yield from handover("COMMAND", country, (before, region), AFRICOM_ON, bases, (PLAN_SOURCE, PLAN_SOURCE))
    else:
        basis = ANTARCTIC if country == "ATA" else STANDARD if independent else BY_GEOGRAPHY
        yield Assignment("COMMAND", country, region, "", "", basis, PLAN_SOURCE)
