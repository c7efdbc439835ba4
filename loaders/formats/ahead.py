"""Work done on other threads ahead of whoever asks for it."""

from collections import deque
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Final, TypeVar

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")
AT_ONCE: Final = 2
"""Items of ``begun`` that are at work at a time."""


def ahead(items: Generator[_Item, None, None], most: int = 5) -> Generator[_Item, None, None]:
    """Yield items while the next few are made on another thread, so that neither waits for one slow item."""
    pool = ThreadPoolExecutor(max_workers=1)
    try:
        making = deque(pool.submit(next, items, None) for _ in range(most))
        while (item := making.popleft().result()) is not None:
            making.append(pool.submit(next, items, None))
            yield item
    finally:
        pool.shutdown(cancel_futures=True)
        items.close()


def begun(
    items: Iterator[_Item], work: Callable[[_Item], _Result]
) -> Generator[tuple[_Item, "Future[_Result]"], None, None]:
    """Yield items with the work on each, begun on another thread before those before it are used up.

    An item must stay as it is until the one ``AT_ONCE`` after it is asked for; its result is to be taken before the
    next is.
    """
    pool = ThreadPoolExecutor(max_workers=AT_ONCE)
    try:
        waiting: deque[tuple[_Item, Future[_Result]]] = deque()
        for item in items:
            waiting.append((item, pool.submit(work, item)))
            if len(waiting) == AT_ONCE:
                yield waiting.popleft()
        yield from waiting
    finally:
        pool.shutdown(cancel_futures=True)
