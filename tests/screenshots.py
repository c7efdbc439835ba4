"""Photograph every screen, for record and exercise, light and dark, at three sizes, into docs/screenshots.

One of the pictures becomes that of the README.
"""

import argparse
import shutil
import sys
import tempfile
import time
import warnings
from pathlib import Path
from types import ModuleType

from playwright.sync_api import Browser, sync_playwright

from dashboard import links
from dashboard.scope import Scope
from tests.browser.find_chromium import find_chromium
from tests.browser.reader import Reader
from tests.browser.server import ROOT, serving

OUT = ROOT / "docs" / "screenshots"
README = ROOT / "docs" / "situation.png"
SIZES = ((1440, 900), (1920, 1080), (390, 844))
RELEASES = ("2011-09-30", "ex-2011-09-15")


def screens() -> tuple[ModuleType, ...]:
    """Return the screens; outside a server Streamlit says on import that there is none."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from dashboard import main
    return main.SCREENS


def scope_of(release_id: str) -> Scope:
    """Return what a reader of a release sees who chose nothing."""
    release = links.opened(next(info.name for info in links.held() if info.id == release_id))
    return Scope(release.name, release.as_of, cmp=links.choices_of(release, frozenset()).default_compare)


def photograph(browser: Browser, base: str, out: Path, only: str) -> int:
    """Write one picture a screen, release, theme and size; returns how many."""
    written = 0
    for size in SIZES:
        for theme in ("light", "dark"):
            width, height = size
            context = browser.new_context(
                viewport={"width": width, "height": height},
                color_scheme="dark" if theme == "dark" else "light",
                bypass_csp=True,
                reduced_motion="reduce",
            )
            reader = Reader(context.new_page(), base)
            for release_id in RELEASES:
                for screen in screens():
                    name = screen.PATH or "situation"
                    if only in name:
                        reader.open(screen.PATH, scope_of(release_id))
                        reader.page.screenshot(path=out / f"{name}-{release_id}-{theme}-{width}.png")
                        written += 1
            context.close()
    return written


def main() -> int:
    """Start the dashboard, photograph it and say where the pictures are."""
    parser = argparse.ArgumentParser(prog="python -m tests.screenshots", description=__doc__)
    parser.add_argument("--out", type=Path, default=OUT, help="folder of the pictures (docs/screenshots)")
    parser.add_argument("--only", default="", help="only screens whose name holds this, such as countries")
    options = parser.parse_args()
    path = find_chromium()
    if path is None:
        sys.stderr.write("No Chromium was found; run: make browser\n")
        return 1
    options.out.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(Path(folder) / "server.log") as base,
        sync_playwright() as play,
    ):
        browser = play.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        written = photograph(browser, base, options.out, options.only)
        browser.close()
    if not options.only and options.out == OUT:
        shutil.copy(OUT / "situation-ex-2011-09-15-light-1440.png", README)
    print(f"{written} pictures in {options.out} after {time.monotonic() - began:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
