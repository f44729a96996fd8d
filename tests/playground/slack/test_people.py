"""What people do besides the app: they edit, delete, react, share files, come and go."""

from base64 import b64encode
from typing import Any

import pytest

from tests.playground.slack.desk import Desk
from tests.playground.slack.samples import RETRY, option, plain

CONTENT = b64encode(b"script").decode()


async def written(desk: Desk, text: str = "Hello", **fields: Any) -> dict[str, str]:
    """Where a message of Alice's stands."""
    ts = (await desk.act("post", channel="C0LAUNCH", text=text, **fields))["ts"]
    return {"channel": "C0LAUNCH", "message_ts": ts}


async def in_launch(desk: Desk) -> list[dict[str, Any]]:
    """What stands in #launch."""
    messages: list[dict[str, Any]] = (await desk.state())["messages"]["C0LAUNCH"]
    return messages


async def test_an_edited_message_is_marked(desk: Desk) -> None:
    await desk.act("edit_message", **await written(desk), text="Hello @Bob")
    (message,) = await in_launch(desk)
    assert (message["text"], message["edited"]["user"]) == ("Hello <@U0BOB>", "U0ALICE")
    assert message["blocks"][0]["elements"][0]["elements"][1] == {"type": "user", "user_id": "U0BOB"}


async def test_a_deleted_message_is_gone(desk: Desk) -> None:
    await desk.act("delete_message", **await written(desk))
    assert await in_launch(desk) == []


@pytest.mark.parametrize("act", [{"act": "edit_message", "text": "Mine"}, {"act": "delete_message"}])
async def test_only_the_author_changes_a_message(desk: Desk, act: dict[str, str]) -> None:
    place = await written(desk)
    status, answer = await desk.try_act(**act, **place, user="U0BOB")
    assert (status, answer["error"]) == (400, f"{place['message_ts']} is no message of U0BOB")
    assert len(await in_launch(desk)) == 1


async def test_reactions_are_counted_and_taken_back(desk: Desk) -> None:
    place = await written(desk)
    await desk.act("react", **place, name="tada")
    await desk.act("react", **place, name=":tada:", user="U0BOB")
    assert (await in_launch(desk))[0]["reactions"] == [{"name": "tada", "users": ["U0ALICE", "U0BOB"], "count": 2}]
    await desk.act("react", **place, name="tada", remove=True)
    assert (await in_launch(desk))[0]["reactions"][0]["users"] == ["U0BOB"]
    status, answer = await desk.try_act("react", **place, name="tada", user="U0BOB")
    assert (status, answer["error"]) == (400, f"tada on {place['message_ts']}: already_reacted")


async def test_a_reply_may_be_shown_in_the_channel_too(desk: Desk) -> None:
    root = (await written(desk))["message_ts"]
    await written(desk, "Also here", thread_ts=root, broadcast=True)
    history = await desk.client().conversations_history(channel="C0LAUNCH")
    assert [message["text"] for message in history["messages"]] == ["Also here", "Hello"]
    assert (await desk.try_act("post", channel="C0LAUNCH", text="No root", broadcast=True))[0] == 400


async def test_a_shared_file_can_be_fetched_by_the_app(desk: Desk) -> None:
    shared = await desk.act("upload", channel="C0LAUNCH", name="script.txt", content_base64=CONTENT, text="Use this")
    (message,) = await in_launch(desk)
    assert (message["subtype"], message["text"], message["user"]) == ("file_share", "Use this", "U0ALICE")
    info = (await desk.client().files_info(file=shared["file_id"]))["file"]
    assert info["shares"]["public"]["C0LAUNCH"][0]["ts"] == shared["ts"]
    headers = {"Authorization": f"Bearer {desk.settings.bot_token}"}
    async with desk.http.get(info["url_private"], headers=headers) as answer:
        assert await answer.read() == b"script"


async def test_a_file_for_an_input_is_shown_to_its_owner_only(desk: Desk) -> None:
    kept = await desk.act("upload", name="photo.png", content_base64=CONTENT)
    assert [file["id"] for file in (await desk.state("U0ALICE"))["files"]] == [kept["file_id"]]
    assert (await desk.state("U0BOB"))["files"] == []


@pytest.mark.parametrize("wrong", [{"content_base64": "%"}, {"content_base64": ""}, {"name": ""}])
async def test_a_file_that_cannot_be_is_refused(desk: Desk, wrong: dict[str, str]) -> None:
    good = {"channel": "C0LAUNCH", "name": "a.txt", "content_base64": CONTENT}
    assert (await desk.try_act("upload", **{**good, **wrong}))[0] == 400
    assert await in_launch(desk) == []


async def test_people_write_to_each_other_unseen_by_the_app(desk: Desk) -> None:
    channel = (await desk.act("open_dm", **{"with": "U0BOB"}))["channel"]
    await desk.act("post", channel=channel, text="Between us")
    assert (await desk.act("open_dm", user="U0BOB", **{"with": "U0ALICE"}))["channel"] == channel
    shown = {each["id"]: each for each in (await desk.state("U0BOB"))["channels"]}
    assert shown[channel]["user"] == "U0ALICE"
    assert channel not in (await desk.state("U0GUS"))["messages"]
    assert (await desk.try_act("open_dm", **{"with": "U0ALICE"}))[0] == 400


async def test_people_come_and_go(desk: Desk) -> None:
    await desk.act("leave", user="U0BOB", channel="C0LAUNCH")
    assert (await desk.try_act("leave", user="U0BOB", channel="C0LAUNCH"))[0] == 400
    await desk.act("join", user="U0BOB", channel="C0LAUNCH")
    (message,) = await in_launch(desk)
    assert (message["subtype"], message["user"]) == ("channel_join", "U0BOB")
    assert (await desk.try_act("join", user="U0BOB", channel="C0LAUNCH"))[0] == 400


async def test_what_was_read_stays_read(desk: Desk) -> None:
    first, second = await written(desk), await written(desk)
    for place in (second, first):
        await desk.act("read", channel="C0LAUNCH", ts=place["message_ts"])
    launch = next(each for each in (await desk.state("U0ALICE"))["channels"] if each["id"] == "C0LAUNCH")
    assert launch["last_read"] == second["message_ts"]


async def test_what_was_chosen_in_a_message_is_each_persons_own(desk: Desk) -> None:
    radio = {"type": "radio_buttons", "action_id": "size", "options": [option("Small"), option("Big")]}
    blocks = [{"type": "actions", "block_id": "order", "elements": [radio]}]
    ts = (await desk.client().chat_postMessage(channel="C0LAUNCH", text="Order", blocks=blocks))["ts"]
    big = {"type": "radio_buttons", "selected_option": option("Big")}
    chosen = await desk.act("select", channel="C0LAUNCH", message_ts=ts, action_id="size", value=big)
    assert chosen["dispatched"] is True
    wrong = {"type": "datepicker", "selected_date": "2026-11-23"}
    status, answer = await desk.try_act("select", channel="C0LAUNCH", message_ts=ts, action_id="size", value=wrong)
    assert (status, answer["error"]) == (400, "size in block order takes a radio_buttons value")


async def test_an_overflow_menu_has_only_its_options(desk: Desk) -> None:
    menu = {"type": "overflow", "action_id": "more", "options": [option("Edit"), option("Delete")]}
    blocks = [{"type": "actions", "block_id": "order", "elements": [menu]}]
    ts = (await desk.client().chat_postMessage(channel="C0LAUNCH", text="Order", blocks=blocks))["ts"]
    value = {"type": "overflow", "selected_option": {"text": plain("Burn"), "value": "burn"}}
    status, answer = await desk.try_act("select", channel="C0LAUNCH", message_ts=ts, action_id="more", value=value)
    assert (status, answer["error"]) == (400, "more has no such option")


async def test_an_app_that_does_not_answer_is_told_to_the_person(desk: Desk) -> None:
    ts = (await desk.client().chat_postMessage(channel="C0LAUNCH", text="Failed", blocks=[RETRY]))["ts"]
    await desk.act("click", channel="C0LAUNCH", message_ts=ts, action_id="retry")
    (notice,) = (await desk.state("U0ALICE"))["notices"]
    assert (notice["error"], notice["message_ts"]) == ("dispatch_failed", ts)
    assert notice["text"].startswith("Herald could not be reached")
    assert (await desk.state("U0BOB"))["notices"] == []


async def test_a_command_that_fails_is_told_by_slackbot(desk: Desk) -> None:
    await desk.act("command", channel="C0LAUNCH", text="/herald hello")
    (private,) = (await desk.state("U0ALICE"))["ephemerals"]
    assert private["message"]["text"] == '/herald failed with the error "dispatch_failed"'
    assert private["message"]["user"] == "USLACKBOT"


async def test_anybody_pins_a_message_and_takes_the_pin_away(desk: Desk) -> None:
    place = await written(desk)
    await desk.act("pin", **place, user="U0BOB")
    (message,) = await in_launch(desk)
    assert (message["pinned_to"], message["pinned_info"]["pinned_by"]) == (["C0LAUNCH"], "U0BOB")
    status, answer = await desk.try_act("pin", **place)
    assert (status, answer["error"]) == (400, f"{place['message_ts']}: already_pinned")
    await desk.act("pin", **place, remove=True)
    assert "pinned_to" not in (await in_launch(desk))[0]


async def test_a_private_message_cannot_be_pinned(desk: Desk) -> None:
    posted = await desk.client().chat_postEphemeral(channel="C0LAUNCH", user="U0ALICE", text="Psst")
    status, answer = await desk.try_act("pin", channel="C0LAUNCH", message_ts=posted["message_ts"])
    assert (status, answer["error"]) == (
        400,
        f"{posted['message_ts']} is shown to U0ALICE alone and cannot be pinned",
    )
