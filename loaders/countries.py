"""Countries: the reference list, and the regions each country belongs to in each way of grouping."""

from pathlib import Path
from typing import Final

import pandas as pd

from loaders.contract import Loaded
from loaders.recode import Known, read_table
from loaders.spellings import Spellings
from loaders.tables import TABLES

NAMED: Final = {
    "country_code": "country_code",
    "iso2_code": "iso2_code",
    "m49_code": "m49_code",
    "country_name": "country_name",
    "official_name": "official_name",
    "valid_from": "valid_from",
    "valid_until": "valid_until",
    "label_lat": "label_lat",
    "label_lon": "label_lon",
}
UNUSED: Final = ("m49_region_code", "m49_region_name", "m49_subregion_code", "m49_subregion_name")
REGIONS_NAMED: Final = {
    "taxonomy_code": "taxonomy_code",
    "region_code": "region_code",
    "region_name": "region_name",
    "short_name": "short_name",
    "display_order": "display_order",
    "parent_code": "parent_code",
}
MEMBERSHIPS_NAMED: Final = {
    "taxonomy_code": "taxonomy_code",
    "country_code": "country_code",
    "region_code": "region_code",
    "start_date": "start_date",
    "end_date": "end_date",
    "basis": "note",
    "source_id": "source_id",
}
_MEMBERSHIP_KEY: Final = ("taxonomy_code", "country_code", "region_code", "start_date")


def load_countries(path: Path, spellings: Spellings, known: Known) -> Loaded:
    """Read the reference list of countries, one row a country.

    Raises:
        ContractError: The file cannot be read as this table at all; nothing is loaded.
    """
    return read_table(path, TABLES["countries"], (NAMED, UNUSED), spellings, known)


def load_regions(path: Path, spellings: Spellings, known: Known) -> Loaded:
    """Read the regions, one row a region of one taxonomy.

    Raises:
        ContractError: The file cannot be read as this table at all; nothing is loaded.
    """
    return read_table(path, TABLES["regions"], (REGIONS_NAMED, ()), spellings, known)


def load_country_regions(path: Path, spellings: Spellings, known: Known) -> Loaded:
    """Read which country belongs to which region, one row a membership from day to day.

    A membership is keyed by its taxonomy, country, region and first day.

    Raises:
        ContractError: The file cannot be read as this table at all; nothing is loaded.
    """
    return read_table(path, TABLES["country_regions"], (MEMBERSHIPS_NAMED, ()), spellings, known, _with_key)


def _with_key(texts: pd.DataFrame) -> pd.DataFrame:
    taxonomy, country, region, start = (texts[name].fillna("") for name in _MEMBERSHIP_KEY)
    key = taxonomy + "-" + country + "-" + region + "-" + start
    return texts.assign(membership_id=key.str.rstrip("-"))
