"""A small Bolt app that does a little of everything Slack can ask of an app."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from playground.serving import listening_socket, running
from playground.slack.settings import Settings
from tests.playground.slack.desk import Desk, open_desk
from tests.playground.slack.samples import MODAL, plain


class Seen:
    """What the app was told, by the kind of payload, and what it shall answer to a submission."""

    def __init__(self) -> None:
        self.payloads: dict[str, list[dict[str, Any]]] = {}
        self.submission_answer: dict[str, Any] = {}
        self.failing_events = 0

    def note(self, kind: str, payload: dict[str, Any]) -> None:
        """Keep a payload."""
        self.payloads.setdefault(kind, []).append(payload)

    def one(self, kind: str) -> dict[str, Any]:
        """The only payload of a kind."""
        (payload,) = self.payloads[kind]
        return payload


def build_bolt(url: str, settings: Settings, seen: Seen) -> AsyncApp:  # noqa: C901 - a list of listeners
    """The app, which knows only the address of the Web API and its secrets."""
    client = AsyncWebClient(token=settings.bot_token, base_url=f"{url}/api/")
    app = AsyncApp(client=client, signing_secret=settings.signing_secret)

    @app.command("/herald")
    async def compose(ack: Any, body: dict[str, Any], client: Any, respond: Any) -> None:
        seen.note("command", body)
        words = body["text"]
        if words == "silence":
            await asyncio.sleep(4)
        elif words == "help":
            await ack("Type `/herald` and a script.")
        elif words == "card":
            await ack(blocks=[{"type": "section", "text": plain("A card")}], text="A card", response_type="in_channel")
        else:
            await ack()
            await client.views_open(trigger_id=body["trigger_id"], view=MODAL)

    @app.options("avatar")
    async def suggest(ack: Any, body: dict[str, Any]) -> None:
        seen.note("suggestion", body)
        found = [name for name in ("Ada", "Adam", "Grace") if name.lower().startswith(body["value"].lower())]
        await ack(options=[{"text": plain(name), "value": name.lower()} for name in found])

    @app.view("compose")
    async def submitted(ack: Any, body: dict[str, Any], client: Any) -> None:
        seen.note("submission", body)
        await ack(**seen.submission_answer)

    @app.view_closed("compose")
    async def closed(ack: Any, body: dict[str, Any]) -> None:
        seen.note("closed", body)
        await ack()

    @app.action("retry")
    @app.action("language")
    async def acted(ack: Any, body: dict[str, Any]) -> None:
        seen.note("action", body)
        await ack()

    @app.shortcut("create_video")
    @app.shortcut("video_from_message")
    async def used_shortcut(ack: Any, body: dict[str, Any]) -> None:
        seen.note("shortcut", body)
        await ack()

    @app.middleware
    async def fail_first(req: Any, resp: Any, next: Any) -> Any:  # noqa: A002 - Bolt's name
        if seen.failing_events and req.body.get("type") == "event_callback":
            seen.failing_events -= 1
            resp.status = 500
            return resp
        return await next()

    @app.event("app_mention")
    @app.event("app_home_opened")
    async def heard(body: dict[str, Any], request: Any) -> None:
        seen.note("event", {**body, "headers": dict(request.headers)})

    return app


@asynccontextmanager
async def over_http() -> AsyncIterator[tuple[Desk, Seen]]:
    """A local Slack with the app behind a request URL."""
    seen, sock = Seen(), listening_socket(0)
    settings = Settings(app_url=f"http://127.0.0.1:{sock.getsockname()[1]}/slack/events")
    async with open_desk(settings) as desk:
        bolt = build_bolt(desk.url, settings, seen)
        async with running(bolt.web_app("/slack/events"), sock):
            yield desk, seen


@asynccontextmanager
async def over_socket() -> AsyncIterator[tuple[Desk, Seen]]:
    """A local Slack with the app on a WebSocket."""
    seen, settings = Seen(), Settings()
    async with open_desk(settings) as desk:
        handler = AsyncSocketModeHandler(build_bolt(desk.url, settings, seen), settings.app_token)
        await handler.connect_async()  # type: ignore[no-untyped-call]
        try:
            yield desk, seen
        finally:
            await handler.close_async()  # type: ignore[no-untyped-call]
