"""Our assets for the browser: where each is found; an address changes when its bytes do."""

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Final

STATIC: Final = Path(__file__).parent / "static"


@cache
def addresses() -> dict[str, str]:
    """Return the addresses of our assets by name."""
    vendored = json.loads((STATIC / "vendor" / "manifest.json").read_text(encoding="utf-8"))
    found = {name: f"app/static/vendor/{entry['file']}" for name, entry in vendored.items()}
    digest = hashlib.sha256((STATIC / "dashboard.css").read_bytes()).hexdigest()[:12]
    return {**found, "css": f"app/static/dashboard.css?h={digest}"}
