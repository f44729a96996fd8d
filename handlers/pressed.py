"""What all buttons under an anchor have in common: acked at once, and the pressing person's own or refused."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from re import Pattern
from typing import Any

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import Refusal
from bot.rendering.render import Render
from handlers.careful import careful
from handlers.telling import tell_privately
from handlers.tools import Tools


@dataclass(frozen=True)
class Press:
    """A button that was pressed by the person whose render it is about."""

    render: Render
    action_id: str
    trigger_id: str
    client: AsyncWebClient
    respond: AsyncRespond


Follow = Callable[[Press], Coroutine[Any, Any, None]]


def on_press(app: AsyncApp, tools: Tools, action_id: str | Pattern[str], follow: Follow) -> None:
    """Run `follow` after the ack of a press of one's own; somebody else's is refused privately."""

    @careful(tell_privately)
    async def acknowledge(
        ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], client: AsyncWebClient, respond: AsyncRespond
    ) -> BoltResponse:
        acked = await ack()
        tools.afterwards.start(follow_press(body=body, action=action, client=client, respond=respond))
        return acked

    @careful(tell_privately)
    async def follow_press(
        body: dict[str, Any], action: dict[str, Any], client: AsyncWebClient, respond: AsyncRespond
    ) -> None:
        render = await own_render(tools, body, str(action.get("value", "")))
        await follow(Press(render, str(action["action_id"]), str(body["trigger_id"]), client, respond))

    app.action(action_id)(acknowledge)


async def own_render(tools: Tools, body: dict[str, Any], render_id: str) -> Render:
    """The render of the person who sent `body`; what is not theirs and what is not there are refused alike."""
    render = await tools.renders.get(str(body["team"]["id"]), render_id)
    if render is None or render.user_id != body["user"]["id"]:
        raise Refusal("Only the person who asked for this video can do that. Type /herald to make your own.")
    return render


async def tell(press: Press, text: str) -> None:
    """A private word to the person where they pressed."""
    await press.respond(text=text, response_type="ephemeral", replace_original=False)
