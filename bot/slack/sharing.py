"""The last step of Slack's upload: uploaded files are shared in a conversation, and found there again.

https://docs.slack.dev/reference/objects/file-object
"""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from bot.errors import PostRefused, SlackBusy
from bot.slack.calls import SlackCalls
from bot.slack.messages import Place, settled

METHOD: Final = "files.completeUploadExternal"
SHARING_TAKES: Final = timedelta(minutes=1)
"""Slack shares a completed file some time after it said so; until then its absence means nothing."""
LOOK_AGAIN: Final = timedelta(seconds=3)
NEVER_SHARED: Final = "file_not_found"
"""Slack's word for a file that was uploaded and not completed; of one that stood somewhere it says `file_deleted`."""
GONE: Final = frozenset({NEVER_SHARED, "file_deleted"})


async def share(calls: SlackCalls, place: Place, titles: Mapping[str, str], *, comment: str) -> None:
    """Share uploaded files, by their ids, in one message; raises PostRefused, PostUncertain or SlackBusy."""
    place = await settled(calls, place)
    shared = {
        "files": json.dumps([{"id": file_id, "title": title} for file_id, title in titles.items()]),
        "channel_id": place.channel_id,
        "initial_comment": comment,
        **({} if place.thread_ts is None else {"thread_ts": place.thread_ts}),
    }
    # as a form: slack_sdk's own method would put the comment, and a video's address, into the URL
    await calls.once(place.team_id, METHOD, lambda slack: slack.api_call(METHOD, data=shared))


async def shared_ts(calls: SlackCalls, place: Place, file_id: str) -> str | None:
    """The `ts` of the message that shares the file there; None where there is none.

    Raises PostRefused where Herald may not look or the file is `GONE`, or SlackBusy.
    """
    place = await settled(calls, place)
    answer = await calls.repeat(
        place.team_id, "files.info", lambda slack: slack.files_info(file=file_id), needs=["file"]
    )
    shares = (answer["file"] or {}).get("shares") or {}
    for kind in ("public", "private"):
        for message in (shares.get(kind) or {}).get(place.channel_id) or ():
            return str(message.get("ts") or "") or None
    return None


async def is_shared(calls: SlackCalls, place: Place, file_id: str, *, waited: timedelta) -> bool:
    """Whether the file was shared there, as was meant so long ago; SlackBusy while Slack may still be at it.

    Raises PostRefused likewise, also for a file that was deleted: whoever did that does not want it once more.
    """
    try:
        if await shared_ts(calls, place, file_id) is not None:
            return True
    except PostRefused as refused:
        if refused.code == NEVER_SHARED:
            return False
        raise
    if waited < SHARING_TAKES:
        raise SlackBusy("files.info", retry_after=LOOK_AGAIN)
    return False
