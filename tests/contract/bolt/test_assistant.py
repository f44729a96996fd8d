"""Bolt's own assistant, unmodified: it greets in a thread, shows what it is doing, and answers."""

from typing import Any

from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp, AsyncAssistant
from slack_sdk.web.async_client import AsyncWebClient

from playground.slack.settings import DEFAULT_EVENTS, DEFAULT_SCOPES, Settings
from tests.playground.slack.desk import Desk, open_desk


def assistant() -> AsyncAssistant:
    """An assistant that greets and answers."""
    built = AsyncAssistant()

    @built.thread_started
    async def greet(say: Any, set_suggested_prompts: Any) -> None:
        await say("How can I help?")
        await set_suggested_prompts(prompts=[{"title": "A video", "message": "Make a video"}])

    @built.user_message
    async def answer(payload: dict[str, Any], say: Any, set_status: Any, set_title: Any) -> None:
        await set_title(payload["text"])
        await set_status("is thinking…")
        await say(f"You said: {payload['text']}")

    return built


def texts(state: dict[str, Any], channel: str) -> list[str]:
    """What stands in a conversation."""
    return [message["text"] for message in state["messages"][channel]]


async def talk(desk: Desk) -> list[str]:
    """What a conversation with the assistant reads like."""
    channel = (await desk.act("open_dm", **{"with": "U0HERALD"}))["channel"]
    greeted = await desk.until(lambda state: "How can I help?" in texts(state, channel))
    root = greeted["messages"][channel][0]["ts"]
    await desk.act("post", channel=channel, text="Make it", thread_ts=root)
    return texts(await desk.until(lambda state: "You said: Make it" in texts(state, channel)), channel)


async def test_an_assistant_greets_and_answers_in_its_thread() -> None:
    events = (*DEFAULT_EVENTS, "assistant_thread_started", "message.im")
    settings = Settings(scopes=(*DEFAULT_SCOPES, "assistant:write", "im:history"), bot_events=events)
    async with open_desk(settings) as desk:
        client = AsyncWebClient(token=settings.bot_token, base_url=f"{desk.url}/api/")
        app = AsyncApp(client=client, signing_secret=settings.signing_secret)
        app.use(assistant())
        handler = AsyncSocketModeHandler(app, settings.app_token)
        await handler.connect_async()  # type: ignore[no-untyped-call]
        try:
            said = await talk(desk)
        finally:
            await handler.close_async()  # type: ignore[no-untyped-call]
    assert said == ["New Assistant Thread", "How can I help?", "Make it", "You said: Make it"]
