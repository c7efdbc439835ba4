from loaders.formats.entities import resolved


def test_entities_become_their_signs_once_and_what_names_none_stays() -> None:
    assert resolved("&lt;a&gt; &amp; &quot;&apos; &#233;&#xE9;") == "<a> & \"' éé"
    assert resolved("&amp;lt; &other; AT&T") == "&lt; &other; AT&T"
