"""Taking a request: checked, priced, reserved and stored before anybody is answered."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Final, Protocol

from bot.budget import Estimate, estimate_length, speaking_time
from bot.errors import InvalidField
from bot.rendering.ports import Acceptance, Clock
from bot.rendering.render import Choices, Destination, Render

SCRIPT_LIMIT: Final = 3000
"""The most that one Slack input holds: https://docs.slack.dev/reference/block-kit/block-elements/plain-text-input-element"""

AUDIO_LIMIT: Final = timedelta(minutes=10)
"""The longest recording that the model takes: https://developers.heygen.com/docs/usage-limits.md"""
SLOWEST: Final = Decimal("0.5")
FASTEST: Final = Decimal("1.5")


class Offer(Protocol):
    """What the service has: a value that is not in it is refused before any money moves."""

    async def has(self, team_id: str, kind: str, value: str, /) -> bool:
        """Whether the workspace may use `value` as this `kind`: `avatar`, `voice` or `language`."""


@dataclass(frozen=True)
class Terms:
    """What the operator set: US dollars a second, US dollars a month, seconds that a result's URL is to live."""

    price_per_second: Decimal
    monthly_budget: Decimal
    ttl_seconds: int


@dataclass(frozen=True)
class Request:
    """What a person asked for; `render_id` was minted when the modal was opened.

    A recording that takes the place of the voice has to be known by its length: the script is not spoken then.
    """

    render_id: str
    team_id: str
    user_id: str
    script: str
    choices: Choices
    destination: Destination
    audio_length: timedelta | None = None


class RequestDesk:
    """Where requests become renders."""

    def __init__(self, acceptance: Acceptance, offer: Offer, terms: Terms, clock: Clock) -> None:
        self._acceptance = acceptance
        self._offer = offer
        self._terms = terms
        self._clock = clock

    async def take(self, request: Request) -> Render:
        """Store the render and reserve its money; a second time for the same id changes nothing.

        Raises InvalidField (with the field), BudgetExceeded, StoreUnavailable.
        """
        await self._check(request)
        estimated, videos = self._estimate(request), request.choices.number_results
        render = Render(
            id=request.render_id,
            team_id=request.team_id,
            user_id=request.user_id,
            version=1,
            script=request.script.strip(),
            choices=request.choices,
            destination=request.destination,
            ttl_seconds=self._terms.ttl_seconds,
            expected_seconds=int(estimated.duration.total_seconds()),
            price=estimated.price * videos,
            reserved=estimated.reserve * videos,
            requested_at=self._clock(),
        )
        await self._acceptance.accept(render, self._terms.monthly_budget)
        return render

    def _estimate(self, request: Request) -> Estimate:
        """What one of its videos will take: as long as the recording, or as the script at the chosen speed."""
        speed = request.choices.speed or Decimal(1)
        spoken = speaking_time(request.script) / float(speed)
        return estimate_length(request.audio_length or spoken, price_per_second=self._terms.price_per_second)

    async def _check(self, request: Request) -> None:
        choices = request.choices
        if choices.audio is None:
            _check_script(request.script.strip())
        elif request.audio_length is None or not timedelta() < request.audio_length <= AUDIO_LIMIT:
            raise InvalidField(
                "audio", f"A recording has to have a length, of {AUDIO_LIMIT.seconds // 60} minutes at most."
            )
        if choices.speed is not None and not SLOWEST <= choices.speed <= FASTEST:
            raise InvalidField("speed", f"The speed is from {SLOWEST} to {FASTEST}.")
        for kind, value in (("avatar", choices.avatar), ("voice", choices.voice), ("language", choices.language)):
            if value is not None and not await self._offer.has(request.team_id, kind, value):
                raise InvalidField(kind, f"This {kind} is not on offer (any more). Pick another one.")


def _check_script(script: str) -> None:
    if not any(character.isalnum() for character in script):
        raise InvalidField("script", "Write what the presenter should say: at least one word.")
    if len(script) > SCRIPT_LIMIT:
        raise InvalidField("script", f"The script has {len(script):,} characters; {SCRIPT_LIMIT:,} is the most.")
