import pyarrow as pa
from onecell import read

from loaders.values.reading import KINDS

TYPES = {
    "text": pa.string(), "id": pa.string(), "country": pa.string(), "countries": pa.string(), "agency": pa.string(),
    "iso3": pa.string(), "day": pa.date32(), "end": pa.date32(), "count": pa.int64(), "tally": pa.int64(),
    "money": pa.decimal128(20, 2), "number": pa.float64(), "fiscal_year": pa.int64(), "latitude": pa.float64(),
    "longitude": pa.float64(),
}  # fmt: skip


def test_every_kind_gives_its_type_whatever_its_cells() -> None:
    assert set(TYPES) == set(KINDS)
    for kind, wanted in TYPES.items():
        for cells in ((), (None,), ("2010",), ("2010", "x", None, "\x00")):
            assert read(kind, *cells).values.type == wanted, (kind, cells)
            assert len(read(kind, *cells).values) == len(cells)
