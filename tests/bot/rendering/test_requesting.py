"""A request is checked, priced and stored, in this order."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from redis.asyncio import Redis

from bot.errors import BudgetExceeded, InvalidField, NotAllowed, StoreUnavailable
from bot.policy import Person, Policy
from bot.rendering.render import Choices, Destination, Render, RenderState
from bot.rendering.requesting import Checks, Request, RequestDesk, Terms
from bot.runware.rules import check_choices
from bot.store.kinds import RENDERS
from bot.store.money import Treasury
from bot.store.records import Records
from tests.bot.rendering.fakes import NOON, FakeClock
from tests.bot.rendering.people import NOTHING_DECIDED, FakePolicies, FakeRoster

TERMS = Terms(price_per_second=Decimal("0.10"), monthly_budget=Decimal(50), ttl_seconds=3600)
OFFERED = {"avatar": {"emma"}, "voice": {"john"}, "language": {"en-US"}}


class FakeAcceptance:
    """What was accepted, and for which budget; or the error that a test sets."""

    def __init__(self, error: Exception | None = None) -> None:
        self.accepted: list[tuple[Render, Decimal]] = []
        self.error = error

    async def accept(self, render: Render, budget: Decimal) -> bool:
        if self.error is not None:
            raise self.error
        self.accepted.append((render, budget))
        return True


class FakeOffer:
    """A catalogue of one of each."""

    async def has(self, team_id: str, kind: str, value: str, /) -> bool:
        return team_id == "T1" and value in OFFERED[kind]

    def language_of(self, voice: str, /) -> str | None:
        return "en" if voice == "john" else None


class FakeLengths:
    """Voices that took twice as long as was estimated for them, by voice and language."""

    def __init__(self, *slow: tuple[str, str | None]) -> None:
        self.slow = slow

    async def correction(self, team_id: str, voice: str, language: str | None, /) -> float:
        return 2.0 if (voice, language) in self.slow else 1.0


def a_request(script: str = "Good morning, team.", **choices: Any) -> Request:
    """A request that is good but for what the test says."""
    chosen = Choices(**({"avatar": "emma", "voice": "john", "language": "en-US"} | choices))
    return Request("r1", "T1", "U1", script, chosen, Destination(channel_id="C1"))


def desk_for(
    acceptance: FakeAcceptance | Treasury,
    terms: Terms = TERMS,
    lengths: FakeLengths | None = None,
    *,
    policy: Policy = NOTHING_DECIDED,
    person: Person | None = None,
) -> RequestDesk:
    """A desk at noon, with the contract's rules."""
    return RequestDesk(
        acceptance,
        FakeOffer(),
        terms,
        FakeClock(),
        lengths=lengths or FakeLengths(),
        checks=Checks(check_choices, FakePolicies(policy), FakeRoster(person)),
    )


async def test_a_request_is_taken_by_one_policy_though_the_admins_decide_anew_meanwhile() -> None:
    decided = iter([Policy(pronunciations={"team": "teem"}), Policy(pronunciations={"team": "tame"})])

    class Changing(FakePolicies):
        async def get(self, team_id: str, /) -> Policy:
            return next(decided)

    acceptance = FakeAcceptance()
    checks = Checks(check_choices, Changing(), FakeRoster(None))
    desk = RequestDesk(acceptance, FakeOffer(), TERMS, FakeClock(), lengths=FakeLengths(), checks=checks)

    render = await desk.take(a_request("Good morning, team."))

    assert render.spoken == "Good morning, teem."


async def test_a_good_request_becomes_a_render_on_the_operators_terms() -> None:
    acceptance = FakeAcceptance()

    render = await desk_for(acceptance).take(a_request("  word " * 60))

    assert acceptance.accepted == [(render, Decimal(50))]
    assert (render.id, render.state, render.version) == ("r1", RenderState.REQUESTED, 1)
    assert (render.expected_seconds, render.price, render.reserved) == (18, Decimal("1.80"), Decimal("2.34"))
    assert (render.ttl_seconds, render.requested_at) == (3600, NOON)


async def test_each_result_that_is_asked_for_is_priced_and_reserved() -> None:
    render = await desk_for(FakeAcceptance()).take(a_request("  word " * 60, number_results=3))

    assert (render.expected_seconds, render.price, render.reserved) == (18, Decimal("5.40"), Decimal("7.02"))
    assert render.price_per_result == Decimal("1.80")


@pytest.mark.parametrize(("speed", "seconds"), [("0.5", 35), ("1", 18), ("1.5", 12)])
async def test_a_slow_speech_is_priced_for_longer(speed: str, seconds: int) -> None:
    render = await desk_for(FakeAcceptance()).take(a_request("word " * 60, speed=Decimal(speed)))

    assert (render.expected_seconds, render.price) == (seconds, seconds * Decimal("0.10"))


async def test_a_voice_is_corrected_by_what_its_videos_really_took() -> None:
    slow = desk_for(FakeAcceptance(), lengths=FakeLengths(("john", "en-US")))

    corrected = await slow.quote(a_request("word " * 60))
    other_language = await slow.quote(a_request("word " * 60, language=None))

    assert corrected.duration == timedelta(seconds=35)
    assert other_language.duration == timedelta(seconds=18)


async def test_a_quote_stores_nothing_and_is_what_is_taken() -> None:
    acceptance = FakeAcceptance()
    desk = desk_for(acceptance)

    quote = await desk.quote(a_request("word " * 60, number_results=2))

    assert acceptance.accepted == []
    render = await desk.take(a_request("word " * 60, number_results=2))
    assert (quote.price, quote.reserve) == (render.price, render.reserved)


async def test_a_request_may_say_how_long_the_link_is_to_live() -> None:
    asked = replace(a_request(), ttl_seconds=90)

    assert (await desk_for(FakeAcceptance()).take(asked)).ttl_seconds == 90


@pytest.mark.parametrize(
    ("field", "choices"),
    [
        ("pitch", {"pitch": Decimal("0.05")}),
        ("background_color", {"background_color": "blue"}),
        ("background_color", {"background_color": "#1e90ff", "background": "slack-file:F1"}),
        ("height", {"width": 640}),
        ("width", {"width": 640, "height": 641}),
        ("output_quality", {"output_quality": 10}),
    ],
)
async def test_what_the_contract_does_not_allow_is_named_by_its_field(field: str, choices: dict[str, Any]) -> None:
    with pytest.raises(InvalidField) as refused:
        await desk_for(FakeAcceptance()).quote(a_request(**choices))
    assert refused.value.field == field


async def test_a_link_that_would_live_too_short_is_refused() -> None:
    with pytest.raises(InvalidField) as refused:
        await desk_for(FakeAcceptance()).quote(replace(a_request(), ttl_seconds=59))
    assert refused.value.field == "ttl_seconds"


def a_recorded_request(length: timedelta | None, script: str = "") -> Request:
    """A request whose avatar speaks a recording."""
    recorded = {"voice": None, "language": None, "audio": "https://x.example/a.mp3"}
    return replace(a_request(script, **recorded), audio_length=length)


async def test_a_recording_is_priced_by_its_own_length() -> None:
    render = await desk_for(FakeAcceptance()).take(a_recorded_request(timedelta(seconds=30.2)))

    assert (render.expected_seconds, render.price, render.reserved) == (31, Decimal("3.10"), Decimal("4.03"))


@pytest.mark.parametrize("length", [None, timedelta(0), timedelta(minutes=10, seconds=1)])
async def test_a_recording_of_no_known_length_is_refused(length: timedelta | None) -> None:
    with pytest.raises(InvalidField) as refused:
        await desk_for(FakeAcceptance()).take(a_recorded_request(length, "word"))

    assert refused.value.field == "audio"


async def test_a_good_request_reads_back_from_the_store(redis: Redis) -> None:
    render = await desk_for(Treasury(redis)).take(a_request("Grüße, 世界 👋"))

    assert await Records(redis, RENDERS).get("T1", "r1") == render


async def test_the_voices_own_language_is_good() -> None:
    acceptance = FakeAcceptance()

    render = await desk_for(acceptance).take(a_request(language=None))

    assert render.choices.language is None


@pytest.mark.parametrize(
    ("field", "request_"),
    [
        ("script", a_request("")),
        ("script", a_request(" \n\t\u3000 ")),
        ("script", a_request("… 👋 !?")),
        ("script", a_request("\u200b\u200d")),
        ("script", a_request("a" * 5001)),
        ("avatar", a_request(avatar="john")),
        ("avatar", a_request(avatar="")),
        ("voice", a_request(voice="emma")),
        ("language", a_request(language="xx")),
        ("speed", a_request(speed=Decimal("0.49"))),
        ("speed", a_request(speed=Decimal("1.51"))),
        ("language", a_request(language="")),
    ],
)
async def test_a_field_that_is_wrong_is_named_before_any_money_moves(field: str, request_: Request) -> None:
    acceptance = FakeAcceptance()

    with pytest.raises(InvalidField) as refused:
        await desk_for(acceptance).take(request_)

    assert refused.value.field == field
    assert acceptance.accepted == []


@pytest.mark.parametrize("script", ["a" * 3000, f"  {'a' * 3000}\n", "字" * 3000, "é", "7"])
async def test_a_script_up_to_the_limit_is_good(script: str) -> None:
    assert (await desk_for(FakeAcceptance()).take(a_request(script))).script == script.strip()


@given(script=st.text(max_size=2000), letter=st.sampled_from("aé字ب7"), more=st.text(max_size=900))
async def test_any_text_with_a_letter_is_taken(script: str, letter: str, more: str) -> None:
    render = await desk_for(FakeAcceptance()).take(a_request(script + letter + more))

    assert letter in render.script
    assert render.reserved >= render.price > 0


@pytest.mark.parametrize("error", [BudgetExceeded(needed=Decimal(1), left=Decimal(0)), StoreUnavailable("Redis")])
async def test_what_the_store_says_is_passed_on(error: Exception) -> None:
    with pytest.raises(type(error)):
        await desk_for(FakeAcceptance(error)).take(a_request())


async def test_a_second_request_with_the_same_id_is_taken_even_when_the_budget_is_used_up(redis: Redis) -> None:
    desk = desk_for(Treasury(redis), Terms(Decimal("0.10"), Decimal("0.26"), 3600))
    first = await desk.take(a_request())

    await desk.take(a_request())

    assert await Records(redis, RENDERS).get("T1", "r1") == first


@pytest.mark.parametrize(
    ("policy", "choices", "field"),
    [
        (Policy(avatars=("jim",)), {}, "avatar"),
        (Policy(voices=("jane",)), {}, "voice"),
        (Policy(banned_words=("morning",)), {}, "script"),
        (Policy(), {"avatar": None, "image": "slack-file:F1"}, "image"),
    ],
    ids=["avatar", "voice", "banned-word", "photo"],
)
async def test_what_the_admins_do_not_allow_is_refused_beside_its_field(
    policy: Policy, choices: dict[str, Any], field: str
) -> None:
    acceptance = FakeAcceptance()

    with pytest.raises(InvalidField) as refused:
        await desk_for(acceptance, policy=policy).take(a_request(**choices))

    assert (refused.value.field, acceptance.accepted) == (field, [])


async def test_a_link_that_would_live_longer_than_the_admins_allow_is_refused() -> None:
    desk = desk_for(FakeAcceptance(), policy=Policy(longest_ttl_seconds=600))

    with pytest.raises(InvalidField) as refused:
        await desk.take(replace(a_request(), ttl_seconds=601))

    assert refused.value.field == "ttl_seconds"


@pytest.mark.parametrize(
    ("policy", "seconds"),
    [(Policy(default_ttl_seconds=900), 900), (Policy(longest_ttl_seconds=600), 600), (Policy(), 3600)],
    ids=["default", "longest", "operators"],
)
async def test_a_link_lives_as_long_as_the_admins_decided(policy: Policy, seconds: int) -> None:
    assert (await desk_for(FakeAcceptance(), policy=policy).take(a_request())).ttl_seconds == seconds


async def test_the_admins_budget_is_what_is_reserved_against() -> None:
    acceptance = FakeAcceptance()

    await desk_for(acceptance, policy=Policy(monthly_budget=Decimal(7))).take(a_request())

    assert [budget for _, budget in acceptance.accepted] == [Decimal(7)]


@pytest.mark.parametrize(
    "known", [Person("U1", is_guest=True), Person("U1", is_stranger=True)], ids=["guest", "stranger"]
)
async def test_who_is_known_to_be_shut_out_is_refused_before_anything_is_stored(known: Person) -> None:
    acceptance = FakeAcceptance()

    with pytest.raises(NotAllowed):
        await desk_for(acceptance, person=known).take(a_request())

    assert acceptance.accepted == []
