from itertools import chain
from pathlib import Path

import pytest

from loaders.formats import activitypieces
from loaders.formats.activitypieces import OddPieceError, parsed_pieces
from loaders.formats.activitystream import stream_activities
from loaders.formats.limits import Limits
from loaders.formats.sheets import RefusedError

PLAIN = "<iati-activity><title>{}</title></iati-activity>"
ODD = (
    "<!-- <iati-activity>never</iati-activity> -->",
    "<iati-activity><title><![CDATA[</iati-activity>]]></title></iati-activity>",
    "<iati-activity><title>outer</title><iati-activity><title>inner</title></iati-activity></iati-activity>",
    "<iati-activity/>",
    "<iati-activity><title>around</title><iati-activity/></iati-activity>",
    "<iati-activity><title>spaced</title></iati-activity >",
    "<other><iati-activity><title>within</title></iati-activity></other>",
    "<?say </iati-activity>?>",
)


def write(path: Path, *activities: str, head: str = "", end: str = "</iati-activities>") -> Path:
    path.write_text(f'<?xml version="1.0"?>{head}<iati-activities version="2.03">\n{"".join(activities)}{end}')
    return path


def streamed(path: Path) -> list[str | None]:
    return [activity.findtext("title") for activity in stream_activities(path, Limits())]


def one_by_one(path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str | None]:
    with monkeypatch.context() as patched:
        patched.setattr(activitypieces, "_LONGEST", 0)
        patched.setattr(activitypieces, "_CLOSING", b"never")
        return streamed(path)


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(activitypieces, "_PIECE", 100)


def test_activities_of_all_pieces_come_in_order_and_once(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xml", *(PLAIN.format(at) for at in range(30)), head="<!-- made <today> -->")
    with path.open("rb") as file:
        pieces = [[one.findtext("title") for one in piece] for piece in parsed_pieces(file)]
    assert len(pieces) > 10
    assert list(chain(*pieces)) == [str(at) for at in range(30)]


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("place", [0, 7, 20])
def test_what_looks_like_the_end_of_an_activity_and_is_none_misleads_nobody(
    tmp_path: Path, odd: str, place: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    activities = [PLAIN.format(at) for at in range(20)]
    path = write(tmp_path / "a.xml", *activities[:place], odd, *activities[place:])
    found = streamed(path)
    assert found == one_by_one(path, monkeypatch)
    assert [title for title in found if title and title.isdecimal()] == [str(at) for at in range(20)]


def test_a_root_that_ends_early_is_no_xml_on_its_line(tmp_path: Path) -> None:
    more = "</iati-activities>\n<iati-activities>" + PLAIN.format("behind")
    path = write(tmp_path / "a.xml", *(PLAIN.format(at) for at in range(9)), more)
    with path.open("rb") as file, pytest.raises(OddPieceError):
        list(parsed_pieces(file))
    with pytest.raises(RefusedError) as refused:
        streamed(path)
    assert refused.value.remark.rule == "xml-syntax"
    assert "at line 3" in refused.value.remark.message


def test_a_file_cut_off_is_refused(tmp_path: Path) -> None:
    for end in ("", "<iati-activity>", "</iati-activities"):
        path = write(tmp_path / "a.xml", *(PLAIN.format(at) for at in range(9)), end=end)
        with pytest.raises(RefusedError) as refused:
            streamed(path)
        assert refused.value.remark.rule == "xml-syntax"


def test_text_of_two_bytes_a_letter_is_read_one_by_one(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    text = f'<?xml version="1.0" encoding="utf-16"?><iati-activities version="2.03">{PLAIN.format("é") * 5}'
    path.write_bytes(f"{text}</iati-activities>".encode("utf-16"))
    with path.open("rb") as file, pytest.raises(OddPieceError):
        list(parsed_pieces(file))
    assert streamed(path) == ["é"] * 5
