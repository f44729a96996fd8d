"""What failed for a reason of ours is tried again once, under the task that it had where that may be there."""

from dataclasses import dataclass, field
from decimal import Decimal

import pytest

from bot.errors import Refusal
from bot.rendering.consent import Consent, ConsentState
from bot.rendering.dead_letters import DeadLetters, again, charges_again, failed_by_us, is_dead
from bot.rendering.render import DEFECT, Failure, Render, RenderState
from tests.bot.rendering.fakes import NOON, TASK, FakeClock, FakeRecords, a_render


@dataclass
class Accepted:
    """Remembers what was accepted."""

    renders: list[Render] = field(default_factory=list)

    async def accept(self, render: Render, budget: Decimal) -> bool:
        assert budget == 50
        self.renders.append(render)
        return True


def dead(code: str = DEFECT, *, charged: bool | None = False, **fields: object) -> Render:
    """A render that failed and was closed."""
    failure = Failure(code=code, message="broke", charged=charged)
    usual: dict[str, object] = {"state": RenderState.FAILED, "closed": True, "failure": failure, "task_uuid": TASK}
    return a_render(**(usual | fields))


def desk(*renders: Render) -> tuple[DeadLetters, FakeRecords, Accepted]:
    """The letters of these renders."""
    records, accepted = FakeRecords({render.id: render for render in renders}), Accepted()
    return DeadLetters(records, accepted, Decimal(50), FakeClock()), records, accepted


@pytest.mark.parametrize("code", [DEFECT, "unreachable", "gone_after_24h", "invalidApiKey", "insufficientCredits"])
def test_a_failure_of_ours_waits_to_be_seen_to(code: str) -> None:
    assert is_dead(dead(code))


@pytest.mark.parametrize("code", ["contentPolicyViolation", "not_in_channel", "invalidVoice"])
def test_a_failure_that_its_person_can_mend_does_not(code: str) -> None:
    assert not is_dead(dead(code))


def test_one_whose_person_was_not_told_yet_or_that_was_seen_to_is_not_listed() -> None:
    assert not is_dead(dead(closed=False))
    assert not is_dead(dead(attended_at=NOON))


@pytest.mark.parametrize("apart", [{"batch_id": "b1"}, {"id": "a1.2"}])
def test_what_is_part_of_something_is_tried_again_with_that_alone(apart: dict[str, str]) -> None:
    part = dead().model_copy(update=apart)

    assert failed_by_us(part)
    assert not is_dead(part)


@pytest.mark.parametrize(
    ("received", "charged", "kept"),
    [(False, False, TASK), (True, None, TASK), (True, False, None), (True, True, None), (False, True, None)],
)
def test_a_retry_keeps_the_task_unless_that_is_known_to_have_failed(
    received: bool, charged: bool | None, kept: object
) -> None:
    fresh = again(dead(charged=charged, uncertain=received), FakeClock())

    assert fresh.task_uuid == kept
    assert (fresh.state, fresh.failure, fresh.closed) == (RenderState.REQUESTED, None, False)


ASKED = Consent.of("U2", "U1", NOON)


@pytest.mark.parametrize(
    "earlier", [ASKED.settled(ConsentState.WITHDRAWN, NOON).model_copy(update={"closed": True, "ts": "1.2"}), ASKED]
)
def test_a_permission_that_was_not_given_is_asked_for_anew(earlier: Consent) -> None:
    clock = FakeClock()
    clock.advance(hours=1)

    assert again(dead(consent=earlier), clock).consent == Consent.of("U2", "U1", clock.now)


def test_a_permission_that_is_in_force_holds_for_the_same_video_once_more() -> None:
    given = ASKED.settled(ConsentState.ALLOWED, NOON).model_copy(update={"closed": True})

    assert again(dead(consent=given), FakeClock()).consent == given


async def test_two_retries_at_once_are_one_render() -> None:
    letters, records, accepted = desk(dead())
    first = await letters.retry("T1", "r1")
    records.stored["r1"] = dead()  # as another admin read it a moment before
    second = await letters.retry("T1", "r1")

    assert first.id == second.id != "r1"
    assert len({render.id for render in accepted.renders}) == 1


async def test_what_was_seen_to_is_there_no_more() -> None:
    letters, _, accepted = desk(dead())
    await letters.close("T1", "r1")

    with pytest.raises(Refusal, match="no failed video"):
        await letters.retry("T1", "r1")
    assert accepted.renders == []


async def test_a_second_charge_has_to_be_wished() -> None:
    letters, records, accepted = desk(dead(charged=True))

    with pytest.raises(Refusal, match=r"charges about \$0\.30 again"):
        await letters.retry("T1", "r1")
    assert accepted.renders == []
    assert charges_again(records.stored["r1"])
    assert (await letters.retry("T1", "r1", charge_again=True)).task_uuid is None
