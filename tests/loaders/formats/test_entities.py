import pytest

from loaders.formats.entities import are_known, resolved


def test_entities_become_their_signs_once_and_what_names_none_stays() -> None:
    assert resolved("&lt;a&gt; &amp; &quot;&apos; &#233;&#xE9;") == "<a> & \"' éé"
    assert resolved("&amp;lt; &other; AT&T") == "&lt; &other; AT&T"


@pytest.mark.parametrize("text", ["", "a &amp; b&lt;&#9;&#233;&#xE9;&#x10FFFF;", "plain"])
def test_entities_of_xml_are_known(text: str) -> None:
    assert are_known(text.encode())


@pytest.mark.parametrize("text", ["&foo;", "a & b", "&amp", "&#0;", "&#x1F;", "&#xD800;", "&#9999999;", "&#xFFFFFF;"])
def test_what_is_no_entity_of_xml_is_not_known(text: str) -> None:
    assert not are_known(b"&amp;" + text.encode())
