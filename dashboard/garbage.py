"""What stays for good is left out of garbage collection, which Streamlit runs whole after every run of the script.

Frames and the panels that are remembered are never garbage, yet each collection would walk over them: with some
hundreds of panels that takes longer than the run. Setting them aside costs nothing; a rare sweep looks at all of it.
"""

import asyncio
import gc
from itertools import count
from typing import Final

RUNS: Final = 8
"""Runs of the script after which what has been remembered since is set aside."""
SWEEP_SECONDS: Final = 3600
_RUN: Final = count(1)


def set_aside() -> None:
    """Count a run of the script, and from time to time leave what is alive out of later collections.

    Called as a run begins: the run before has just been collected, so hardly anything alive is garbage.
    """
    if next(_RUN) % RUNS == 0:
        gc.freeze()


def sweep() -> None:
    """Collect everything, what was set aside included, and set aside what is left."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()


async def sweep_hourly() -> None:
    """Sweep once an hour, for sessions that ended after they were set aside; never returns."""
    while True:
        await asyncio.sleep(SWEEP_SECONDS)
        await asyncio.to_thread(sweep)
