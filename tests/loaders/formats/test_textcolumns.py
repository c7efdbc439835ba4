import numpy as np

from loaders.formats.blocks import text_array
from loaders.formats.textcolumns import changed, changed_where, have, without_empty


def test_each_distinct_text_is_changed_once() -> None:
    asked: list[str] = []

    def change(text: str) -> str:
        asked.append(text)
        return text.upper()

    assert changed(text_array(["a", "b", None, "a"]), change).to_pylist() == ["A", "B", None, "A"]
    assert asked == ["a", "b"]


def test_only_the_texts_that_are_meant_are_changed() -> None:
    texts = text_array(["1.50", "2", "3.0"])
    assert have(texts, r"\.").tolist() == [True, False, True]
    assert changed_where(texts, have(texts, r"0$"), lambda text: text.rstrip("0.")).to_pylist() == ["1.5", "2", "3"]
    assert changed_where(texts, np.zeros(3, dtype=bool), lambda _: None) is texts


def test_text_that_becomes_empty_is_null() -> None:
    assert changed(text_array(["a", "b"]), lambda text: text.strip("a")).to_pylist() == [None, "b"]
    texts = text_array(["a", "b"]).dictionary_encode().dictionary
    assert without_empty(texts).to_pylist() == ["a", "b"]
