"""A manifest says which app runs here."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from playground.slack.manifest import ManifestError, read_manifest
from playground.slack.settings import Settings
from tests.playground.slack.desk import open_desk
from tests.playground.slack.refusals import code

YAML = """
display_information: {name: Orders}
features:
  slash_commands: [{command: /order, description: Order something, usage_hint: "[dish]", should_escape: false}]
  shortcuts: [{name: Order, type: global, callback_id: order, description: Order something}]
oauth_config:
  redirect_urls: [https://orders.example/slack/oauth_redirect]
  scopes: {bot: [commands, "chat:write"], bot_optional: ["chat:write"]}
settings:
  event_subscriptions: {bot_events: [app_mention]}
  token_rotation_enabled: true
functions:
  place_order:
    title: Place order
    description: Places an order
    input_parameters: {properties: {item: {type: string, title: Item}}, required: [item]}
    output_parameters: {order_id: {type: string, is_required: true}}
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """What a manifest says."""
    path = tmp_path / "manifest.yml"
    path.write_text(YAML)
    return Settings(**read_manifest(path))


async def test_the_app_of_the_manifest_runs(settings: Settings) -> None:
    async with open_desk(settings) as desk:
        state = await desk.state()
        assert [command["command"] for command in state["commands"]] == ["/order"]
        assert [shortcut["callback_id"] for shortcut in state["shortcuts"]] == ["order"]
        assert [user["name"] for user in state["users"] if user["is_bot"]] == ["orders"]
        assert (await desk.try_act("command", channel="C0LAUNCH", text="/herald"))[0] == 400
        assert (await desk.act("command", channel="C0LAUNCH", text="/order"))["trigger_id"]


def test_scopes_events_and_rotation_are_read(settings: Settings) -> None:
    assert (settings.scopes, settings.optional_scopes) == (("commands", "chat:write"), ("chat:write",))
    assert (settings.bot_events, settings.token_rotation) == (("app_mention",), True)
    assert settings.redirect_urls == ("https://orders.example/slack/oauth_redirect",)


def test_parameters_are_read_in_both_spellings(settings: Settings) -> None:
    (function,) = settings.functions
    item = {"type": "string", "name": "item", "title": "Item", "description": "", "is_required": True}
    order = {"type": "string", "name": "order_id", "title": "order_id", "description": "", "is_required": True}
    assert (function["input_parameters"], function["output_parameters"]) == ([item], [order])


async def test_a_home_is_published_only_where_the_manifest_has_one(settings: Settings) -> None:
    home = {"type": "home", "blocks": []}
    async with open_desk(settings) as desk:
        assert await code(desk.client().views_publish(user_id="U0ALICE", view=home)) == "not_enabled"
    async with open_desk(replace(settings, home_tab=True)) as desk:
        assert (await desk.client().views_publish(user_id="U0ALICE", view=home))["ok"]


async def test_a_command_is_escaped_only_where_the_manifest_says_so(settings: Settings) -> None:
    escaping = replace(settings, commands=({"command": "/order", "should_escape": True},))
    for said, text in ((settings, "for @bob"), (escaping, "for <@U0BOB|bob>")):
        async with open_desk(said) as desk:
            await desk.act("command", channel="C0LAUNCH", text="/order for @bob")
            async with desk.http.get(f"{desk.url}/_control/inspector", params={"kind": "command"}) as answer:
                assert (await answer.json())["entries"][0]["request"]["text"] == text


def test_heralds_own_manifest_can_be_read() -> None:
    said = read_manifest(Path(__file__).parents[3] / "manifest.yml")
    assert [command["command"] for command in said["commands"]] == ["/herald"]


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("none.yml", None, "cannot be read"),
        ("bad.json", "{", "is no JSON"),
        ("bad.yml", "a: [", "is no YAML"),
        ("list.json", "[]", "is no manifest"),
        ("features.json", json.dumps({"features": []}), ""),
        ("features.json", json.dumps({"features": "all"}), "features must map names to values"),
        (
            "commands.json",
            json.dumps({"features": {"slash_commands": [{}]}}),
            "features.slash_commands[0] needs command",
        ),
        ("shortcuts.json", json.dumps({"features": {"shortcuts": {}}}), ""),
        ("functions.json", json.dumps({"functions": {"f": {}}}), "functions.f needs a title"),
        (
            "inputs.json",
            json.dumps({"functions": {"f": {"title": "F", "input_parameters": {"item": {}}}}}),
            "functions.f.input_parameters.item needs a type",
        ),
        ("scopes.json", json.dumps({"oauth_config": {"scopes": []}}), ""),
        (
            "scopes.json",
            json.dumps({"oauth_config": {"scopes": {"bot": "commands"}}}),
            "oauth_config.scopes.bot must be a list of texts",
        ),
    ],
)
def test_a_manifest_that_cannot_be_read_is_explained(tmp_path: Path, name: str, text: str | None, problem: str) -> None:
    path = tmp_path / name
    if text is not None:
        path.write_text(text)
    if not problem:
        assert read_manifest(path)["commands"] == ()
        return
    with pytest.raises(ManifestError) as caught:
        read_manifest(path)
    assert problem in str(caught.value)
