"""Block Kit pieces for the small app: texts, options, inputs, and every element that can stand in a block."""

from typing import Any

Json = dict[str, Any]


def plain(text: str) -> Json:
    """A plain_text object."""
    return {"type": "plain_text", "text": text}


def option(name: str) -> Json:
    """An option whose value is made from its name."""
    return {"text": plain(name), "value": name.lower().replace(" ", "_")}


def options(*names: str) -> list[Json]:
    """Several options."""
    return [option(name) for name in names]


def button(action_id: str, text: str, **more: Any) -> Json:
    """A button."""
    return {"type": "button", "action_id": action_id, "text": plain(text), **more}


def labelled(block_id: str, label: str, element: Json, *, optional: bool = False, **more: Any) -> Json:
    """An input block."""
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain(label),
        "element": {"action_id": "pick", **element},
        "optional": optional,
        **more,
    }


def section(text: str, accessory: Json) -> Json:
    """A section with an element beside its text."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, "accessory": accessory}


CONFIRM: Json = {
    "title": plain("Are you sure?"),
    "text": plain("It goes for everyone."),
    "confirm": plain("Yes, do it"),
    "deny": plain("Keep"),
}
PLACES: Json = {"type": "static_select", "options": options("Paris", "Oslo")}


def every_element() -> list[Json]:
    """A block for each element that a person can use in a message or on the Home tab."""
    elements: dict[str, Json] = {
        "Place": PLACES,
        "Avatar": {"type": "external_select", "min_query_length": 0},
        "Person": {"type": "users_select"},
        "Conversation": {"type": "conversations_select"},
        "Channel": {"type": "channels_select"},
        "Day": {"type": "datepicker", "initial_date": "2026-12-24"},
        "Time": {"type": "timepicker"},
        "Extras": {"type": "checkboxes", "options": options("Captions", "Music")},
        "Shape": {"type": "radio_buttons", "options": options("Wide", "Tall")},
        "Menu": {"type": "overflow", "options": options("Archive it", "Share it")},
        "Places": {"type": "multi_static_select", "options": options("Rome", "Bern")},
    }
    sections = [
        section(f"*{name}*", {"action_id": name.lower(), **element, **_placeholder(name, element)})
        for name, element in elements.items()
    ]
    return [*sections, {"type": "actions", "elements": [button("go", "Go", style="primary"), _sure()]}]


def _placeholder(name: str, element: Json) -> Json:
    return {"placeholder": plain(f"Choose: {name}")} if "select" in element["type"] else {}


def _sure() -> Json:
    return button("drop", "Drop", style="danger", confirm=CONFIRM)


def every_input() -> list[Json]:
    """An input block for each kind of input a modal can have."""
    inputs: dict[str, Json] = {
        "Title": {"type": "plain_text_input", "max_length": 40},
        "Story": {"type": "plain_text_input", "multiline": True},
        "Email": {"type": "email_text_input"},
        "Website": {"type": "url_text_input"},
        "Amount": {"type": "number_input", "is_decimal_allowed": True},
        "Notes": {"type": "rich_text_input"},
        "Files": {"type": "file_input", "filetypes": ["txt", "png"], "max_files": 2},
        "City": PLACES,
        "Cities": {"type": "multi_static_select", "options": options("Rome", "Bern")},
        "Face": {"type": "external_select", "min_query_length": 0},
        "Faces": {"type": "multi_external_select", "min_query_length": 2},
        "Colleague": {"type": "users_select"},
        "Colleagues": {"type": "multi_users_select"},
        "Where": {"type": "conversations_select"},
        "Wheres": {"type": "multi_conversations_select"},
        "Room": {"type": "channels_select"},
        "Rooms": {"type": "multi_channels_select"},
        "Date": {"type": "datepicker"},
        "Clock": {"type": "timepicker"},
        "Instant": {"type": "datetimepicker"},
        "Options": {"type": "checkboxes", "options": options("Captions", "Music")},
        "Form": {"type": "radio_buttons", "options": options("Wide", "Tall")},
    }
    return [labelled(name.lower(), name, element, optional=True) for name, element in inputs.items()]
