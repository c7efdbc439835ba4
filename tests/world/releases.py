"""Nowhere: five invented countries and the releases sealed from their raw files, small enough to count by hand."""

import datetime
from pathlib import Path

from loaders import editions
from loaders.assembly import RawFolders, ledger_of, tables_of
from loaders.sealing import Cover, seal
from tests.world.feeds import seal_feeds

FOLDER = Path(__file__).with_name("nowhere")
RECORD_IDS = ("2010-12-31", "2011-09-30", "whole")
EXERCISE_IDS = ("ex-2011-09-01", "ex-2011-09-15")


def seal_nowhere(store: Path) -> dict[str, str]:
    """Seal the three releases of the invented record, the two of the invented exercise and one of the world.

    Args:
        store: Folder that receives the releases; ``whole`` becomes the default.

    Returns:
        Release id to its full name, with the digits of its digest.
    """
    folders = editions.build_record(RECORD_IDS, FOLDER / "raw", store)
    folders += [_seal_exercise(release_id, store) for release_id in EXERCISE_IDS]
    folders.append(seal_feeds(FOLDER, store))
    return {folder.name.split("~")[0]: folder.name for folder in folders}


def _seal_exercise(release_id: str, store: Path) -> Path:
    rows = FOLDER / "exercise" / release_id
    raw = RawFolders(rows, FOLDER / "raw" / "reference", rows / "sources.csv", FOLDER / "sources.csv")
    batch = editions.load_batch(raw, FOLDER)
    tables = tables_of(batch.loaded)
    own = tables["sources"]["source_id"].str.startswith("X")
    tables = {**tables, "sources": tables["sources"][own].reset_index(drop=True)}
    as_of = datetime.date.fromisoformat(release_id.removeprefix("ex-"))
    title = f"EXERCISE, invented data: Nowhere, {release_id}"
    return seal(
        tables,
        ledger_of(batch.loaded),
        Cover(release_id, "EXERCISE", as_of, title, editions.inputs_of(batch, tables)),
        store,
        boundaries=FOLDER / "boundaries",
        is_default=False,
    )
