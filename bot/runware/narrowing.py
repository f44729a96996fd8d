"""An offer narrowed to what a workspace's admins allow of it."""

import asyncio
import contextlib
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Final, Protocol

from bot.errors import HeraldError
from bot.policy import Policy, allows
from bot.runware.catalogue import Option
from bot.runware.offer import LONGEST_WAIT, Offer
from bot.runware.search import SuggestionIndex

KEPT_AT_MOST: Final = 1_000
KEPT_SECONDS: Final = 5.0
_NOTHING_DECIDED: Final = Policy()


class Policies(Protocol):
    """What the workspaces' admins decided."""

    async def get(self, team_id: str, /) -> Policy:
        """The workspace's policy; raises StoreUnavailable, RecordUnreadable."""


class NarrowedOffer:
    """What people in a workspace may choose from; the admins choose from the whole `offer`."""

    def __init__(self, offer: Offer, policies: Policies, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._offer = offer
        self._policies = policies
        self._monotonic = monotonic
        self._kept: OrderedDict[str, tuple[Policy, float]] = OrderedDict()
        self._indexes: OrderedDict[tuple[str, tuple[str, ...]], SuggestionIndex] = OrderedDict()

    async def has(self, team_id: str, kind: str, value: str) -> bool:
        """Whether people in the workspace may use `value` as this `kind`; raises StoreUnavailable."""
        return allows(await self._policies.get(team_id), kind, value) and await self._offer.has(team_id, kind, value)

    async def labels(self, team_id: str) -> Callable[[str], str]:
        """What people in the workspace read for an id."""
        return await self._offer.labels(team_id)

    async def suggest(
        self, team_id: str, kind: str, query: str, *, first: Sequence[str] = (), language: str | None = None
    ) -> bytes:
        """The answer to a keystroke as Slack wants it (JSON), of what is allowed alone; see `Offer.suggest`.

        What was allowed last while the store does not answer: whether an id is allowed is asked when it is handed in.
        """
        policy = await self._policy_of(team_id)
        allowed = {"avatar": policy.avatars, "voice": policy.voices}.get(kind, ())
        if not allowed:
            return await self._offer.suggest(team_id, kind, query, first=first, language=language)
        if kind == "voice" and language is not None:
            allowed = tuple(voice for voice in allowed if self._offer.speaks(voice, language)) or allowed
        return (await self._index(team_id, allowed)).suggest(query, first=first)

    def preview(self, value: str) -> str | None:
        """The address of an avatar's picture, or of a sample of a voice, where the service gives one."""
        return self._offer.preview(value)

    def speaks(self, voice: str, language: str) -> bool:
        """Whether the voice is one for the language (a code)."""
        return self._offer.speaks(voice, language)

    def language_of(self, voice: str) -> str | None:
        """The code of the language that a voice speaks when none is chosen."""
        return self._offer.language_of(voice)

    @property
    def resolutions(self) -> Sequence[str]:
        """The service's presets for the size of a video."""
        return self._offer.resolutions

    async def _policy_of(self, team_id: str) -> Policy:
        kept = self._kept.get(team_id)
        if kept is not None and self._monotonic() < kept[1]:
            return kept[0]
        policy = _NOTHING_DECIDED if kept is None else kept[0]
        with contextlib.suppress(HeraldError, TimeoutError):
            async with asyncio.timeout(LONGEST_WAIT.total_seconds()):
                policy = await self._policies.get(team_id)
        self._kept[team_id] = (policy, self._monotonic() + KEPT_SECONDS)
        self._kept.move_to_end(team_id)
        while len(self._kept) > KEPT_AT_MOST:
            self._kept.popitem(last=False)
        return policy

    async def _index(self, team_id: str, allowed: tuple[str, ...]) -> SuggestionIndex:
        label = await self._offer.labels(team_id)
        kept = self._indexes.get((team_id, allowed))
        if kept is not None and all(kept.label(id_) == label(id_) for id_ in allowed):
            return kept
        index = SuggestionIndex(Option(id=id_, label=label(id_)) for id_ in allowed)
        self._indexes[team_id, allowed] = index
        while len(self._indexes) > KEPT_AT_MOST:
            self._indexes.popitem(last=False)
        return index
