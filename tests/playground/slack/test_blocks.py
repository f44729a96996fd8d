"""Blocks that Slack refuses, each named in the refusal."""

from typing import Any

import pytest

from playground.slack.blocks.checks import message_block_problems
from playground.slack.blocks.suggestions import suggestion_problems
from playground.slack.blocks.views import is_too_large, view_problems
from tests.playground.slack.desk import Desk
from tests.playground.slack.refusals import refusal
from tests.playground.slack.samples import AVATAR, LANGUAGE, MODAL, RETRY, SCRIPT, option, plain, section

BUTTON = RETRY["elements"][0]


def accessory(element: dict[str, Any]) -> list[dict[str, Any]]:
    """One section with an element beside it."""
    return [section(accessory=element)]


def select(**more: Any) -> dict[str, Any]:
    """A static select."""
    return {"type": "static_select", "action_id": "a", **more}


REFUSED: dict[str, tuple[list[Any], str]] = {
    "too many blocks": ([section()] * 51, "no more than 50 items allowed [json-pointer:/blocks]"),
    "no type": ([{}], "missing required field: type [json-pointer:/blocks/0]"),
    "unknown type": ([section(), {"type": "marquee"}], "unsupported type: marquee [json-pointer:/blocks/1]"),
    "no object": (["text"], "must be an object [json-pointer:/blocks/0]"),
    "empty section": ([{"type": "section"}], "missing required field: text [json-pointer:/blocks/0]"),
    "empty text": ([section("")], "must be more than 0 characters [json-pointer:/blocks/0/text/text]"),
    "long text": ([section("x" * 3001)], "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"),
    "markup in a header": (
        [{"type": "header", "text": {"type": "mrkdwn", "text": "*Hi*"}}],
        "must be one of: plain_text [json-pointer:/blocks/0/text/type]",
    ),
    "crowded context": (
        [{"type": "context", "elements": [plain("x")] * 11}],
        "no more than 10 items allowed [json-pointer:/blocks/0/elements]",
    ),
    "crowded actions": (
        [{"type": "actions", "elements": [{**BUTTON, "action_id": str(n)} for n in range(26)]}],
        "no more than 25 items allowed [json-pointer:/blocks/0/elements]",
    ),
    "twin block ids": (
        [section(block_id="a"), section(block_id="a")],
        "`block_id` a already exists [json-pointer:/blocks/1/block_id]",
    ),
    "twin action ids": (
        [{"type": "actions", "elements": [BUTTON, BUTTON]}],
        "`action_id` retry already exists [json-pointer:/blocks/0/elements/1/action_id]",
    ),
    "long button": (
        accessory({**BUTTON, "text": plain("x" * 76)}),
        "must be less than 76 characters [json-pointer:/blocks/0/accessory/text/text]",
    ),
    "long value": (
        accessory({**BUTTON, "value": "x" * 2001}),
        "must be less than 2001 characters [json-pointer:/blocks/0/accessory/value]",
    ),
    "odd style": (
        accessory({**BUTTON, "style": "loud"}),
        "must be one of: primary, danger [json-pointer:/blocks/0/accessory/style]",
    ),
    "input beside a section": (
        accessory({"type": "plain_text_input"}),
        "unsupported type: plain_text_input [json-pointer:/blocks/0/accessory]",
    ),
    "too many options": (
        accessory(select(options=[option(str(n)) for n in range(101)])),
        "no more than 100 items allowed [json-pointer:/blocks/0/accessory/options]",
    ),
    "no options": (
        accessory(select()),
        "exactly one of options and option_groups is required [json-pointer:/blocks/0/accessory]",
    ),
    "long option": (
        accessory(select(options=[{"text": plain("x"), "value": "v" * 151}])),
        "must be less than 151 characters [json-pointer:/blocks/0/accessory/options/0/value]",
    ),
    "foreign initial option": (
        accessory(select(options=[option("A")], initial_option=option("B"))),
        "initial option is not among the options [json-pointer:/blocks/0/accessory]",
    ),
    "long script field": (
        [{**SCRIPT, "element": {**SCRIPT["element"], "max_length": 3001}}],
        "must be between 1 and 3000 [json-pointer:/blocks/0/element/max_length]",
    ),
    "input without a label": (
        [{"type": "input", "element": AVATAR["element"]}],
        "missing required field: label [json-pointer:/blocks/0]",
    ),
    "confirm without its text": (
        accessory({**BUTTON, "confirm": {"title": plain("Sure?")}}),
        "must be an object [json-pointer:/blocks/0/accessory/confirm/text]",
    ),
    "image without words": (
        [{"type": "image", "image_url": "https://example.org/a.png"}],
        "missing required field: alt_text [json-pointer:/blocks/0]",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_block_that_breaks_a_limit_is_named(name: str) -> None:
    blocks, problem = REFUSED[name]
    assert message_block_problems(blocks) == [problem]


def test_good_blocks_have_no_problems() -> None:
    assert message_block_problems([section(), RETRY, SCRIPT, AVATAR, LANGUAGE, {"type": "divider"}]) == []
    assert view_problems(MODAL, ("modal",)) == []


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"title": plain("x" * 25)}, "must be less than 25 characters [json-pointer:/title/text]"),
        ({"title": None}, "missing required field: title [json-pointer:]"),
        ({"submit": None}, "missing required field: submit [json-pointer:]"),
        ({"type": "popup"}, "must be one of: modal [json-pointer:/type]"),
        ({"blocks": None}, "missing required field: blocks [json-pointer:]"),
        ({"blocks": [section()] * 101}, "no more than 100 items allowed [json-pointer:/blocks]"),
        ({"private_metadata": "x" * 3001}, "must be less than 3001 characters [json-pointer:/private_metadata]"),
        ({"callback_id": "x" * 256}, "must be less than 256 characters [json-pointer:/callback_id]"),
    ],
)
def test_a_view_that_breaks_a_limit_is_refused(change: dict[str, Any], problem: str) -> None:
    assert view_problems({**MODAL, **change}, ("modal",)) == [problem]


def test_a_view_is_too_large_above_250_kilobytes() -> None:
    assert not is_too_large(MODAL)
    assert is_too_large({**MODAL, "blocks": [section("x" * 2600)] * 100})


def test_suggested_options_have_limits() -> None:
    assert suggestion_problems({"options": []}) == []
    assert suggestion_problems({"option_groups": []}) == []
    assert suggestion_problems({"option_groups": [{"label": plain("Recent"), "options": [option("Ada")]}]}) == []
    assert suggestion_problems({"options": [option("x")] * 101}) == [
        "no more than 100 items allowed [json-pointer:/options]"
    ]
    assert suggestion_problems({}) == ["must be an array [json-pointer:/option_groups]"]
    assert suggestion_problems(None) == ["must be an object [json-pointer:]"]


async def test_a_refused_message_names_the_block(desk: Desk) -> None:
    call = desk.client().chat_postMessage(channel="C0LAUNCH", text="Hi", blocks=[section(), section("")])
    body = await refusal(call)
    assert body["error"] == "invalid_blocks"
    assert body["response_metadata"]["messages"] == [
        "[ERROR] must be more than 0 characters [json-pointer:/blocks/1/text/text]"
    ]


async def test_a_refused_view_names_the_block(desk: Desk) -> None:
    trigger_id = (await desk.act("command", channel="C0LAUNCH", text="/herald"))["trigger_id"]
    body = await refusal(desk.client().views_open(trigger_id=trigger_id, view={**MODAL, "blocks": [section("")]}))
    assert body["error"] == "invalid_arguments"
    assert body["response_metadata"]["messages"] == [
        "[ERROR] must be more than 0 characters [json-pointer:/view/blocks/0/text/text]"
    ]
