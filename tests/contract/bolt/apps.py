"""One app in two builds, Bolt's async and sync, over two transports: it takes everything and answers as told."""

import asyncio
import re
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final

from slack_bolt import App, BoltRequest
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk import WebClient
from slack_sdk.web.async_client import AsyncWebClient

from playground.serving import listening_socket, running
from playground.slack.settings import Settings
from tests.playground.slack.desk import Desk

KINDS: Final = ("async-http", "async-socket", "sync-http", "sync-socket")
_ALL: Final = re.compile(".*")


class Seen:
    """What the app was told, by kind, what it answers by kind, and the clients it was given."""

    def __init__(self) -> None:
        self.bodies: dict[str, list[dict[str, Any]]] = {}
        self.answers: dict[str, Any] = {}

    def note(self, kind: str, body: dict[str, Any]) -> dict[str, Any]:
        """Keep a payload; returns how to ack it."""
        self.bodies.setdefault(kind, []).append(body)
        answer = self.answers.get(kind, {})
        return {"text": answer} if isinstance(answer, str) else answer

    def last(self, kind: str) -> dict[str, Any]:
        """The newest payload of a kind."""
        return self.bodies[kind][-1]


def _kind(body: dict[str, Any]) -> str:
    if body.get("type") == "event_callback":
        return str(body["event"].get("subtype") or body["event"]["type"])
    return str(body.get("type", "command"))


def async_app(desk: Desk, seen: Seen) -> AsyncApp:
    """The app as Bolt's async one."""
    client = AsyncWebClient(token=desk.settings.bot_token, base_url=f"{desk.url}/api/")
    app = AsyncApp(client=client, signing_secret=desk.settings.signing_secret, ignoring_self_events_enabled=False)

    async def take(ack: Any, body: dict[str, Any]) -> None:
        await ack(**seen.note(_kind(body), body))

    async def run(body: dict[str, Any], inputs: dict[str, Any], complete: Any, fail: Any) -> None:
        seen.note("function_executed", body)
        if inputs["item"] == "nothing":
            await fail(error="Nothing to order")
        else:
            await complete(outputs={"order_id": f"order of {inputs['item']}"})

    _register(app, take, run)
    return app


def sync_app(desk: Desk, seen: Seen) -> App:
    """The app as Bolt's sync one."""
    client = WebClient(token=desk.settings.bot_token, base_url=f"{desk.url}/api/")
    app = App(client=client, signing_secret=desk.settings.signing_secret, ignoring_self_events_enabled=False)

    def take(ack: Any, body: dict[str, Any]) -> None:
        ack(**seen.note(_kind(body), body))

    def run(body: dict[str, Any], inputs: dict[str, Any], complete: Any, fail: Any) -> None:
        seen.note("function_executed", body)
        if inputs["item"] == "nothing":
            fail(error="Nothing to order")
        else:
            complete(outputs={"order_id": f"order of {inputs['item']}"})

    _register(app, take, run)
    return app


def _register(app: Any, take: Any, run: Any) -> None:
    app.function("place_order")(run)
    for register in (app.command, app.options, app.action, app.view_submission, app.view_closed):
        register(_ALL)(take)
    for register in (app.global_shortcut, app.message_shortcut, app.event):
        register(_ALL)(take)


@asynccontextmanager
async def app_running(kind: str, desk: Desk, sock: Any, seen: Seen) -> AsyncIterator[None]:
    """The app, of one of KINDS; over HTTP it listens on `sock`."""
    if kind == "async-http":
        async with running(async_app(desk, seen).web_app("/slack/events"), sock):
            yield
    elif kind == "async-socket":
        handler = AsyncSocketModeHandler(async_app(desk, seen), desk.settings.app_token)
        await handler.connect_async()  # type: ignore[no-untyped-call]
        yield
        await handler.close_async()  # type: ignore[no-untyped-call]
    elif kind == "sync-http":
        app = await asyncio.to_thread(sync_app, desk, seen)
        with _served(app, sock):
            yield
    else:
        app = await asyncio.to_thread(sync_app, desk, seen)
        with_socket = SocketModeHandler(app, desk.settings.app_token)
        await asyncio.to_thread(with_socket.connect)
        _read_briefly(with_socket.client)
        yield
        await asyncio.to_thread(with_socket.close)


def _read_briefly(client: Any) -> None:
    """The client closes only when its read has ended, which else takes three seconds."""
    client.current_session.sock.settimeout(0.05)


class _served:  # noqa: N801 - used as a with-statement's function
    """Serves a sync app on a socket, in threads of its own."""

    def __init__(self, app: App, sock: Any) -> None:
        self._server = ThreadingHTTPServer(sock.getsockname(), _handler(app), bind_and_activate=False)
        self._server.socket.close()
        self._server.socket = sock
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *exc: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def _handler(app: App) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            answer = app.dispatch(
                BoltRequest(body=body, headers={name: [value] for name, value in self.headers.items()})
            )
            content = (answer.body or "").encode()
            self.send_response(answer.status)
            for name, values in answer.headers.items():
                for value in values:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
            """Say nothing."""

    return Handler


def settings_for(kind: str, sock: Any, **more: Any) -> Settings:
    """The settings of a local Slack for an app of this kind."""
    url = f"http://127.0.0.1:{sock.getsockname()[1]}/slack/events" if kind.endswith("http") else None
    return Settings(app_url=url, **more)


def free_socket() -> Any:
    """A socket that listens on loopback."""
    return listening_socket(0)
