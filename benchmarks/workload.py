"""The workload: one exercise, sealed by the project's own commands, and its numbers counted by plain pandas."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pandas as pd

ROOT: Final = Path(__file__).resolve().parents[1]
BUILT: Final = ROOT / "build" / "benchmarks"
RELEASE: Final = "ex-2011-09-15"
DAY: Final = "2011-09-15"
REGIONS: Final = ("AF", "EAP", "EUR", "NEA", "SCA", "WHA")
ALL: Final = "All"
_COPIED: Final = ("raw/reference", "boundaries", "sources.csv", "spellings.csv")


@dataclass(frozen=True)
class Workload:
    """What every page answers.

    Attributes:
        scale: Scale of the exercise, ``small`` or ``large``.
        folder: A checkout of its own: program, raw files and sealed releases of the exercise.
        release: Full name of the release that is shown.
        names: Region code to its name; ``All`` to ``All``.
        people: Region code, or ``All``, to the civilians serving on the day of the release.
        tours: Region code, or ``All``, to the tours serving on that day; the baseline marks each of them.
    """

    scale: str
    folder: Path
    release: str
    names: Mapping[str, str]
    people: Mapping[str, int]
    tours: Mapping[str, int]


def prepare(scale: str) -> Workload:
    """Build the workload, or take the one built before from the same loaders and reference data.

    Args:
        scale: ``small`` or ``large``.

    Raises:
        CalledProcessError: The loaders refused; what they said stands on stderr.
    """
    folder = BUILT / scale
    stamp = folder / "data" / "stamp.txt"
    if not stamp.exists() or stamp.read_text(encoding="utf-8") != _digest():
        _build(folder, scale)
        stamp.write_text(_digest(), encoding="utf-8")
    for name in ("dashboard", "loaders", ".streamlit"):
        _copy(ROOT / name, folder / name)
    return _described(folder, scale)


def _build(folder: Path, scale: str) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    for name in _COPIED:
        _copy(ROOT / "data" / name, folder / "data" / name)
    _copy(ROOT / "loaders", folder / "loaders")
    command = [sys.executable, "-m", "loaders", "release", "--exercise", "--scale", scale]
    subprocess.run(command, cwd=folder, env={**os.environ, "PYTHONPATH": str(folder)}, check=True)


def _copy(source: Path, target: Path) -> None:
    if source.is_file():
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(source, target)
        return
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))


def _inputs() -> Iterator[Path]:
    yield from sorted((ROOT / "loaders").glob("*.py"))
    for name in _COPIED:
        path = ROOT / "data" / name
        yield from [path] if path.is_file() else sorted(part for part in path.rglob("*") if part.is_file())


def _digest() -> str:
    found = hashlib.sha256()
    for path in _inputs():
        found.update(f"{path.relative_to(ROOT)}\n".encode())
        found.update(path.read_bytes())
    return found.hexdigest()


def _described(folder: Path, scale: str) -> Workload:
    names = region_names(folder / "data" / "raw" / "reference")
    serving = serving_tours(folder / "data" / "exercise" / RELEASE, folder / "data" / "raw" / "reference")
    people, tours = count(serving)
    shown = {names[code]: number for code, number in people.items()}
    (folder / "people.json").write_text(json.dumps(shown), encoding="utf-8")
    releases = sorted(path.name for path in (folder / "data" / "releases").glob(f"{RELEASE}~*"))
    return Workload(scale, folder, releases[-1], names, people, tours)


def region_names(reference: Path) -> dict[str, str]:
    """Return the name of each region of the bureaus, and of all of them."""
    regions = pd.read_csv(reference / "regions.csv", dtype=str)
    regions = regions[regions["taxonomy_code"] == "BUREAU"]
    return {ALL: ALL, **dict(zip(regions["region_code"], regions["region_name"], strict=True))}


def serving_tours(raw: Path, reference: Path) -> pd.DataFrame:
    """Return the tours serving on the day of the release, both their days served, with their region, by plain pandas.

    Args:
        raw: Folder of the exercise's raw files of one release.
        reference: Folder of country_regions.csv.
    """
    members = pd.read_csv(reference / "country_regions.csv", dtype=str)
    begun = members["start_date"].isna() | (members["start_date"] <= DAY)
    lasting = members["end_date"].isna() | (members["end_date"] >= DAY)
    members = members[(members["taxonomy_code"] == "BUREAU") & begun & lasting]
    rows = pd.read_csv(raw / "deployments.csv", dtype=str)
    is_tour = (rows["Measure"] == "TOUR") & (rows["Stage"] == "ACTUAL")
    rows = rows[is_tour & (rows["From"] <= DAY) & (rows["To"].isna() | (rows["To"] >= DAY))]
    region_of = members.set_index("country_code")["region_code"]
    return rows.assign(People=rows["People"].astype(int), Region=rows["Country"].map(region_of))


def count(serving: pd.DataFrame) -> tuple[dict[str, int], dict[str, int]]:
    """Return people and tours by region and over all regions."""
    parts = {ALL: serving, **{code: serving[serving["Region"] == code] for code in REGIONS}}
    people = {code: int(part["People"].sum()) for code, part in parts.items()}
    return people, {code: len(part) for code, part in parts.items()}
