"""What people do reaches the app, and its answers take effect."""

from typing import Any

import pytest

from tests.playground.slack.app import Seen
from tests.playground.slack.desk import Desk
from tests.playground.slack.samples import FILLED, MODAL, RETRY, option, plain, section

Pair = tuple[Desk, Seen]


async def modal(desk: Desk) -> str:
    """The id of an open modal of the app."""
    await desk.act("command", channel="C0LAUNCH", text="/herald")
    state = await desk.until(lambda state: len(state["views"]) == 1)
    view_id: str = state["views"][0]["view"]["id"]
    return view_id


async def test_a_command_carries_what_was_typed_in_slacks_notation(both: Pair) -> None:
    desk, seen = both
    await desk.act("command", channel="C0LAUNCH", text="/herald Hi @Bob & #general", user="U0ALICE")
    body = seen.one("command")
    assert body["text"] == "Hi <@U0BOB|bob> &amp; <#C0GENERAL|general>"
    assert (body["channel_name"], body["user_name"], body["command"]) == ("launch", "alice", "/herald")


async def test_the_reply_to_a_command_is_shown_privately(both: Pair) -> None:
    desk, _ = both
    answer = await desk.act("command", channel="C0LAUNCH", text="/herald help")
    assert answer["reply"]["text"] == "Type `/herald` and a script."
    (private,) = (await desk.state())["ephemerals"]
    assert (private["user"], private["message"]) == ("U0ALICE", answer["reply"])


async def test_a_reply_may_be_for_everybody(both: Pair) -> None:
    desk, _ = both
    await desk.act("command", channel="C0LAUNCH", text="/herald card")
    (message,) = (await desk.state())["messages"]["C0LAUNCH"]
    assert message["blocks"][0]["text"]["text"] == "A card"


async def test_an_app_that_is_silent_for_three_seconds_has_failed(both: Pair) -> None:
    desk, _ = both
    answer = await desk.act("command", channel="C0LAUNCH", text="/herald silence")
    assert answer["failed"] in ("operation_timeout", "dispatch_failed")
    assert 2900 < answer["ack_ms"] < 3500


async def test_without_an_app_nothing_is_delivered(desk: Desk) -> None:
    answer = await desk.act("command", channel="C0LAUNCH", text="/herald")
    assert (answer["status"], answer["failed"], answer["reply"]) == (None, "dispatch_failed", None)


async def test_required_inputs_and_lengths_are_checked_before_the_app(both: Pair) -> None:
    desk, seen = both
    view_id = await modal(desk)
    values = {"script": {"text": {"type": "plain_text_input", "value": "x" * 41}}}
    answer = await desk.act("submit", view_id=view_id, values=values)
    assert (answer["response_action"], answer["dispatched"]) == ("errors", False)
    assert set(answer["errors"]) == {"script", "avatar"}
    assert "submission" not in seen.payloads


async def test_errors_keep_the_modal_open(both: Pair) -> None:
    desk, seen = both
    view_id = await modal(desk)
    seen.submission_answer = {"response_action": "errors", "errors": {"script": "Too rude"}}
    answer = await desk.act("submit", view_id=view_id, values=FILLED)
    assert (answer["response_action"], answer["errors"]) == ("errors", {"script": "Too rude"})
    (shown,) = (await desk.state())["views"]
    assert shown["view"]["state"]["values"]["script"] == FILLED["script"]


async def test_an_update_changes_the_modal(both: Pair) -> None:
    desk, seen = both
    view_id = await modal(desk)
    seen.submission_answer = {"response_action": "update", "view": {**MODAL, "title": plain("Sure?")}}
    await desk.act("submit", view_id=view_id, values=FILLED)
    (shown,) = (await desk.state())["views"]
    assert (shown["view"]["id"], shown["view"]["title"]["text"]) == (view_id, "Sure?")


async def test_push_and_clear_change_the_stack(both: Pair) -> None:
    desk, seen = both
    view_id = await modal(desk)
    seen.submission_answer = {"response_action": "push", "view": {**MODAL, "title": plain("Sure?")}}
    await desk.act("submit", view_id=view_id, values=FILLED)
    lower, upper = (await desk.state())["views"]
    assert (lower["view"]["id"], upper["view"]["previous_view_id"]) == (view_id, view_id)
    for act in ("submit", "close"):
        status, refused = await desk.try_act(act, view_id=view_id)
        assert (status, refused["error"]) == (400, f"{view_id} lies under {upper['view']['id']}; close that first")
    seen.submission_answer = {"response_action": "clear"}
    await desk.act("submit", view_id=upper["view"]["id"], values=FILLED)
    assert (await desk.state())["views"] == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"response_action": "errors", "errors": {"no_such_block": "No"}},
        {"response_action": "update", "view": {**MODAL, "blocks": [section("")]}},
    ],
)
async def test_an_answer_slack_cannot_use_fails(with_app: Pair, wrong: dict[str, Any]) -> None:
    desk, seen = with_app
    view_id = await modal(desk)
    seen.submission_answer = wrong
    assert (await desk.act("submit", view_id=view_id, values=FILLED))["failed"] == "dispatch_failed"
    assert len((await desk.state())["views"]) == 1


async def test_a_closed_modal_is_told(both: Pair) -> None:
    desk, seen = both
    await desk.act("close", view_id=await modal(desk))
    assert seen.one("closed")["is_cleared"] is False
    assert (await desk.state())["views"] == []


async def test_an_input_is_told_only_when_it_asks_for_it(both: Pair) -> None:
    desk, seen = both
    view_id = await modal(desk)
    typed = {"block_id": "script", "action_id": "text", "value": FILLED["script"]["text"]}
    assert (await desk.act("select", view_id=view_id, **typed))["dispatched"] is False
    german = {"type": "static_select", "selected_option": option("German")}
    chosen = await desk.act("select", view_id=view_id, block_id="language", action_id="language", value=german)
    assert chosen["failed"] is None
    body = seen.one("action")
    assert body["actions"][0]["selected_option"]["value"] == "german"
    assert body["view"]["state"]["values"]["script"]["text"] == FILLED["script"]["text"]


async def test_a_search_does_not_see_what_else_was_entered(both: Pair) -> None:
    desk, seen = both
    view_id = await modal(desk)
    await desk.act("suggest", view_id=view_id, block_id="avatar", action_id="avatar", value="")
    body = seen.one("suggestion")
    assert body["view"]["state"] == {"values": {}}
    assert "trigger_id" not in body


async def test_a_button_in_a_message_is_pressed(both: Pair) -> None:
    desk, seen = both
    posted = await desk.client().chat_postMessage(channel="C0LAUNCH", text="Failed", blocks=[RETRY])
    await desk.act("click", user="U0BOB", channel="C0LAUNCH", message_ts=posted["ts"], action_id="retry")
    body = seen.one("action")
    assert (body["user"]["id"], body["actions"][0]["value"]) == ("U0BOB", "render-7")
    assert body["message"]["ts"] == body["container"]["message_ts"] == posted["ts"]


async def test_a_button_in_a_private_message_shows_no_message(both: Pair) -> None:
    desk, seen = both
    client = desk.client()
    posted = await client.chat_postEphemeral(channel="C0LAUNCH", user="U0ALICE", text="Failed", blocks=[RETRY])
    click = {"channel": "C0LAUNCH", "message_ts": posted["message_ts"], "action_id": "retry"}
    await desk.act("click", **click)
    body = seen.one("action")
    assert body["container"]["is_ephemeral"] is True
    assert "message" not in body
    assert (await desk.try_act("click", user="U0BOB", **click))[0] == 400


async def test_a_button_on_the_home_tab_is_pressed(both: Pair) -> None:
    desk, seen = both
    home = await desk.client().views_publish(user_id="U0ALICE", view={"type": "home", "blocks": [RETRY]})
    await desk.act("click", view_id=home["view"]["id"], action_id="retry")
    assert seen.one("action")["view"]["type"] == "home"


async def test_shortcuts_reach_the_app(both: Pair) -> None:
    desk, seen = both
    ts = (await desk.act("post", channel="C0LAUNCH", text="Hello"))["ts"]
    await desk.act("shortcut", callback_id="create_video")
    await desk.act("message_shortcut", channel="C0LAUNCH", message_ts=ts, callback_id="video_from_message")
    everywhere, on_message = seen.payloads["shortcut"]
    assert "channel" not in everywhere
    assert (on_message["message"]["text"], on_message["channel"]["id"]) == ("Hello", "C0LAUNCH")


async def test_a_mention_is_heard_where_the_app_is_a_member(both: Pair) -> None:
    desk, seen = both
    told = await desk.act("post", channel="C0LAUNCH", text="@Herald hello")
    assert told["message"]["text"] == "<@U0HERALD> hello"
    assert (await desk.act("post", channel="C0RANDOM", text="@Herald hello"))["dispatched"] is False
    assert (await desk.act("post", channel="C0LAUNCH", text="hello"))["dispatched"] is False
    assert seen.one("event")["event"]["channel"] == "C0LAUNCH"


async def test_opening_the_home_tab_is_heard(both: Pair) -> None:
    desk, seen = both
    await desk.act("open_home")
    event = seen.one("event")["event"]
    assert (event["type"], event["tab"], event["user"]) == ("app_home_opened", "home", "U0ALICE")
    assert "view" not in event


async def test_an_event_the_app_did_not_take_comes_again(with_app: Pair) -> None:
    desk, seen = with_app
    seen.failing_events = 2
    assert (await desk.act("post", channel="C0LAUNCH", text="@Herald hello"))["failed"] == "dispatch_failed"
    await desk.until(lambda state: len(state["dispatches"]) == 2)
    await desk.advance(61)
    await desk.until(lambda state: len(state["dispatches"]) == 3)
    headers = seen.one("event")["headers"]
    assert (headers["x-slack-retry-num"], headers["x-slack-retry-reason"]) == (["2"], ["http_error"])


@pytest.mark.parametrize(
    "act",
    [
        {"act": "dance"},
        {"act": "command", "channel": "C0LAUNCH", "text": "/other"},
        {"act": "command", "channel": "C0NOWHERE", "text": "/herald"},
        {"act": "command", "channel": "C0LAUNCH", "text": "/herald", "user": "U0NOBODY"},
        {"act": "submit", "view_id": "V0NONE"},
        {"act": "click", "action_id": "retry"},
        {"act": "post", "channel": "C0LAUNCH", "text": "Reply", "thread_ts": "1.000001"},
    ],
)
async def test_what_no_person_can_do_is_refused(desk: Desk, act: dict[str, Any]) -> None:
    status, answer = await desk.try_act(**act)
    assert (status, answer["ok"]) == (400, False)
    assert answer["error"]
    assert "validation error" not in answer["error"]
    assert (await desk.state())["messages"]["C0LAUNCH"] == []


async def test_an_option_that_is_not_offered_is_refused(with_app: Pair) -> None:
    desk, _ = with_app
    values = {"language": {"language": {"type": "static_select", "selected_option": {"value": "latin"}}}}
    status, answer = await desk.try_act("submit", view_id=await modal(desk), values=values)
    told = 'language in block language does not offer {"type": "static_select", "selected_option": {"value": "latin"}}'
    assert (status, answer["error"]) == (400, told)


async def test_a_malformed_act_is_explained_with_the_place_of_each_problem(desk: Desk) -> None:
    status, answer = await desk.try_act("post", text="Hello", loud=True)
    told = "post.channel: Field required; post.loud: Extra inputs are not permitted"
    assert (status, answer["error"]) == (400, told)


async def test_a_submission_that_does_not_fit_changes_nothing(with_app: Pair) -> None:
    desk, _ = with_app
    view_id = await modal(desk)
    values = {**FILLED, "language": {"other": {"type": "static_select", "selected_option": None}}}
    status, answer = await desk.try_act("submit", view_id=view_id, values=values)
    assert (status, answer["error"]) == (400, "there is no input other in block language")
    (shown,) = (await desk.state())["views"]
    assert shown["view"]["state"]["values"]["script"]["text"]["value"] is None


async def test_a_value_of_another_type_is_refused(with_app: Pair) -> None:
    desk, _ = with_app
    values = {"script": {"text": {"type": "static_select", "selected_option": None}}}
    status, answer = await desk.try_act("submit", view_id=await modal(desk), values=values)
    assert (status, answer["error"]) == (400, "text in block script takes a plain_text_input value")
