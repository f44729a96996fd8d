"""A photo of somebody else waits for them: nothing leaves Slack and nothing is paid before they allow it."""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from bot.errors import (
    FileNotNow,
    FileRefused,
    InvalidField,
    PostRefused,
    PostUncertain,
    Refusal,
    SlackBusy,
    StaleRecord,
)
from bot.policy import Policy
from bot.rendering.cancelling import Cancelling
from bot.rendering.consent import ASKED_FOR, Consent, ConsentState
from bot.rendering.consent_rules import consent_for
from bot.rendering.consent_steps import ConsentStep
from bot.rendering.consenting import CALLED_OFF, NOT_YOURS, TOO_LATE, Consenting
from bot.rendering.given import NO_ROOM, NoRoom
from bot.rendering.render import Choices, Render, RenderState
from bot.rendering.showing import CloseStep
from bot.store.kinds import RENDERS
from tests.bot.rendering.conftest import World
from tests.bot.rendering.fakes import NOON, a_render

PHOTO = Choices(image="slack-file:F0PHOTO", voice="V")


@dataclass
class FakeTalk:
    """The conversation as a list of what was done; `errors` are raised by the next calls in turn."""

    done: list[str] = field(default_factory=list)
    errors: dict[str, list[Exception]] = field(default_factory=dict)
    sent_earlier: str | None = None
    shared_earlier: bool = False

    def _do(self, what: str) -> None:
        self.done.append(what)
        if self.errors.get(what):
            raise self.errors[what].pop(0)

    async def check_person(self, render: Render) -> None:
        self._do("check")

    async def copy_picture(self, render: Render) -> str:
        self._do("copy")
        return "F0COPY"

    async def share_picture(self, render: Render) -> None:
        self._do("share")

    async def is_shared(self, render: Render) -> bool:
        self._do("look for picture")
        return self.shared_earlier

    async def ask(self, render: Render) -> str:
        self._do("ask")
        return "200.1"

    async def find(self, render: Render) -> str | None:
        self._do("look for question")
        return self.sent_earlier

    async def show_outcome(self, render: Render) -> None:
        self._do("show")

    async def remove_picture(self, render: Render) -> None:
        self._do("remove")


@dataclass
class FakeRegister:
    """What was put on record."""

    kept: list[ConsentState] = field(default_factory=list)

    async def keep(self, render: Render) -> None:
        assert render.consent is not None
        self.kept.append(render.consent.state)


class Asking:
    """A world with an anchored render that needs Bob's permission."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.talk, self.register = FakeTalk(), FakeRegister()
        self.step = ConsentStep(world.records, self.talk, self.register, world.endings, world.wakeups, world.clock)
        self.consenting = Consenting(world.records, world.wakeups, world.clock)
        self.put(Consent.of("U2", "U1", NOON))

    def put(self, consent: Consent, **fields: object) -> None:
        """The render with this permission."""
        usual: dict[str, object] = {"state": RenderState.ANCHORED, "anchor_ts": "100.1", "thread_ts": "100.1"}
        self.world.records.put(a_render(**{**usual, "choices": PHOTO, "consent": consent, **fields}))

    async def run(self) -> timedelta | None:
        """One run of the step."""
        return await self.step("T1", "r1")

    async def answer(self, *, allowed: bool) -> ConsentState:
        """Bob presses a button."""
        return await self.consenting.answer(self.render, allowed=allowed, ts="200.1")

    @property
    def render(self) -> Render:
        return self.world.records.stored["r1"]

    @property
    def consent(self) -> Consent:
        assert self.render.consent is not None
        return self.render.consent


@pytest.fixture
def asking(world: World) -> Asking:
    """Bob is to be asked."""
    return Asking(world)


async def test_the_person_gets_the_picture_and_then_the_question(asking: Asking) -> None:
    assert await asking.run() is None

    assert asking.talk.done == ["check", "copy", "share", "ask"]
    assert asking.consent.ts == "200.1"
    assert asking.consent.waits


async def test_a_person_who_was_asked_is_not_asked_again(asking: Asking) -> None:
    await asking.run()
    asking.talk.done.clear()

    assert await asking.run() is None
    assert asking.talk.done == []


async def test_while_nobody_has_answered_nothing_is_sent_to_the_service(asking: Asking) -> None:
    await asking.run()

    assert await asking.world.submit("T1", "r1") is None
    assert asking.world.service.orders == []
    assert asking.render.state is RenderState.ANCHORED


async def test_a_permission_is_put_on_record_before_the_video_is_made(asking: Asking) -> None:
    await asking.run()
    assert await asking.answer(allowed=True) is ConsentState.ALLOWED
    asking.world.wakeups.woken.clear()

    await asking.run()

    assert asking.register.kept == [ConsentState.ALLOWED]
    assert asking.talk.done[-2:] == ["show", "remove"]
    assert asking.consent.in_force
    assert asking.world.wakeups.woken == [("media", "r1"), ("show", "r1")]


async def test_ones_own_photo_needs_no_question_but_is_on_record(asking: Asking) -> None:
    asking.put(Consent.of("U1", "U1", NOON))

    await asking.run()

    assert asking.talk.done == []
    assert asking.register.kept == [ConsentState.ALLOWED]
    assert asking.world.wakeups.woken == [("media", "r1"), ("show", "r1")]


async def test_a_picture_that_cannot_be_had_now_is_tried_less_and_less_often_and_then_given_up(asking: Asking) -> None:
    asking.talk.errors = {"copy": [FileNotNow("no process")] * 4}

    waits = [await asking.run()]
    for seconds in (20, 300, 600):
        asking.world.clock.now = NOON + timedelta(seconds=seconds)
        waits.append(await asking.run())

    assert waits == [timedelta(seconds=2), timedelta(seconds=20), timedelta(minutes=1), None]
    assert asking.render.failure is not None
    assert (asking.render.failure.code, asking.render.failure.parameter) == ("file_stuck", "image")


async def test_a_picture_without_room_is_tried_again_at_once_and_never_given_up(asking: Asking) -> None:
    asking.talk.errors = {"copy": [NoRoom(), NoRoom()]}

    first = await asking.run()
    asking.world.clock.now += timedelta(minutes=11)

    assert (first, await asking.run()) == (NO_ROOM, NO_ROOM)
    assert await asking.run() is None
    assert asking.consent.ts == "200.1"


async def test_a_declined_video_ends_unpaid_and_its_person_is_told_by_dm(asking: Asking) -> None:
    await asking.run()
    await asking.answer(allowed=False)

    await asking.run()

    assert asking.render.state is RenderState.FAILED
    assert asking.render.failure is not None
    assert asking.render.failure.code == "consent_declined"
    assert asking.render.owed == 0
    assert asking.register.kept == [ConsentState.DECLINED]


async def test_nobody_waits_longer_than_two_days(asking: Asking) -> None:
    await asking.run()
    asking.world.clock.now += ASKED_FOR

    assert await asking.run() == timedelta(0)
    await asking.run()

    assert asking.render.failure is not None
    assert asking.render.failure.code == "consent_expired"
    assert asking.register.kept == [ConsentState.EXPIRED]
    with pytest.raises(Refusal, match="too late"):
        await asking.answer(allowed=True)


async def test_an_answer_after_the_time_does_not_count(asking: Asking) -> None:
    await asking.run()
    asking.world.clock.now += ASKED_FOR

    with pytest.raises(Refusal, match=TOO_LATE):
        await asking.answer(allowed=True)
    assert asking.consent.waits


async def test_the_second_press_changes_nothing(asking: Asking) -> None:
    await asking.run()
    await asking.answer(allowed=True)

    assert await asking.answer(allowed=False) is ConsentState.ALLOWED
    assert asking.consent.state is ConsentState.ALLOWED


async def test_a_video_that_was_called_off_has_nothing_to_answer(asking: Asking) -> None:
    await asking.run()
    await Cancelling(asking.world.records, asking.world.endings).cancel(asking.render)

    with pytest.raises(Refusal, match=CALLED_OFF):
        await asking.answer(allowed=True)
    assert ("consent", "r1") in asking.world.wakeups.woken


async def test_a_call_off_is_said_where_the_question_was(asking: Asking) -> None:
    await asking.run()
    await Cancelling(asking.world.records, asking.world.endings).cancel(asking.render)
    assert await asking.run() == timedelta(seconds=2)  # until the render is closed
    await asking.world.records.change(asking.render, closed=True)

    assert await asking.run() == timedelta(0)
    await asking.run()

    assert asking.register.kept == [ConsentState.WITHDRAWN]
    assert asking.talk.done[-2:] == ["show", "remove"]
    assert asking.render.state is RenderState.CANCELLED
    assert RENDERS.over(asking.render)


async def test_an_answer_and_a_call_off_at_once_end_in_one_of_them(asking: Asking) -> None:
    await asking.run()
    seen = asking.render
    await Cancelling(asking.world.records, asking.world.endings).cancel(asking.render)

    with pytest.raises(Refusal, match=CALLED_OFF):
        await asking.consenting.answer(seen, allowed=True, ts="200.1")


async def test_a_press_before_the_questions_handle_was_stored_brings_the_handle(asking: Asking) -> None:
    asking.put(asking.consent.model_copy(update={"copy_id": "F1", "shared": True, "intent_at": NOON}))

    await asking.answer(allowed=True)
    await asking.run()

    assert asking.consent.ts == "200.1"
    assert "show" in asking.talk.done


@pytest.mark.parametrize(
    ("what", "error", "wait"),
    [
        ("copy", SlackBusy("files.info", retry_after=timedelta(seconds=7)), 7),
        ("share", PostUncertain("lost"), 2),
        ("ask", PostUncertain("lost"), 2),
    ],
)
async def test_a_lost_call_is_checked_before_it_is_made_again(
    asking: Asking, what: str, error: Exception, wait: int
) -> None:
    asking.talk.errors = {what: [error]}
    asking.talk.shared_earlier, asking.talk.sent_earlier = True, "150.1"

    assert await asking.run() == timedelta(seconds=wait)
    await asking.run()

    assert asking.consent.ts is not None
    assert asking.talk.done.count("share") == 1
    assert asking.talk.done.count("ask") == 1


async def test_a_question_that_comes_late_is_waited_for_and_not_repeated(asking: Asking) -> None:
    asking.talk.errors = {"ask": [PostUncertain("lost")]}
    await asking.run()
    asking.world.clock.advance(seconds=2)

    assert await asking.run() == timedelta(seconds=18)
    asking.talk.sent_earlier = "150.1"
    await asking.run()

    assert asking.talk.done.count("ask") == 1
    assert asking.consent.ts == "150.1"


async def test_a_question_that_does_not_come_is_sent_again(asking: Asking) -> None:
    asking.talk.errors = {"ask": [PostUncertain("lost")]}
    await asking.run()
    asking.world.clock.advance(seconds=20)

    assert await asking.run() is None

    assert asking.talk.done.count("ask") == 2
    assert asking.consent.intent_at == asking.world.clock.now


async def test_where_herald_may_not_look_the_question_is_sent_again(asking: Asking) -> None:
    asking.talk.errors = {"ask": [PostUncertain("lost")], "look for question": [PostRefused("x", "missing_scope")]}

    await asking.run()
    await asking.run()

    assert asking.talk.done.count("ask") == 2
    assert asking.consent.ts == "200.1"


@pytest.mark.parametrize(
    ("what", "error", "code"),
    [
        ("check", Refusal("It is an app."), "consent_person"),
        ("copy", FileRefused("file_animated", "is an animated PNG", name="me.png"), "file_animated"),
        ("share", PostRefused("x", "not_in_channel"), "consent_unreachable:not_in_channel"),
        ("ask", PostRefused("x", "user_disabled"), "consent_unreachable:user_disabled"),
    ],
)
async def test_who_cannot_be_asked_ends_the_render(asking: Asking, what: str, error: Exception, code: str) -> None:
    asking.talk.errors = {what: [error]}

    await asking.run()

    assert asking.render.failure is not None
    assert asking.render.failure.code == code
    assert asking.render.state is RenderState.FAILED


async def test_a_message_that_is_gone_does_not_hold_up_the_video(asking: Asking) -> None:
    await asking.run()
    await asking.answer(allowed=True)
    asking.talk.errors = {"show": [PostRefused("x", "message_not_found")], "remove": [PostRefused("x", "no")]}

    await asking.run()

    assert asking.consent.in_force


async def test_a_step_that_died_after_the_outcome_was_closed_still_ends_the_render(asking: Asking) -> None:
    declined = asking.consent.settled(ConsentState.DECLINED, NOON).model_copy(update={"closed": True})
    asking.put(declined)

    await asking.run()

    assert asking.render.state is RenderState.FAILED
    assert asking.talk.done == []


async def test_another_run_that_was_quicker_keeps_its_say(asking: Asking) -> None:
    await asking.run()
    stale = asking.render
    await asking.answer(allowed=False)

    with pytest.raises(StaleRecord):
        await asking.world.records.change(stale, state=RenderState.SUBMITTED)


async def test_a_render_that_waits_rests_until_the_time_is_over(asking: Asking) -> None:
    await asking.run()

    assert RENDERS.rests_until(asking.render) == NOON + ASKED_FOR - timedelta(seconds=20)
    await asking.answer(allowed=True)
    assert RENDERS.rests_until(asking.render) is None


async def test_the_person_who_asked_hears_of_it_by_dm_hours_later(asking: Asking) -> None:
    async def nothing(render: Render) -> None: ...

    class NoLedger:
        async def settle(self, render: Render, amount: object) -> None: ...

    await asking.run()
    await asking.answer(allowed=False)
    await asking.run()
    world = asking.world

    await CloseStep(world.records, NoLedger(), world.thread, nothing)("T1", "r1")

    assert len(world.thread.shown) == len(world.thread.told) == 1


async def test_a_render_that_needs_nobody_is_left_alone(asking: Asking) -> None:
    asking.world.records.put(a_render(state=RenderState.ANCHORED))

    assert await asking.run() is None
    with pytest.raises(Refusal, match=NOT_YOURS[:20]):
        await asking.answer(allowed=True)


def test_no_photo_needs_nobody() -> None:
    assert needed(Policy(photos="off"), Choices(avatar="A", voice="V"), "U2") is None


def test_a_photo_where_they_are_free_needs_nobody() -> None:
    assert needed(Policy(photos="free"), PHOTO, None) is None


@pytest.mark.parametrize(
    ("photos", "choices", "subject", "field"),
    [
        ("off", PHOTO, "U1", "image"),
        ("consent", PHOTO, None, "subject"),
        ("consent", Choices(image="slack-file:F0PHOTO", audio="slack-file:F0SOUND"), "U2", "audio"),
    ],
)
def test_what_nobody_could_allow_is_refused_beside_its_field(
    photos: str, choices: Choices, subject: str | None, field: str
) -> None:
    with pytest.raises(InvalidField) as refused:
        needed(Policy.model_validate({"photos": photos}), choices, subject)

    assert refused.value.field == field


def test_ones_own_photo_may_speak_ones_own_recording() -> None:
    own = needed(Policy(photos="consent"), Choices(image="slack-file:F0PHOTO", audio="slack-file:F0SOUND"), "U1")

    assert own is not None
    assert own.state is ConsentState.ALLOWED


def needed(policy: Policy, choices: Choices, subject: str | None) -> Consent | None:
    """The permission that a video of Alice's needs."""
    return consent_for(policy, choices, subject=subject, requester="U1", now=NOON)
