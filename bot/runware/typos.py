"""What a mistyped word may have been meant to be."""

from collections.abc import Iterable, Iterator
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

_SHORTEST: Final = 3
_TWO_TYPOS_FROM: Final = 6  # letters; in a shorter word two typos leave too little of it


class Corrections:
    """Nearest known words and starts of words, by the number of typos: a letter too many, missing, wrong or swapped."""

    def __init__(self, known: Iterable[str]) -> None:
        self._by_length: dict[int, list[str]] = {}
        for start in known:
            self._by_length.setdefault(len(start), []).append(start)

    def nearest(self, word: str) -> list[list[str]]:
        """Known starts at one typo from `word`, then those at two where the word is long enough; may be empty."""
        if len(word) < _SHORTEST:
            return []
        most = 2 if len(word) >= _TWO_TYPOS_FROM else 1
        tiers: list[list[str]] = [[] for _ in range(most)]
        for start, distance in self._within(word, most):
            if distance:
                tiers[distance - 1].append(start)
        return [tier for tier in tiers if tier]

    def _within(self, word: str, most: int) -> Iterator[tuple[str, int]]:
        for length in range(len(word) - most, len(word) + most + 1):
            known = self._by_length.get(length, ())
            for start, distance, _ in process.extract(word, known, scorer=OSA.distance, score_cutoff=most, limit=None):
                yield start, int(distance)
