"""Only the person in the photo answers; somebody else, and what is not there, are refused alike."""

import pytest

from bot.rendering.consent import Consent, ConsentState
from bot.rendering.consenting import CALLED_OFF, NOT_YOURS
from bot.rendering.render import Choices, Render, RenderState
from bot.slack.surfaces.consent import ALLOW, DECLINE
from handlers.consent import ANSWERS
from tests.bot.rendering.fakes import NOON, a_render
from tests.handlers.counter import Counter
from tests.handlers.payloads import ALICE, BOB, TEAM, click


async def waiting(counter: Counter, **fields: object) -> Render:
    """Alice's render of a photo of Bob."""
    usual: dict[str, object] = {
        "team_id": TEAM,
        "user_id": ALICE,
        "state": RenderState.ANCHORED,
        "choices": Choices(image="slack-file:F0PHOTO", voice="V"),
        "consent": Consent.of(BOB, ALICE, NOON),
    }
    render = a_render(**(usual | fields))
    await counter.ground.renders.create(render)
    return render


async def press(counter: Counter, action_id: str, *, user: str = BOB, value: str = "r1") -> str:
    """Somebody presses a button of the question; what they are told."""
    request = click(value, user=user, response_url=counter.slack.response_url, action_id=action_id)
    assert (await counter.whole(request)).status == 200
    return str(counter.slack.sent("respond")[-1]["text"])


@pytest.mark.parametrize(
    ("action_id", "state"), [(ALLOW, ConsentState.ALLOWED), (DECLINE, ConsentState.DECLINED)], ids=["allow", "decline"]
)
async def test_an_answer_is_stored_and_acted_on(counter: Counter, action_id: str, state: ConsentState) -> None:
    await waiting(counter)

    await press(counter, action_id)

    render = await counter.render()
    assert render is not None
    assert render.consent is not None
    assert (render.consent.state, render.consent.ts) == (state, "1795337070.000200")
    assert f"consent:{TEAM}:r1" in await counter.woken()


async def test_where_no_private_message_can_be_sent_any_more_a_direct_one_says_it(counter: Counter) -> None:
    await waiting(counter)
    counter.slack.errors["respond"] = "expired_url"

    await press(counter, ALLOW)

    (told,) = counter.slack.sent("chat.postMessage")
    assert (told["channel"], told["text"]) == (BOB, ANSWERS[ConsentState.ALLOWED])


async def test_the_first_answer_stays(counter: Counter) -> None:
    await waiting(counter)
    first = await press(counter, DECLINE)

    assert await press(counter, ALLOW) == first


@pytest.mark.parametrize(("user", "value"), [(ALICE, "r1"), ("U0CAROL", "r1"), (BOB, "r2"), (BOB, "")])
async def test_somebody_else_and_what_is_not_there_are_refused_alike(counter: Counter, user: str, value: str) -> None:
    await waiting(counter)

    assert await press(counter, ALLOW, user=user, value=value) == NOT_YOURS
    render = await counter.render()
    assert render is not None
    assert render.consent is not None
    assert render.consent.waits


async def test_a_video_that_needs_nobody_is_refused_alike(counter: Counter) -> None:
    await waiting(counter, consent=None)

    assert await press(counter, ALLOW) == NOT_YOURS


async def test_a_video_that_was_called_off_says_so(counter: Counter) -> None:
    await waiting(counter, state=RenderState.CANCELLED)

    assert await press(counter, ALLOW) == CALLED_OFF
