"""Items made on another thread while those before them are used."""

from collections import deque
from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

_Item = TypeVar("_Item")


def ahead(items: Iterator[_Item], most: int = 3) -> Generator[_Item, None, None]:
    """Yield items while the next few are made on another thread, so that neither waits for one slow item."""
    pool = ThreadPoolExecutor(max_workers=1)
    try:
        making = deque(pool.submit(next, items, None) for _ in range(most))
        while (item := making.popleft().result()) is not None:
            making.append(pool.submit(next, items, None))
            yield item
    finally:
        pool.shutdown(cancel_futures=True)
