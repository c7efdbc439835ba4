import threading
from collections.abc import Generator, Iterator

import pytest

from loaders.formats.ahead import AT_ONCE, ahead, begun


def test_items_come_in_order_from_another_thread() -> None:
    threads = set()

    def made() -> Generator[int, None, None]:
        for number in range(20):
            threads.add(threading.get_ident())
            yield number

    assert list(ahead(made(), 1)) == list(range(20))
    assert threading.get_ident() not in threads


def test_an_error_comes_after_the_items_before_it() -> None:
    def made() -> Generator[int, None, None]:
        yield 1
        raise ValueError("broken")

    items = ahead(made())
    assert next(items) == 1
    with pytest.raises(ValueError, match="broken"):
        next(items)


def test_no_more_are_made_than_were_allowed_and_their_maker_is_closed() -> None:
    made: list[int] = []
    closed: list[bool] = []

    def making() -> Generator[int, None, None]:
        try:
            for number in range(20):
                made.append(number)
                yield number
        finally:
            closed.append(True)

    items = ahead(making(), 1)
    next(items)
    items.close()
    assert len(made) <= 2
    assert closed == [True]


def test_work_is_begun_on_others_before_the_first_is_used() -> None:
    at_work = threading.Barrier(AT_ONCE, timeout=20)

    def work(number: int) -> int:
        at_work.wait()
        return number * number

    assert [(item, result.result()) for item, result in begun(iter(range(8)), work)] == [(n, n * n) for n in range(8)]


def test_an_item_may_be_overwritten_by_the_one_that_comes_so_many_after_it() -> None:
    places = [0] * AT_ONCE

    def made() -> Iterator[int]:
        for number in range(40):
            places[number % AT_ONCE] = number
            yield number % AT_ONCE

    found = [(result.result(), places[place]) for place, result in begun(made(), lambda place: places[place])]
    assert found == [(number, number) for number in range(40)]


def test_the_error_of_a_work_comes_with_its_item() -> None:
    results = begun(iter([1, 0]), lambda number: 1 // number)
    assert next(results)[1].result() == 1
    _, second = next(results)
    with pytest.raises(ZeroDivisionError):
        second.result()
