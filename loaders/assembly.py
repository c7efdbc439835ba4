"""Assembly: every loader in one list, a folder of raw files to all tables, and the tables as known on a day."""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, TypeAlias

import pandas as pd

from loaders import (
    agencies,
    corps,
    countries,
    deployments,
    events,
    missions,
    money,
    needs,
    personnel,
    posts,
    programs,
    received,
    sources,
    statuses,
)
from loaders.cells import read_cells
from loaders.contract import Loaded, empty_ledger
from loaders.csvfiles import ContractError
from loaders.recode import Known
from loaders.spellings import Spellings, folded
from loaders.tables import TABLES

Load: TypeAlias = Callable[[Path, Spellings, Known], Loaded]

REFERENCE: Final[dict[str, Load]] = {
    "countries.csv": countries.load_countries,
    "regions.csv": countries.load_regions,
    "country_regions.csv": countries.load_country_regions,
}
LOADERS: Final[tuple[tuple[str, Load], ...]] = (
    ("agencies.csv", agencies.load_agencies),
    ("country_status.csv", statuses.load_country_status),
    ("deployments.csv", deployments.load_deployments),
    ("personnel.csv", personnel.load_personnel),
    ("posts_requested.csv", posts.load_posts_requested),
    ("programs.csv", programs.load_programs),
    ("programs.csv", programs.load_program_amounts),
    ("transactions.csv", money.load_transactions),
    ("appropriations.csv", money.load_transactions),
    ("corps_strength.csv", corps.load_corps_strength),
    ("needs.csv", needs.load_needs),
    ("missions.csv", missions.load_missions),
    ("events.csv", events.load_events),
)
ALWAYS_WHOLE: Final = ("countries", "regions", "country_regions", "agencies")
SOURCES_FILE: Final = "sources.csv"
_PLACES: Final = {name: name for name in ("place_id", "place_name", "country_code", "lat", "lon")}
_PLACES_UNUSED: Final = ("geonames_id", "population")
_MATCHES: Final = {"provider_place": "place_name", "place_id": "place_id"}


@dataclass(frozen=True)
class RawFolders:
    """Where the raw files of one release lie.

    Attributes:
        rows: Folder of the datasets; a dataset it does not hold is an empty table.
        reference: Folder of countries, regions and places.
        sources: The list of sources.
        shared_sources: A second list, where the reference files cite sources that the first does not name.
        returns: Folder of the accepted returns, None where the release has none.
    """

    rows: Path
    reference: Path
    sources: Path
    shared_sources: Path | None = None
    returns: Path | None = None

    @property
    def source_lists(self) -> list[Path]:
        """Every list of sources, in order."""
        lists = [self.sources, self.shared_sources, self.returns / received.SOURCES if self.returns else None]
        return [path for path in lists if path and (path != lists[2] or path.exists())]


def load_folder(raw: RawFolders, spellings: Spellings) -> dict[str, tuple[Loaded, ...]]:
    """Load every raw file of a release.

    Args:
        raw: The folders.
        spellings: What sources call each country, agency and code.

    Returns:
        For each canonical table what became of each of its files; a table without a file has none.

    Raises:
        ContractError: A file cannot be read as its table at all, or the folder holds a file no
            loader knows.
    """
    strange = sorted({path.name for path in raw.rows.glob("*.csv")} - {name for name, _ in LOADERS} - {SOURCES_FILE})
    if strange:
        raise ContractError(f"{raw.rows.name}: no loader reads {', '.join(strange)}; rename or remove the file")
    loaded = [sources.load_sources(path, spellings) for path in raw.source_lists]
    known = {source: day for listed in loaded for source, day in sources.known_dates(listed.rows).items()}
    loaded += [load(raw.reference / name, spellings, known) for name, load in REFERENCE.items()]
    loaded += [load(raw.rows / name, spellings, known) for name, load in LOADERS if (raw.rows / name).exists()]
    if raw.returns:
        loaded += received.load_returns(raw.returns, raw.reference.parent, spellings, known)
    placed = [_placed(one, raw.reference) if one.table == "deployments" else one for one in loaded]
    return {name: tuple(one for one in placed if one.table == name) for name in TABLES}


def tables_of(loaded: Mapping[str, tuple[Loaded, ...]]) -> dict[str, pd.DataFrame]:
    """Join the rows of each table's files, in the order of the files.

    Raises:
        ContractError: Two files hold the same key; neither can be told to be right.
    """
    return {name: _joined(name, loaded.get(name, ())) for name in TABLES}


def ledger_of(loaded: Mapping[str, tuple[Loaded, ...]]) -> pd.DataFrame:
    """Join the rows set aside of all tables, one row an issue."""
    ledgers = [one.set_aside for files in loaded.values() for one in files if len(one.set_aside)]
    return pd.concat(ledgers, ignore_index=True) if ledgers else empty_ledger()


def as_known_on(tables: Mapping[str, pd.DataFrame], day: datetime.date | None) -> dict[str, pd.DataFrame]:
    """Keep what had been published by a day.

    Args:
        tables: Whole tables.
        day: The last day of publication counted; None keeps everything, also what is undated.

    Returns:
        The same tables. A source dated to a month or a year counts from its last day; an undated
        row is in no dated release. Reference tables are always whole.
    """
    if day is None:
        return dict(tables)
    limit = pd.Timestamp(day)
    return {
        name: rows if name in ALWAYS_WHOLE else rows[rows["known_date"] <= limit].reset_index(drop=True)
        for name, rows in tables.items()
    }


def _joined(name: str, files: tuple[Loaded, ...]) -> pd.DataFrame:
    table = TABLES[name]
    if not files:
        return table.empty()
    rows = pd.concat([one.rows for one in files], ignore_index=True)
    shared = rows.loc[rows.duplicated(table.key), table.key]
    if len(shared):
        held = ", ".join(one.raw_file for one in files)
        raise ContractError(f"{name}: key {', '.join(shared)} stands in more than one of {held}; give each row its own")
    return rows


def _placed(loaded: Loaded, reference: Path) -> Loaded:
    """Give each row the coordinates of the duty station it names; a country or region is no place."""
    places = read_cells(reference / "places.csv", _PLACES, _PLACES_UNUSED).set_index("place_id")
    matches = read_cells(reference / "place_matches.csv", _MATCHES, ("note",))
    # A match made by hand may lie across a border (a team for one country based in another); a bare name may not.
    by_text = {folded(text): place for text, place in matches[["place_name", "place_id"]].itertuples(index=False)}
    by_name = {
        (country, folded(name)): place for place, name, country in places[["place_name", "country_code"]].itertuples()
    }
    named = loaded.rows[["place_name", "country_code"]].fillna("")
    found = places.reindex(
        [
            by_text.get(folded(text), by_name.get((country, folded(text))))
            for text, country in named.itertuples(index=False)
        ]
    )
    own = loaded.rows[["lat", "lon"]]
    # A point the sender gives is the sender's; a name stands in only where there is none.
    placed = own.where(own.notna().all(axis=1), found[["lat", "lon"]].astype("float64").set_axis(own.index))
    return replace(loaded, rows=loaded.rows.assign(lat=placed["lat"], lon=placed["lon"]))
