import numpy as np

from loaders.formats.bytescan import WINDOW, count_of, places_of, scattered


def test_a_byte_is_found_on_both_sides_of_a_window() -> None:
    codes = np.zeros(2 * WINDOW + 3, dtype=np.uint8)
    places = [0, WINDOW - 1, WINDOW, 2 * WINDOW + 2]
    codes[places] = 7
    assert places_of(7, codes).tolist() == places
    assert count_of(7, codes) == 4


def test_nothing_holds_no_byte() -> None:
    assert places_of(7, np.empty(0, dtype=np.uint8)).tolist() == []
    assert count_of(7, np.empty(0, dtype=np.uint8)) == 0


def test_a_byte_is_found_alike_where_it_is_rare_and_where_it_is_not() -> None:
    for every in (2, 50, 1_024, 5_000, 30_000):
        content = (b"x" * (every - 1) + b"U") * (60_000 // every)
        for start in (0, every - 1, every, 40_000):
            found = scattered(ord("U"), content, start).tolist()
            assert found == [at for at in range(every - 1, len(content), every) if at >= start], (every, start)
        assert scattered(ord("y"), bytearray(content), 0).tolist() == []
