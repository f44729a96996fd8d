"""Each kind of block and element: taken when it is good, and named when it is not."""

from typing import Any

import pytest

from playground.slack.blocks.checks import markdown_length, message_block_problems
from playground.slack.blocks.normal import normal_blocks
from playground.slack.blocks.views import view_problems
from playground.slack.model.view_state import used
from tests.playground.slack.every_block import (
    BUTTON,
    CARD,
    IN_MESSAGES,
    IN_MODALS,
    MESSAGE_BLOCKS,
    MODAL_BLOCKS,
    PICTURE,
    RICH_SECTION,
    TASK,
    labelled,
)
from tests.playground.slack.samples import MODAL, option, plain, section


def table(*rows: list[dict[str, Any]]) -> dict[str, Any]:
    """A table block."""
    return {"type": "table", "rows": list(rows)}


def rich(*parts: dict[str, Any]) -> dict[str, Any]:
    """A rich text block."""
    return {"type": "rich_text", "elements": list(parts)}


CELL = {"type": "raw_text", "text": "x"}
CONTAINER: dict[str, Any] = {"type": "container", "title": plain("Takes")}
HERE = "[json-pointer:/blocks/0"
BAD: dict[str, tuple[dict[str, Any], str]] = {
    "long card": ({**CARD, "body": plain("x" * 201)}, f"must be less than 201 characters {HERE}/body/text]"),
    "empty card": ({"type": "card"}, f"must have a hero_image, a title, a body or actions {HERE}]"),
    "crowded card": (
        {**CARD, "actions": [{**BUTTON, "action_id": str(n)} for n in range(4)]},
        f"no more than 3 items allowed {HERE}/actions]",
    ),
    "card without a picture": ({**CARD, "icon": section()}, f"must be an image {HERE}/icon]"),
    "crowded carousel": (
        {"type": "carousel", "elements": [CARD] * 11},
        f"no more than 10 items allowed {HERE}/elements]",
    ),
    "carousel of sections": ({"type": "carousel", "elements": [section()]}, f"must be a card {HERE}/elements/0]"),
    "wide table": (table([CELL] * 21), f"no more than 20 items allowed {HERE}/rows/0]"),
    "long table": (table(*[[CELL]] * 101), f"no more than 100 items allowed {HERE}/rows]"),
    "odd cell": (table([plain("x")]), f"unsupported type: plain_text {HERE}/rows/0/0]"),
    "plan of sections": (
        {"type": "plan", "title": "Plan", "tasks": [section()]},
        f"must be a task_card {HERE}/tasks/0]",
    ),
    "plan with a title object": (
        {"type": "plan", "title": plain("Plan"), "tasks": [TASK]},
        f"must be a string {HERE}/title]",
    ),
    "odd status": (
        {**TASK, "status": "done"},
        f"must be one of: pending, in_progress, complete, error {HERE}/status]",
    ),
    "plain details": ({**TASK, "details": "Soon"}, f"must be a rich_text {HERE}/details]"),
    "odd source": ({**TASK, "sources": [{"type": "book"}]}, f"must be a url {HERE}/sources/0]"),
    "loose text": (rich({"type": "text", "text": "Hi"}), f"unsupported type: text {HERE}/elements/0]"),
    "list of words": (
        rich({"type": "rich_text_list", "style": "bullet", "elements": [{"type": "text", "text": "Hi"}]}),
        f"must be a rich_text_section {HERE}/elements/0/elements/0]",
    ),
    "odd list": (
        rich({"type": "rich_text_list", "style": "dashes", "elements": [RICH_SECTION]}),
        f"must be one of: bullet, ordered {HERE}/elements/0/style]",
    ),
    "link to nowhere": (
        rich({"type": "rich_text_section", "elements": [{"type": "link"}]}),
        f"missing required field: url {HERE}/elements/0/elements/0]",
    ),
    "nested container": (
        {**CONTAINER, "child_blocks": [{**CONTAINER, "child_blocks": [section()]}]},
        f"unsupported type: container {HERE}/child_blocks/0]",
    ),
    "two sources": (
        {**PICTURE, "slack_file": {"id": "F0"}},
        f"only one of image_url and slack_file is allowed {HERE}]",
    ),
    "video over http": (
        {
            "type": "video",
            "title": plain("Video"),
            "alt_text": "A video",
            "thumbnail_url": "https://example.org/a.png",
            "video_url": "http://example.org/a",
        },
        f"must be an https url {HERE}/video_url]",
    ),
    "13th month": (
        labelled({"type": "datepicker", "initial_date": "2026-13-01"}),
        f"must have the form YYYY-MM-DD {HERE}/element/initial_date]",
    ),
    "25th hour": (
        labelled({"type": "timepicker", "initial_time": "25:00"}),
        f"must have the form HH:mm {HERE}/element/initial_time]",
    ),
    "moment in words": (
        labelled({"type": "datetimepicker", "initial_date_time": "soon"}),
        f"must be between 1000000000 and 9999999999 {HERE}/element/initial_date_time]",
    ),
    "number in words": (
        labelled({"type": "number_input", "is_decimal_allowed": False, "min_value": "few"}),
        f"must be a number {HERE}/element/min_value]",
    ),
    "odd filter": (
        labelled({"type": "conversations_select", "filter": {"include": ["secret"]}}),
        f"must be one of: im, mpim, private, public {HERE}/element/filter/include/0]",
    ),
    "empty filter": (
        labelled({"type": "conversations_select", "filter": {}}),
        f"must be an object with at least one field {HERE}/element/filter]",
    ),
    "odd dispatch": (
        labelled({"type": "plain_text_input", "dispatch_action_config": {"trigger_actions_on": ["on_smile"]}}),
        f"must be one of: on_enter_pressed, on_character_entered {HERE}/element/dispatch_action_config"
        "/trigger_actions_on/0]",
    ),
    "crossed lengths": (
        labelled({"type": "plain_text_input", "min_length": 9, "max_length": 3}),
        f"must not be greater than max_length {HERE}/element/min_length]",
    ),
    "nothing to select": (
        labelled({"type": "multi_users_select", "max_selected_items": 0}),
        f"must be between 1 and 3000 {HERE}/element/max_selected_items]",
    ),
    "a file in a message": (
        labelled({"type": "file_input"}),
        f"unsupported type: file_input {HERE}/element]",
    ),
    "workflow without a trigger": (
        section(accessory={"type": "workflow_button", "text": plain("Run"), "workflow": {}}),
        f"missing required field: url {HERE}/accessory/workflow/trigger]",
    ),
    "yes in words": (section(expand="yes"), f"must be a boolean {HERE}/expand]"),
    "foreign initial": (
        labelled({"type": "external_select", "initial_option": {"text": plain("A")}}),
        f"missing required field: value {HERE}/element/initial_option]",
    ),
    "eleventh radio button": (
        labelled({"type": "radio_buttons", "options": [option(str(n)) for n in range(11)]}),
        f"no more than 10 items allowed {HERE}/element/options]",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_wrong_with_a_block_is_named(name: str) -> None:
    block, problem = BAD[name]
    assert message_block_problems([block]) == [problem]


def test_good_blocks_of_every_kind_are_taken() -> None:
    assert message_block_problems(MESSAGE_BLOCKS) == []
    assert view_problems({**MODAL, "blocks": MODAL_BLOCKS}, ("modal",)) == []


@pytest.mark.parametrize("block", [*IN_MESSAGES, TASK], ids=lambda block: block["type"])
def test_what_only_messages_show_is_refused_in_modals(block: dict[str, Any]) -> None:
    problem = f"unsupported type: {block['type']} [json-pointer:/blocks/0]"
    assert view_problems({**MODAL, "blocks": [block]}, ("modal",)) == [problem]


def test_alerts_are_refused_in_messages() -> None:
    assert message_block_problems(IN_MODALS[:1]) == ["unsupported type: alert [json-pointer:/blocks/0]"]


def test_tasks_do_not_stand_beside_a_plan() -> None:
    blocks = [{"type": "plan", "title": "Plan", "tasks": [TASK]}, TASK]
    assert message_block_problems(blocks) == ["plan and task_card cannot stand side by side [json-pointer:/blocks/1]"]


def test_a_message_holds_one_table() -> None:
    blocks = [table([CELL]), section(), table([CELL])]
    assert message_block_problems(blocks) == ["only one table is allowed [json-pointer:/blocks/2]"]


def test_a_block_id_in_a_container_counts_as_one_of_the_message() -> None:
    inner = {**CONTAINER, "child_blocks": [section(block_id="a")]}
    problem = "`block_id` a already exists [json-pointer:/blocks/1/child_blocks/0/block_id]"
    assert message_block_problems([section(block_id="a"), inner]) == [problem]


def test_elements_in_cards_can_be_used() -> None:
    (carousel,) = normal_blocks([{"type": "carousel", "elements": [CARD]}])
    assert [(block["type"], element["action_id"]) for block, element in used([carousel])] == [("card", "retry")]


def test_markdown_is_counted_over_all_blocks() -> None:
    assert markdown_length([{"type": "markdown", "text": "abc"}, section("x"), {"type": "markdown", "text": "de"}]) == 5
