"""Making what a case needs: messages, channels, files, triggers, in the state that it names."""

import time
from collections.abc import Awaitable, Callable
from typing import Any

from playground.slack.settings import Settings
from tests.contract.slack.cases import HERE, HOME, NAMED
from tests.playground.slack.desk import Desk
from tests.playground.slack.samples import MODAL

FUNCTION: dict[str, Any] = {
    "callback_id": "make_video",
    "title": "Make a video",
    "description": "Makes a video of a script",
    "input_parameters": [
        {"type": "string", "name": "script", "title": "Script", "description": "Words", "is_required": True}
    ],
    "output_parameters": [
        {"type": "string", "name": "link", "title": "Link", "description": "Video", "is_required": True}
    ],
}
SCOPES = (
    "assistant:write bookmarks:read bookmarks:write channels:history channels:join channels:manage channels:read "
    "chat:write commands emoji:read files:read files:write groups:history groups:read groups:write im:history im:read "
    "im:write mpim:history mpim:read mpim:write pins:read pins:write reactions:read reactions:write team:read "
    "users.profile:read users:read users:read.email users:write"
)
EVENTS = (
    "app_mention",
    "app_home_opened",
    "message.channels",
    "message.groups",
    "message.im",
    "message.mpim",
    "reaction_added",
    "reaction_removed",
    "file_shared",
    "member_joined_channel",
    "member_left_channel",
    "pin_added",
    "pin_removed",
)


class Stage:
    """Makes each named thing once."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.client = desk.client()
        self._made: dict[str, str] = {}

    async def filled(self, value: Any) -> Any:
        """A case's arguments with what they name put in."""
        if isinstance(value, dict):
            return {key: await self.filled(item) for key, item in value.items()}
        if isinstance(value, list):
            return [await self.filled(item) for item in value]
        if isinstance(value, str) and value.startswith("{") and value.endswith("}") and value[1:-1] in MAKERS:
            return await self.thing(value[1:-1])
        return value

    async def thing(self, name: str) -> str:
        """The thing of this name, made now when it was not there."""
        if name not in self._made:
            self._made[name] = await MAKERS[name](self)
        return self._made[name]

    async def post(self, **more: Any) -> str:
        """A message of the app; its timestamp."""
        ts: str = (await self.client.chat_postMessage(**{"channel": HERE, "text": "Hello", **more}))["ts"]
        return ts


Maker = Callable[[Stage], Awaitable[str]]
MAKERS: dict[str, Maker] = {}


def _makes(maker: Maker) -> Maker:
    """Register a maker under its name."""
    MAKERS[maker.__name__.removeprefix("_")] = maker
    return maker


@_makes
async def _theirs(stage: Stage) -> str:
    return str((await stage.desk.act("post", channel=HERE, text="Mine"))["ts"])


@_makes
async def _gone(stage: Stage) -> str:
    ts = await stage.post()
    await stage.client.chat_delete(channel=HERE, ts=ts)
    return ts


@_makes
async def _mine(stage: Stage) -> str:
    return await stage.post()


@_makes
async def _reply(stage: Stage) -> str:
    return await stage.post(thread_ts=await stage.thing("mine"))


@_makes
async def _own(stage: Stage) -> str:
    return str((await stage.client.conversations_create(name="ours"))["channel"]["id"])


@_makes
async def _private(stage: Stage) -> str:
    return str((await stage.client.conversations_create(name="alone", is_private=True))["channel"]["id"])


@_makes
async def _archived(stage: Stage) -> str:
    channel = str((await stage.client.conversations_create(name="old"))["channel"]["id"])
    await stage.client.conversations_archive(channel=channel)
    return channel


@_makes
async def _direct(stage: Stage) -> str:
    return str((await stage.client.conversations_open(users="U0ALICE"))["channel"]["id"])


@_makes
async def _direct_message(stage: Stage) -> str:
    return await stage.post(channel=await stage.thing("direct"))


@_makes
async def _soon(stage: Stage) -> str:
    return str(int(time.time()) + 600)


@_makes
async def _scheduled(stage: Stage) -> str:
    later = await stage.client.chat_scheduleMessage(channel=HERE, text="Later", post_at=await stage.thing("soon"))
    return str(later["scheduled_message_id"])


@_makes
async def _crowded_hour(stage: Stage) -> str:
    post_at = str(int(time.time()) + 3_600)
    for _ in range(30):
        await stage.client.chat_scheduleMessage(channel=HERE, text="Later", post_at=post_at)
    return post_at


@_makes
async def _uploaded(stage: Stage) -> str:
    return await stage.desk.upload(b"abc")


@_makes
async def _unfinished(stage: Stage) -> str:
    return str((await stage.client.files_getUploadURLExternal(filename="a.mp4", length=3))["file_id"])


@_makes
async def _shared(stage: Stage) -> str:
    file_id = await stage.desk.upload(b"abc")
    await stage.client.files_completeUploadExternal(files=[{"id": file_id}], channel_id=HERE)
    return file_id


@_makes
async def _removed_file(stage: Stage) -> str:
    file_id = await _shared(stage)
    await stage.client.files_delete(file=file_id)
    return file_id


@_makes
async def _persons_file(stage: Stage) -> str:
    return str((await stage.desk.act("upload", channel=HERE, name="a.txt", content_base64="YWJj"))["file_id"])


@_makes
async def _trigger(stage: Stage) -> str:
    return str((await stage.desk.act("command", channel=HERE, text="/herald"))["trigger_id"])


@_makes
async def _used_trigger(stage: Stage) -> str:
    trigger_id = await _trigger(stage)
    await stage.client.views_open(trigger_id=trigger_id, view=MODAL)
    return trigger_id


@_makes
async def _old_trigger(stage: Stage) -> str:
    trigger_id = await _trigger(stage)
    await stage.desk.advance(3.1)
    return trigger_id


@_makes
async def _view(stage: Stage) -> str:
    return str((await stage.client.views_open(trigger_id=await _trigger(stage), view=MODAL))["view"]["id"])


@_makes
async def _named_view(stage: Stage) -> str:
    return str((await stage.client.views_open(trigger_id=await _trigger(stage), view=NAMED))["view"]["id"])


@_makes
async def _trigger_over_view(stage: Stage) -> str:
    await stage.thing("view")
    return await _trigger(stage)


@_makes
async def _trigger_over_named_view(stage: Stage) -> str:
    await stage.thing("named_view")
    return await _trigger(stage)


@_makes
async def _trigger_over_three(stage: Stage) -> str:
    await stage.thing("view")
    for _ in range(2):
        await stage.client.views_push(trigger_id=await _trigger(stage), view=MODAL)
    return await _trigger(stage)


@_makes
async def _stale_hash(stage: Stage) -> str:
    first = (await stage.client.views_update(view_id=await stage.thing("view"), view=MODAL))["view"]
    await stage.client.views_update(view_id=first["id"], view=MODAL)
    return str(first["hash"])


@_makes
async def _stale_home_hash(stage: Stage) -> str:
    first = (await stage.client.views_publish(user_id="U0ALICE", view=HOME))["view"]
    await stage.client.views_publish(user_id="U0ALICE", view=HOME)
    return str(first["hash"])


@_makes
async def _reacted(stage: Stage) -> str:
    ts = await stage.post()
    await stage.client.reactions_add(channel=HERE, timestamp=ts, name="tada")
    return ts


@_makes
async def _full_of_mine(stage: Stage) -> str:
    ts = await stage.post()
    for number in range(23):
        await stage.client.reactions_add(channel=HERE, timestamp=ts, name=f"emoji{number}")
    return ts


@_makes
async def _pinned(stage: Stage) -> str:
    ts = await stage.post()
    await stage.client.pins_add(channel=HERE, timestamp=ts)
    return ts


@_makes
async def _bookmark(stage: Stage) -> str:
    link = {"title": "Docs", "type": "link", "link": "https://example.org"}
    return str((await stage.client.bookmarks_add(channel_id=HERE, **link))["bookmark"]["id"])


@_makes
async def _execution(stage: Stage) -> str:
    answer = await stage.desk.act("run_function", callback_id="make_video", inputs={"script": "Hi"}, channel=HERE)
    return str(answer["execution_id"])


@_makes
async def _finished(stage: Stage) -> str:
    execution = await _execution(stage)
    await stage.client.functions_completeError(function_execution_id=execution, error="No")
    return execution


@_makes
async def _stream(stage: Stage) -> str:
    opened = await stage.client.chat_startStream(
        channel=HERE, thread_ts=await stage.post(), recipient_user_id="U0ALICE", recipient_team_id="T0PLAY"
    )
    return str(opened["ts"])


@_makes
async def _old_stream(stage: Stage) -> str:
    ts = await _stream(stage)
    await stage.desk.advance(301)
    return ts


@_makes
async def _app_token(stage: Stage) -> str:
    return stage.desk.settings.app_token


def settings() -> Settings:
    """An app that was granted everything but posting where it is not a member."""
    return Settings(scopes=tuple(SCOPES.split()), functions=(FUNCTION,), bot_events=EVENTS)
