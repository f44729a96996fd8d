"""The submissions of the admins' forms: read before the ack, saved after Slack said that the person is still one."""

from dataclasses import dataclass
from typing import Any, Final

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import HeraldError, InvalidField, NotAllowed, Refusal
from bot.slack.surfaces.admin_forms import (
    TITLES,
    AdminForm,
    Part,
    build_admin_form,
    build_saved_view,
    build_saving_view,
)
from bot.slack.surfaces.admin_reading import AdminSubmission, read_admin_form
from bot.slack.surfaces.preset_form import build_notice_view
from bot.slack.surfaces.words import explain_error
from handlers.admin import admin_view, require_admin
from handlers.careful import careful
from handlers.showing import replace_view
from handlers.telling import tell_beside, tell_in_the_view, tell_nobody
from handlers.tools import Tools

UNCHANGED: Final = "Nothing was changed."
UNSURE: Final = "Nobody can say whether it was saved: open the settings again to see what holds."


@dataclass(frozen=True)
class Sent:
    """A form that was submitted, by whom, and where it is shown."""

    team_id: str
    user_id: str
    submission: AdminSubmission
    view_id: str
    root_view_id: str
    client: AsyncWebClient

    @classmethod
    def of(cls, submission: AdminSubmission, body: dict[str, Any], client: AsyncWebClient) -> "Sent":
        """From the request."""
        view = body["view"]
        view_id = str(view["id"])
        root = str(view.get("root_view_id") or view_id)
        return cls(str(body["team"]["id"]), str(body["user"]["id"]), submission, view_id, root, client)


def register(app: AsyncApp, tools: Tools) -> None:
    """Listen to the forms."""

    @careful(_tell_in_the_form)
    async def save_policy(
        ack: AsyncAck, view: dict[str, Any], body: dict[str, Any], client: AsyncWebClient
    ) -> BoltResponse:
        submission = read_admin_form(view, operators_budget=tools.monthly_budget)
        acked = await ack(response_action="update", view=build_saving_view(submission.part))
        tools.afterwards.start(_finish(tools=tools, sent=Sent.of(submission, body, client)))
        return acked

    for part in Part:
        app.view(part.value)(save_policy)


async def _tell_in_the_form(arguments: dict[str, Any], error: Exception) -> BoltResponse | None:
    tell = tell_beside("") if isinstance(error, InvalidField) else tell_in_the_view
    return await tell(arguments, error)


@careful(tell_nobody)  # whatever can be told is told in the view
async def _finish(tools: Tools, sent: Sent) -> None:
    try:
        await require_admin(tools, sent.team_id, sent.user_id, now=True)
        submission = sent.submission
        changed = await tools.policies.change(
            sent.team_id, submission.updates, actor=sent.user_id, at=tools.clock(), seen=submission.version
        )
    except HeraldError as error:
        await replace_view(sent.client, sent.view_id, await _unsaved(tools, sent, error))
        return
    await replace_view(sent.client, sent.view_id, build_saved_view(submission.part, changed))
    if sent.root_view_id != sent.view_id:
        await replace_view(sent.client, sent.root_view_id, await admin_view(tools, sent.team_id))
    await tools.home.publish(sent.team_id, sent.user_id)


async def _unsaved(tools: Tools, sent: Sent, error: HeraldError) -> dict[str, Any]:
    """What takes the form's place: the form as it was filled in, or as it has to be looked at anew, and why."""
    submission, problem = sent.submission, explain_error(error).text
    title = TITLES[submission.part]
    if isinstance(error, NotAllowed):
        return build_notice_view(title, f"{problem} {UNCHANGED}")
    try:
        kept = await tools.policies.current(sent.team_id)
    except HeraldError:
        return build_notice_view(title, f"{problem} {UNSURE}")
    policy = kept.policy if isinstance(error, Refusal) else kept.policy.model_copy(update=submission.updates)
    version = kept.version if isinstance(error, Refusal) else submission.version
    labels = await tools.whole_offer.labels(sent.team_id)
    return build_admin_form(AdminForm(submission.part, policy, version, tools.monthly_budget, labels, problem))
