"""Arrivals: the files of all publishers in one folder, each read as its publisher's, with what became of its rows."""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import pandas as pd

from loaders.contract import Loaded, empty_ledger
from loaders.csvfiles import ContractError
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
from loaders.register import Receipt, read_register
from loaders.spellings import Spellings
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

    @property
    def name(self) -> str:
        """Folder and name of the file, as rows and the ledger name it."""
        return f"{self.path.parent.name}/{self.path.name}"

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


def read_all(arrivals: list[Arrival], spellings: Spellings, received: datetime.date) -> World:
    """Read every file, and keep a fact that several of them tell in the first only; see ``told_once``.

    Args:
        arrivals: The files.
        spellings: What publishers call each country, agency and code.
        received: Day on which the files were received, for those of which the register says nothing.
    """
    fed: list[tuple[Arrival, Fed]] = []
    refused: list[tuple[Arrival, str]] = []
    for arrival in arrivals:
        known = pd.Timestamp(arrival.day(received)[0])
        cited = Cited(spellings, {arrival.source_id: known}, arrival.source_id)
        try:
            fed.append(_fed(arrival, cited))
        except ContractError as error:
            refused.append((arrival, str(error)))
    return told_once(World(tuple(fed), tuple(refused)))


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
        lines.append(f"{arrival.name}: {fed.received:,} rows{silent}; {used:,} facts used, {aside:,} set aside")
    return lines + [f"{arrival.name}: refused; {reason}" for arrival, reason in world.refused]
