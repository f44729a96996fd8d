"""Suggestions while a person types, from memory: the index is asked first, and guesses only when it finds nothing.

The index is a table from every start of every word to the set of options that have it. A set is one integer, a bit
for each option, shorter labels at the lower bits; so a query of several words is a few ANDs of integers.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import chain, islice
from operator import and_, or_
from typing import Final

import orjson
from rapidfuzz import fuzz, process

from bot.runware.catalogue import Option
from bot.runware.typos import Corrections
from bot.runware.words import words_of

MOST_OPTIONS: Final = 100
LONGEST_TEXT: Final = 75
"""What Slack takes: so many options, and so many characters in an option's text."""

_ONE: Final = re.compile("1")
_FEW: Final = 12  # members up to which taking one bit after the other is faster than writing the set out in digits
_LONGEST_QUERY: Final = 100
_MOST_WORDS: Final = 8
_GUESSES: Final = 20
_LEAST_SIMILARITY: Final = 70.0


@dataclass
class _Hits:
    """The options which have a word that starts so; which have just this word; in which it is the first, the second."""

    any: int = 0
    exact: int = 0
    first: int = 0
    second: int = 0

    def add(self, bit: int, position: int) -> None:
        """Note an option which has just this word there."""
        self.any |= bit
        self.exact |= bit
        if position == 0:
            self.first |= bit
        elif position == 1:
            self.second |= bit

    def include(self, other: "_Hits", *, exact: bool) -> None:
        """Note all that another word, which starts so, has noted."""
        self.any |= other.any
        self.first |= other.first
        self.second |= other.second
        if exact:
            self.exact |= other.exact


class SuggestionIndex:
    """Searches options by the starts of their labels' words, in any order."""

    def __init__(self, options: Iterable[Option]) -> None:
        given = {option.id: _shortened(option.label) for option in options}
        words = {id_: words_of(label) for id_, label in given.items()}
        ranked = sorted(given, key=lambda id_: (len(given[id_]), words[id_]))
        self._labels = given
        self._fragments = {id_: _fragment(id_, label) for id_, label in given.items()}
        self._ranked = ranked
        self._ranked_fragments = [self._fragments[id_] for id_ in ranked]
        self._folded = [" ".join(words[id_]) for id_ in ranked]
        self._hits = _hits_by_start([words[id_] for id_ in ranked], ranked)
        self._corrections = Corrections(self._hits)

    def __contains__(self, option_id: object) -> bool:
        """Whether there is an option with this id."""
        return option_id in self._labels

    def label(self, option_id: str) -> str:
        """The text of an option; an id that is not there stands for itself."""
        return self._labels.get(option_id, option_id)

    def __iter__(self) -> Iterator[str]:
        """The options' ids in their order."""
        return iter(self._labels)

    def suggest(self, query: str, *, first: Sequence[str] = (), limit: int = MOST_OPTIONS) -> bytes:
        """The best options for what was typed, as the whole JSON body Slack wants: `{"options": […]}`.

        With nothing typed, the options of the ids `first` lead; those that are not there are left out.
        """
        words = _query_words(query)
        if not words:
            return suggest_from((self,), query, first=first, limit=limit)
        found = self._look_up(words, limit) or self._guess(words, limit)
        return _body(self._ranked_fragments[rank] for rank in found)

    def fragment(self, option_id: str) -> bytes:
        """An option as Slack wants it (JSON)."""
        return self._fragments[option_id]

    def find(self, query: str, limit: int = MOST_OPTIONS) -> list[str]:
        """The ids of the best options for what was typed."""
        words = _query_words(query)
        return [self._ranked[rank] for rank in self._look_up(words, limit) or self._guess(words, limit)]

    def knows(self, query: str) -> bool:
        """Whether the index answers as it stands, without a guess."""
        return bool(self._look_up(_query_words(query), 1))

    def _look_up(self, words: Sequence[str], limit: int) -> list[int]:
        """The options that have every word, or a word that starts with it."""
        hits = [self._hits.get(word) for word in words]
        known = [hit for hit in hits if hit is not None]
        if len(known) < len(hits):
            return []
        return _best(reduce(and_, (hit.any for hit in known)), _preferences(known), limit)

    def _guess(self, words: Sequence[str], limit: int) -> list[int]:
        """Each word as it stands or corrected; options that have all of these, else some; at last any likeness."""
        meanings = [list(self._meanings(word)) for word in words]
        sets = [reduce(or_, (hits.any for hits in tiers)) for tiers in meanings if tiers]
        if not sets:
            return self._alike(" ".join(words), min(limit, _GUESSES))
        by_typos = [hits for typos in range(3) for tiers in meanings for hits in tiers[typos : typos + 1]]
        return _best(reduce(and_, sets) or reduce(or_, sets), _preferences(by_typos), limit)

    def _meanings(self, word: str) -> Iterator[_Hits]:
        """What a word may mean: itself where it is known, then its corrections by the number of typos."""
        if word in self._hits:
            yield self._hits[word]
        for starts in self._corrections.nearest(word):
            hits = [self._hits[start] for start in starts]
            yield _Hits(*(reduce(or_, (getattr(hit, name) for hit in hits)) for name in _Hits.__dataclass_fields__))

    def _alike(self, text: str, limit: int) -> list[int]:
        found = process.extract(
            text, self._folded, scorer=fuzz.partial_ratio, score_cutoff=_LEAST_SIMILARITY, limit=limit
        )
        return [rank for _, _, rank in found]


def suggest_from(
    indexes: Sequence[SuggestionIndex], query: str, *, first: Sequence[str] = (), limit: int = MOST_OPTIONS
) -> bytes:
    """The best options of several indexes, those of the earlier ones ahead; an index guesses only when none knows."""
    if not _query_words(query):
        leading = (id_ for id_ in first if any(id_ in index for index in indexes))
        found: Iterable[str] = chain(leading, *indexes)
    else:
        knowing = [index for index in indexes if index.knows(query)] or indexes
        found = chain.from_iterable(index.find(query, limit) for index in knowing)
    ids = islice(dict.fromkeys(found), limit)
    return _body(next(index.fragment(id_) for index in indexes if id_ in index) for id_ in ids)


def _body(fragments: Iterable[bytes]) -> bytes:
    return b'{"options":[' + b",".join(fragments) + b"]}"


def _query_words(query: str) -> list[str]:
    return list(dict.fromkeys(words_of(query[:_LONGEST_QUERY])))[:_MOST_WORDS]


def _preferences(hits: Sequence[_Hits]) -> list[int]:
    """What makes one option better than another, the most telling first."""
    return [*(hit.exact for hit in hits), *(hit.first for hit in hits), *(hit.second for hit in hits)]


def _best(bits: int, preferences: Sequence[int], limit: int) -> list[int]:
    """The first `limit` members of a set: split by each preference in turn, the lower bit first where all are equal."""
    groups = [bits] if bits else []
    for preferred in filter(None, preferences):
        halves = ((group & preferred, group & ~preferred) for group in groups)
        groups = [half for pair in halves for half in pair if half]
    ranks: list[int] = []
    for group in groups:
        ranks.extend(_members(group, limit - len(ranks)))
        if len(ranks) == limit:
            break
    return ranks


def _members(bits: int, limit: int) -> list[int]:
    """The lowest `limit` members of a set."""
    if bits.bit_count() > _FEW:
        return [one.start() for one in islice(_ONE.finditer(bin(bits)[:1:-1]), limit)]
    members: list[int] = []
    while bits and len(members) < limit:
        lowest = bits & -bits
        members.append(lowest.bit_length() - 1)
        bits ^= lowest
    return members


def _hits_by_start(labels: Sequence[Sequence[str]], ids: Sequence[str]) -> dict[str, _Hits]:
    """Every start of every word of the labels; of the ids only whole words, for those who paste one."""
    whole: dict[str, _Hits] = {}
    pasted: dict[str, int] = {}
    for rank, (words, id_) in enumerate(zip(labels, ids, strict=True)):
        for position, word in enumerate(words):
            whole.setdefault(word, _Hits()).add(1 << rank, position)
        for word in words_of(id_):
            pasted[word] = pasted.get(word, 0) | 1 << rank
    table: dict[str, _Hits] = {}
    for word, hits in whole.items():
        for length in range(1, len(word) + 1):
            table.setdefault(word[:length], _Hits()).include(hits, exact=length == len(word))
    for word, bits in pasted.items():
        table.setdefault(word, _Hits()).any |= bits
    return table


def _shortened(label: str) -> str:
    return label if len(label) <= LONGEST_TEXT else label[: LONGEST_TEXT - 1] + "…"


def _fragment(id_: str, label: str) -> bytes:
    return orjson.dumps({"text": {"type": "plain_text", "text": label}, "value": id_})
