"""The world: files of all publishers in one folder become one release, beside the record and never mixed with it."""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import pandas as pd

from loaders import agencies, choices
from loaders.assembly import REFERENCE, ledger_of, tables_of
from loaders.contract import ContractError, Loaded, check, empty_ledger
from loaders.editions import Batch, inputs_of, without_idle_sources
from loaders.feeds import Cited, Fed, load_file
from loaders.layouts import Publisher
from loaders.publishers import (
    cbpf,
    cod_pcodes,
    dmdc_personnel_xls,
    eia,
    gdacs,
    hdx_3w,
    hpc_hno,
    hrp_plans,
    iati,
    idmc,
    ifrc_go,
    inform_risk,
    inform_severity,
    ipc_phases,
    ocha_fts,
    reference_series,
    reliefweb,
    travel_advisories,
    ucdp_ged,
    ucdp_prio_acd,
    un_pko_fatalities,
    un_pko_missions,
    un_troop_contributions,
    unhcr,
    us_foreign_assistance,
    us_troopdata,
    worldbank,
)
from loaders.recode import recode
from loaders.register import Receipt, read_register
from loaders.sealing import seal
from loaders.sources import known_dates, load_sources
from loaders.spellings import Spellings, load_spellings
from loaders.store import WORLD_PREFIX
from loaders.tables import TABLES

PUBLISHERS: Final[tuple[Publisher, ...]] = (
    cbpf.PUBLISHER,
    cod_pcodes.PUBLISHER,
    dmdc_personnel_xls.PUBLISHER,
    eia.PUBLISHER,
    gdacs.PUBLISHER,
    hdx_3w.PUBLISHER,
    hpc_hno.PUBLISHER,
    hrp_plans.PUBLISHER,
    iati.PUBLISHER,
    idmc.PUBLISHER,
    ifrc_go.PUBLISHER,
    inform_risk.PUBLISHER,
    inform_severity.PUBLISHER,
    ipc_phases.PUBLISHER,
    ocha_fts.PUBLISHER,
    reference_series.PUBLISHER,
    reliefweb.PUBLISHER,
    travel_advisories.PUBLISHER,
    ucdp_ged.PUBLISHER,
    ucdp_prio_acd.PUBLISHER,
    un_pko_fatalities.PUBLISHER,
    un_pko_missions.PUBLISHER,
    un_troop_contributions.PUBLISHER,
    unhcr.PUBLISHER,
    us_foreign_assistance.PUBLISHER,
    us_troopdata.PUBLISHER,
    worldbank.PUBLISHER,
)
_NOBODY: Final = Publisher("", "", "", (), "", "")
_BESIDE: Final = (".md", ".py", ".part")
_BY_RECEIPT: Final = "The day is that on which the file was received."
_OUTLINES: Final = ".geojson"
_FILES: Final = "files"
_WORDS: Final = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class Arrival:
    """One file of one publisher as it lies in the folder.

    Attributes:
        publisher: Who issued it.
        path: The file.
        source_id: Key of the source that its rows cite: the publisher and the file, in words joined by ``-``.
        receipt: What the register says of how it came; None where it was placed by hand.
    """

    publisher: Publisher
    path: Path
    source_id: str
    receipt: Receipt | None = None

    def day(self, received: datetime.date) -> tuple[datetime.date, str]:
        """Return the day of publication, or the next best day that is known, and which of them it is."""
        if self.receipt and self.receipt.published_at:
            return datetime.datetime.fromisoformat(
                self.receipt.published_at
            ).date(), "The publisher's server gave the day."
        if self.receipt:
            return datetime.datetime.fromisoformat(self.receipt.retrieved_at).date(), _BY_RECEIPT
        return received, _BY_RECEIPT


@dataclass(frozen=True)
class World:
    """What became of every file.

    Attributes:
        fed: Each file that was read, with its rows.
        refused: Each file that was not, with the reason.
    """

    fed: tuple[tuple[Arrival, Fed], ...]
    refused: tuple[tuple[Arrival, str], ...]


def build_world(folder: Path, raw: Path, store: Path, received: datetime.date) -> tuple[Path, World]:
    """Seal a release of the world from the files of all publishers.

    Args:
        folder: Folder of one folder a publisher, named by its id.
        raw: Folder of ``reference`` and ``record``; the lists, the spellings and the boundaries lie beside it.
        store: Folder of the releases; the release that opens by default stays as it is.
        received: Day on which the files were received, for those of which the register says nothing.

    Returns:
        The folder of the release, and what became of every file.

    Raises:
        ContractError: There is no file of any publisher.
        UnsealableError: The tables cannot become a release; nothing has been written.
        RegisterError: The register of what was fetched is damaged.
        OSError: A file cannot be read, or the disk refused.
    """
    arrivals = list(arrived(folder))
    if not arrivals:
        known = ", ".join(publisher.publisher_id for publisher in PUBLISHERS)
        raise ContractError(f"{folder}: holds no file of a publisher; put them in folders named {known}")
    spellings = load_spellings(raw.parent / "spellings.csv", raw / "reference" / "countries.csv")
    world = told_once(_read(arrivals, spellings, received))
    loaded = [*_shared(raw, spellings), _sources(world, received, spellings)]
    loaded += [one for _, fed in world.fed for one in fed.loaded]
    by_table = {name: tuple(one for one in loaded if one.table == name) for name in TABLES}
    files = {_named(one): one.path for one in arrivals}
    tables = without_idle_sources(tables_of(by_table), "WORLD")
    boundaries = raw.parent / "boundaries"
    sealed = seal(
        tables,
        pd.concat([ledger_of(by_table), _refusals(world)], ignore_index=True),
        release_id=f"{WORLD_PREFIX}{received.isoformat()}",
        kind="WORLD",
        as_of=received,
        title=f"World feeds of {_count(world)} publishers as received by {received.day} {received:%B %Y}",
        inputs=inputs_of(Batch(by_table, files, boundaries), tables),
        store=store,
        boundaries=boundaries,
        is_default=False,
    )
    return sealed, world


def told_once(world: World) -> World:
    """Keep a fact that several files tell under one key in the first of them only; in the others it is set aside.

    A publisher repeats a fact in its lists, pages and editions; counting it once needs no judgement on which is right,
    and the ledger says where the one that is used stands.
    """
    holders: dict[tuple[str, str], str] = {}
    fed = [
        (arrival, replace(one, loaded=tuple(_without_told(loaded, holders) for loaded in one.loaded)))
        for arrival, one in world.fed
    ]
    return replace(world, fed=tuple(fed))


def _without_told(one: Loaded, holders: dict[tuple[str, str], str]) -> Loaded:
    key = TABLES[one.table].key
    earlier = one.rows[key].map(lambda value: holders.get((one.table, value)))
    for value in one.rows.loc[earlier.isna(), key]:
        holders[one.table, value] = one.raw_file
    if earlier.isna().all():
        return one
    again = one.rows[earlier.notna()]
    ledger = empty_ledger()
    lines = [
        {
            "table_name": one.table, "raw_file": one.raw_file, "raw_line": line, "column_name": key,
            "cell_value": value, "rule": "told-elsewhere",
            "message": f"{one.raw_file} line {line}: '{value}' stands in {holder} too, which is used",
            "mend": "nothing to mend; the fact counts once", "country_code": country, "row_text": "",
        }
        for line, value, holder, country in zip(
            again["raw_line"], again[key], earlier.dropna(), again.get("country_code", [None] * len(again)), strict=True
        )
    ]  # fmt: skip
    repeats = pd.DataFrame(lines, columns=list(ledger.columns)).astype(ledger.dtypes.to_dict())
    joined = pd.concat([one.set_aside, repeats], ignore_index=True) if len(one.set_aside) else repeats
    return replace(one, rows=one.rows[earlier.isna()].reset_index(drop=True), set_aside=joined)


def told(world: World) -> list[str]:
    """Return one line a file: its rows, what became of the facts in them, or why it was refused."""
    lines = []
    for arrival, fed in world.fed:
        used = sum(len(one.rows) for one in fed.loaded)
        aside = sum(one.lines_set_aside for one in fed.loaded)
        silent = f", {fed.silent:,} that feed nothing" if fed.silent else ""
        lines.append(f"{_named(arrival)}: {fed.received:,} rows{silent}; {used:,} facts used, {aside:,} set aside")
    return lines + [f"{_named(arrival)}: refused; {reason}" for arrival, reason in world.refused]


def _named(arrival: Arrival) -> str:
    return f"{arrival.path.parent.name}/{arrival.path.name}"


def arrived(folder: Path) -> Iterator[Arrival]:
    """Yield the files of a folder, in order of publisher and name; last those whose folder no publisher is named by."""
    receipts = read_register(folder)
    known = {publisher.publisher_id: publisher for publisher in PUBLISHERS}
    for own in sorted(
        (path for path in folder.iterdir() if path.is_dir()), key=lambda path: (path.name not in known, path.name)
    ):
        for path in sorted(own.glob("*")):
            if path.is_file() and path.suffix not in _BESIDE:
                words = _WORDS.sub("-", path.name.lower()).strip("-")
                receipt = receipts.get((own.name, path.name))
                yield Arrival(known.get(own.name, _NOBODY), path, f"W-{own.name}-{words}", receipt)


def _read(arrivals: list[Arrival], spellings: Spellings, received: datetime.date) -> World:
    fed: list[tuple[Arrival, Fed]] = []
    refused: list[tuple[Arrival, str]] = []
    for arrival in arrivals:
        known = pd.Timestamp(arrival.day(received)[0])
        cited = Cited(spellings, {arrival.source_id: known}, arrival.source_id)
        try:
            fed.append(_fed(arrival, cited))
        except ContractError as error:
            refused.append((arrival, str(error)))
    return World(tuple(fed), tuple(refused))


def _fed(arrival: Arrival, cited: Cited) -> tuple[Arrival, Fed]:
    """Read a file as its publisher's; in a folder that names none, as the first publisher's whose layout it has.

    Outlines are not tried: they are large, and say who they are by nothing but their folder.
    """
    if arrival.publisher is not _NOBODY:
        return arrival, load_file(arrival.publisher, arrival.path, cited)
    for publisher in PUBLISHERS if arrival.path.suffix != _OUTLINES else ():
        try:
            return replace(arrival, publisher=publisher), load_file(publisher, arrival.path, cited)
        except ContractError:
            continue
    raise ContractError(
        f"{arrival.path.name}: is no file of a publisher that is read here, nor is its folder named by one"
    )


def _count(world: World) -> int:
    return len({arrival.publisher.publisher_id for arrival, _ in world.fed})


def _shared(raw: Path, spellings: Spellings) -> list[Loaded]:
    """Return countries, regions, agencies and the sources they cite, and the choices between publishers."""
    sources = load_sources(raw.parent / "sources.csv", spellings)
    known = known_dates(sources.rows)
    reference = [load(raw / "reference" / name, spellings, known) for name, load in REFERENCE.items()]
    listed = agencies.load_agencies(raw / "record" / "agencies.csv", spellings, known)
    return [sources, *reference, listed, choices.load_choices(raw.parent / "choices.csv", spellings)]


def _sources(world: World, received: datetime.date, spellings: Spellings) -> Loaded:
    """Return one source a file that was read."""
    listed = [_source(arrival, fed, received) for arrival, fed in world.fed]
    texts = pd.DataFrame(listed, dtype="str").assign(
        raw_line=pd.Series(range(1, len(listed) + 1), dtype="Int64"),
        row_misfit=pd.Series(None, index=range(len(listed)), dtype="str"),
    )
    table = TABLES["sources"]
    frame, problems = recode(texts, table, spellings, {})
    return check(frame.assign(raw_file=pd.Series(_FILES, index=frame.index, dtype="str")), table, _FILES, problems)


def _source(arrival: Arrival, fed: Fed, received: datetime.date) -> dict[str, str | None]:
    day, note = arrival.day(received)
    return {
        "source_id": arrival.source_id,
        "source_title": f"{fed.feed.title} ({arrival.path.name})",
        "publisher_name": arrival.publisher.name,
        "published_date": day.isoformat(),
        "source_url": arrival.receipt.address if arrival.receipt else None,
        "licence": arrival.publisher.licence,
        "marking_code": "UNCLASSIFIED",
        "source_note": note,
        "known_date": day.isoformat(),
        "row_text": arrival.path.name,
    }


def _refusals(world: World) -> pd.DataFrame:
    """Return a line of the ledger for each file that was refused whole."""
    empty = empty_ledger()
    lines = [
        {
            "table_name": "sources",
            "raw_file": _named(arrival),
            "rule": "file-refused",
            "message": reason,
            "mend": "bring the file of the publisher whole, or say what its new layout means",
        }
        for arrival, reason in world.refused
    ]
    return pd.DataFrame(lines, columns=list(empty.columns)).astype(empty.dtypes.to_dict())
