from loaders.formats.fragments import Fragments


def test_elements_are_parsed_as_if_they_stood_in_the_root() -> None:
    fragments = Fragments(b'<root xmlns:a="https://a.example">', b"</root>")
    first, second = fragments.parse_each(["<a:b>&amp;</a:b>\n", "<c d='&#83;'/><!-- -->"])
    assert first is not None
    assert second is not None
    assert (first.tag, first.text, second.get("d")) == ("{https://a.example}b", "&", "S")


def test_one_that_cannot_stand_apart_keeps_none_of_the_others_back() -> None:
    found = Fragments(b"<root>", b"</root>").parse_each(["<a/>", "<x:b/>", "<c/>"])
    assert [one is None or one.tag for one in found] == ["a", True, "c"]


def test_encoding_is_the_one_that_is_read() -> None:
    assert Fragments(b'<?xml version="1.0" encoding="utf8"?><root>', b"</root>").encoding == "utf-8"
    assert Fragments(b'<?xml version="1.0" encoding="ISO-8859-1"?><root>', b"</root>").encoding == "iso8859-1"


def test_a_root_of_a_namespace_or_none_has_no_encoding() -> None:
    assert Fragments(b'<root xmlns="https://a.example">', b"</root>").encoding is None
    assert Fragments(b'<root a=">', b"</root>").encoding is None
