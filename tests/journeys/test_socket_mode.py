"""The same journey without a public address."""

from playground.studio.service.settings import Settings as StudioSettings
from tests.journeys.processes import process
from tests.journeys.stage import is_up, services, until


async def test_socket_mode_delivers_too(ready_studio: StudioSettings, redis_url: str) -> None:
    async with services(ready_studio, redis_url, socket_mode=True) as stage, process("all", stage.settings):
        await until(lambda: is_up(stage))
        await stage.ask_for("Good morning, team.")
        post = await stage.delivered()

    assert post["files"]
