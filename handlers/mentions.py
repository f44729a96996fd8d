"""A mention: answered in its thread with a button that opens the form, since a mention cannot open one."""

import re
from typing import Any, Final

from slack_bolt.async_app import AsyncApp

from bot.rendering.draft import Origin
from bot.slack.messages import Mark, Place, post
from bot.slack.surfaces.escape import tidy, unescape
from bot.slack.surfaces.invitation import build_invitation
from handlers.careful import careful
from handlers.drafting import Place as Asked
from handlers.drafting import begin_draft
from handlers.telling import tell_nobody
from handlers.tools import Tools

INVITATION_EVENT: Final = "herald_invitation"
_FIRST_MENTION: Final = re.compile(r"<@[UW][A-Z0-9]+(\|[^>]*)?>[\s:,]*")


def register(app: AsyncApp, tools: Tools) -> None:
    """Listen to mentions."""

    @careful(tell_nobody)
    async def answer_mention(body: dict[str, Any], event: dict[str, Any]) -> None:
        if event.get("bot_id") is None and event.get("user") and event.get("edited") is None:
            tools.afterwards.start(invite(body=body, event=event))

    @careful(tell_nobody)  # where Herald may not post, it cannot answer
    async def invite(body: dict[str, Any], event: dict[str, Any]) -> None:
        team_id, user_id = str(body["team_id"]), str(event["user"])
        if not await tools.memory.is_first(team_id, str(body["event_id"])):
            return
        thread_ts = str(event.get("thread_ts") or event["ts"])
        asked = Asked(team_id, user_id, str(event["channel"]), thread_ts)
        draft = await begin_draft(tools, asked, Origin.MENTION, script=written_beside(str(event.get("text") or "")))
        if not draft.empty:
            await tools.drafts.save(draft)
        message = build_invitation(user_id, draft.id, has_script=not draft.empty)
        await post(
            tools.calls, Place(team_id, str(event["channel"]), thread_ts), message, Mark(INVITATION_EVENT, draft.id)
        )

    app.event("app_mention")(answer_mention)


def written_beside(text: str) -> str:
    """The text of a mention without the mention itself."""
    return tidy(unescape(_FIRST_MENTION.sub("", text, count=1))).strip()
