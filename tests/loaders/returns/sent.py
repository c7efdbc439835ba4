"""Small returns written for one test, and what became of them."""

import csv
import datetime
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from loaders.formats.limits import Limits
from loaders.returns.forms import FORMS
from loaders.returns.intake import Intake, Terms, take_in
from loaders.returns.report import summary
from tests.loaders.values.onecell import real_spellings

AS_OF = datetime.date(2011, 9, 30)
TOUR = {
    "deployment_id": "D-1", "country": "KEN", "agency": "USAID", "headcount": "10", "start_date": "2010-03-01",
    "end_date": "2010-08-31", "source": "SITREP 14",
}  # fmt: skip
PROGRAM = {
    "program_id": "P-1", "title": "Courts", "countries": "KEN", "agency": "STATE", "fiscal_year": "FY2010",
    "obligated_usd": "250.10", "disbursed_usd": "100.05", "source": "CBJ 2011",
}  # fmt: skip
INDICATOR = {
    "iso3": "KEN", "name": "Kenya", "indicator": "Displaced people", "value": "350000", "date": "2010-06-30",
    "source": "HCR",
}  # fmt: skip
EVENT = {
    "id": "E-1", "country": "KEN", "date": "2010-03-01", "latitude": "-1.286", "longitude": "36.817", "type": "clash",
    "fatalities": "4", "source": "Press",
}  # fmt: skip
ROWS = {"deployments": TOUR, "programs": PROGRAM, "countries": INDICATOR, "events": EVENT}


def write(path: Path, *rows: Mapping[str, str]) -> Path:
    """Write rows as a CSV file under the headings of the first; the heading is row 1, the first row is row 2."""
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.DictWriter(file, list(rows[0]), restval="", lineterminator="\n")
        lines.writeheader()
        lines.writerows(rows)
    return path


def tours(*changes: Mapping[str, str]) -> list[dict[str, str]]:
    """Return one tour for each set of changes, numbered D-1, D-2, ..."""
    return [{**TOUR, "deployment_id": f"D-{at}", **change} for at, change in enumerate(changes, start=1)]


def taken(path: Path, kind: str = "deployments", limits: Limits | None = None, name: str | None = None) -> Intake:
    """Take a file in."""
    work = Path(tempfile.mkdtemp(dir=path.parent))
    return take_in(path, FORMS[kind], Terms(real_spellings(), AS_OF, limits or Limits()), work, name)


def reported(folder: Path, *rows: Mapping[str, str], kind: str = "deployments") -> dict[str, Any]:
    """Write rows, take them in and return the report without its rows."""
    path = write(folder / "sent.csv", *rows)
    return summary(taken(path, kind), path.name)


def counts(report: Mapping[str, Any]) -> tuple[int, int, int]:
    """Return rows received, accepted and set aside."""
    return report["rows_in"], report["accepted"], report["rejected"]


def errors(report: Mapping[str, Any]) -> list[tuple[str, int]]:
    """Return rule and row of each error, in order."""
    return [(one["rule"], one["row"]) for one in report["issues"] if one["severity"] == "error"]


def kept(intake: Intake) -> list[dict[str, Any]]:
    """Return the rows kept."""
    return [row for table in intake.batches(kept=True) for row in table.to_pylist()]


def aside(intake: Intake) -> list[dict[str, Any]]:
    """Return the rows set aside."""
    return [row for table in intake.batches(kept=False) for row in table.to_pylist()]
