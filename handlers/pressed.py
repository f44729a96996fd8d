"""What all buttons under an anchor have in common: acked at once, and the pressing person's own or refused."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from re import Pattern
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import Refusal
from bot.rendering.render import Render
from handlers.tools import Tools
from handlers.touching import Touch, on_touch


@dataclass(frozen=True)
class Press:
    """A button that was pressed by the person whose render it is about."""

    render: Render
    touch: Touch

    @property
    def trigger_id(self) -> str:
        """What opens a form in answer to the press."""
        return self.touch.trigger_id

    @property
    def client(self) -> AsyncWebClient:
        """Slack, for the workspace that the press came from."""
        return self.touch.client


Follow = Callable[[Press], Coroutine[Any, Any, None]]


def on_press(app: AsyncApp, tools: Tools, action_id: str | Pattern[str], follow: Follow) -> None:
    """Run `follow` after the ack of a press of one's own; somebody else's is refused privately."""

    async def follow_own(touch: Touch) -> None:
        render = await own_render(tools, touch.body, touch.value)
        await follow(Press(render, touch))

    on_touch(app, tools, action_id, follow_own)


async def own_render(tools: Tools, body: dict[str, Any], render_id: str) -> Render:
    """The render of the person who sent `body`; what is not theirs and what is not there are refused alike."""
    render = await tools.renders.get(str(body["team"]["id"]), render_id)
    if render is None or render.user_id != body["user"]["id"]:
        raise Refusal("Only the person who asked for this video can do that. Type /herald to make your own.")
    return render
