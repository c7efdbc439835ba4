"""A pyarrow that does without pandas, for processes that read what agencies send and make no frame of it."""

import sys
from collections.abc import Sequence

import pyarrow as pa


class _Hidden:
    """Finds no pandas, whether there is one or not."""

    def find_spec(self, name: str, path: Sequence[str] | None = None, target: object = None) -> None:
        if name == "pandas":
            raise ModuleNotFoundError(name)


def leave_pandas_out() -> None:
    """Have pyarrow find no pandas for the rest of this process; nothing happens where it is imported already.

    With the first array or scalar pyarrow looks for pandas, once, and imports it: 45 MB and an eighth of a second.
    """
    if "pandas" in sys.modules:
        return
    hidden = _Hidden()
    sys.meta_path.insert(0, hidden)
    try:
        pa.scalar(0)
    finally:
        sys.meta_path.remove(hidden)
