"""Reading what a person sees: the thread of one journey, its final post, and what says that there will be none."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Final

from playground.launcher.control import Json
from playground.launcher.report import Said

BOT: Final = "U0HERALD"
RENDER_AGAIN: Final = "render_again"
"""The `action_id` of the button that stands under a message that says that there is no video."""

_DATE: Final = re.compile(r"<!date\^(\d+)\^")
_LINK: Final = re.compile(r"<(https?://[^|>]+)")


@dataclass(frozen=True)
class Sight:
    """The messages known so far, by channel and `ts`, so that what is new can be told apart."""

    known: frozenset[tuple[str, str]]

    @classmethod
    def of(cls, state: Json) -> "Sight":
        """Everything that stands there now."""
        return cls(frozenset((channel, message["ts"]) for channel, message in _everything(state)))

    def new_messages(self, state: Json) -> list[tuple[str, Json]]:
        """What Herald has written since, with its channel, oldest first; what only the person sees included."""
        new = [(c, m) for c, m in _everything(state) if m.get("user") == BOT and (c, m["ts"]) not in self.known]
        return sorted(new, key=lambda entry: float(entry[1]["ts"]))


@dataclass(frozen=True)
class Thread:
    """What Herald wrote in one journey."""

    channel: str | None
    messages: tuple[Json, ...]
    finals: tuple[Json, ...]
    refusal: Json | None

    @property
    def status(self) -> str:
        """The first line of the anchor: how the video is coming along."""
        return plain_text(message_text(self.messages[0])).splitlines()[0] if self.messages else ""


NO_THREAD: Final = Thread(None, (), (), None)


def read_thread(new: list[tuple[str, Json]], *, media_origin: str) -> Thread:
    """The thread among the messages that are new; `media_origin` is where posted links lead."""
    anchor = next(((c, m) for c, m in new if not _is_reply(m) and not m.get("is_ephemeral")), None)
    refusal = next((m for _, m in new if m.get("is_ephemeral") or _offers_another_try(m)), None)
    if anchor is None:
        return Thread(None, (), (), refusal)
    channel, root = anchor
    messages = tuple(m for c, m in new if c == channel and m.get("thread_ts", m["ts"]) == root["ts"])
    finals = tuple(m for m in messages if _is_reply(m) and _carries_video(m, media_origin))
    return Thread(channel, messages, finals, refusal)


def said(message: Json) -> Said:
    """A message for the report."""
    kept = ("id", "name", "mimetype", "size", "url_private")
    files = tuple({key: file.get(key) for key in kept} for file in message.get("files", ()))
    thread_ts = message.get("thread_ts")
    return Said(user=message["user"], ts=message["ts"], thread_ts=thread_ts, text=message_text(message), files=files)


def message_text(message: Json) -> str:
    """What a reader sees, in Slack's markup: the texts of the blocks, or the message's own where there are none."""
    texts = [text for block in message.get("blocks") or () for text in _texts(block)]
    return "\n".join(texts) or str(message.get("text", ""))


def plain_text(markup: str, names: Mapping[str, str] = MappingProxyType({})) -> str:
    """Slack's markup as a terminal shows it: links with their address, times in this machine's zone, people by name."""

    def shown(match: re.Match[str]) -> str:
        target, _, label = match[1].partition("|")
        if date := re.match(r"!date\^(\d+)\^", target):
            return datetime.fromtimestamp(int(date[1]), UTC).astimezone().strftime("%d %b %Y, %H:%M")
        if target[:1] in "@#!":
            return target[:1] + (label or names.get(target[1:], target[1:]))
        return f"{label} ({target})" if label else target

    text = re.sub(r"<([^<>]+)>", shown, markup)
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def one_line(text: str) -> str:
    """The beginning of a text, for a line of the screen."""
    line = " ".join(text.split())
    return line if len(line) <= 80 else line[:79] + "…"


def video_link(messages: tuple[Json, ...], media_origin: str) -> tuple[str | None, datetime | None]:
    """The posted URL of the video, and the time at which it is said to end."""
    for message in reversed(messages):
        text = message_text(message)
        url = next((u for u in _LINK.findall(text) if u.startswith(media_origin)), None)
        if url is not None:
            date = _DATE.search(text)
            return url.replace("&amp;", "&"), None if date is None else datetime.fromtimestamp(int(date[1]), UTC)
    return None, None


def is_film(file: Json) -> bool:
    """Whether a message's file is a video, and no transcript or captions."""
    return str(file.get("mimetype", "")).startswith("video/")


def _everything(state: Json) -> Iterator[tuple[str, Json]]:
    for channel, messages in state["messages"].items():
        for message in messages:
            yield channel, message
    for entry in state["ephemerals"]:
        yield entry["channel"], {**entry["message"], "is_ephemeral": True}


def _is_reply(message: Json) -> bool:
    return bool(message.get("thread_ts", message["ts"]) != message["ts"])


def _carries_video(message: Json, media_origin: str) -> bool:
    films = any(is_film(file) for file in message.get("files", ()))
    return films or f"<{media_origin}" in message_text(message)


def _offers_another_try(message: Json) -> bool:
    return f'"action_id": "{RENDER_AGAIN}"' in json.dumps(message.get("blocks") or [])


def _texts(block: Json) -> list[str]:
    if block["type"] == "context":
        return [element["text"] for element in block["elements"] if "text" in element]
    return [block["text"]["text"]] if block["type"] in ("section", "header") and "text" in block else []
