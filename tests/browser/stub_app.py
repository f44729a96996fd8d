"""A small app behind the local Slack: it checks signatures, opens views, answers searches, submissions and events."""

import asyncio
import hashlib
import hmac
import json
from typing import Any, Final
from urllib.parse import parse_qsl

import aiohttp
from aiohttp import web

from tests.browser.elements import Json, option, plain
from tests.browser.modals import background_modal, compose_modal, everything_modal, home_view, plan

AVATARS: Final = {
    "Business": ["Anna in the office", "Carl at the desk"],
    "Outdoors": ["Anna at the lake", "Mia in the park"],
}
MISSPELT: Final = {"mai": "mia", "crl": "carl"}
TOO_RUDE: Final = "Please say that kindly."


class StubApp:
    """The app. `submissions`, `clicks`, `searches` and `payloads` hold what reached it; `silent` makes it too late."""

    def __init__(self, signing_secret: str) -> None:
        self.signing_secret = signing_secret
        self.api_url = ""
        self.bot_token = ""
        self.silent = False
        self.submissions: list[Json] = []
        self.clicks: list[Json] = []
        self.searches: list[str] = []
        self.payloads: list[Json] = []
        self.homes_opened = 0

    def web_app(self) -> web.Application:
        """What is served at the request URL."""
        app = web.Application()
        app.router.add_post("/slack/events", self._receive)
        return app

    async def call(self, method: str, **arguments: Any) -> Json:
        """Call a Web API method."""
        headers = {"Authorization": f"Bearer {self.bot_token}"}
        async with (
            aiohttp.ClientSession() as session,
            session.post(f"{self.api_url}{method}", json=arguments, headers=headers) as answer,
        ):
            body: Json = await answer.json()
        assert body["ok"], body
        return body

    async def post(self, text: str, channel: str = "C0GENERAL", **more: Any) -> str:
        """Post a message; returns its timestamp."""
        ts: str = (await self.call("chat.postMessage", channel=channel, text=text, **more))["ts"]
        return ts

    async def share_file(self, data: bytes, *, name: str, channel: str, **more: Any) -> None:
        """Share a file in a channel by the three calls that an app makes."""
        form = aiohttp.FormData({"filename": name, "length": str(len(data))})
        headers = {"Authorization": f"Bearer {self.bot_token}"}
        async with aiohttp.ClientSession() as session:
            url = f"{self.api_url}files.getUploadURLExternal"
            async with session.post(url, data=form, headers=headers) as answer:
                place = await answer.json()
            async with session.post(place["upload_url"], data=data) as answer:
                assert answer.status == 200
        files = [{"id": place["file_id"], "title": name}]
        await self.call("files.completeUploadExternal", files=files, channel_id=channel, **more)

    async def _receive(self, request: web.Request) -> web.Response:
        body = await request.read()
        signed = f"v0:{request.headers['X-Slack-Request-Timestamp']}:".encode() + body
        expected = "v0=" + hmac.new(self.signing_secret.encode(), signed, hashlib.sha256).hexdigest()
        if not hmac.compare_digest(expected, request.headers["X-Slack-Signature"]):
            return web.Response(status=401)
        if self.silent:
            await asyncio.sleep(4)
        if request.content_type == "application/json":
            return await self._hear(json.loads(body)["event"])
        form = dict(parse_qsl(body.decode()))
        if "command" in form:
            return await self._run_command(form)
        payload = json.loads(form["payload"])
        self.payloads.append(payload)
        answers = {
            "block_actions": self._press,
            "block_suggestion": self._search,
            "view_submission": self._submit,
            "shortcut": self._open_shortcut,
            "message_action": self._take_message,
        }
        return await answers[payload["type"]](payload) if payload["type"] in answers else web.Response()

    async def _hear(self, event: Json) -> web.Response:
        if event["type"] == "app_home_opened":
            self.homes_opened += 1
            await self.call("views.publish", user_id=event["user"], view=home_view(self.homes_opened))
        if event["type"] == "function_executed":
            outputs = {"video": f"{event['inputs']['script']}.mp4"}
            run = event["function_execution_id"]
            await self.call("functions.completeSuccess", function_execution_id=run, outputs=outputs)
        return web.Response()

    async def _run_command(self, form: dict[str, str]) -> web.Response:
        text = form.get("text", "")
        view = everything_modal() if text == "everything" else compose_modal(text)
        await self.call("views.open", trigger_id=form["trigger_id"], view=view)
        return web.Response()

    async def _open_shortcut(self, payload: Json) -> web.Response:
        await self.call("views.open", trigger_id=payload["trigger_id"], view=compose_modal(""))
        return web.Response()

    async def _take_message(self, payload: Json) -> web.Response:
        view = compose_modal(payload["message"]["text"])
        await self.call("views.open", trigger_id=payload["trigger_id"], view=view)
        return web.Response()

    async def _search(self, payload: Json) -> web.Response:
        self.searches.append(payload["value"])
        words = payload["value"].lower()
        words = MISSPELT.get(words, words)
        groups = {label: [name for name in names if words in name.lower()] for label, names in AVATARS.items()}
        return web.json_response(
            {
                "option_groups": [
                    {"label": plain(label), "options": [option(name) for name in names]}
                    for label, names in groups.items()
                    if names
                ]
            }
        )

    async def _submit(self, payload: Json) -> web.Response:
        values = payload["view"]["state"]["values"]
        callback_id = payload["view"]["callback_id"]
        if callback_id == "background":
            return web.Response()
        self.submissions.append(values)
        if callback_id == "everything":
            return web.Response()
        if "rude" in values["script"]["text"]["value"]:
            return web.json_response({"response_action": "errors", "errors": {"script": TOO_RUDE}})
        channel = values["where"]["pick"]["selected_conversation"]
        await self.post("Making your video", channel, blocks=plan("in_progress"))
        return web.Response()

    async def _press(self, payload: Json) -> web.Response:
        self.clicks.extend(payload["actions"])
        for action in payload["actions"]:
            await self._answer_action(payload, action)
        return web.Response()

    async def _answer_action(self, payload: Json, action: Json) -> None:
        pushed = {"more": 1, "deeper": 2}.get(action["action_id"])
        if pushed is not None:
            await self.call("views.push", trigger_id=payload["trigger_id"], view=background_modal(pushed))
        updated = None
        if action["action_id"] == "rename":
            updated = compose_modal("", script_label="Speech")
        if action.get("block_id") == "language" and action["selected_option"]:
            updated = compose_modal("", language=action["selected_option"]["value"])
        if updated is not None:
            await self.call("views.update", view_id=payload["view"]["id"], view=updated)
