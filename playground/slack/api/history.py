"""`conversations.history` and `conversations.replies`."""

from dataclasses import dataclass

from playground.slack.api.access import own_channel
from playground.slack.api.arguments import Arguments
from playground.slack.api.errors import SlackError
from playground.slack.api.paging import page_by_ts
from playground.slack.api.scopes import require_scope
from playground.slack.local import LocalSlack
from playground.slack.model.conversations import Channel
from playground.slack.model.wire import Json


async def history(slack: LocalSlack, args: Arguments) -> Json:
    """`conversations.history`: newest first, without thread replies."""
    channel, span = _readable(slack, args), _span(args)
    found = [message for message in reversed(channel.roots()) if span.holds(message["ts"])]
    return {**_page(found, args, newest_first=True), "pin_count": len(channel.pins)}


async def replies(slack: LocalSlack, args: Arguments) -> Json:
    """`conversations.replies`: the root first, then its replies."""
    channel, span = _readable(slack, args), _span(args)
    ts = args.text("ts") or ""
    message = channel.messages.get(ts)
    if message is None:
        raise SlackError("thread_not_found")
    thread = channel.thread(ts) if message.get("thread_ts") in (None, ts) else [message]
    found = [reply for reply in thread if reply["ts"] == ts or span.holds(reply["ts"])]
    return _page(found, args, newest_first=False)


def _readable(slack: LocalSlack, args: Arguments) -> Channel:
    channel = own_channel(slack, args)
    require_scope(slack, channel.kind, "history")
    return channel


@dataclass(frozen=True)
class _Span:
    oldest: float | None
    latest: float | None
    inclusive: bool

    def holds(self, ts: str) -> bool:
        at = float(ts)
        if self.inclusive and at in (self.oldest, self.latest):
            return True
        return (self.oldest is None or at > self.oldest) and (self.latest is None or at < self.latest)


def _span(args: Arguments) -> _Span:
    return _Span(_bound(args, "oldest"), _bound(args, "latest"), args.flag("inclusive"))


def _bound(args: Arguments, name: str) -> float | None:
    value = args.text(name)
    if not value or value == "now":
        return None
    try:
        return float(value)
    except ValueError:
        raise SlackError(f"invalid_ts_{name}") from None


def _page(found: list[Json], args: Arguments, *, newest_first: bool) -> Json:
    messages, metadata = page_by_ts(found, args, newest_first=newest_first)
    more = bool(metadata["next_cursor"])
    with_metadata = args.flag("include_all_metadata")
    shown = [message if with_metadata else _without_metadata(message) for message in messages]
    return {"messages": shown, "has_more": more, **({"response_metadata": metadata} if more else {})}


def _without_metadata(message: Json) -> Json:
    return {key: value for key, value in message.items() if key != "metadata"}
