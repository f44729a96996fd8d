"""One good block of each kind, and one good element of each kind."""

from typing import Any

from tests.playground.slack.samples import RETRY, option, plain, section

TEXT: dict[str, Any] = {"type": "text", "text": "Hi", "style": {"bold": True}}
RICH_SECTION: dict[str, Any] = {"type": "rich_text_section", "elements": [TEXT, {"type": "user", "user_id": "U0ALICE"}]}
RICH_TEXT: dict[str, Any] = {
    "type": "rich_text",
    "elements": [
        RICH_SECTION,
        {"type": "rich_text_list", "style": "bullet", "indent": 1, "elements": [RICH_SECTION]},
        {"type": "rich_text_quote", "elements": [{"type": "link", "url": "https://example.org"}]},
        {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "code"}]},
    ],
}
PICTURE: dict[str, Any] = {"type": "image", "image_url": "https://example.org/a.png", "alt_text": "A face"}
BUTTON: dict[str, Any] = RETRY["elements"][0]
TASK: dict[str, Any] = {
    "type": "task_card",
    "task_id": "render",
    "title": "Rendering",
    "status": "in_progress",
    "details": RICH_TEXT,
    "sources": [{"type": "url", "url": "https://example.org", "text": "Docs"}],
}
CARD: dict[str, Any] = {
    "type": "card",
    "title": plain("Ada"),
    "subtitle": plain("English"),
    "body": {"type": "mrkdwn", "text": "*Calm*"},
    "hero_image": PICTURE,
    "actions": [BUTTON],
}
OPTIONS: list[dict[str, Any]] = [option("A"), option("B")]


def labelled(element: dict[str, Any]) -> dict[str, Any]:
    """An input block around an element."""
    return {"type": "input", "label": plain("Label"), "hint": plain("Hint"), "element": element}


EVERYWHERE: list[dict[str, Any]] = [
    section(fields=[plain("A"), plain("B")], expand=True, accessory=BUTTON),
    {"type": "divider"},
    {"type": "header", "text": plain("Title")},
    {"type": "context", "elements": [plain("Small"), PICTURE]},
    RETRY,
    {**PICTURE, "title": plain("A face")},
    {
        "type": "video",
        "title": plain("Video"),
        "alt_text": "A video",
        "thumbnail_url": "https://example.org/a.png",
        "video_url": "https://example.org/a",
    },
    RICH_TEXT,
    CARD,
]
IN_MESSAGES: list[dict[str, Any]] = [
    {"type": "markdown", "text": "**Hi**"},
    {"type": "table", "rows": [[{"type": "raw_text", "text": "A"}, RICH_TEXT], [{"type": "raw_number", "value": 1}]]},
    {"type": "plan", "title": "Your video", "tasks": [TASK]},
    {"type": "carousel", "elements": [CARD, CARD]},
    {"type": "file", "external_id": "a", "source": "remote"},
    {
        "type": "container",
        "title": plain("Takes"),
        "subtitle": plain("Two of them"),
        "is_collapsible": True,
        "child_blocks": [section(), {"type": "divider"}],
    },
    {
        "type": "data_table",
        "caption": "Minutes by team",
        "page_size": 5,
        "rows": [
            [{"type": "raw_text", "text": "Team"}, {"type": "raw_text", "text": "Minutes"}],
            [RICH_TEXT, {"type": "raw_number", "value": 12}],
        ],
    },
    {
        "type": "data_visualization",
        "title": "Videos a day",
        "chart": {
            "type": "bar",
            "axis_config": {"categories": ["Mon", "Tue"], "x_label": "Day", "y_label": "Videos"},
            "series": [{"name": "Sales", "data": [{"label": "Mon", "value": 3}, {"label": "Tue", "value": 5}]}],
        },
    },
    {
        "type": "data_visualization",
        "title": "Voices",
        "chart": {"type": "pie", "segments": [{"label": "Ada", "value": 3}, {"label": "Ben", "value": 1.5}]},
    },
    {
        "type": "context_actions",
        "elements": [
            {
                "type": "feedback_buttons",
                "action_id": "rate",
                "positive_button": {"text": plain("Good"), "value": "up"},
                "negative_button": {"text": plain("Bad"), "value": "down"},
            },
            {"type": "icon_button", "action_id": "bin", "icon": "trash", "text": plain("Delete")},
        ],
    },
]
ELEMENTS: list[dict[str, Any]] = [
    {"type": "plain_text_input", "initial_value": "Hi", "min_length": 1, "max_length": 9, "focus_on_load": True},
    {"type": "email_text_input", "dispatch_action_config": {"trigger_actions_on": ["on_character_entered"]}},
    {"type": "url_text_input"},
    {"type": "number_input", "is_decimal_allowed": True, "initial_value": "1.5", "min_value": "0", "max_value": "9"},
    {"type": "rich_text_input", "initial_value": RICH_TEXT},
    {"type": "static_select", "options": OPTIONS, "initial_option": option("A"), "placeholder": plain("Pick")},
    {"type": "static_select", "option_groups": [{"label": plain("Group"), "options": OPTIONS}]},
    {"type": "multi_static_select", "options": OPTIONS, "initial_options": [option("A")], "max_selected_items": 2},
    {"type": "external_select", "initial_option": option("A"), "min_query_length": 0},
    {"type": "multi_external_select", "initial_options": [option("A")]},
    {"type": "users_select", "initial_user": "U0ALICE"},
    {"type": "multi_users_select", "initial_users": ["U0ALICE"]},
    {"type": "channels_select", "initial_channel": "C0LAUNCH"},
    {"type": "multi_channels_select"},
    {"type": "conversations_select", "filter": {"include": ["public", "im"], "exclude_bot_users": True}},
    {"type": "multi_conversations_select"},
    {"type": "checkboxes", "options": OPTIONS, "initial_options": [option("B")]},
    {"type": "radio_buttons", "options": OPTIONS},
    {"type": "datepicker", "initial_date": "2026-11-23"},
    {"type": "timepicker", "initial_time": "23:59"},
    {"type": "datetimepicker", "initial_date_time": 1_795_337_070},
]
INPUTS: list[dict[str, Any]] = [labelled(element) for element in ELEMENTS]
IN_MODALS: list[dict[str, Any]] = [
    {"type": "alert", "text": plain("Careful"), "level": "warning"},
    labelled({"type": "file_input", "filetypes": ["png"], "max_files": 1}),
]
MESSAGE_BLOCKS: list[dict[str, Any]] = [*EVERYWHERE, *IN_MESSAGES, *INPUTS]
MODAL_BLOCKS: list[dict[str, Any]] = [*EVERYWHERE, *IN_MODALS, *INPUTS]
