"""The same journey without a public address."""

from playground.studio.service.settings import Settings as StudioSettings
from tests.journeys.processes import process
from tests.journeys.stage import GENERAL, Stage, services, until


async def test_socket_mode_delivers_too(ready_studio: StudioSettings, redis_url: str) -> None:
    async with services(ready_studio, redis_url, socket_mode=True) as stage, process("all", stage.settings):
        await until(lambda: is_connected(stage))
        await stage.ask_for("Good morning, team.")
        post = await stage.delivered()

    assert post["files"]


async def is_connected(stage: Stage) -> bool:
    """Whether Herald answers a command."""
    return (await stage.act("command", channel=GENERAL, text="/herald help"))["failed"] is None
