import numpy as np
import pytest

from loaders.formats.activityoutline import read_outline

PIECE = (
    b"\r\n<iati-activity a='1'><title\r\n b='c'><narrative>x</narrative></title><!-- y --><sector/></iati-activity>"
    b"<!-- between -->\n<iati-activity><titles><a><title/></a></titles></iati-activity>"
)


def test_elements_are_found_with_their_levels() -> None:
    outline = read_outline(PIECE, 9)
    assert outline is not None
    assert outline.levels.tolist() == [0, 1, 2, 2, 1, 1, 1, 0, 0, 0, 1, 2, 3, 2, 1, 0]
    assert (outline.activities.tolist(), outline.elements.tolist()) == ([0, 9], [1, 6, 10])
    assert outline.of(np.array([2, 6, 12])).tolist() == [0, 0, 1]
    assert outline.around(np.array([2, 12])).tolist() == [1, 10]
    assert [PIECE[outline.bounds(at)][:16] for at in (0, 1)] == [b"<iati-activity a", b"<iati-activity><"]


def test_elements_stand_with_what_follows_them() -> None:
    outline = read_outline(PIECE, 9)
    assert outline is not None
    edges = outline.edges(1)
    chosen = outline.starting(edges, 1, (b"<title", b"<sector"))
    assert outline.texts(edges, chosen).to_pylist() == [
        "<title\r\n b='c'><narrative>x</narrative></title><!-- y -->", "<sector/>", "<titles><a><title/></a></titles>"
    ]  # fmt: skip


@pytest.mark.parametrize(
    "piece",
    [
        b"", b"text", b"<other></other>", b"<iati-activity/>", b"<iati-activity></iati-activity></iati-activities>",
        b"<iati-activity><iati-activity/></iati-activity>", b"<iati-activity><a>", b"<iati-activitys></iati-activitys>",
        b"<iati-activity>></iati-activity>",
        b"<iati-activity><!-- > </iati-activity><iati-activity> <a --></iati-activity>",
        b"<iati-activity><![CDATA[> <]]></iati-activity>", b"<iati-activity><!--></iati-activity>",
        b"<iati-activity><?a > <?b ?></iati-activity>",
        b"<iati-activity><a><b><c/></b></a></iati-activity>",
    ],
)  # fmt: skip
def test_what_is_more_than_whole_activities_or_too_deep_has_no_outline(piece: bytes) -> None:
    assert read_outline(piece, 3) is None
