"""The reviewer's buttons: approve, ask for changes, reject."""

from typing import Any, Literal

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.errors import InvalidField, Refusal
from bot.posting.announcement import Announcement, Decision
from bot.posting.announcing import NOT_ASKED
from bot.slack.surfaces.announce_cards import APPROVE, CHANGES, REJECT
from bot.slack.surfaces.announce_review import REASON, REASON_FORM, build_reason_view, read_reason
from handlers.announce import Done, follow_announcement
from handlers.careful import careful
from handlers.telling import tell_beside
from handlers.tools import Tools
from handlers.touching import Touch, on_touch, show_view

_AUDITED = {
    "approved": "announcement approved",
    "changes": "announcement sent back",
    "rejected": "announcement rejected",
}


def register(app: AsyncApp, tools: Tools) -> None:
    """Listen to the buttons and to the form in which a reason is given."""

    async def approve(touch: Touch) -> None:
        announcement_id, tag = _asked(touch)
        decision = Decision(tag=tag, by=touch.user_id, what="approved", at=tools.clock())
        announcement = await tools.announcing.decide(touch.team_id, announcement_id, decision)
        await follow_announcement(tools=tools, done=_done(announcement, decision))

    async def ask_for_changes(touch: Touch) -> None:
        await _open_reason(tools, touch, "changes")

    async def reject(touch: Touch) -> None:
        await _open_reason(tools, touch, "rejected")

    @careful(tell_beside(REASON))
    async def decide_with_reason(ack: AsyncAck, view: dict[str, Any], body: dict[str, Any]) -> BoltResponse:
        sent, team_id = read_reason(view), str(body["team"]["id"])
        if sent.what == "changes" and not any(character.isalnum() for character in sent.text):
            raise InvalidField(REASON, "Say what is to be changed: it goes to the author.")
        by = str(body["user"]["id"])
        decision = Decision(tag=sent.tag, by=by, what=sent.what, reason=sent.text, at=tools.clock())
        announcement = await tools.announcing.decide(team_id, sent.announcement_id, decision)
        acked = await ack()
        tools.afterwards.start(follow_announcement(tools=tools, done=_done(announcement, decision)))
        return acked

    on_touch(app, tools, APPROVE, approve)
    on_touch(app, tools, CHANGES, ask_for_changes)
    on_touch(app, tools, REJECT, reject)
    app.view(REASON_FORM)(decide_with_reason)


def _done(announcement: Announcement, decision: Decision) -> Done:
    detail = f" of <@{announcement.user_id}>, {decision.tag}"
    return Done(announcement, decision.by, _AUDITED[decision.what], detail)


async def _open_reason(tools: Tools, touch: Touch, what: Literal["changes", "rejected"]) -> None:
    """Ask for the reason, but only whom it is asked of and while it is."""
    announcement_id, tag = _asked(touch)
    announcement = await tools.announcing.get(touch.team_id, announcement_id)
    if announcement is None or announcement.tag != tag or announcement.reviewer_id != touch.user_id:
        raise Refusal(NOT_ASKED)
    await show_view(touch, build_reason_view(announcement, tag, what))


def _asked(touch: Touch) -> tuple[str, str]:
    announcement_id, _, tag = touch.value.partition("@")
    return announcement_id, tag
