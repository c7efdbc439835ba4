from loaders.formats.activitymoney import Money, MoneyReading
from loaders.formats.limits import Limits


def test_sums_keep_every_digit() -> None:
    moved = [("obligated_usd", "2010-02-01", "0.125", "USD"), ("obligated_usd", "2010-01-05Z", "1e", "usd")]
    found = MoneyReading(Limits()).read(moved[:1] * 3)
    # 3 * 0.125
    assert found == Money("0.375", None, "2010-02-01", [])
    lost = MoneyReading(Limits()).read(moved)
    assert (lost.obligated, lost.first, [one.rule for one in lost.remarks]) == (None, "2010-01-05Z", ["not-a-number"])


def test_a_day_is_sound_within_the_years_that_are_allowed() -> None:
    reading = MoneyReading(Limits(first_year=2000, last_year=2010))
    days = ("2010-12-31", "2010-12-31T10:00:00", "2011-01-01", "1999-12-31", "2010-02-29", "soon")
    assert [reading.is_sound_day(day) for day in days] == [True, True, False, False, False, False]
