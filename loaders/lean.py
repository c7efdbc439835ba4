"""A pyarrow that does without pandas and help texts, for processes that read what agencies send and end."""

import sys
from collections.abc import Sequence
from types import ModuleType
from typing import Final

import pyarrow as pa

_HELP: Final = "pyarrow.vendored.docscrape"


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


def leave_help_out() -> None:
    """Have pyarrow write no help on the options of its functions; nothing happens where it has written that already.

    It takes apart the help of every class of options to do so, which is half of what its functions take to load.
    """
    if "pyarrow.compute" in sys.modules or _HELP in sys.modules:
        return
    silent = ModuleType(_HELP)
    silent.NumpyDocString = lambda _: {"Parameters": ()}  # type: ignore[attr-defined]  # it has what it is given
    sys.modules[_HELP] = silent
    try:
        import pyarrow.compute  # noqa: F401 - what is loaded now stays loaded
    finally:
        del sys.modules[_HELP]
