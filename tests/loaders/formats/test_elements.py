import zipfile
from pathlib import Path

import pytest
from lxml import etree

from loaders.formats.elements import elements, rich_text, unescaped

SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def test_each_element_is_gone_when_the_next_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "parts.zip"
    with zipfile.ZipFile(path, "w") as parts:
        parts.writestr("list.xml", "<list><a>1</a><b/><a>2</a></list>")
    with zipfile.ZipFile(path) as parts:
        found = elements(parts, "list.xml", ("a",))
        first = next(found)
        assert first.text == "1"
        assert next(found).text == "2"
        assert first.text is None


@pytest.mark.parametrize(
    ("item", "text"),
    [
        ("<si><t>Kenya</t></si>", "Kenya"),
        ("<si><r><rPr><b/></rPr><t>Nai</t></r><r><t>robi</t></r></si>", "Nairobi"),
        ('<si><t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh></si>', "東京"),
        ("<si/>", ""),
    ],
)
def test_text_of_an_item_is_its_own_or_that_of_its_runs_without_pronunciation(item: str, text: str) -> None:
    whole = etree.fromstring(f'<sst xmlns="{SPACE}">{item}</sst>')
    assert rich_text(whole[0]) == text


def test_signs_that_xml_cannot_hold_are_read_from_their_escapes() -> None:
    assert unescaped("a_x0041_b_x_") == "aAb_x_"
