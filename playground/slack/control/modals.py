"""A person uses a modal: searches, chooses, submits, closes."""

from typing import Any

from playground.slack.api.errors import SlackError
from playground.slack.api.views import checked_view
from playground.slack.blocks.suggestions import suggestion_problems
from playground.slack.control.acts import Close, Select, StateValues, Submit, Suggest
from playground.slack.control.lookup import ActError, find_element, find_user, find_view
from playground.slack.control.required import missing_or_wrong
from playground.slack.dispatch import payloads
from playground.slack.dispatch.outcome import Outcome
from playground.slack.local import LocalSlack
from playground.slack.model.conversations import User
from playground.slack.model.view_state import value_key
from playground.slack.model.views import STACK_LIMIT, OpenView
from playground.slack.model.wire import Json


async def suggest(slack: LocalSlack, act: Suggest) -> Json:
    """Ask the app for options; it is not asked before enough is typed."""
    user = find_user(slack, act.user)
    view = find_view(slack, act.view_id, user)
    _, element = find_element(view.content["blocks"], act.action_id, act.block_id)
    if not element["type"].endswith("external_select"):
        raise ActError(f"{act.action_id} does not search")
    nothing = {"options": None, "option_groups": None}
    if len(act.value) < element.get("min_query_length", 3):
        return {**Outcome(status=None, ack_ms=0.0).summary, **nothing, "options": [], "dispatched": False}
    payload = payloads.suggestion(user, view, (act.block_id, act.action_id), act.value)
    outcome = await slack.dispatcher.interaction(payload)
    if outcome.failed is not None:
        return {**outcome.summary, **nothing}
    problems = suggestion_problems(outcome.body)
    if problems:
        return {**outcome.summary, **nothing, "failed": "dispatch_failed", "problems": problems}
    return {**outcome.summary, **nothing, **{key: outcome.body[key] for key in nothing if key in outcome.body}}


async def select(slack: LocalSlack, act: Select) -> Json:
    """Set an input; the app is told when it wants to be."""
    user = find_user(slack, act.user)
    view = find_view(slack, act.view_id, user)
    block, element = find_element(view.content["blocks"], act.action_id, act.block_id)
    _lay_over(view, {act.block_id: {act.action_id: act.value}})
    slack.changes.mark()
    if block["type"] == "input" and not block["dispatch_action"]:
        return {**Outcome(status=None, ack_ms=0.0).summary, "dispatched": False}
    action: Json = {**_described(block, element), **act.value, "action_ts": slack.workspace.mint.ts()}
    trigger_id = slack.workspace.tickets.trigger(user.id, view.channel)
    outcome = await slack.dispatcher.interaction(payloads.view_actions(user, view, trigger_id, action))
    return {**outcome.summary, "dispatched": True, "trigger_id": trigger_id}


async def submit(slack: LocalSlack, act: Submit) -> Json:
    """Submit a modal and do what the app answers."""
    user = find_user(slack, act.user)
    view = find_view(slack, act.view_id, user)
    if view.content["type"] != "modal" or view.content["submit"] is None:
        raise ActError(f"{view.id} cannot be submitted")
    _lay_over(view, act.values)
    slack.changes.mark()
    wrong = missing_or_wrong(view)
    if wrong:
        refused = {"response_action": "errors", "errors": wrong, "dispatched": False}
        return {**Outcome(status=None, ack_ms=0.0).summary, **refused}
    trigger_id = slack.workspace.tickets.trigger(user.id, view.channel)
    payload = payloads.view_submission(user, view, trigger_id, _response_urls(slack, user, view))
    outcome = await slack.dispatcher.interaction(payload)
    return {**_do(slack, view, outcome), "dispatched": True}


async def close(slack: LocalSlack, act: Close) -> Json:
    """Close a modal; with `clear_on_close`, all that lie under it too. The app is told when it wants to be."""
    user = find_user(slack, act.user)
    view = find_view(slack, act.view_id, user)
    views = slack.workspace.views
    is_cleared = bool(view.content["clear_on_close"]) and len(views.stack(user.id)) > 1
    if is_cleared:
        views.clear(user.id)
    else:
        views.close(view)
    slack.changes.mark()
    if not view.content["notify_on_close"]:
        return {**Outcome(status=None, ack_ms=0.0).summary, "dispatched": False}
    outcome = await slack.dispatcher.interaction(payloads.view_closed(user, view, is_cleared=is_cleared))
    return {**outcome.summary, "dispatched": True}


def _lay_over(view: OpenView, values: StateValues) -> None:
    for block_id, actions in values.items():
        for action_id, value in actions.items():
            held = view.values.get(block_id, {}).get(action_id)
            if held is None:
                raise ActError(f"{view.id} has no input {action_id} in block {block_id}")
            if value.get("type") != held["type"] or value_key(held["type"]) not in value:
                raise ActError(f"{action_id} in block {block_id} takes a {held['type']} value")
            view.values[block_id][action_id] = value


def _described(block: Json, element: Json) -> Json:
    kept: Json = {key: element[key] for key in ("placeholder", "min_query_length") if key in element}
    return {"type": element["type"], "action_id": element["action_id"], "block_id": block["block_id"], **kept}


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
