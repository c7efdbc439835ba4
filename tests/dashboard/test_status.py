"""Status of countries: the order of those at risk."""

import pytest

from dashboard.queries import status


@pytest.mark.parametrize(
    ("text", "place"),
    [("very high severity", 0), ("High severity", 1), ("medium severity", 2), ("low severity", 3), ("Fragile", 5)],
)
def test_a_status_in_other_words_is_ordered_by_the_degree_it_begins_with(text: str, place: int) -> None:
    assert status._degree("DESCRIBED", text) == place


def test_one_of_the_four_classes_has_no_degree_whatever_its_words() -> None:
    assert status._degree("FAILED", "very high severity") == status._degree("DESCRIBED", None) == 5
