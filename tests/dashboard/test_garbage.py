import gc
import weakref
from collections.abc import Iterator

import pytest

from dashboard import garbage


class Ring:
    """An object that refers to itself: only a collection frees it."""

    def __init__(self) -> None:
        """Close the ring."""
        self.me = self


@pytest.fixture(autouse=True)
def own_garbage() -> Iterator[None]:
    gc.collect()
    gc.disable()
    yield
    gc.enable()
    gc.unfreeze()


def test_what_lives_at_the_eighth_run_is_walked_over_no_more() -> None:
    kept = [[] for _ in range(1000)]
    for _ in range(garbage.RUNS):
        garbage.set_aside()
    assert gc.get_freeze_count() > len(kept)
    assert not any(kept[0] is one for one in gc.get_objects())


def test_sweep_frees_what_became_garbage_after_it_was_set_aside() -> None:
    ring = Ring()
    watched = weakref.ref(ring)
    gc.freeze()
    del ring
    gc.collect()
    assert watched() is not None
    garbage.sweep()
    assert watched() is None
