"""The world: files of all publishers in one folder become one release, beside the record and never mixed with it."""

import datetime
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pandas as pd

from loaders import agencies, choices
from loaders.arrivals import PUBLISHERS, Arrival, World, arrived, read_all
from loaders.assembly import REFERENCE, ledger_of, tables_of
from loaders.contract import Loaded, check, empty_ledger
from loaders.csvfiles import ContractError
from loaders.editions import Batch, inputs_of, without_idle_sources
from loaders.feeds import Fed
from loaders.recode import recode
from loaders.sealing import Cover, seal
from loaders.sources import known_dates, load_sources
from loaders.spellings import Spellings, load_spellings
from loaders.store import WORLD_PREFIX, Input
from loaders.tables import TABLES

_FILES: Final = "files"


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
    world = read_all(arrivals, spellings, received)
    loaded = [*_shared(raw, spellings), _sources(world, received, spellings)]
    loaded += [one for _, fed in world.fed for one in fed.loaded]
    by_table = {name: tuple(one for one in loaded if one.table == name) for name in TABLES}
    batch = Batch(by_table, {one.name: one.path for one in arrivals}, raw.parent / "boundaries")
    tables = without_idle_sources(tables_of(by_table), "WORLD")
    ledger = pd.concat([ledger_of(by_table), _refusals(world)], ignore_index=True)
    cover = _cover(world, received, inputs_of(batch, tables))
    return seal(tables, ledger, cover, store, boundaries=batch.boundaries, is_default=False), world


def _cover(world: World, received: datetime.date, inputs: Mapping[str, Input]) -> Cover:
    publishers = {arrival.publisher.publisher_id for arrival, _ in world.fed}
    title = f"World feeds of {len(publishers)} publishers as received by {received.day} {received:%B %Y}"
    return Cover(f"{WORLD_PREFIX}{received.isoformat()}", "WORLD", received, title, inputs)


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
            "raw_file": arrival.name,
            "rule": "file-refused",
            "message": reason,
            "mend": "bring the file of the publisher whole, or say what its new layout means",
        }
        for arrival, reason in world.refused
    ]
    return pd.DataFrame(lines, columns=list(empty.columns)).astype(empty.dtypes.to_dict())
