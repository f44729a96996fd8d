"""The views of the small app behind the page."""

from typing import Any, Final

from tests.browser.elements import Json, button, every_element, every_input, labelled, option, options, plain

FUNCTION: Final[Json] = {
    "callback_id": "make_video",
    "title": "Make a video",
    "description": "Turns a script into a video",
    "input_parameters": [{"type": "string", "name": "script", "title": "Script", "is_required": True}],
    "output_parameters": [{"type": "string", "name": "video", "title": "Video", "is_required": True}],
}
VOICES: Final = {"english": ("Jenny", "Guy"), "deutsch": ("Greta", "Otto")}


def compose_modal(script: str, *, script_label: str = "Script", language: str = "english") -> Json:
    """A modal with the inputs of a new video; its voices go with the language."""
    blocks = [
        {"type": "section", "text": {"type": "mrkdwn", "text": "What should it *say*?"}},
        labelled("script", script_label, _script(script), hint=plain("About 150 words make a minute.")),
        labelled("avatar", "Avatar", {"type": "external_select", "min_query_length": 0}),
        labelled("language", "Language", _languages(language), optional=True, dispatch_action=True),
        labelled(f"voice_{language}", "Voice", _voices(language), optional=True),
        labelled("where", "Post to", {"type": "conversations_select", "default_to_current_conversation": True}),
        labelled("people", "Notify", {"type": "multi_users_select"}, optional=True),
        labelled("extras", "Extras", {"type": "checkboxes", "options": options("Captions", "Music")}, optional=True),
        labelled("shape", "Shape", _shapes()),
        labelled("pace", "Pace", {"type": "number_input", "is_decimal_allowed": True}, optional=True),
        labelled("day", "Day", {"type": "datepicker"}, optional=True),
        labelled("moment", "Moment", {"type": "datetimepicker"}, optional=True),
        {"type": "context", "elements": [{"type": "mrkdwn", "text": "It costs about *$0.40*."}]},
        {"type": "actions", "elements": [button("more", "Background"), button("rename", "Rename")]},
    ]
    return modal("compose", "New video", blocks, submit="Create")


def background_modal(depth: int = 1) -> Json:
    """A further view on top of the first, from which one more can be opened."""
    colour = {"type": "plain_text_input", "action_id": "text"}
    blocks: list[Json] = [labelled("colour", "Colour", colour, optional=True)]
    if depth == 1:
        blocks.append({"type": "actions", "elements": [button("deeper", "Deeper")]})
    return modal("background", "Background" if depth == 1 else "Deepest", blocks, submit="Apply")


def everything_modal() -> Json:
    """A modal with every kind of input."""
    return modal("everything", "Everything", every_input(), submit="Send")


def home_view(opened: int) -> Json:
    """The Home tab with every element; it counts how often it was opened."""
    welcome = {"type": "header", "text": plain(f"Welcome, visit {opened}")}
    return {"type": "home", "blocks": [welcome, {"type": "divider"}, *every_element()]}


def plan(status: str) -> list[Json]:
    """The anchor's blocks while a video is made."""
    tasks = [
        {"type": "task_card", "task_id": "write", "title": "Script accepted", "status": "complete"},
        {"type": "task_card", "task_id": "render", "title": "Rendering", "status": status},
    ]
    return [{"type": "plan", "title": "Making your video", "tasks": tasks}]


def modal(callback_id: str, title: str, blocks: list[Json], *, submit: str) -> Json:
    """A modal with its two buttons."""
    texts = {"title": plain(title), "submit": plain(submit), "close": plain("Cancel")}
    return {"type": "modal", "callback_id": callback_id, **texts, "blocks": blocks}


def _script(initial: str) -> Json:
    limits = {"multiline": True, "min_length": 3, "max_length": 120}
    element: dict[str, Any] = {"type": "plain_text_input", "action_id": "text", **limits}
    return {**element, "initial_value": initial} if initial else element


def _languages(language: str) -> Json:
    listed = options(*(name.title() for name in VOICES))
    return {"type": "static_select", "options": listed, "initial_option": option(language.title())}


def _voices(language: str) -> Json:
    groups = [{"label": plain("Voices"), "options": options(*VOICES[language])}]
    return {"type": "static_select", "option_groups": groups}


def _shapes() -> Json:
    return {"type": "radio_buttons", "options": options("Wide", "Tall"), "initial_option": option("Wide")}
