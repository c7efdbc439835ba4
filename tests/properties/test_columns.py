"""A whole column is read as its cells are one by one, and nothing a cell may hold breaks the reading."""

import datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from loaders.formats.limits import Limits
from loaders.spellings import load_spellings
from loaders.values import days, fiscalyears, gathering, numbers, points, texts
from loaders.values.reading import KINDS, Read, Setting, read_column

DATA = Path(__file__).parents[2] / "data"
SPELLINGS = load_spellings(DATA / "spellings.csv", DATA / "raw" / "reference" / "countries.csv")
SETTINGS = [Setting(SPELLINGS, Limits(), datetime.date(2016, 3, 1), delimiter) for delimiter in (",", ";")]

WHOLE = st.integers(0, 10**10)
FIGURES = st.one_of(
    WHOLE.map(str),
    WHOLE.map("{:,}".format),
    WHOLE.map("${:,}".format),
    st.decimals(-(10**9), 10**9, places=2).map(str),
    st.decimals(0, 10**6, places=3).map("{:,}".format),
    st.decimals(-200, 200, places=6).map(str),
    st.from_regex(r"[-+($]?[0-9]{1,4}([.,' ][0-9]{1,4}){0,3}[)%kM-]?", fullmatch=True),
)
DAYS = st.one_of(
    st.dates(datetime.date(1940, 1, 1), datetime.date(2030, 1, 1)).map(str),
    st.datetimes().map(str),
    st.from_regex(r"(19|20)[0-9]{2}-[0-1][0-9]-[0-3][0-9]( 00:00:00)?", fullmatch=True),
    st.from_regex(r"[0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{2,4}", fullmatch=True),
    st.from_regex(r"(FY ?)?[0-9]{2,4}([-/][0-9]{2,4})?", fullmatch=True),
)
PIECES = ["a", "é", "É", "Ã©", "Ã", "â€™", "”", "–", "\u200b", "\u00a0", " ", "\t", "\x00", "<", "${", "/", "//",
          "SECRET", "CUI", "n", "-", "\ufffd", "К", "１", "中", "javascript:"]  # fmt: skip
ODD = st.tuples(st.sampled_from(["", "Report "]), st.lists(st.sampled_from(PIECES), max_size=3)).map(
    lambda parts: parts[0] + "".join(parts[1])
)
# Cells of a column that are written alike, as those of a program's export are.
ALIKE = [
    st.from_regex(r"(19|20)[0-9]{2}-[01][0-9]-[0-3][0-9]", fullmatch=True),
    st.from_regex(r"(19|20)[0-9]{2}-[01][0-9]-[0-3][0-9] 00:00:00\.000", fullmatch=True),
    st.from_regex(r"-?[0-9]{1,3}\.[0-9]{1,17}", fullmatch=True),
    st.from_regex(r"-?[0-9]{0,5}\.?[0-9]{0,3}", fullmatch=True),
    st.from_regex(r"[0-9]{1,10}", fullmatch=True),
]
CELLS = st.one_of(
    st.lists(st.one_of(st.none(), FIGURES, DAYS, ODD, st.text(max_size=12)), max_size=12),
    *(st.lists(cells, max_size=12) for cells in ALIKE),
)


def cell_by_cell(kind: str, cells: list[str | None], setting: Setting) -> list[object]:
    reads = [read_column(kind, "column", pa.array([cell], pa.string()), setting, is_required=False) for cell in cells]
    return [(read.values[0].as_py(), rules(read, 0)) for read in reads]


def rules(read: Read, place: int) -> list[tuple[str, str]]:
    return sorted((mark.severity, mark.rule) for mark in read.marks if place in mark.places.tolist())


def exactly(kind: str, cells: list[str | None], setting: Setting) -> list[object]:
    """Return the values of a column none of whose cells is taken for plain."""
    whole = gathering.gather

    def without_fast(column, texts, exact, types, fast=None, plain_extra=()):  # type: ignore[no-untyped-def]
        return whole(column, texts, exact, types)

    modules = (numbers, texts, days, fiscalyears, points)
    try:
        for module in modules:
            module.gather = without_fast  # type: ignore[attr-defined]
        return read_column(kind, "column", pa.array(cells, pa.string()), setting, is_required=False).values.to_pylist()
    finally:
        for module in modules:
            module.gather = whole  # type: ignore[attr-defined]


@given(CELLS, st.sampled_from(SETTINGS))
def test_the_fast_and_the_exact_reading_agree(cells: list[str | None], setting: Setting) -> None:
    for kind in KINDS:
        fast = read_column(kind, "column", pa.array(cells, pa.string()), setting, is_required=False)
        assert fast.values.to_pylist() == exactly(kind, cells, setting), kind


@given(CELLS, st.sampled_from(SETTINGS))
def test_a_column_is_read_as_its_cells_are(cells: list[str | None], setting: Setting) -> None:
    for kind in KINDS:
        read = read_column(kind, "column", pa.array(cells, pa.string()), setting, is_required=False)
        together = [(value, rules(read, at)) for at, value in enumerate(read.values.to_pylist())]
        assert together == cell_by_cell(kind, cells, setting), kind


@given(CELLS, st.sampled_from(SETTINGS))
def test_a_rejected_cell_has_no_value(cells: list[str | None], setting: Setting) -> None:
    for kind in KINDS:
        read = read_column(kind, "column", pa.array(cells, pa.string()), setting, is_required=False)
        for mark in read.marks:
            if mark.severity == "error":
                assert not any(read.values[at].is_valid for at in mark.places.tolist()), (kind, mark)


@given(st.lists(st.decimals(-(10**12), 10**12, places=2), min_size=1, max_size=20))
def test_money_written_in_any_way_comes_back_to_the_cent(amounts: list[Decimal]) -> None:
    for write in (str, "{:,}".format, "{} USD".format, "US$ {:,}".format):
        cells = pa.array([write(amount) for amount in amounts])
        assert read_column("money", "usd", cells, SETTINGS[0], is_required=False).values.to_pylist() == amounts


@given(st.lists(st.dates(datetime.date(1945, 1, 1), datetime.date(2026, 12, 31)), min_size=1, max_size=20))
def test_days_written_in_any_sure_way_come_back(on: list[datetime.date]) -> None:
    for form in ("%Y-%m-%d", "%d %B %Y", "%B %d, %Y", "%Y%m%d", "%G-W%V-%u", "%Y-%j", "%d-%b-%Y", "%Y-%m-%dT%H:%M:%SZ"):
        cells = pa.array([day.strftime(form) for day in on])
        assert read_column("day", "date", cells, SETTINGS[0], is_required=False).values.to_pylist() == on, form
