from loaders.formats.activitymoney import Money
from loaders.formats.activityoutline import Outline, read_outline
from loaders.formats.fragments import Fragments
from loaders.formats.limits import Limits
from loaders.formats.transactioncolumns import TransactionReading

PAID = "<transaction><transaction-type code='{}'/><transaction-date iso-date='{}'/><value>{}</value>{}</transaction>"


def read(*inner: str, currency: str = "USD") -> list[Money | None]:
    """Return what the transactions of each activity come to, None where one needs a closer look."""
    piece = "".join(f"<iati-activity default-currency='{currency}'>{one}</iati-activity>" for one in inner)
    outline = read_outline(piece.encode(), 99)
    assert isinstance(outline, Outline)
    found = TransactionReading(Limits(), Fragments(b"<root>", b"</root>")).read(outline)
    return [None if is_odd else money for is_odd, money in zip(found.odd, found.money, strict=True)]


def test_amounts_are_summed_by_activity_and_column() -> None:
    first = PAID.format(2, "2010-02-01", "1.5", "") + PAID.format(3, "2009-01-01", "7", "")
    first += PAID.format(2, "2010-01-31Z", "2.25", "<description/>")
    # 1.5 + 2.25 committed, the first time in January; 7 disbursed
    assert read(first, "", PAID.format(4, "never", "much", "")) == [
        Money("3.75", "7", "2010-01-31"), Money(None, None, None), Money(None, None, None)
    ]  # fmt: skip


def test_one_that_is_not_plain_leaves_its_activity_to_a_closer_look() -> None:
    plain = PAID.format(2, "2010-02-01", "1", "")
    odd = (
        PAID.format(2, "2010-02-30", "1", ""), PAID.format(2, "2010-02-01", "one", ""),
        PAID.format(2, "2010-02-01", "1<a/>", ""), PAID.format(2, "2010-02-01", "1", "<value>2</value>"),
        PAID.format(2, "2010-02-01", "1", "<transaction-type code='3'/>"), PAID.format(2, "२010-02-01", "1", ""),
        PAID.format(2, "2010-02-01", "1", "<transaction-date/>"),
        "<transaction><transaction-type code='2'/></transaction>",
        plain.replace("<value>", "<value currency='EUR'>"), plain.replace("<value>", "<value x:y='z'>"),
        plain.replace("<value>1</value>", "<value/>"),
    )  # fmt: skip
    found = read(*(plain + one for one in odd), plain)
    assert found == [None] * len(odd) + [Money("1", None, "2010-02-01")]
    assert read(plain, currency="EUR") == [None]


def test_sums_are_exact_to_the_cent_however_large() -> None:
    large = PAID.format(3, "2010-02-01", "9999999999.99", "")
    (money,) = read(large * 3_000)
    # 3,000 times a cent less than ten billion
    assert money == Money(None, "29999999999970.00", None)
    assert read(large * 9_001) == [None]


def test_only_what_stands_in_a_transaction_of_the_activity_itself_counts() -> None:
    plain = PAID.format(3, "2010-02-01", "1", "<transaction><value>2</value></transaction>")
    aside = "<budget><value>3</value></budget><other><transaction-type code='2'/></other><value>4</value>"
    assert read(aside + plain + aside, aside) == [Money(None, "1", None), Money(None, None, None)]
