import threading
from collections.abc import Iterator

import pytest

from loaders.formats.ahead import ahead


def test_items_come_in_order_from_another_thread() -> None:
    threads = set()

    def made() -> Iterator[int]:
        for number in range(20):
            threads.add(threading.get_ident())
            yield number

    assert list(ahead(made(), 1)) == list(range(20))
    assert threading.get_ident() not in threads


def test_an_error_comes_after_the_items_before_it() -> None:
    def made() -> Iterator[int]:
        yield 1
        raise ValueError("broken")

    items = ahead(made())
    assert next(items) == 1
    with pytest.raises(ValueError, match="broken"):
        next(items)


def test_no_more_are_made_than_were_allowed() -> None:
    made: list[int] = []
    items = ahead(iter(lambda: made.append(len(made)) or len(made), None), 1)
    next(items)
    items.close()
    assert len(made) <= 2
