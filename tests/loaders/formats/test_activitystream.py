from pathlib import Path

import pytest

from loaders.formats.activitystream import stream_activities
from loaders.formats.limits import Limits
from loaders.formats.sheets import RefusedError


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def activities(count: int, inner: str = "") -> str:
    one = "<iati-activity><iati-identifier>XX</iati-identifier>{}</iati-activity>"
    return f'<iati-activities version="2.03">{"".join(one.format(inner) for _ in range(count))}</iati-activities>'


def test_an_activity_is_let_go_of_when_those_after_it_are_asked_for(tmp_path: Path) -> None:
    stream = stream_activities(write(tmp_path / "a.xml", activities(3)), Limits())
    first = next(stream)
    assert len(first) == 1
    next(stream)
    assert len(first) == 0


def test_entities_are_never_followed(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xml", '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>' + activities(1, "&b;"))
    with pytest.raises(RefusedError) as refused:
        list(stream_activities(path, Limits()))
    assert refused.value.remark.rule == "xml-doctype"


def test_elements_too_deep_are_refused(tmp_path: Path) -> None:
    deep = "<a>" * 20 + "</a>" * 20
    with pytest.raises(RefusedError) as refused:
        list(stream_activities(write(tmp_path / "a.xml", activities(1, deep)), Limits(depth=10)))
    assert refused.value.remark.rule == "too-deep"


def test_a_file_cut_off_is_refused_after_the_activities_that_were_whole(tmp_path: Path) -> None:
    stream = stream_activities(write(tmp_path / "a.xml", activities(2)[:-40]), Limits())
    next(stream)
    with pytest.raises(RefusedError, match="is no XML at line 1"):
        next(stream)


def test_an_entity_that_is_none_is_told_with_its_line(tmp_path: Path) -> None:
    text = "<iati-activities>\n<iati-activity>\n<title>&none;</title></iati-activity></iati-activities>"
    with pytest.raises(RefusedError, match="is no XML at line 3: Entity 'none' not defined"):
        list(stream_activities(write(tmp_path / "a.xml", text), Limits()))


def test_activities_in_a_namespace_of_their_own_are_none_of_iati(tmp_path: Path) -> None:
    text = "<iati-activities xmlns='urn:x'><iati-activity/></iati-activities>"
    with pytest.raises(RefusedError, match="in a namespace of their own"):
        list(stream_activities(write(tmp_path / "a.xml", text), Limits()))
