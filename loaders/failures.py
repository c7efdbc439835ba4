"""What may be wrong with a store of releases or with the name of one, told in words by whoever asked for it."""


class BrokenSealError(Exception):
    """A sealed file is not what was sealed; the message names the file, what differs and the mend."""


class UnknownReleaseError(LookupError):
    """No release of that name; ``nearest`` names those that come closest, nearest first."""

    def __init__(self, message: str, nearest: tuple[str, ...] = ()) -> None:
        """Keep the message and the names to offer instead."""
        super().__init__(f"{message}; nearest: {', '.join(nearest)}" if nearest else message)
        self.nearest = nearest
