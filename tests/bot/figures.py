"""Reading Herald's figures, which go on over all tests of a process: what matters is by how much they grew."""

from bot.metrics import REGISTRY


def figure(name: str, **labels: str) -> float:
    """The value of a series; 0 while there is none."""
    return REGISTRY.get_sample_value(f"herald_{name}", labels) or 0.0


class Growth:
    """By how much a series has grown since this was made."""

    def __init__(self, name: str, **labels: str) -> None:
        self._name = name
        self._labels = labels
        self._before = figure(name, **labels)

    @property
    def by(self) -> float:
        """The difference."""
        return figure(self._name, **self._labels) - self._before
