"""A small app behind the local Slack: it checks signatures, opens a modal, answers searches and submissions."""

import asyncio
import hashlib
import hmac
import json
from typing import Any, Final
from urllib.parse import parse_qsl

import aiohttp
from aiohttp import web

Json = dict[str, Any]

AVATARS: Final = {
    "Business": ["Anna in the office", "Carl at the desk"],
    "Outdoors": ["Anna at the lake", "Mia in the park"],
}
TOO_RUDE: Final = "Please say that kindly."


class StubApp:
    """The app. `submissions` and `clicks` hold what reached it; `silent` makes it answer too late."""

    def __init__(self, signing_secret: str) -> None:
        self.signing_secret = signing_secret
        self.api_url = ""
        self.bot_token = ""
        self.silent = False
        self.submissions: list[Json] = []
        self.clicks: list[Json] = []
        self.searches: list[str] = []

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
            return web.Response()
        form = dict(parse_qsl(body.decode()))
        if "command" in form:
            return await self._run_command(form)
        payload = json.loads(form["payload"])
        if payload["type"] == "block_actions":
            return await self._press(payload)
        return self._search(payload) if payload["type"] == "block_suggestion" else self._submit(payload)

    async def _run_command(self, form: dict[str, str]) -> web.Response:
        await self.call("views.open", trigger_id=form["trigger_id"], view=compose_modal(form.get("text", "")))
        return web.Response()

    def _search(self, payload: Json) -> web.Response:
        self.searches.append(payload["value"])
        words = payload["value"].lower()
        groups = {label: [name for name in names if words in name.lower()] for label, names in AVATARS.items()}
        return web.json_response(
            {
                "option_groups": [
                    {"label": _plain(label), "options": [_option(name) for name in names]}
                    for label, names in groups.items()
                    if names
                ]
            }
        )

    def _submit(self, payload: Json) -> web.Response:
        if payload["view"]["callback_id"] != "compose":
            return web.Response()
        values = payload["view"]["state"]["values"]
        self.submissions.append(values)
        if "rude" in values["script"]["text"]["value"]:
            return web.json_response({"response_action": "errors", "errors": {"script": TOO_RUDE}})
        return web.Response()

    async def _press(self, payload: Json) -> web.Response:
        self.clicks.extend(payload["actions"])
        for action in payload["actions"]:
            if action["action_id"] == "more":
                await self.call("views.push", trigger_id=payload["trigger_id"], view=background_modal())
            if action["action_id"] == "rename":
                view = compose_modal("", script_label="Speech")
                await self.call("views.update", view_id=payload["view"]["id"], view=view)
        return web.Response()


def compose_modal(script: str, *, script_label: str = "Script") -> Json:
    """A modal with every kind of input."""
    voices = [
        {"label": _plain(name), "options": [_option(f"{name} one"), _option(f"{name} two")]}
        for name in ("Calm", "Bright")
    ]
    blocks = [
        {"type": "section", "text": {"type": "mrkdwn", "text": "What should it *say*?"}},
        _input("script", script_label, _text(script), hint="About 150 words make a minute."),
        _input("avatar", "Avatar", {"type": "external_select", "action_id": "pick", "min_query_length": 0}),
        _input(
            "voice", "Voice", {"type": "static_select", "action_id": "pick", "option_groups": voices}, optional=True
        ),
        _input(
            "where",
            "Post to",
            {"type": "conversations_select", "action_id": "pick", "default_to_current_conversation": True},
        ),
        _input("people", "Notify", {"type": "multi_users_select", "action_id": "pick"}, optional=True),
        _input(
            "extras",
            "Extras",
            {"type": "checkboxes", "action_id": "pick", "options": [_option("Captions"), _option("Music")]},
            optional=True,
        ),
        _input(
            "shape",
            "Shape",
            {
                "type": "radio_buttons",
                "action_id": "pick",
                "options": [_option("Wide"), _option("Tall")],
                "initial_option": _option("Wide"),
            },
        ),
        _input(
            "pace", "Pace", {"type": "number_input", "action_id": "pick", "is_decimal_allowed": True}, optional=True
        ),
        _input("day", "Day", {"type": "datepicker", "action_id": "pick"}, optional=True),
        _input("moment", "Moment", {"type": "datetimepicker", "action_id": "pick"}, optional=True),
        {"type": "context", "elements": [{"type": "mrkdwn", "text": "It costs about *$0.40*."}]},
        {"type": "actions", "elements": [_button("more", "Background"), _button("rename", "Rename")]},
    ]
    return {
        "type": "modal",
        "callback_id": "compose",
        "title": _plain("New video"),
        "submit": _plain("Create"),
        "close": _plain("Cancel"),
        "blocks": blocks,
    }


def background_modal() -> Json:
    """A second view on top of the first."""
    colour = {"type": "plain_text_input", "action_id": "text"}
    blocks = [_input("colour", "Colour", colour, optional=True)]
    return {"type": "modal", "title": _plain("Background"), "submit": _plain("Apply"), "blocks": blocks}


def _button(action_id: str, text: str) -> Json:
    return {"type": "button", "action_id": action_id, "text": _plain(text)}


def _input(block_id: str, label: str, element: Json, *, optional: bool = False, hint: str | None = None) -> Json:
    more = {"hint": _plain(hint)} if hint else {}
    return {
        "type": "input",
        "block_id": block_id,
        "label": _plain(label),
        "element": element,
        "optional": optional,
        **more,
    }


def _text(initial: str) -> Json:
    element = {"type": "plain_text_input", "action_id": "text", "multiline": True, "min_length": 3, "max_length": 120}
    return {**element, "initial_value": initial} if initial else element


def _plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def _option(name: str) -> Json:
    return {"text": _plain(name), "value": name.lower().replace(" ", "_")}
