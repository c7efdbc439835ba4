"""The map of one country."""
from dashboard.scope import Scope
from loaders.release import Release
def country_map(release: Release, scope: Scope, *, is_dark: bool) -> str:
    """Return a page."""
    return ""
