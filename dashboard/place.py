"""Place: where the reader is, and every address from there."""

import hashlib
import json
from dataclasses import dataclass, field
from typing import Final

from dashboard.links import href, pattern
from dashboard.scope import Scope, encode
from loaders.release import Release

MARKINGS: Final = {
    "UNCLASSIFIED": ("#007A33", "#FFFFFF"),
    "CUI": ("#502B85", "#FFFFFF"),
    "CONFIDENTIAL": ("#0033A0", "#FFFFFF"),
    "SECRET": ("#C8102E", "#FFFFFF"),
    "TOP SECRET": ("#FF8C00", "#000000"),
}
EXERCISE: Final = "EXERCISE, invented data"


@dataclass(frozen=True)
class Place:
    """Where the reader is: which screen, which release, which choices.

    Attributes:
        release: The open release.
        scope: The reader's choices as the screen applies them: filters it does not know are cleared.
        path: Address of the screen without its query.
        kept: All choices of the reader, so that addresses keep what this screen does not apply; None where
            the screen applies everything.
        shown: What the screen has put before the reader so far; the check code is made of it.
    """

    release: Release
    scope: Scope
    path: str
    kept: Scope | None = None
    shown: list[str] = field(default_factory=list, compare=False)

    @property
    def whole(self) -> Scope:
        """All choices of the reader; every address is made of it."""
        return self.kept or self.scope

    def to(self, path: str | None = None, **changes: object) -> str:
        """Return the address of this or another screen with some choices changed."""
        return href(self.path if path is None else path, self.whole.but(**changes))

    def fill(self, name: str, path: str | None = None, **changes: object) -> str:
        """Return an address with ``{}`` in place of one filter's codes, for the browser to fill."""
        return pattern(self.path if path is None else path, self.whole.but(**changes), name)

    @property
    def is_exercise(self) -> bool:
        """Whether everything shown is invented."""
        return self.release.kind == "EXERCISE"

    @property
    def marking(self) -> dict[str, str]:
        """The release's marking as the banner and every export carry it."""
        code = self.release.marking
        ground, ink = MARKINGS.get(code, ("#FFFFFF", "#16212B"))
        text = code or "MARKING NOT SET"
        left = EXERCISE if self.is_exercise else ""
        return {
            "code": code,
            "text": text,
            "left": left,
            "full": f"{text} · {left}" if left else text,
            "ground": ground,
            "ink": ink,
        }

    @property
    def check_code(self) -> str:
        """Eight digits over release, choices and everything shown; equal wherever those are equal."""
        text = json.dumps([self.release.digest, encode(self.whole), *self.shown], ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()[:8]
