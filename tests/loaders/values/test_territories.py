import numpy as np

from loaders.values.territories import Territories


def _holds(codes: list[str], of: list[int], points: list[tuple[float, float]]) -> list[bool]:
    norths, easts = np.array(points, dtype=float).reshape(-1, 2).T
    return Territories().holds(codes, np.array(of, dtype=np.int64), norths, easts).tolist()


def test_points_of_several_countries_are_told_at_once() -> None:
    kabul, paris, tokyo = (34.53, 69.17), (48.86, 2.35), (35.68, 139.77)
    assert _holds(["AFG", "FRA"], [0, 1, 0, 1], [kabul, paris, paris, tokyo]) == [True, True, False, False]


def test_a_country_without_an_outline_holds_every_point() -> None:
    assert _holds(["XXX"], [0, 0], [(0.5, 0.5), (-80, 170)]) == [True, True]


def test_a_margin_around_the_coast_belongs_to_the_country_and_what_lies_beyond_does_not() -> None:
    # Lisbon lies some nine degrees and a tenth west; 0.2 degrees off its coast is within the margin, 3 are not.
    assert _holds(["PRT"], [0, 0], [(38.7, -9.6), (38.7, -12.5)]) == [True, False]


def test_a_point_is_judged_alike_whether_its_square_was_decided_before_or_not() -> None:
    rng = np.random.default_rng(3)
    norths, easts = rng.uniform(41, 47, 4_000), rng.uniform(13, 20, 4_000)
    known, of = Territories(), np.zeros(4_000, dtype=np.int64)
    first = known.holds(["HRV"], of, norths, easts)
    assert 0 < first.sum() < 4_000
    assert (known.holds(["HRV"], of, norths, easts) == first).all()
    one_by_one = [Territories().holds(["HRV"], of[:1], norths[at : at + 1], easts[at : at + 1])[0] for at in range(60)]
    assert one_by_one == first[:60].tolist()


def test_no_point_asks_for_nothing() -> None:
    assert _holds([], [], []) == []
