import pytest

from loaders.formats.numberformats import DAY, PLAIN, SHARE, TIME, kind_of, shown_text


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("yyyy\\-mm\\-dd", DAY), ("d/m/yy", DAY), ("[$-409]mmmm d, yyyy;@", DAY), ("mmm", DAY), ("d h:mm", DAY),
        ("h:mm", TIME), ("[h]:mm:ss", TIME), ("mm:ss.0", TIME), ("0%", SHARE), ("0.00%", SHARE),
        ("General", PLAIN), ("#,##0.00", PLAIN), ("@", PLAIN), ('0 "days"', PLAIN), ('"$"#,##0', PLAIN),
        ('#,##0 "EUR"', "EUR"), ("[$€-407]#,##0", "€"), ("[$KES] #,##0", "KES"),
        ('"KSh"#,##0', "KSh"), ("#,##0 [$XAF]", "XAF"), ('#,##0" FCFA"', "FCFA"), ("\\K\\S\\h #,##0", "KSh"),
        ("[$CA$-409]#,##0.00", "CA$"), ("_-* #,##0.00\\ [$€-407]_-", "€"), ("£#,##0", "£"),
        ("[$US$-409]#,##0", PLAIN), ("[$USD] #,##0.00", PLAIN), ('0 "staff"', PLAIN), ("0.00E+00", PLAIN),
        ('_($* #,##0.00_);_($* (#,##0.00);_($* "-"??_);_(@_)', PLAIN), ('#,##0,"K"', PLAIN),
    ],
)  # fmt: skip
def test_format_says_what_a_number_is(code: str, kind: str) -> None:
    assert kind_of(code) == kind


@pytest.mark.parametrize(("number", "kind"), [(0, PLAIN), (9, SHARE), (14, DAY), (20, TIME), (22, DAY), (49, PLAIN)])
def test_formats_every_workbook_has_are_known_by_number(number: int, kind: str) -> None:
    assert kind_of("", number) == kind


@pytest.mark.parametrize(
    ("raw", "epoch", "day"),
    [
        ("40238", 1900, "2010-03-01"),
        ("38776", 1904, "2010-03-01"),
        ("1", 1900, "1900-01-01"),
        ("59", 1900, "1900-02-28"),
        ("60", 1900, "1900-02-29"),
        ("61", 1900, "1900-03-01"),
        ("40238.5", 1900, "2010-03-01T12:00:00"),
        # A second before midnight, and less than half a second: the next day.
        ("40238.99998842593", 1900, "2010-03-01T23:59:59"),
        ("40238.999999", 1900, "2010-03-02"),
        ("0.25", 1900, "06:00:00"),
        ("-5", 1900, "-5"),
    ],
)
def test_day_is_counted_from_the_epoch_of_the_workbook(raw: str, epoch: int, day: str) -> None:
    # 40,238 - 38,776 = 1,462 days lie between the two epochs.
    assert shown_text(raw, DAY, epoch) == day


def test_share_and_foreign_amount_carry_their_sign() -> None:
    assert shown_text("0.45", SHARE, 1900) == "45%"
    assert shown_text("0.0005", SHARE, 1900) == "0.05%"
    assert shown_text("1250.5", "EUR", 1900) == "EUR 1250.5"
    assert shown_text("12.0", PLAIN, 1900) == "12"


def test_a_whole_number_keeps_the_zeros_its_format_shows_before_it() -> None:
    kind = kind_of("0000")
    assert [shown_text(raw, kind, 1900) for raw in ("7", "7.0", "12345", "-7", "7.5")] == [
        "0007", "0007", "12345", "-7", "7.5",
    ]  # fmt: skip
    assert kind_of("0") == kind_of("00.00") == PLAIN
