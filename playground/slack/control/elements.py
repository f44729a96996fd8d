"""A person uses an element of a view or of a message: presses, chooses, searches."""

import json
from dataclasses import dataclass
from typing import Any, Final

from playground.slack.blocks.suggestions import suggestion_problems
from playground.slack.control.acts import Click, Select, Suggest
from playground.slack.control.functions import step_context
from playground.slack.control.lookup import (
    ActError,
    actor,
    find_channel,
    find_element,
    find_message,
    find_user,
    find_view,
    hand_out,
)
from playground.slack.control.notices import note_failure
from playground.slack.control.values import fits
from playground.slack.dispatch import payloads
from playground.slack.dispatch.outcome import NOTHING_SENT
from playground.slack.local import LocalSlack
from playground.slack.model.conversations import Channel, User
from playground.slack.model.view_state import Values, carried_over, used
from playground.slack.model.views import OpenView
from playground.slack.model.wire import Json

BUTTONS: Final = ("button", "icon_button", "workflow_button", "feedback_buttons")
_TOLD: Final = ("text", "value", "style", "url", "placeholder", "min_query_length", "confirm")
_NOTHING: Final = {"options": None, "option_groups": None}


@dataclass(frozen=True, kw_only=True)
class _Place:
    """Where an element is: in a view, or in a message of a channel; `values` is what the inputs there hold."""

    user: User
    blocks: list[Json]
    values: Values
    view: OpenView | None = None
    message: tuple[Channel, Json] | None = None


async def click(slack: LocalSlack, act: Click) -> Json:
    """Press a button."""
    place = _place(slack, act)
    block, element = find_element(place.blocks, act.action_id, act.block_id)
    if element["type"] not in BUTTONS:
        raise ActError(f"{act.action_id} is no button")
    chosen = _feedback(element, act.value) if element["type"] == "feedback_buttons" else {}
    return await _act(slack, place, {**_described(block, element), **chosen})


async def select(slack: LocalSlack, act: Select) -> Json:
    """Set an input; the app is told when it wants to be."""
    place = _place(slack, act)
    block, element = find_element(place.blocks, act.action_id, act.block_id)
    if element["type"] == "overflow":
        return await _act(slack, place, {**_described(block, element), **_overflow(element, act.value)})
    lay_over(slack, (place.blocks, place.values), {block["block_id"]: {act.action_id: act.value}})
    slack.changes.mark()
    if block["type"] == "input" and not block["dispatch_action"]:
        return {**NOTHING_SENT.summary, "dispatched": False}
    return await _act(slack, place, {**_described(block, element), **act.value})


async def suggest(slack: LocalSlack, act: Suggest) -> Json:
    """Ask the app for options; it is not asked before enough is typed."""
    place = _place(slack, act)
    block, element = find_element(place.blocks, act.action_id, act.block_id)
    if not element["type"].endswith("external_select"):
        raise ActError(f"{act.action_id} does not search")
    if len(act.value) < element.get("min_query_length", 3):
        return {**NOTHING_SENT.summary, **_NOTHING, "options": [], "dispatched": False}
    outcome = await slack.dispatcher.interaction(_search(slack, place, (block["block_id"], act.action_id), act.value))
    if outcome.failed is not None:
        return {**outcome.summary, **_NOTHING}
    problems = suggestion_problems(outcome.body)
    if problems:
        return {**outcome.summary, **_NOTHING, "failed": "dispatch_failed", "problems": problems}
    return {**outcome.summary, **_NOTHING, **{key: outcome.body[key] for key in _NOTHING if key in outcome.body}}


def _search(slack: LocalSlack, place: _Place, where: tuple[str, str], typed: str) -> Json:
    """The payload that asks the app for options."""
    who = actor(slack, place.user)
    if place.view is not None:
        payload = payloads.view_suggestion(who, place.view, where, typed)
    else:
        payload = payloads.message_suggestion(who, _message(place), where, typed)
    if _execution(slack, place) is None:
        return payload
    trigger_id = slack.workspace.tickets.trigger(place.user.id, None)
    return {**payload, **step_context(slack, _execution(slack, place), place.user, trigger_id)}


def lay_over(slack: LocalSlack, inputs: tuple[list[Json], Values], values: dict[str, dict[str, Json]]) -> None:
    """Put what a person entered over what the inputs of blocks hold; nothing is, when anything does not fit."""
    blocks, held = inputs
    elements = {(block["block_id"], element.get("action_id")): element for block, element in used(blocks)}
    entered = [(block, action, value) for block, actions in values.items() for action, value in actions.items()]
    for block_id, action_id, value in entered:
        before = held.get(block_id, {}).get(action_id)
        if before is None:
            raise ActError(f"there is no input {action_id} in block {block_id}")
        if value.get("type") != before["type"]:
            raise ActError(f"{action_id} in block {block_id} takes a {before['type']} value")
        if not fits(elements[block_id, action_id], value):
            raise ActError(f"{action_id} in block {block_id} does not offer {json.dumps(value)}")
    kept = [(block_id, action_id, _with_files(slack, value)) for block_id, action_id, value in entered]
    for block_id, action_id, value in kept:
        held[block_id][action_id] = value


def _with_files(slack: LocalSlack, value: Json) -> Json:
    """The value, with the whole file objects of a file input that names files by their ids."""
    if value["type"] != "file_input":
        return value
    stored = [slack.workspace.files.get(file.get("id", "")) for file in value["files"] or []]
    documents = [file.document(slack.origin) for file in stored if file is not None]
    if len(documents) < len(stored):
        raise ActError("a file_input value names a file that was not uploaded; upload it first")
    return {**value, "files": documents}


def _place(slack: LocalSlack, act: Click | Select | Suggest) -> _Place:
    user = find_user(slack, act.user)
    if act.view_id is not None:
        view = find_view(slack, act.view_id, user)
        return _Place(user=user, blocks=view.content["blocks"], values=view.values, view=view)
    if act.channel is None or act.message_ts is None:
        raise ActError(f"a {act.act} needs view_id, or channel and message_ts")
    channel = find_channel(slack, act.channel, user)
    message = find_message(slack, channel, act.message_ts, user)
    blocks: list[Json] = message.get("blocks", [])
    key = (channel.id, message["ts"], user.id)
    held = slack.workspace.message_values
    held[key] = carried_over({"blocks": blocks}, held.get(key, {}), channel.id)
    return _Place(user=user, blocks=blocks, values=held[key], message=(channel, message))


def _message(place: _Place) -> tuple[Channel, Json]:
    assert place.message is not None
    return place.message


async def _act(slack: LocalSlack, place: _Place, action: Json) -> Json:
    """Tell the app what was done; a person whom it keeps waiting is told so."""
    user, who = place.user, actor(slack, place.user)
    stamped = {**action, "action_ts": slack.workspace.mint.ts()}
    if place.view is not None:
        trigger_id = slack.workspace.tickets.trigger(user.id, place.view.channel)
        payload = payloads.view_actions(who, place.view, trigger_id, stamped)
    else:
        tickets = hand_out(slack, "actions", user, _message(place))
        trigger_id = tickets.trigger_id
        payload = payloads.message_actions(who, _message(place), tickets, (stamped, place.values))
    payload.update(step_context(slack, _execution(slack, place), user, trigger_id))
    outcome = await slack.dispatcher.interaction(payload)
    note_failure(slack, user, outcome.failed, **_spot(place))
    return {**outcome.summary, "dispatched": True, "trigger_id": trigger_id}


def _execution(slack: LocalSlack, place: _Place) -> str | None:
    """The run of a function that showed the element, as a step of a workflow."""
    if place.view is not None:
        return place.view.execution
    return slack.workspace.posted_by_steps.get(_message(place)[1]["ts"])


def _spot(place: _Place) -> dict[str, str]:
    """Where a notice belongs."""
    if place.view is not None:
        return {"view_id": place.view.id}
    channel, message = _message(place)
    return {"channel": channel.id, "message_ts": message["ts"]}


def _described(block: Json, element: Json) -> Json:
    """What an action tells of its element."""
    kept = {key: value for key, value in element.items() if key in _TOLD or key.startswith("initial_")}
    return {"type": element["type"], "action_id": element["action_id"], "block_id": block["block_id"], **kept}


def _overflow(element: Json, value: Json) -> Json:
    chosen: Any = value.get("selected_option")
    if chosen not in element["options"]:
        raise ActError(f"{element['action_id']} has no such option")
    return {"selected_option": chosen}


def _feedback(element: Json, value: str | None) -> Json:
    for key in ("positive_button", "negative_button"):
        button: Json = element[key]
        if button.get("value") == value:
            return {"text": button["text"], "value": value}
    raise ActError(f"{element['action_id']} has no button of the value {value}")
