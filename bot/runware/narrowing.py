"""An offer narrowed to what a workspace's admins allow of it."""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from bot.errors import HeraldError
from bot.policy import Policy, allowed_of, allows
from bot.recent import Recent
from bot.runware.catalogue import Option
from bot.runware.offer import KEPT_FOR, LONGEST_WAIT, Offer
from bot.runware.search import SuggestionIndex

KEPT_AT_MOST: Final = 1_000
LEFT_ALONE_SECONDS: Final = 5.0
"""For how long a store that did not answer is not asked again: each keystroke would wait for it."""


class Policies(Protocol):
    """What the workspaces' admins decided."""

    async def get(self, team_id: str, /) -> Policy:
        """The workspace's policy; raises StoreUnavailable, RecordUnreadable."""


@dataclass(frozen=True)
class _Known:
    """The last policy that the store gave, and until when it is not asked again, since it did not answer."""

    policy: Policy
    left_alone_until: float = 0.0


@dataclass(frozen=True)
class _Shown:
    """What is searched: what was made of the ids that are allowed, with the names that they had then."""

    allowed: tuple[str, ...]
    index: SuggestionIndex
    until: float


class NarrowedOffer:
    """What people in a workspace may choose from; the admins choose from the whole `offer`."""

    def __init__(self, offer: Offer, policies: Policies, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._offer = offer
        self._policies = policies
        self._monotonic = monotonic
        self._known = Recent[str, _Known](KEPT_AT_MOST)
        self._shown = Recent[tuple[str, str, str | None], _Shown](KEPT_AT_MOST)

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
        allowed = allowed_of(await self._policy_of(team_id), kind)
        if not allowed:
            return await self._offer.suggest(team_id, kind, query, first=first, language=language)
        place = (team_id, kind, language if kind == "voice" else None)
        shown = self._shown.get(place)
        if shown is None or shown.allowed != allowed or self._monotonic() >= shown.until:
            shown = await self._show(place, allowed)
        return shown.index.suggest(query, first=first)

    async def first(self, team_id: str, kind: str) -> str | None:
        """The avatar or voice that somebody begins with who never chose one: of those that are allowed, the first."""
        allowed = allowed_of(await self._policy_of(team_id), kind)
        return allowed[0] if allowed else await self._offer.first(team_id, kind)

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
        known = self._known.get(team_id) or _Known(Policy())
        if self._monotonic() < known.left_alone_until:
            return known.policy
        try:
            async with asyncio.timeout(LONGEST_WAIT.total_seconds()):
                known = _Known(await self._policies.get(team_id))
        except (HeraldError, TimeoutError):
            known = _Known(known.policy, self._monotonic() + LEFT_ALONE_SECONDS)
        self._known.put(team_id, known)
        return known.policy

    async def _show(self, place: tuple[str, str, str | None], allowed: tuple[str, ...]) -> _Shown:
        team_id, _, language = place
        label = await self._offer.labels(team_id)
        spoken = [id_ for id_ in allowed if language is None or self._offer.speaks(id_, language)]
        index = SuggestionIndex(Option(id=id_, label=label(id_)) for id_ in spoken or allowed)
        shown = _Shown(allowed, index, self._monotonic() + KEPT_FOR.total_seconds())
        self._shown.put(place, shown)
        return shown
