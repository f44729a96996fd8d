"""Opening, pushing, updating and publishing views."""

import pytest

from tests.playground.slack.desk import Desk
from tests.playground.slack.refusals import code
from tests.playground.slack.samples import FILLED, LANGUAGE, MODAL, SCRIPT, plain, section


async def trigger(desk: Desk) -> str:
    """A fresh trigger id."""
    trigger_id: str = (await desk.act("command", channel="C0LAUNCH", text="/herald"))["trigger_id"]
    return trigger_id


async def opened(desk: Desk) -> dict[str, str]:
    """An open modal."""
    view: dict[str, str] = (await desk.client().views_open(trigger_id=await trigger(desk), view=MODAL))["view"]
    return view


async def test_an_opened_view_has_all_its_ids_and_values(desk: Desk) -> None:
    view = (await desk.client().views_open(trigger_id=await trigger(desk), view=MODAL))["view"]
    assert (view["root_view_id"], view["previous_view_id"], view["bot_id"]) == (view["id"], None, "B0HERALD")
    assert view["state"]["values"]["script"] == {"text": {"type": "plain_text_input", "value": None}}
    assert view["state"]["values"]["language"]["language"]["selected_option"]["value"] == "english"
    assert view["blocks"][0]["optional"] is False
    (shown,) = (await desk.state("U0ALICE"))["views"]
    assert shown["view"] == view


async def test_a_trigger_works_for_three_seconds(desk: Desk) -> None:
    trigger_id = await trigger(desk)
    await desk.advance(3.1)
    assert await code(desk.client().views_open(trigger_id=trigger_id, view=MODAL)) == "expired_trigger_id"


async def test_a_trigger_still_works_shortly_before(desk: Desk) -> None:
    trigger_id = await trigger(desk)
    await desk.advance(2.0)
    assert (await desk.client().views_open(trigger_id=trigger_id, view=MODAL))["ok"]


async def test_a_trigger_works_once(desk: Desk) -> None:
    trigger_id = await trigger(desk)
    await desk.client().views_open(trigger_id=trigger_id, view=MODAL)
    assert await code(desk.client().views_open(trigger_id=trigger_id, view=MODAL)) == "exchanged_trigger_id"


async def test_a_made_up_trigger_does_not_work(desk: Desk) -> None:
    assert await code(desk.client().views_open(trigger_id="1.2.3", view=MODAL)) == "invalid_trigger_id"


async def test_the_default_conversation_is_where_the_person_was(desk: Desk) -> None:
    element = {"type": "conversations_select", "action_id": "to", "default_to_current_conversation": True}
    block = {"type": "input", "block_id": "to", "label": plain("Post to"), "element": element}
    view = {**MODAL, "blocks": [block]}
    shown = (await desk.client().views_open(trigger_id=await trigger(desk), view=view))["view"]
    assert shown["state"]["values"]["to"]["to"]["selected_conversation"] == "C0LAUNCH"


async def test_a_stack_holds_three_views(desk: Desk) -> None:
    client, first = desk.client(), await opened(desk)
    second = (await client.views_push(trigger_id=await trigger(desk), view=MODAL))["view"]
    assert (second["previous_view_id"], second["root_view_id"]) == (first["id"], first["id"])
    await client.views_push(trigger_id=await trigger(desk), view=MODAL)
    assert await code(client.views_push(trigger_id=await trigger(desk), view=MODAL)) == "push_limit_reached"


async def test_nothing_is_pushed_on_no_view(desk: Desk) -> None:
    assert await code(desk.client().views_push(trigger_id=await trigger(desk), view=MODAL)) == "not_found"


async def test_an_update_needs_the_hash_it_saw(desk: Desk) -> None:
    client, view = desk.client(), await opened(desk)
    updated = (await client.views_update(view_id=view["id"], hash=view["hash"], view=MODAL))["view"]
    assert updated["hash"] != view["hash"]
    assert await code(client.views_update(view_id=view["id"], hash=view["hash"], view=MODAL)) == "hash_conflict"


async def test_an_update_of_a_closed_view_finds_nothing(desk: Desk) -> None:
    view = await opened(desk)
    await desk.act("close", view_id=view["id"])
    assert await code(desk.client().views_update(view_id=view["id"], view=MODAL)) == "not_found"


async def test_an_update_keeps_what_was_entered_under_the_same_ids(desk: Desk) -> None:
    view = await opened(desk)
    value = FILLED["script"]["text"]
    await desk.act("select", view_id=view["id"], block_id="script", action_id="text", value=value)
    renamed = {**SCRIPT, "block_id": "script_2"}
    updated = (await desk.client().views_update(view_id=view["id"], view={**MODAL, "blocks": [SCRIPT, renamed]}))[
        "view"
    ]
    values = updated["state"]["values"]
    assert (values["script"]["text"], values["script_2"]["text"]["value"]) == (value, None)
    assert "language" not in values


async def test_an_external_id_is_given_once(desk: Desk) -> None:
    client, view = desk.client(), {**MODAL, "external_id": "draft-7"}
    await client.views_open(trigger_id=await trigger(desk), view=view)
    assert await code(client.views_push(trigger_id=await trigger(desk), view=view)) == "duplicate_external_id"
    assert (await client.views_update(external_id="draft-7", view=view))["ok"]


async def test_a_view_can_be_too_large(desk: Desk) -> None:
    view = {**MODAL, "blocks": [section("x" * 2600)] * 100}
    assert await code(desk.client().views_open(trigger_id=await trigger(desk), view=view)) == "view_too_large"


async def test_a_home_tab_is_published_and_published_again(desk: Desk) -> None:
    client, home = desk.client(), {"type": "home", "blocks": [LANGUAGE]}
    first = (await client.views_publish(user_id="U0ALICE", view=home))["view"]
    second = (await client.views_publish(user_id="U0ALICE", view=home, hash=first["hash"]))["view"]
    assert second["id"] == first["id"]
    assert await code(client.views_publish(user_id="U0ALICE", view=home, hash=first["hash"])) == "hash_conflict"
    assert (await desk.state("U0ALICE"))["homes"]["U0ALICE"] == second
    assert (await desk.state("U0BOB"))["homes"] == {}


@pytest.mark.parametrize("missing", ["view", "trigger_id"])
async def test_both_view_and_trigger_are_needed(desk: Desk, missing: str) -> None:
    given = {"view": MODAL, "trigger_id": await trigger(desk)}
    del given[missing]
    assert await code(desk.client().api_call("views.open", json=given)) == "invalid_arguments"
