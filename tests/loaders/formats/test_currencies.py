import pytest

from loaders.formats.currencies import is_foreign


@pytest.mark.parametrize("word", ["EUR", "eur", "KSh", "FCFA", "€", "¢", "CA$", "R$", "Kč", "euros"])
def test_names_codes_and_signs_of_other_currencies_are_known(word: str) -> None:
    assert is_foreign(word)


@pytest.mark.parametrize("word", ["$", "US$", "us $", "USD", "dollars", "staff", "K", "days", "E"])
def test_the_dollar_and_other_words_are_no_other_currency(word: str) -> None:
    assert not is_foreign(word)
