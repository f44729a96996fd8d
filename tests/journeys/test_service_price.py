"""The service's own price in the review: asked for after the ack where the operator allows it, and never else."""

from base64 import b64encode

from playground.studio.service.settings import Settings as StudioSettings
from tests.journeys.stage import Json, Stage, bot_running, services

SCRIPT = "Good morning, team. The release is out."
BUSY = {"on": "price", "kind": "status", "status": 503, "times": 99}
OWN = "The video service's own price for it is $"


async def reviewed(stage: Stage) -> Json:
    """Fill in the form and send it to be reviewed; the answer to it."""
    view = await stage.open_modal()
    return await stage.submit(view, script={"type": "plain_text_input", "value": SCRIPT})


async def test_the_price_of_the_service_follows_and_nothing_is_made(
    ready_studio: StudioSettings, redis_url: str
) -> None:
    async with services(ready_studio, redis_url, herald_service_price=True) as stage, bot_running(stage):
        assert (await reviewed(stage))["response_action"] == "push"
        shown = await stage.view_with(lambda view: OWN in str(view["blocks"]))
        before = await stage.studio_counts()
        made = await stage.make_it(shown)
        await stage.anchor_saying(SCRIPT)

    assert "About" in str(shown["blocks"])
    assert before["tasks_submitted"] == 0
    assert made["response_action"] == "clear"


async def test_the_price_follows_for_a_script_from_a_file_too(ready_studio: StudioSettings, redis_url: str) -> None:
    async with services(ready_studio, redis_url, herald_service_price=True) as stage, bot_running(stage):
        given = await stage.act("upload", name="script.txt", content_base64=b64encode(SCRIPT.encode()).decode())
        await stage.press(await stage.open_modal(), "more_options")
        view = await stage.view_with(lambda view: "script_file" in str(view["blocks"]))
        file = {"type": "file_input", "files": [{"id": given["file_id"]}]}
        await stage.submit(view, script={"type": "plain_text_input", "value": ""}, script_file=file)
        shown = await stage.view_with(lambda view: OWN in str(view["blocks"]))

    assert SCRIPT in str(shown["blocks"])


async def test_a_service_that_does_not_answer_leaves_the_estimate(ready_studio: StudioSettings, redis_url: str) -> None:
    async with services(ready_studio, redis_url, herald_service_price=True) as stage, bot_running(stage):
        await stage.dial(
            "studio", "faults", {"faults": [{"on": "price", "kind": "status", "status": 503, "times": 99}]}
        )
        assert (await reviewed(stage))["response_action"] == "push"
        made = await stage.make_it(await stage.top_view())

    assert made["response_action"] == "clear"


async def test_nobody_is_asked_unless_the_operator_allows_it(stage: Stage) -> None:
    async with bot_running(stage):
        assert (await reviewed(stage))["response_action"] == "push"
        view = await stage.top_view()

    assert view["external_id"] == ""
    assert OWN not in str(view["blocks"])
