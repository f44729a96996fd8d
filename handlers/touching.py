"""What all buttons and menus have in common: acked at once, then followed; what goes wrong is told privately."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from re import Pattern
from typing import Any

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.door import translated
from handlers.careful import careful
from handlers.drafting import Place
from handlers.showing import replace_view
from handlers.telling import say_privately, tell_nobody, tell_privately
from handlers.tools import Tools


@dataclass(frozen=True)
class Touch:
    """What somebody pressed or chose."""

    team_id: str
    user_id: str
    action_id: str
    trigger_id: str
    value: str
    client: AsyncWebClient
    respond: AsyncRespond
    body: dict[str, Any]

    @property
    def place(self) -> Place:
        """Whose it is."""
        return Place(self.team_id, self.user_id)

    @property
    def shown(self) -> dict[str, Any] | None:
        """The modal in which it was; None where it was in a message or in Home."""
        view: dict[str, Any] = self.body.get("view") or {}
        return view if view.get("type") == "modal" else None


Follow = Callable[[Touch], Coroutine[Any, Any, None]]


def on_touch(app: AsyncApp, tools: Tools, action_id: str | Pattern[str], follow: Follow) -> None:
    """Run `follow` after the ack of what was pressed or chosen."""

    @careful(tell_privately)
    async def acknowledge(
        ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], client: AsyncWebClient, respond: AsyncRespond
    ) -> BoltResponse:
        acked = await ack()
        tools.afterwards.start(follow_touch(body=body, action=action, client=client, respond=respond))
        return acked

    @careful(tell_privately)
    async def follow_touch(
        body: dict[str, Any], action: dict[str, Any], client: AsyncWebClient, respond: AsyncRespond
    ) -> None:
        chosen = action.get("selected_option") or {}
        await follow(
            Touch(
                team_id=str(body["team"]["id"]),
                user_id=str(body["user"]["id"]),
                action_id=str(action["action_id"]),
                trigger_id=str(body["trigger_id"]),
                value=str(action.get("value") or chosen.get("value") or ""),
                client=client,
                respond=respond,
                body=body,
            )
        )

    app.action(action_id)(acknowledge)


@careful(tell_nobody)  # what was done stays done
async def tell(touch: Touch, text: str) -> None:
    """A private word to the person where they pressed."""
    await say_privately(touch.respond, touch.client, touch.user_id, text)


async def show_view(touch: Touch, view: dict[str, Any], *, in_place: bool = False) -> None:
    """Show a view, above the modal in which it was asked for if there is one; or in that one's place.

    Slack stacks three views at most, and a form needs room for its review. Raises SlackError when it is not shown.
    """
    if touch.shown is None:
        with translated("views.open"):
            await touch.client.views_open(trigger_id=touch.trigger_id, view=view)
    elif in_place:
        await replace_view(touch.client, touch.shown["id"], view)
    else:
        with translated("views.push"):
            await touch.client.views_push(trigger_id=touch.trigger_id, view=view)
