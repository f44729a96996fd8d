"""Who may call: the tokens and the scopes that each method asks for."""

import pytest

from playground.slack.api.registry import METHODS
from playground.slack.settings import Settings
from tests.contract.slack.conftest import Call
from tests.playground.slack.desk import Desk, open_desk
from tests.playground.slack.refusals import refusal

CLOSED = sorted(name for name, method in METHODS.items() if method.caller == "bot")
SCOPED = sorted(name for name in CLOSED if METHODS[name].scopes)


async def errors(desk: Desk, names: list[str], headers: dict[str, str]) -> dict[str, str]:
    """What each method answers to a call without arguments."""
    found = {}
    for name in names:
        async with desk.http.post(f"{desk.url}/api/{name}", headers=headers) as answer:
            found[name] = (await answer.json())["error"]
    return found


async def test_every_method_asks_for_a_token(desk: Desk) -> None:
    assert set((await errors(desk, CLOSED, {})).values()) == {"not_authed"}


async def test_no_method_takes_a_token_that_was_never_given(desk: Desk) -> None:
    headers = {"Authorization": "Bearer xoxb-wrong"}
    assert set((await errors(desk, CLOSED, headers)).values()) == {"invalid_auth"}


async def test_no_method_takes_the_token_of_sockets(desk: Desk) -> None:
    headers = {"Authorization": f"Bearer {desk.settings.app_token}"}
    assert set((await errors(desk, CLOSED, headers)).values()) == {"not_allowed_token_type"}


async def test_every_method_asks_for_its_scope() -> None:
    async with open_desk(Settings(scopes=("commands",))) as desk:
        headers = {"Authorization": f"Bearer {desk.settings.bot_token}"}
        assert set((await errors(desk, SCOPED, headers)).values()) == {"missing_scope"}


@pytest.mark.parametrize(
    ("method", "args", "needed"),
    [
        ("conversations.history", {"channel": "G0SECRET"}, "groups:history"),
        ("conversations.replies", {"channel": "G0SECRET", "ts": "1.000001"}, "groups:history"),
        ("conversations.info", {"channel": "G0SECRET"}, "groups:read"),
        ("conversations.members", {"channel": "G0SECRET"}, "groups:read"),
        ("conversations.list", {"types": "public_channel,im"}, "im:read"),
        ("users.conversations", {"types": "mpim"}, "mpim:read"),
        ("conversations.open", {"users": "U0ALICE"}, "im:write"),
    ],
)
async def test_each_kind_of_conversation_has_its_own_scopes(method: str, args: dict[str, str], needed: str) -> None:
    async with open_desk(Settings(scopes=("channels:history", "channels:read", "channels:manage"))) as desk:
        await desk.act("command", channel="G0SECRET", text="/invite @Herald")
        refused = await refusal(desk.client().api_call(method, json=args))
    assert (refused["error"], refused["needed"]) == ("missing_scope", needed)


async def test_a_method_that_does_not_exist_is_named(call: Call) -> None:
    refused = await call("chat.shout", {}, None)
    assert (refused["error"], refused["req_method"]) == ("unknown_method", "chat.shout")
