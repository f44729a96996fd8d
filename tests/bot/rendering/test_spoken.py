"""Words that a workspace pronounces its own way are priced and sent as spoken, and kept as they were written."""

from dataclasses import replace

import pytest

from bot.errors import InvalidField
from bot.policy import Policy
from bot.rendering.consent import ConsentState
from bot.rendering.render import RenderState
from tests.bot.rendering.conftest import World
from tests.bot.rendering.fakes import a_render
from tests.bot.rendering.test_requesting import FakeAcceptance, a_request, desk_for

SPOKEN = Policy(pronunciations={"SQL": "structured query language, as the old hands call it"})


async def test_the_script_is_kept_as_written_and_beside_it_as_spoken() -> None:
    render = await desk_for(FakeAcceptance(), policy=SPOKEN).take(a_request("Learn sql now."))

    assert render.script == "Learn sql now."
    assert render.spoken == "Learn structured query language, as the old hands call it now."


async def test_the_length_and_the_price_are_of_what_is_spoken() -> None:
    spoken = await desk_for(FakeAcceptance(), policy=SPOKEN).quote(a_request("Learn SQL now."))
    written = await desk_for(FakeAcceptance()).quote(a_request("Learn SQL now."))

    assert spoken.duration > written.duration
    assert spoken.price > written.price


async def test_a_script_without_such_words_is_stored_once() -> None:
    render = await desk_for(FakeAcceptance(), policy=SPOKEN).take(a_request("Learn it now."))

    assert render.spoken is None
    assert render.speech == "Learn it now."


async def test_a_script_that_is_too_long_only_when_spoken_is_refused_with_the_reason() -> None:
    with pytest.raises(InvalidField, match="pronunciations has it spoken, has 6,"):
        await desk_for(FakeAcceptance(), policy=SPOKEN).quote(a_request("SQL " * 130))


async def test_the_task_says_what_is_spoken(world: World) -> None:
    render = a_render(state=RenderState.ANCHORED, anchor_ts="1.1", script="Learn SQL.", spoken="Learn sequel.")
    world.records.put(render)

    await world.submit("T1", "r1")

    assert [order.script for order in world.service.orders] == ["Learn sequel."]


async def test_a_photo_of_somebody_else_is_asked_for_with_the_request() -> None:
    request = replace(a_request(avatar=None, image="slack-file:F1"), subject="U2")
    desk = desk_for(FakeAcceptance(), policy=Policy(photos="consent"))

    quote, render = await desk.quote(request), await desk.take(request)

    assert quote.consent is not None
    assert (quote.consent.person_id, quote.consent.state) == ("U2", ConsentState.WAITING)
    assert render.consent == quote.consent
    assert render.awaits_consent


@pytest.mark.parametrize(("photos", "field"), [("off", "image"), ("consent", "subject")])
async def test_a_photo_that_nobody_could_allow_is_refused(photos: str, field: str) -> None:
    desk = desk_for(FakeAcceptance(), policy=Policy.model_validate({"photos": photos}))

    with pytest.raises(InvalidField) as refused:
        await desk.take(a_request(avatar=None, image="slack-file:F1"))

    assert refused.value.field == field
