from lxml import etree

from loaders.formats.activityparts import by_name, part_of, parts_of


def test_the_english_narrative_is_taken_else_the_first() -> None:
    several = "<title><narrative xml:lang='fr'>Un</narrative><narrative xml:lang='EN'> One\n 1 </narrative></title>"
    assert part_of(etree.fromstring(several)).narrative == "One 1"
    assert part_of(etree.fromstring(several.replace("EN", "es"))).narrative == "Un"
    assert part_of(etree.fromstring("<title><narrative/>text</title>")).narrative is None


def test_parts_are_kept_in_order_under_their_names() -> None:
    parts = by_name(
        part_of(etree.fromstring(text)) for text in ("<sector code='1'/>", "<title/>", "<sector code='2'/>")
    )
    assert [part.attributes["code"] for part in parts["sector"]] == ["1", "2"]
    assert parts["recipient-country"] == []


def test_nothing_is_read_of_a_transaction_behind_a_type_that_is_not_summed() -> None:
    inner = "<sector code='1'/><transaction-type code='{}'/><sector code='2'/><value>5</value>"
    both = "".join(f"<transaction>{inner.format(kind)}</transaction>" for kind in (1, 3))
    _, places, transactions = parts_of(etree.fromstring(f"<a default-currency='USD'>{both}</a>"))
    assert [part.attributes["code"] for part in places["sector"]] == ["1", "1", "2"]
    assert transactions == [("disbursed_usd", "", "5", "USD")]


def test_two_amounts_or_types_of_one_transaction_and_elements_in_an_amount_are_no_number() -> None:
    def amount(inner: str) -> str:
        _, _, ((_, _, found, _),) = parts_of(etree.fromstring(f"<a><transaction>{inner}</transaction></a>"))
        return found

    kind = "<transaction-type code='2'/>"
    assert amount(f"{kind}<value>5</value>") == "5"
    assert amount(f"{kind}<value>5</value><value>6</value>") == "5; 6"
    assert amount(f"{kind}<value>10<b>00</b></value>") == "10<b>"
    assert amount(f"{kind}<transaction-type code='11'/><value>5</value>") == "5 of types 2; 11"
    assert amount(f"<transaction-type code='11'/>{kind}<value>5</value>") == "5 of types 11; 2"
    assert amount(kind) == ""
