import numpy as np

from loaders.formats.bytescan import WINDOW, count_of, places_of


def test_a_byte_is_found_on_both_sides_of_a_window() -> None:
    codes = np.zeros(2 * WINDOW + 3, dtype=np.uint8)
    places = [0, WINDOW - 1, WINDOW, 2 * WINDOW + 2]
    codes[places] = 7
    assert places_of(7, codes).tolist() == places
    assert count_of(7, codes) == 4


def test_nothing_holds_no_byte() -> None:
    assert places_of(7, np.empty(0, dtype=np.uint8)).tolist() == []
    assert count_of(7, np.empty(0, dtype=np.uint8)) == 0
