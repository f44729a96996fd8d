"""The `assistant.threads.*` methods."""

from typing import Final

from playground.slack.api.access import own_channel
from playground.slack.api.arguments import Arguments
from playground.slack.api.errors import SlackError, invalid
from playground.slack.local import LocalSlack
from playground.slack.model.conversations import Channel
from playground.slack.model.wire import Json

_PROMPTS_MOST: Final = 4


async def set_status(slack: LocalSlack, args: Arguments) -> Json:
    """`assistant.threads.setStatus`: shown until the app writes into the thread, or sends an empty one."""
    channel, thread_ts = _thread(slack, args)
    slack.workspace.assistant.set_status(channel.id, thread_ts, args.text("status") or "")
    slack.changes.mark()
    return {}


async def set_title(slack: LocalSlack, args: Arguments) -> Json:
    """`assistant.threads.setTitle`."""
    channel, thread_ts = _thread(slack, args)
    slack.workspace.assistant.titles.setdefault(channel.id, {})[thread_ts] = args.required("title")
    slack.changes.mark()
    return {}


async def set_suggested_prompts(slack: LocalSlack, args: Arguments) -> Json:
    """`assistant.threads.setSuggestedPrompts`: at most four, each with its title and its message."""
    channel, thread_ts = _thread(slack, args)
    prompts = args.document("prompts", "invalid_arguments")
    if not isinstance(prompts, list) or not 1 <= len(prompts) <= _PROMPTS_MOST:
        raise invalid("invalid_arguments", [f"must be 1 to {_PROMPTS_MOST} prompts [json-pointer:/prompts]"])
    for position, prompt in enumerate(prompts):
        if not isinstance(prompt, dict) or not all(isinstance(prompt.get(key), str) for key in ("title", "message")):
            problem = f"must have a title and a message [json-pointer:/prompts/{position}]"
            raise invalid("invalid_arguments", [problem])
    shown = {"title": args.text("title"), "prompts": prompts}
    slack.workspace.assistant.prompts.setdefault(channel.id, {})[thread_ts] = shown
    slack.changes.mark()
    return {}


def _thread(slack: LocalSlack, args: Arguments) -> tuple[Channel, str]:
    try:
        channel = own_channel(slack, args, "channel_id")
    except SlackError:
        raise SlackError("channel_not_found") from None
    thread_ts = args.text("thread_ts") or ""
    if thread_ts not in channel.messages:
        raise SlackError("invalid_thread_ts")
    return channel, thread_ts
