"""A person submits or closes a modal."""

from typing import Any

from playground.slack.api.errors import SlackError
from playground.slack.api.views import checked_view
from playground.slack.control.acts import Close, Submit
from playground.slack.control.elements import lay_over
from playground.slack.control.lookup import ActError, actor, find_top_view, find_user
from playground.slack.control.notices import note_failure
from playground.slack.control.required import missing_or_wrong
from playground.slack.dispatch import payloads
from playground.slack.dispatch.outcome import NOTHING_SENT, Outcome
from playground.slack.local import LocalSlack
from playground.slack.model.conversations import User
from playground.slack.model.view_state import value_key
from playground.slack.model.views import STACK_LIMIT, OpenView
from playground.slack.model.wire import Json


async def submit(slack: LocalSlack, act: Submit) -> Json:
    """Submit a modal and do what the app answers."""
    user = find_user(slack, act.user)
    view = find_top_view(slack, act.view_id, user)
    if view.content["type"] != "modal" or view.content["submit"] is None:
        raise ActError(f"{view.id} cannot be submitted")
    lay_over(slack, (view.content["blocks"], view.values), act.values)
    slack.changes.mark()
    wrong = missing_or_wrong(view)
    if wrong:
        refused = {"response_action": "errors", "errors": wrong, "dispatched": False}
        return {**NOTHING_SENT.summary, **refused}
    who = actor(slack, user)
    trigger_id = slack.workspace.tickets.trigger(user.id, view.channel)
    payload = payloads.view_submission(who, view, trigger_id, _response_urls(slack, user, view))
    outcome = await slack.dispatcher.interaction(payload)
    done = _do(slack, view, outcome)
    note_failure(slack, user, done["failed"], view_id=view.id)
    return {**done, "dispatched": True}


async def close(slack: LocalSlack, act: Close) -> Json:
    """Close a modal; with `clear_on_close`, all that lie under it too. The app is told when it wants to be."""
    user = find_user(slack, act.user)
    view = find_top_view(slack, act.view_id, user)
    views = slack.workspace.views
    is_cleared = bool(view.content["clear_on_close"]) and len(views.stack(user.id)) > 1
    if is_cleared:
        views.clear(user.id)
    else:
        views.close(view)
    slack.changes.mark()
    if not view.content["notify_on_close"]:
        return {**NOTHING_SENT.summary, "dispatched": False}
    payload = payloads.view_closed(actor(slack, user), view, is_cleared=is_cleared)
    outcome = await slack.dispatcher.interaction(payload)
    return {**outcome.summary, "dispatched": True}


def _response_urls(slack: LocalSlack, user: User, view: OpenView) -> list[Json]:
    urls: list[Json] = []
    for block in view.content["blocks"]:
        element = block.get("element", {})
        if block["type"] != "input" or not element.get("response_url_enabled"):
            continue
        chosen: Any = view.values[block["block_id"]][element["action_id"]].get(value_key(element["type"]))
        if chosen in slack.workspace.channels:
            path = slack.workspace.tickets.response_path("app", user.id, chosen)
            place = {"block_id": block["block_id"], "action_id": element["action_id"], "channel_id": chosen}
            urls.append({**place, "response_url": slack.origin + path})
    return urls


def _do(slack: LocalSlack, view: OpenView, outcome: Outcome) -> Json:
    """Close, change or keep the modal, as the app answered its submission."""
    answer: Json = {**outcome.summary, "response_action": None, "errors": None}
    if outcome.failed is not None:
        return answer
    body = outcome.body if isinstance(outcome.body, dict) else {}
    action = body.get("response_action")
    try:
        _perform(slack, view, action, body)
    except (SlackError, ActError) as error:
        return {**answer, "failed": "dispatch_failed", "problem": str(error)}
    slack.changes.mark()
    return {**answer, "response_action": action, "errors": body.get("errors") if action == "errors" else None}


def _perform(slack: LocalSlack, view: OpenView, action: Any, body: Json) -> None:
    views = slack.workspace.views
    if action is None:
        views.close(view)
    elif action == "clear":
        views.clear(view.user)
    elif action == "errors":
        inputs = [block["block_id"] for block in view.content["blocks"] if block["type"] == "input"]
        if not body.get("errors") or not set(body["errors"]) <= set(inputs):
            raise ActError("errors must name input blocks of the view")
    elif action == "update":
        slack.workspace.replace_view(view, checked_view(body.get("view"), ("modal",)))
    elif action == "push":
        if len(views.stack(view.user)) >= STACK_LIMIT:
            raise ActError("push_limit_reached")
        content = checked_view(body.get("view"), ("modal",))
        slack.workspace.open_view(content, view.user, channel=view.channel, under=view)
    else:
        raise ActError(f"unknown response_action {action}")
