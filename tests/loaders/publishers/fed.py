"""What the tests of publishers share: a file read as its publisher's, real files where they lie, and plain sums."""

from pathlib import Path

import pandas as pd
import pytest

from loaders.feeds import Cited, Fed, load_file
from loaders.layouts import Publisher
from loaders.spellings import load_spellings

ROOT = Path(__file__).resolve().parents[3]
REAL = ROOT.parent / "shared" / "data"
SOURCE = "W001"


def cited() -> Cited:
    """Return the project's spellings, one source, and the day it was known."""
    spellings = load_spellings(ROOT / "data" / "spellings.csv", ROOT / "data" / "raw" / "reference" / "countries.csv")
    return Cited(spellings, {SOURCE: pd.Timestamp("2026-01-31")}, SOURCE)


def load(publisher: Publisher, path: Path) -> Fed:
    """Read a file and see that every row of it is kept, set aside or silent."""
    fed = load_file(publisher, path, cited())
    heard = {(one.raw_file, line) for one in fed.loaded for line in one.rows["raw_line"]}
    heard |= {(one.raw_file, line) for one in fed.loaded for line in one.set_aside["raw_line"]}
    assert len(heard) + fed.silent == fed.received
    return fed


def written(folder: Path, name: str, text: str) -> Path:
    """Write a small file of a publisher."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def real(folder: str, name: str) -> Path:
    """Return a publisher's real file; the test is skipped where it does not lie beside the project."""
    path = REAL / folder / name
    if not path.exists():
        pytest.skip(f"no {folder}/{name} beside the project")
    return path


def rows(fed: Fed, table: str) -> pd.DataFrame:
    """Return all rows kept of one table."""
    return pd.concat([one.rows for one in fed.loaded if one.table == table], ignore_index=True)


def set_aside(fed: Fed) -> dict[str, int]:
    """Return how many issues of each rule set rows aside."""
    rules = pd.concat([one.set_aside for one in fed.loaded])["rule"]
    return {str(rule): int(count) for rule, count in rules.value_counts().items()}
