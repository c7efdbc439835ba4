"""Find a Chromium to drive: named by CHROMIUM, on the path, or Playwright's own; ``--install`` fetches one."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")


def find_chromium() -> str | None:
    """Return the path of a Chromium, or None where there is none."""
    named = os.environ.get("CHROMIUM")
    if named:
        return shutil.which(named)
    found = next((path for path in map(shutil.which, NAMES) if path), None)
    return found or _own()


def _own() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = Path(playwright.chromium.executable_path)
    return str(path) if path.exists() else None


def install() -> None:
    """Install the system's Chromium where this is Debian and we may, else the build Playwright downloads."""
    if shutil.which("apt-get") and os.geteuid() == 0:
        sys.stdout.write("No Chromium found: installing the system package 'chromium' with apt-get ...\n")
        quiet = {"stdout": subprocess.DEVNULL, "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}}
        subprocess.run(["apt-get", "update"], check=False, **quiet)
        subprocess.run(["apt-get", "install", "--yes", "--no-install-recommends", "chromium"], check=False, **quiet)
    if find_chromium() is None:
        sys.stdout.write("Downloading the Chromium that Playwright brings ...\n")
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


def main() -> int:
    """Say which Chromium is used; with ``--install``, fetch one first where there is none."""
    if find_chromium() is None and "--install" in sys.argv:
        install()
    found = find_chromium()
    sys.stdout.write(f"Chromium: {found}\n" if found else "")
    if found is None:
        sys.stderr.write("No Chromium was found. Install one, or name its program in the variable CHROMIUM.\n")
    return 0 if found else 1


if __name__ == "__main__":
    sys.exit(main())
