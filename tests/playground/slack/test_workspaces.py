"""Two workspaces, their people, and the channel they share."""

from typing import Any

from playground.slack.settings import Settings
from tests.playground.slack.desk import ALL_SCOPES, Desk, open_desk
from tests.playground.slack.refusals import code

PARTNERS = (*ALL_SCOPES, "channels:history")


async def view(desk: Desk, user: str, **query: str) -> dict[str, Any]:
    """What a person's page shows."""
    async with desk.http.get(f"{desk.url}/_control/state", params={"user": user, **query}) as answer:
        assert answer.status == 200, await answer.text()
        state: dict[str, Any] = await answer.json()
        return state


async def install_in_orbit(desk: Desk) -> str:
    """The app's token in the second workspace."""
    token: str = (await desk.act("install", user="U0CAROL"))["access_token"]
    return token


async def test_a_person_is_shown_their_own_workspace(desk: Desk) -> None:
    assert (await view(desk, "U0ALICE"))["team"]["name"] == "Playground"
    orbit = await view(desk, "U0CAROL")
    assert (orbit["team"]["id"], orbit["team"]["installed"]) == ("T0ORBIT", False)
    assert {channel["id"] for channel in orbit["channels"]} == {"C0ORBIT", "C0SHARED"}
    assert [team["id"] for team in orbit["teams"]] == ["T0PLAY", "T0ORBIT"]


async def test_strangers_are_marked(desk: Desk) -> None:
    people = {user["id"]: user for user in (await view(desk, "U0ALICE"))["users"]}
    assert (people["U0CAROL"]["is_stranger"], people["U0CAROL"]["team_id"]) == (True, "T0ORBIT")
    assert people["U0BOB"]["is_stranger"] is False
    assert "U0GUS" not in {user["id"] for user in (await view(desk, "U0CAROL"))["users"]}


async def test_a_guest_sees_only_their_channels(desk: Desk) -> None:
    assert [channel["id"] for channel in (await view(desk, "U0GUS"))["channels"]] == ["C0LAUNCH"]
    status, answer = await desk.try_act("post", user="U0GUS", channel="C0GENERAL", text="Hello")
    assert (status, answer["error"]) == (400, "U0GUS sees no conversation C0GENERAL")


async def test_a_deactivated_person_does_nothing(desk: Desk) -> None:
    status, answer = await desk.try_act("post", user="U0OLGA", channel="C0GENERAL", text="Hello")
    assert (status, answer["error"]) == (400, "U0OLGA is deactivated and cannot do anything")


async def test_the_shared_channel_holds_the_same_messages_for_both(desk: Desk) -> None:
    await desk.act("post", user="U0CAROL", channel="C0SHARED", text="Hello from Orbit")
    for user in ("U0ALICE", "U0DAN"):
        (message,) = (await view(desk, user))["messages"]["C0SHARED"]
        assert (message["text"], message["team"]) == ("Hello from Orbit", "T0ORBIT")


async def test_an_app_that_is_not_installed_cannot_be_used(desk: Desk) -> None:
    status, answer = await desk.try_act("command", user="U0CAROL", channel="C0ORBIT", text="/herald")
    assert (status, answer["error"]) == (400, "the app is not installed in Orbit; install it there first")


async def test_a_token_sees_only_its_workspace(desk: Desk) -> None:
    orbit = desk.client(await install_in_orbit(desk))
    about = await orbit.auth_test()
    assert (about["team_id"], about["user_id"], about["bot_id"]) == ("T0ORBIT", "U0HERALDO", "B0HERALDO")
    assert await code(orbit.conversations_info(channel="C0LAUNCH")) == "channel_not_found"
    assert await code(desk.client().conversations_info(channel="C0ORBIT")) == "channel_not_found"


async def test_each_workspace_has_its_own_bot(desk: Desk) -> None:
    orbit = desk.client(await install_in_orbit(desk))
    await desk.act("command", user="U0CAROL", channel="C0ORBIT", text="/invite @Herald")
    posted = await orbit.chat_postMessage(channel="C0ORBIT", text="Hello")
    assert (posted["message"]["user"], posted["message"]["team"]) == ("U0HERALDO", "T0ORBIT")


async def test_a_trigger_of_one_workspace_is_unknown_in_the_other(desk: Desk) -> None:
    orbit = desk.client(await install_in_orbit(desk))
    trigger_id = (await desk.act("command", channel="C0LAUNCH", text="/herald"))["trigger_id"]
    view = {"type": "modal", "title": {"type": "plain_text", "text": "Hello"}, "blocks": []}
    assert await code(orbit.views_open(trigger_id=trigger_id, view=view)) == "invalid_trigger_id"


async def test_an_unknown_workspace_is_named_in_the_refusal(desk: Desk) -> None:
    status, answer = await desk.try_act("post", team="T0NONE", channel="C0GENERAL", text="Hello")
    assert (status, answer["error"]) == (400, "no workspace T0NONE; there are T0PLAY, T0ORBIT")
    async with desk.http.get(f"{desk.url}/_control/state", params={"team": "T0NONE"}) as refused:
        assert refused.status == 400


async def test_a_channel_is_read_backwards_in_pieces(desk: Desk) -> None:
    for number in range(5):
        await desk.act("post", channel="C0LAUNCH", text=f"Message {number}")
    newest = (await view(desk, "U0ALICE", last="2"))["messages"]["C0LAUNCH"]
    assert [message["text"] for message in newest] == ["Message 3", "Message 4"]
    query = {"channel": "C0LAUNCH", "before": newest[0]["ts"], "limit": "2"}
    async with desk.http.get(f"{desk.url}/_control/messages", params=query) as answer:
        older = await answer.json()
    assert [message["text"] for message in older["messages"]] == ["Message 1", "Message 2"]
    assert older["has_more"] is True


async def test_only_a_member_installs_the_app_in_a_workspace(desk: Desk) -> None:
    status, answer = await desk.try_act("install", team="T0ORBIT")
    assert (status, answer["error"]) == (400, "U0ALICE is no member of Orbit; name a user who is")


async def test_the_app_may_have_another_name() -> None:
    async with open_desk(Settings(app_name="Orders")) as desk:
        assert (await desk.client().chat_postMessage(channel="C0LAUNCH", text="Hi"))["message"]["bot_profile"][
            "name"
        ] == "Orders"


async def test_a_view_belongs_to_its_workspace(desk: Desk) -> None:
    orbit = desk.client(await install_in_orbit(desk))
    trigger_id = (await desk.act("command", user="U0CAROL", channel="C0ORBIT", text="/herald"))["trigger_id"]
    modal = {"type": "modal", "title": {"type": "plain_text", "text": "Hello"}, "blocks": []}
    opened = await orbit.views_open(trigger_id=trigger_id, view=modal)
    home = await orbit.views_publish(user_id="U0CAROL", view={"type": "home", "blocks": []})
    for answer in (opened, home):
        view = answer["view"]
        assert (view["team_id"], view["app_installed_team_id"], view["bot_id"]) == ("T0ORBIT", "T0ORBIT", "B0HERALDO")
