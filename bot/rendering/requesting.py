"""Taking a request: checked, priced, reserved and stored before anybody is answered."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Final, Protocol

from bot.budget import Estimate, estimate, estimate_length
from bot.errors import InvalidField
from bot.policy import Person, Policy, budget_of, require_allowed, require_clean, require_may_ask, require_ttl, ttl_of
from bot.pronouncing import pronounced
from bot.rendering.consent import Consent
from bot.rendering.consent_rules import consent_for
from bot.rendering.ports import Acceptance, Clock
from bot.rendering.render import Choices, Destination, Render

SCRIPT_LIMIT: Final = 5000
"""The longest text that the model speaks: https://developers.heygen.com/docs/usage-limits.md"""
MINIMUM_TTL_SECONDS: Final = 60
_TOO_LONG_SPOKEN: Final = "The script, as the workspace's list of pronunciations has it spoken,"

AUDIO_LIMIT: Final = timedelta(minutes=10)
"""The longest recording that the model takes: https://developers.heygen.com/docs/usage-limits.md"""
SLOWEST: Final = Decimal("0.5")
FASTEST: Final = Decimal("1.5")


class Offer(Protocol):
    """What the service has: a value that is not in it is refused before any money moves."""

    async def has(self, team_id: str, kind: str, value: str, /) -> bool:
        """Whether the workspace may use `value` as this `kind`: `avatar`, `voice` or `language`."""

    def language_of(self, voice: str, /) -> str | None:
        """The code of the language that a voice speaks when none is chosen; None where nobody knows."""


class Lengths(Protocol):
    """What past videos tell of their voices."""

    async def correction(self, team_id: str, voice: str, language: str | None, /) -> float:
        """What an estimate for the voice in the language is multiplied by; 1 while too little is known."""


class Policies(Protocol):
    """What the workspaces' admins decided."""

    async def get(self, team_id: str, /) -> Policy:
        """The workspace's policy; raises StoreUnavailable, RecordUnreadable."""


class Roster(Protocol):
    """Who people are."""

    def known(self, team_id: str, user_id: str, /) -> Person | None:
        """Who the person is, where that is known without asking; whoever is not is asked about before it costs."""


Rules = Callable[[str, Choices, int], None]
"""The service's contract: raises InvalidField for the first of the choices for a script that it does not allow."""


@dataclass(frozen=True)
class Checks:
    """What a request is held against: the service's contract, what the admins decided, and who asks."""

    rules: Rules
    policies: Policies
    roster: Roster


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
    No `ttl_seconds` means the workspace's, or the operator's. `batch_id` is the batch that the clip belongs to.
    `subject` is who is in the picture, by that person's id.
    """

    render_id: str
    team_id: str
    user_id: str
    script: str
    choices: Choices
    destination: Destination
    audio_length: timedelta | None = None
    ttl_seconds: int | None = None
    batch_id: str | None = None
    subject: str | None = None

    def spoken(self, policy: Policy) -> str | None:
        """The script as it is said in the workspace; None where that is as it is written."""
        written = self.script.strip()
        said = pronounced(written, policy.pronunciations)
        return None if said == written else said


@dataclass(frozen=True)
class Quote:
    """What a request will take if it is made: how long each video is, and what all of them cost, in US dollars.

    `consent` is the permission that it needs of the person in its picture; `spoken` is the script as it is said, where
    that is not as it is written.
    """

    duration: timedelta
    price: Decimal
    reserve: Decimal
    consent: Consent | None = None
    spoken: str | None = None


class RequestDesk:
    """Where requests become renders."""

    def __init__(
        self,
        acceptance: Acceptance,
        offer: Offer,
        terms: Terms,
        clock: Clock,
        *,
        lengths: Lengths,
        checks: Checks,
    ) -> None:
        self._acceptance = acceptance
        self._offer = offer
        self._terms = terms
        self._clock = clock
        self._lengths = lengths
        self._checks = checks

    async def quote(self, request: Request) -> Quote:
        """Check the request and say what it will take; nothing is stored.

        Raises InvalidField (with the field), NotAllowed, StoreUnavailable.
        """
        return await self._quoted(request, await self._checks.policies.get(request.team_id))

    async def _quoted(self, request: Request, policy: Policy) -> Quote:
        spoken, consent = await self._check(request, policy)
        estimated, videos = await self._estimate(request, spoken), request.choices.number_results
        return Quote(estimated.duration, estimated.price * videos, estimated.reserve * videos, consent, spoken)

    async def take(self, request: Request) -> Render:
        """Store the render and reserve its money; a second time for the same id changes nothing.

        Raises InvalidField (with the field), NotAllowed, BudgetExceeded, StoreUnavailable.
        """
        policy = await self._checks.policies.get(request.team_id)
        quote = await self._quoted(request, policy)
        render = Render(
            id=request.render_id,
            team_id=request.team_id,
            user_id=request.user_id,
            version=1,
            script=request.script.strip(),
            choices=request.choices,
            destination=request.destination,
            ttl_seconds=self._ttl(request, policy),
            expected_seconds=int(quote.duration.total_seconds()),
            price=quote.price,
            reserved=quote.reserve,
            requested_at=self._clock(),
            batch_id=request.batch_id,
            consent=quote.consent,
            spoken=quote.spoken,
        )
        await self._acceptance.accept(render, budget_of(policy, self._terms.monthly_budget))
        return render

    def _ttl(self, request: Request, policy: Policy) -> int:
        return ttl_of(policy, self._terms.ttl_seconds) if request.ttl_seconds is None else request.ttl_seconds

    async def _estimate(self, request: Request, spoken: str | None) -> Estimate:
        """What one of its videos will take: as long as the recording, or as the voice speaks the script."""
        choices, price = request.choices, self._terms.price_per_second
        if request.audio_length is not None or choices.voice is None:
            return estimate_length(request.audio_length or AUDIO_LIMIT, price_per_second=price)
        return estimate(
            spoken or request.script,
            price_per_second=price,
            language=choices.language or self._offer.language_of(choices.voice),
            speed=choices.speed,
            correction=await self._lengths.correction(request.team_id, choices.voice, choices.language),
        )

    async def _check(self, request: Request, policy: Policy) -> tuple[str | None, Consent | None]:
        """How the script is said, and the permission that is needed."""
        person = self._checks.roster.known(request.team_id, request.user_id)
        if person is not None:
            require_may_ask(policy, person)
        _check_content(request, policy)
        await self._check_offer(request, policy)
        ttl_seconds = self._ttl(request, policy)
        if ttl_seconds < MINIMUM_TTL_SECONDS:
            raise InvalidField("ttl_seconds", f"A link lives for {MINIMUM_TTL_SECONDS} seconds at least.")
        require_ttl(policy, ttl_seconds)
        spoken = request.spoken(policy)
        if spoken is not None and len(spoken) > SCRIPT_LIMIT:
            raise InvalidField(
                "script", f"{_TOO_LONG_SPOKEN} has {len(spoken):,} characters; {SCRIPT_LIMIT:,} is the most."
            )
        self._checks.rules(spoken or request.script.strip(), request.choices, ttl_seconds)
        return spoken, consent_for(
            policy, request.choices, subject=request.subject, requester=request.user_id, now=self._clock()
        )

    async def _check_offer(self, request: Request, policy: Policy) -> None:
        choices = request.choices
        for kind, value in (("avatar", choices.avatar), ("voice", choices.voice), ("language", choices.language)):
            if value is None:
                continue
            if not await self._offer.has(request.team_id, kind, value):
                raise InvalidField(kind, f"This {kind} is not on offer (any more). Pick another one.")
            require_allowed(policy, kind, value)


def _check_content(request: Request, policy: Policy) -> None:
    """What is said, how fast, and whose face says it."""
    choices, length = request.choices, request.audio_length
    if choices.audio is None:
        _check_script(request.script.strip())
    elif length is None or not timedelta() < length <= AUDIO_LIMIT:
        raise InvalidField(
            "audio", f"A recording has to have a length, of {AUDIO_LIMIT.seconds // 60} minutes at most."
        )
    require_clean(policy, request.script)
    if choices.speed is not None and not SLOWEST <= choices.speed <= FASTEST:
        raise InvalidField("speed", f"The speed is from {SLOWEST} to {FASTEST}.")


def _check_script(script: str) -> None:
    if not any(character.isalnum() for character in script):
        raise InvalidField("script", "Write what the presenter should say: at least one word.")
    if len(script) > SCRIPT_LIMIT:
        raise InvalidField("script", f"The script has {len(script):,} characters; {SCRIPT_LIMIT:,} is the most.")
