import pytest

from loaders.formats import knowntexts
from loaders.formats.blocks import text_array
from loaders.formats.knowntexts import KnownTexts


def test_a_text_is_read_once() -> None:
    asked: list[str] = []
    known = KnownTexts(lambda texts: [asked.append(text) or len(text) for text in texts], "i8")
    assert known.look_up(text_array(["a", "bbb", "a"])).tolist() == [1, 3, 1]
    assert known.look_up(text_array(["cc", "bbb", "cc"])).tolist() == [2, 3, 2]
    assert known.look_up(text_array([])).tolist() == []
    assert asked == ["a", "bbb", "cc"]


@pytest.mark.parametrize("limit", ["_MOST", "_MOST_BYTES"])
def test_texts_are_forgotten_when_they_are_too_many(limit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(knowntexts, limit, 1)
    asked: list[str] = []
    known = KnownTexts(lambda texts: [asked.append(text) or (text,) for text in texts], "O")
    for texts in (["a", "b"], ["c", "a"], ["a", "c"], ["b"]):
        assert known.look_up(text_array(texts)).tolist() == [(text,) for text in texts]
    assert asked == ["a", "b", "c", "a", "b"]
