"""The files that loading is measured with: invented, the same bytes each time, as wide as publishers send them."""

import csv
import zipfile
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from random import Random
from typing import Final
from xml.sax.saxutils import escape

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from benchmarks.workload import ROOT

_COUNTRIES: Final = ROOT / "data" / "raw" / "reference" / "countries.csv"
_PART: Final = 350_000
_FIRST_DAY: Final = np.datetime64("1989-01-01")
_DAYS: Final = 13_500
_OFFICES: Final = ("Reuters", "Agence France-Presse", "Radio Dabanga", "El Espectador", "Kyodo", "The Hindu")
_ACTS: Final = ("clash with", "attack", "shell", "ambush", "raid", "bomb")
_SHEET: Final = ("deployment_id", "country", "agency", "component", "function", "headcount", "start_date", "end_date",
                 "place", "latitude", "longitude", "status", "source")  # fmt: skip
_SHEET_NUMBERS: Final = (5, 9, 10)
_SHEET_DAYS: Final = (6, 7)
_NAMESPACE: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORDS: Final = ", as agreed with its council" * 6
_EPOCH: Final = np.datetime64("1899-12-30")


def write_events(path: Path, rows: int) -> None:
    """Write events in 49 columns, of which the form asks for eight; one row in five has quoted cells."""
    places = _places()
    parts = (_events(start, min(_PART, rows - start), places) for start in range(0, rows, _PART))
    first = next(parts)
    batches = (batch for part in chain((first,), parts) for batch in part.to_batches())
    events = pa.RecordBatchReader.from_batches(first.schema, batches)  # noqa: F841 - read by its name
    duckdb.connect(config={"threads": 1}).execute(f"COPY events TO '{path}' (FORMAT csv, HEADER)")


def _places() -> tuple[list[str], np.ndarray]:
    with _COUNTRIES.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["label_lat"] and not row["valid_until"]]
    points = [[row["label_lat"], row["label_lon"]] for row in rows]
    return [row["country_name"] for row in rows], np.array(points, float)


def _events(start: int, rows: int, places: tuple[list[str], np.ndarray]) -> pa.Table:
    chance = np.random.default_rng([2026, start])
    names, points = places
    country = np.minimum(chance.geometric(0.03, rows) - 1, len(names) - 1)
    point = np.round((points[country] + chance.normal(0, 0.1, (rows, 2))).clip([-89, -179], [89, 179]), 6)
    day = _FIRST_DAY + chance.integers(0, _DAYS, rows)
    best, zone, kind = (chance.integers(low, high, rows) for low, high in ((0, 60), (0, 1_600), (1, 4)))
    number = np.arange(start, start + rows) + 100_000
    name = _chosen(names, country)
    sides = [_joined("Government of ", name), _joined("Front for the Defence of Zone ", zone)]
    office = _chosen(_OFFICES, chance.integers(0, len(_OFFICES), rows))
    act = _chosen(_ACTS, chance.integers(0, len(_ACTS), rows))
    comma = pc.if_else(pa.array(zone % 5 == 0), ", ", " ")
    dated = _joined(day.astype(str), " 00:00:00.000")
    columns = {
        "id": number, "relid": _joined("REL-", number), "year": day.astype("datetime64[Y]").astype(str),
        "active_year": np.ones(rows, int), "code_status": pa.repeat("Clear", rows), "type": kind,
        **{f"conflict_{at}": zone + at for at in (200, 11_000)},
        "conflict_name": _joined(name, ": Zone ", zone), **{f"dyad_{at}": zone * 4 + at for at in (400, 12_000)},
        "dyad_name": _joined(sides[0], " - ", sides[1]), **{f"side_a_{at}": zone + at for at in (1, 2)},
        "side_a": sides[0], **{f"side_b_{at}": zone + at for at in (3, 4)}, "side_b": sides[1],
        "number_of_sources": kind, "source_article": _joined(office, comma, sides[0], " ", act, " ", sides[1], " in ",
                                                             name, comma, "at least ", best, " dead"),
        "source": office, "source_date": day.astype(str),
        "source_headline": _joined(sides[0], " ", act, " ", sides[1], " – município ", zone),
        "source_original": _joined(name, " spokesperson", comma, "local radio"), "where_prec": kind,
        "where_coordinates": _joined("Locality ", zone, " town"),
        "where_description": _joined("near Locality ", zone, comma, act, " road, province"),
        "adm_1": _joined("Province ", kind, " of ", name), "adm_2": _joined("District ", zone),
        "latitude": point[:, 0], "longitude": point[:, 1],
        "geom_wkt": _joined("POINT (", point[:, 1], " ", point[:, 0], ")"), "priogrid_gid": zone * 137, "country": name,
        "country_id": country, "region": pa.repeat("Region", rows), "event_clarity": kind, "date_prec": kind,
        "date": dated, "date_end": dated, **{f"deaths_{at}": best // at for at in (2, 3, 4, 5)}, "fatalities": best,
        "high": best + 2, "low": best // 2, "gwnoa": zone, "gwnob": pa.nulls(rows, pa.string()),
    }  # fmt: skip
    return pa.table({name: pa.array(cells) for name, cells in columns.items()})


def _chosen(words: object, places: np.ndarray) -> pa.Array:
    return pa.array(words, pa.string()).take(pa.array(places))


def _joined(*parts: object) -> pa.Array:
    texts = [part if isinstance(part, str) else pa.array(part).cast(pa.string()) for part in parts]
    return pc.binary_join_element_wise(*texts, "")


def write_workbook(path: Path, rows: int) -> None:
    """Write a workbook of deployments as spreadsheet programs do: shared texts, days as numbers with a format."""
    shared: dict[str, int] = {}
    sheet = "".join(_sheet_rows(rows, shared))
    texts = "".join(f"<si><t>{escape(text)}</t></si>" for text in shared)
    formats = "".join(f'<xf numFmtId="{at}" fontId="0" fillId="0" borderId="0"/>' for at in (0, 14))
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations("officeDocument:xl/workbook.xml"),
        "xl/_rels/workbook.xml.rels": _relations(
            "worksheet:worksheets/sheet1.xml", "styles:styles.xml", "sharedStrings:sharedStrings.xml"
        ),
        "xl/workbook.xml": f'<workbook xmlns="{_NAMESPACE}" xmlns:r="{_RELATIONS}"><sheets>'
        '<sheet name="Deployments" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/styles.xml": f'<styleSheet xmlns="{_NAMESPACE}"><fonts count="1"><font/></fonts><fills count="1"><fill/>'
        '</fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
        f'<cellXfs count="2">{formats}</cellXfs></styleSheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{_NAMESPACE}" uniqueCount="{len(shared)}">{texts}</sst>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_NAMESPACE}"><sheetData>{sheet}</sheetData></worksheet>',
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            stamp = zipfile.ZipInfo(name)
            stamp.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(stamp, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{text}')


def _content_types() -> str:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = (("workbook", "sheet.main"), ("worksheets/sheet1", "worksheet"), ("styles", "styles"),
             ("sharedStrings", "sharedStrings"))  # fmt: skip
    listed = "".join(f'<Override PartName="/xl/{name}.xml" ContentType="{kind}.{of}+xml"/>' for name, of in parts)
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
        f'ContentType="application/xml"/>{listed}</Types>'
    )


def _relations(*targets: str) -> str:
    listed = "".join(
        f'<Relationship Id="rId{at}" Type="{_RELATIONS}/{kind}" Target="{target}"/>'
        for at, (kind, _, target) in enumerate((target.partition(":") for target in targets), 1)
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{space}">{listed}</Relationships>'


def _sheet_rows(rows: int, shared: dict[str, int]) -> Iterator[str]:
    yield _sheet_row(1, _SHEET, shared)
    names, points = _places()
    chance = Random(2026)
    for number in range(2, rows + 2):
        at = chance.randrange(len(names))
        start = np.datetime64("2008-01-01") + chance.randrange(1_300)
        first, last = (str((day - _EPOCH).astype(int)) for day in (start, start + chance.randrange(5, 400)))
        agency, place = chance.choice(("USAID", "STATE", "DOJ", "HHS")), f"Post {chance.randrange(2_000)}"
        north, east = (f"{degrees + chance.uniform(-0.2, 0.2):.4f}" for degrees in points[at])
        cells = (f"D-{number:06d}", names[at], agency, "Active", chance.choice(("Rule of law", "Health", "Logistics")),
                 str(chance.randrange(1, 40)), first, last, place, north, east, "active",
                 f"SITREP {number % 400}")  # fmt: skip
        yield _sheet_row(number, cells, shared)


def _sheet_row(number: int, cells: tuple[str, ...], shared: dict[str, int]) -> str:
    written = "".join(_cell(number, at, cell, shared) for at, cell in enumerate(cells))
    return f'<row r="{number}" spans="1:{len(cells)}">{written}</row>'


def _cell(number: int, at: int, text: str, shared: dict[str, int]) -> str:
    place = f'r="{chr(ord("A") + at)}{number}"'
    if number > 1 and at in _SHEET_DAYS:
        return f'<c {place} s="1"><v>{text}</v></c>'
    if number > 1 and at in _SHEET_NUMBERS:
        return f"<c {place}><v>{text}</v></c>"
    return f'<c {place} t="s"><v>{shared.setdefault(text, len(shared))}</v></c>'


def write_activities(path: Path, size: int) -> None:
    """Write IATI activities with their transactions until the file has at least some bytes."""
    chance, names = Random(2026), _places()[0]
    with path.open("w", encoding="utf-8") as file:
        file.write('<?xml version="1.0" encoding="UTF-8"?>\n<iati-activities version="2.03">\n')
        number = written = 0
        while written < size:
            number += 1
            written += file.write(_activity(number, names, chance))
        file.write("</iati-activities>\n")


def _activity(number: int, names: list[str], chance: Random) -> str:
    year, sector = chance.randrange(2006, 2012), chance.choice(("72010", "15110", "12220", "11220"))
    several = chance.random() < 1 / 10
    shares = ' percentage="50"' if several else ""
    places = "".join(f'<recipient-country code="{code}"{shares}/>\n' for code in ("KE", "UG")[: 1 + several])
    moves = "".join(_transaction(number, at, year, chance) for at in range(chance.randrange(2, 14)))
    title = f"Support {number} to the district of {chance.choice(names)}"
    return (
        f'<iati-activity default-currency="USD" last-updated-datetime="{year}-12-31T00:00:00">\n'
        f"<iati-identifier>XX-1-{number:07d}</iati-identifier>\n"
        '<reporting-org ref="US-GOV-1" type="10"><narrative>USAID</narrative></reporting-org>\n'
        f"<title><narrative>{escape(title)}</narrative></title>\n"
        f"<description><narrative>{escape(title)}{_WORDS}</narrative></description>\n"
        '<participating-org ref="US-GOV-1" role="1" type="10"><narrative>USAID</narrative></participating-org>\n'
        f'<participating-org role="4" type="21"><narrative>Partner {number % 900}</narrative></participating-org>\n'
        '<activity-status code="2"/>\n'
        f'<activity-date iso-date="{year}-01-15" type="2"/>\n<activity-date iso-date="{year + 2}-01-14" type="3"/>\n'
        f'{places}<sector vocabulary="1" code="{sector}"><narrative>Sector {sector}</narrative></sector>\n{moves}'
        "</iati-activity>\n"
    )


def _transaction(number: int, at: int, year: int, chance: Random) -> str:
    kind = chance.choice("233")
    day = f"{year + at // 8}-{1 + at % 12:02d}-{chance.randrange(1, 29):02d}"
    return (
        f'<transaction ref="T{number}-{at}">\n<transaction-type code="{kind}"/>\n'
        f'<transaction-date iso-date="{day}"/>\n'
        f'<value currency="USD" value-date="{day}">{chance.randrange(10**8) / 100:.2f}</value>\n'
        f"<description><narrative>Instalment {at} of {number}</narrative></description>\n"
        '<provider-org ref="US-GOV-1"><narrative>USAID</narrative></provider-org>\n'
        f"<receiver-org><narrative>Partner {number % 900}</narrative></receiver-org>\n</transaction>\n"
    )
