"""Slack's Web API as a model: what stands in its channels, and answers that are lost, late, foreign or refused."""

import asyncio
import json
import re
import struct
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any, Final

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.slack.clients import CALL_TIMEOUT
from bot.slack.door import translated
from bot.slack.workspaces import Workspace
from tests.faults.clock import BEGINNING
from tests.faults.faults import RETRY_AFTER_SECONDS, Calls, Fault
from tests.faults.history import History

TEAM: Final = "T1"
BOT: Final = "B1"
VIDEO: Final = b"\x1aE\xdf\xa3 a video"
PICTURE: Final = b"".join(
    [
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        struct.pack(">IIBBBBBI", 64, 64, 8, 2, 0, 0, 0, 0),
        b"\0\0\0\0IEND\xaeB`\x82",
    ]
)
"""As much of a picture as Herald looks at."""
VIDEO_URL: Final = re.compile(r"https://videos\.example/[0-9a-z-]+")
SHARING_SECONDS: Final = 2.0
"""How long Slack takes to share a file after it said that it did."""

shown_now: ContextVar[str] = ContextVar("shown_now", default="")
"""The state of which the edit under way tells."""


@dataclass(frozen=True)
class PersonFile:
    """A file that a person gave."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Answer:
    """What slack_sdk hands over."""

    data: dict[str, Any]
    status_code: int = 200
    headers: dict[str, str] = field(default_factory=dict)


class Refused(Exception):
    """Slack's own no."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass
class Slack:
    """One workspace: its messages by channel and `ts`, and its files."""

    calls: Calls
    history: History
    may_look: bool = True
    refuses_posts: str | None = None
    messages: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    files: dict[str, dict[str, tuple[float, str]]] = field(default_factory=dict)
    numbers: "count[int]" = field(default_factory=lambda: count(1))

    def once(self, *_: object) -> "WebClient":
        """A client, as the adapter asks for it."""
        return WebClient(self)

    repeating = once

    async def find(self, team_id: str, _enterprise_id: str | None = None, /) -> Workspace | None:
        """Who Herald is in the workspace."""
        return Workspace(team_id, "xoxb", BOT, "UB") if team_id == TEAM else None

    async def send(self, path: Path, upload_url: str) -> None:
        """Take a file's bytes."""
        with translated("upload", repeatable=True):
            await self.call("upload", path.is_file)

    async def fetch(self, *asked: Any, **_: Any) -> PersonFile:
        """A file that a person gave, or one that Herald keeps: its bytes."""
        with translated("download", repeatable=True):
            await self.call("download", lambda: None)
        if isinstance(asked[-1], Path):
            await asyncio.to_thread(asked[-1].write_bytes, VIDEO)
        return PersonFile("office.png", PICTURE)

    async def call(self, method: str, effect: Callable[[], Any]) -> Any:
        """Make a call of the Web API."""
        patience = CALL_TIMEOUT.total or 10.0
        return await self.calls.make(f"slack {method}", effect, _spoilt, patience=patience)

    def note(self, kind: str, **said: Any) -> None:
        """Write history."""
        self.history.note(asyncio.get_running_loop().time(), kind, **said)

    def act(self, method: str, given: dict[str, Any]) -> dict[str, Any]:
        """Do what a method does; raises Refused."""
        deed = getattr(self, f"_{method.replace('.', '_').lower()}", None)
        if deed is None:
            raise Refused("unknown_method")
        return {"ok": True, **deed(given)}

    def _ts(self) -> str:
        return f"{BEGINNING.timestamp() + asyncio.get_running_loop().time():.3f}{next(self.numbers) % 1000:03d}"

    def _chat_postmessage(self, given: dict[str, Any]) -> dict[str, Any]:
        channel = str(given["channel"])
        private = channel.startswith(("D", "U"))
        if self.refuses_posts is not None and not private:
            raise Refused(self.refuses_posts)
        ts = self._ts()
        metadata = given.get("metadata") or {}
        mark = {"event": metadata.get("event_type"), "record": (metadata.get("event_payload") or {}).get("id")}
        self.messages[channel, ts] = {"ts": ts, "bot_id": BOT, **given}
        shown = _shown(given)
        self.note("posted", channel=channel, ts=ts, urls=_urls(shown), text=shown, **mark)
        return {"ts": ts, "channel": channel}

    def _chat_update(self, given: dict[str, Any]) -> dict[str, Any]:
        key = (str(given["channel"]), str(given["ts"]))
        if key not in self.messages:
            raise Refused("message_not_found")
        self.messages[key].update(given)
        shown = _shown(given)
        self.note("edited", channel=key[0], ts=key[1], urls=_urls(shown), shown=shown_now.get(), text=shown)
        return {"ts": key[1]}

    def _chat_delete(self, given: dict[str, Any]) -> dict[str, Any]:
        key = (str(given["channel"]), str(given["ts"]))
        if self.messages.pop(key, None) is None:
            raise Refused("message_not_found")
        self.note("deleted", channel=key[0], ts=key[1])
        return {}

    def _conversations_history(self, given: dict[str, Any]) -> dict[str, Any]:
        if not self.may_look:
            raise Refused("missing_scope")
        oldest = float(given.get("oldest") or 0)
        there = [
            message
            for (channel, ts), message in self.messages.items()
            if channel == given["channel"] and float(ts) >= oldest
        ]
        return {"messages": there[::-1], "has_more": False}

    def _conversations_replies(self, given: dict[str, Any]) -> dict[str, Any]:
        found = self._conversations_history(given)
        thread = str(given["ts"])
        found["messages"] = [each for each in found["messages"] if thread in (each["ts"], each.get("thread_ts"))]
        return found

    def _conversations_open(self, given: dict[str, Any]) -> dict[str, Any]:
        return {"channel": {"id": f"D{given['users']}"}}

    def _files_getuploadurlexternal(self, given: dict[str, Any]) -> dict[str, Any]:
        return {"upload_url": "https://files.slack.com/upload", "file_id": f"F{next(self.numbers)}"}

    def _files_completeuploadexternal(self, given: dict[str, Any]) -> dict[str, Any]:
        channel = str(given["channel_id"])
        if self.refuses_posts is not None and not channel.startswith(("D", "U")):
            raise Refused(self.refuses_posts)
        ids = [str(file["id"]) for file in json.loads(given["files"])]
        ts, visible_at = self._ts(), asyncio.get_running_loop().time() + SHARING_SECONDS
        for file_id in ids:
            self.files.setdefault(file_id, {}).setdefault(channel, (visible_at, ts))
        self.messages[channel, ts] = {"ts": ts, "bot_id": BOT, **given}
        self.note("shared", channel=channel, ts=ts, files=ids, urls=_urls(_shown(given)))
        return {"files": [{"id": file_id} for file_id in ids]}

    def _files_info(self, given: dict[str, Any]) -> dict[str, Any]:
        if not self.may_look:
            raise Refused("missing_scope")
        shares = self.files.get(str(given["file"]))
        if shares is None:
            raise Refused("file_not_found")
        now = asyncio.get_running_loop().time()
        seen = {channel: [{"ts": ts}] for channel, (at, ts) in shares.items() if at <= now}
        return {"file": {"id": given["file"], "shares": {"public": seen}}}

    def _files_delete(self, given: dict[str, Any]) -> dict[str, Any]:
        if self.files.pop(str(given["file"]), None) is None:
            raise Refused("file_not_found")
        self.note("deleted", file=str(given["file"]))
        return {}


class WebClient:
    """slack_sdk's client, as far as Herald calls it: each method by its name, or through `api_call`."""

    def __init__(self, slack: Slack) -> None:
        self._slack = slack

    def __getattr__(self, name: str) -> Callable[..., Any]:
        return partial(self._call, name.replace("_", ".", 1))

    async def api_call(self, api_method: str, *, data: dict[str, Any] | None = None) -> Answer:
        """A method by its name."""
        return await self._call(api_method, **(data or {}))

    async def _call(self, method: str, /, **given: Any) -> Answer:
        def effect() -> Answer | Refused:
            try:
                return Answer(self._slack.act(method, given))
            except Refused as refused:
                return refused

        subject = " ".join(
            [method, *(str(given[name]) for name in ("channel", "ts", "file", "users") if given.get(name))]
        )
        self._slack.calls.heed(f"slack {method}", subject)
        try:
            outcome: Answer | Refused = await self._slack.call(method, effect)
        except SlackApiError as error:
            if error.response.status_code == 429:
                self._slack.calls.limit(subject)
            raise
        if isinstance(outcome, Refused):
            raise SlackApiError(outcome.code, Answer({"ok": False, "error": outcome.code}))  # type: ignore[no-untyped-call]
        return outcome


def _spoilt(fault: Fault) -> Exception | Answer:
    """What slack_sdk raises, or hands over, when a call is spoilt."""
    if fault is Fault.REFUSED:
        return aiohttp.ConnectionTimeoutError()
    if fault in {Fault.RESET_BEFORE, Fault.RESET_AFTER}:
        return aiohttp.ServerDisconnectedError()
    if fault in {Fault.ERROR_BEFORE, Fault.ERROR_AFTER}:
        return _api_error("internal_error", 500)
    if fault is Fault.LIMITED:
        return _api_error("ratelimited", 429, {"Retry-After": str(RETRY_AFTER_SECONDS)})
    if fault in {Fault.TRUNCATED, Fault.HTML}:
        return ValueError("the body is no JSON")
    return Answer({"ok": True}) if fault is Fault.FOREIGN else TimeoutError()


def _api_error(code: str, status: int, headers: dict[str, str] | None = None) -> Exception:
    answer = Answer({"ok": False, "error": code}, status, headers or {})
    return SlackApiError(code, answer)  # type: ignore[no-untyped-call]


def _shown(given: dict[str, Any]) -> str:
    """All that people see of a message."""
    return json.dumps([given.get("text"), given.get("blocks"), given.get("initial_comment")], default=str)


def _urls(shown: str) -> list[str]:
    """The addresses of videos in what is shown."""
    return sorted(set(VIDEO_URL.findall(shown)))
