from pathlib import Path

import pytest
from activitytexts import END, HEAD, PLAIN, files
from hypothesis import HealthCheck, example, given, settings

from loaders.formats import activities
from loaders.formats.activities import stream_rows
from loaders.formats.activitycolumns import PieceReading
from loaders.formats.activityrows import ActivityReading, Read
from loaders.formats.activitystream import one_by_one
from loaders.formats.limits import Limits
from loaders.formats.sheets import RefusedError, Remark

LIMITS = Limits(depth=8, last_year=2030)
REAL = Path(__file__).parents[4] / "shared" / "data" / "iati"
PAID = "<transaction><transaction-type code='{}'/><transaction-date iso-date='2010-01-05'/>{}</transaction>"


def outcome(path: Path, limits: Limits = LIMITS, *, exactly: bool = False) -> tuple[list[Read], Remark | None]:
    """Return every row, and why the file was refused in the end if it was."""
    rows = []
    with path.open("rb") as file:
        found = map(ActivityReading(limits).read, one_by_one(file, limits, 0)) if exactly else stream_rows(path, limits)
        try:
            for row in found:
                rows.append(row)
        except RefusedError as error:
            return rows, error.remark
    return rows, None


def read_plainly(monkeypatch: pytest.MonkeyPatch, *inner: str, head: str = HEAD) -> list[Read]:
    """Read activities and fail where one is parsed as a whole."""
    monkeypatch.setattr(ActivityReading, "read", None)
    piece = "".join(f"<iati-activity default-currency='USD'>{one}</iati-activity>\r\n" for one in inner)
    return list(PieceReading(head.encode(), LIMITS).read(piece.encode()))


@pytest.mark.parametrize("size", [64, 700, 1 << 19])
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=files())
@example(text=f'{HEAD}<iati-activity><title b="x></iati-activity>{END}')
@example(text=f"{HEAD}<iati-activity><title/></iati-activity><!-- > </iati-activity> <iati-activity> < -->{END}")
@example(text=f"{HEAD}<iati-activity><a><![CDATA[> </iati-activity> <iati-activity>]]></a></iati-activity>{END}")
def test_both_ways_give_the_same_rows_and_remarks(
    tmp_path: Path, size: int, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.xml"
    path.write_text(text, encoding="utf-8", newline="")
    monkeypatch.setattr(activities, "_PIECE", size)
    assert outcome(path) == outcome(path, exactly=True)


@pytest.mark.parametrize("name", ["usaid-798.xml", "worldbank-679.xml", "worldbank-sv.xml"])
def test_files_of_publishers_are_read_alike_both_ways(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if not REAL.is_dir():
        pytest.skip("the publishers' files lie beside the repository")
    for size in (1 << 15, 1 << 19):
        monkeypatch.setattr(activities, "_PIECE", size)
        rows, refused = found = outcome(REAL / name, Limits())
        assert found == outcome(REAL / name, Limits(), exactly=True)
        assert len(rows) >= 5
        assert refused is None


def test_xml_broken_at_any_byte_is_refused_with_the_same_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = f"<iati-activities>\n<iati-activity><title b='1'>é&amp;</title>{PLAIN[1]}</iati-activity>\n{END}".encode()
    path = tmp_path / "a.xml"
    monkeypatch.setattr(activities, "_PIECE", 40)
    for at in range(len(whole)):
        for broken in (whole[:at], whole[:at] + b"<" + whole[at:], whole[:at] + b"\x00" + whole[at + 1 :]):
            path.write_bytes(broken)
            found = outcome(path)
            assert found == outcome(path, exactly=True), broken
            assert found[1] is None or found[1].rule == "xml-syntax"


@pytest.mark.parametrize(
    "text",
    [
        "<usg:title/>", "<title usg:a='1'/>", "<title xmlns:a=''/>", "<a xml:id='1'/>",
        "<a xml:id='b'/><a xml:id='b'/>", "<title>&none;</title>", "<a xmlns='no uri'/>", "<a:b:c/>", "<?a:b c?>",
        "&#0;", "<a>" * 300 + "</a>" * 300,
    ],
)  # fmt: skip
def test_what_only_a_parser_that_makes_elements_minds_is_refused_as_by_one(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.xml"
    path.write_text(f"<iati-activities><iati-activity>{text}</iati-activity>{END}")
    for limits in (LIMITS, Limits(depth=1000)):
        found = outcome(path, limits)
        assert found == outcome(path, limits, exactly=True)
        assert found[1]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "iso-8859-1", "utf-16"])
def test_text_in_any_encoding_is_read(tmp_path: Path, encoding: str) -> None:
    declared = "" if encoding == "utf-8-sig" else f' encoding="{encoding}"'
    title = "<title><narrative>Zürich</narrative></title>"
    text = f'<?xml version="1.0"{declared}?><iati-activities><iati-activity>{title}</iati-activity>{END}'
    path = tmp_path / "a.xml"
    path.write_text(text, encoding=encoding)
    ((row, _),), refused = outcome(path)
    assert (row["title"], refused) == ("Zürich", None)


def test_plain_activities_are_not_parsed_as_a_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    paid = PAID.format(2, "<value>10.50</value>") + PAID.format(3, "<value currency='USD'>-2</value><!-- back -->")
    (row, remarks), (bare, _) = read_plainly(monkeypatch, "\n\t".join((*PLAIN, paid, paid)), "<title/>")
    # twice 10.50 committed, twice 2 taken back
    assert (row["obligated_usd"], row["disbursed_usd"], row["fiscal_year"]) == ("21.00", "-4", "FY2010")
    assert (row["title"], row["agency"], row["sector"]) == ("Courts & police", "USAID", "Relief;720")
    assert remarks == []
    assert (bare["obligated_usd"], bare["countries"]) == (None, None)


def test_places_of_transactions_count_where_the_activity_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    at = "<value>1</value><sector code='{0}'/><recipient-country code='{0}'/>"
    before = "<transaction><sector code='B'/><transaction-type code='1'/><sector code='C'/></transaction>"
    paid = PAID.format(2, at.format("KE")) + PAID.format(4, at.format("UG")) + before
    (without, _), (own, _) = read_plainly(monkeypatch, paid, f"<recipient-region code='298'/><sector code='A'/>{paid}")
    # Nothing is read of a transaction that is neither commitment nor disbursement from its type on.
    assert (without["sector"], without["countries"]) == ("KE;B", "KE")
    assert (own["sector"], own["countries"]) == ("A", "Africa, regional")


def test_a_prefix_declared_in_the_activity_alone_is_known_in_it() -> None:
    piece = b"<iati-activity xmlns:x='https://x.example'><sector x:a='1' code='9'/></iati-activity>"
    ((row, _),) = PieceReading(b"<iati-activities>", LIMITS).read(piece)
    assert row["sector"] == "9"
