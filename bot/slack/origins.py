"""The places at which Slack may be called because of an address that came from outside."""

from collections.abc import Collection


class Origins:
    """Scheme, host and port of each, as the operator set them."""

    def __init__(self, origins: Collection[str]) -> None:
        self._places = tuple(f"{origin.rstrip('/').lower()}/" for origin in origins)

    def have(self, url: str) -> bool:
        """Whether the address begins with one of them, to the letter: no reading of it differs."""
        return url.lower().startswith(self._places)
