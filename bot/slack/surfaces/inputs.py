"""The inputs that forms are made of, and what a person left in them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from bot.errors import InvalidField
from bot.slack.surfaces.blocks import OPTION_LIMIT, Block, option, plain
from bot.slack.surfaces.escape import one_line, shorten, tidy, width

TEXT_LIMIT: Final = 3000
"""What one input holds: https://docs.slack.dev/reference/block-kit/block-elements/plain-text-input-element"""
VALUE_LIMIT: Final = 150
_PLACEHOLDER_LIMIT: Final = 150
_LABEL_LIMIT: Final = 2000
_TICKED: Final = "yes"


OWN_CHANNELS: Final[Mapping[str, bool]] = {"exclude_bot_users": True, "exclude_external_shared_channels": True}
"""The filter of a select that offers no channel shared with another organisation: what is posted there is asked for
there. Which channels are shared Herald cannot look up without a scope that reads them all.

https://docs.slack.dev/reference/block-kit/composition-objects/conversation-filter-object
"""
NOT_SHARED: Final = "Channels shared with other organisations are left out"


@dataclass(frozen=True)
class Pick:
    """A choice: the id, and the name that people see."""

    value: str
    label: str


def input_block(
    block_id: str, label: str, element: Block, *, hint: str | None = None, optional: bool = True, told: bool = False
) -> Block:
    """An input with its label; one that is `told` reports each change."""
    block: Block = {
        "type": "input",
        "block_id": block_id,
        "label": plain(label, OPTION_LIMIT),
        "element": element,
        "optional": optional,
        "dispatch_action": told,
    }
    if hint is not None:
        block["hint"] = plain(hint, _LABEL_LIMIT)
    return block


def search(action_id: str, placeholder: str, chosen: Pick | None) -> Block:
    """A select that asks Herald for its options."""
    element: Block = {
        "type": "external_select",
        "action_id": action_id,
        "min_query_length": 0,
        "placeholder": plain(placeholder, _PLACEHOLDER_LIMIT),
    }
    if chosen is not None and 0 < width(chosen.value) <= VALUE_LIMIT:
        element["initial_option"] = option(chosen.value, chosen.label)
    return element


def select(action_id: str, placeholder: str, picks: Sequence[Pick], chosen: str | None) -> Block:
    """A select among a few options."""
    options = [option(pick.value, pick.label) for pick in picks]
    element: Block = {
        "type": "static_select",
        "action_id": action_id,
        "options": options,
        "placeholder": plain(placeholder, _PLACEHOLDER_LIMIT),
    }
    initial = next((one for one in options if one["value"] == chosen), None)
    if initial is not None:
        element["initial_option"] = initial
    return element


def text(
    action_id: str, placeholder: str, value: str | None, *, limit: int = TEXT_LIMIT, multiline: bool = False
) -> Block:
    """A text to be typed, on one line or on several."""
    element: Block = {
        "type": "plain_text_input",
        "action_id": action_id,
        "multiline": multiline,
        "max_length": limit,
        "placeholder": plain(placeholder, _PLACEHOLDER_LIMIT),
    }
    shown = shorten(tidy(value or "").strip(), limit)
    if shown:
        element["initial_value"] = shown
    return element


def number(
    action_id: str, placeholder: str, value: Decimal | int | None, *, least: str, most: str | None = None
) -> Block:
    """A number to be typed, whole where its bounds are."""
    element: Block = {
        "type": "number_input",
        "action_id": action_id,
        "is_decimal_allowed": "." in least,
        "min_value": least,
        "placeholder": plain(placeholder, _PLACEHOLDER_LIMIT),
    }
    if most is not None:
        element["max_value"] = most
    if value is not None:
        element["initial_value"] = f"{value:f}"
    return element


def tick(action_id: str, label: str, *, ticked: bool) -> Block:
    """One box to tick."""
    box = option(_TICKED, label)
    element: Block = {"type": "checkboxes", "action_id": action_id, "options": [box]}
    if ticked:
        element["initial_options"] = [box]
    return element


class FormState:
    """What a person left in a form; a field is known by its `action_id`, wherever it stands."""

    def __init__(self, values: Mapping[str, Mapping[str, Any]]) -> None:
        self._states = {action_id: state or {} for block in values.values() for action_id, state in block.items()}
        self._blocks = {action_id: block_id for block_id, block in values.items() for action_id in block}

    @classmethod
    def of(cls, view: Mapping[str, Any]) -> "FormState":
        """The state of a view as Slack hands it over."""
        return cls((view.get("state") or {}).get("values") or {})

    def __contains__(self, field: object) -> bool:
        """Whether the form has the field."""
        return field in self._states

    def block_of(self, field: str) -> str | None:
        """The `block_id` beside which an error about the field is shown; None where the form has no such field."""
        return self._blocks.get(field)

    def text(self, field: str) -> str | None:
        """What was typed; None when nothing was."""
        typed = self._states.get(field, {}).get("value")
        return str(typed) if typed else None

    def number(self, field: str) -> Decimal | None:
        """The number that was typed; raises InvalidField for what is none."""
        typed = self.text(field)
        if typed is None:
            return None
        try:
            return Decimal(typed)
        except InvalidOperation:
            raise InvalidField(field, f"“{one_line(typed, 20)}” is not a number.") from None

    def whole(self, field: str) -> int | None:
        """The whole number that was typed; raises InvalidField for what is none."""
        found = self.number(field)
        if found is None:
            return None
        if not found.is_finite() or found != found.to_integral_value():
            raise InvalidField(field, "Write a whole number.")
        return int(found)

    def option(self, field: str) -> str | None:
        """The value of the option that was picked; None when none was."""
        value = (self._states.get(field, {}).get("selected_option") or {}).get("value")
        return value if isinstance(value, str) and value else None

    def conversation(self, field: str) -> str | None:
        """The conversation that was picked; None when none was."""
        channel_id = self._states.get(field, {}).get("selected_conversation")
        return channel_id if isinstance(channel_id, str) and channel_id else None

    def conversations(self, field: str) -> list[str]:
        """The conversations that were picked, where several may be; each once."""
        found = self._states.get(field, {}).get("selected_conversations") or []
        return list(dict.fromkeys(channel_id for channel_id in found if isinstance(channel_id, str) and channel_id))

    def time(self, field: str) -> datetime | None:
        """The moment that was picked; None when none was."""
        seconds = self._states.get(field, {}).get("selected_date_time")
        return datetime.fromtimestamp(seconds, UTC) if isinstance(seconds, int) and seconds > 0 else None

    def file(self, field: str) -> Mapping[str, Any] | None:
        """Slack's object of the file that was given: https://docs.slack.dev/reference/objects/file-object"""
        files: list[dict[str, Any]] = self._states.get(field, {}).get("files") or []
        return next(iter(files), None)

    def user(self, field: str) -> str | None:
        """The person who was picked; None when nobody was."""
        user_id = self._states.get(field, {}).get("selected_user")
        return user_id if isinstance(user_id, str) and user_id else None

    def users(self, field: str) -> list[str]:
        """The people who were picked, where several may be; each once."""
        found = self._states.get(field, {}).get("selected_users") or []
        return list(dict.fromkeys(user_id for user_id in found if isinstance(user_id, str) and user_id))

    def options(self, field: str) -> list[str]:
        """The values of the options that were picked, where several may be."""
        found = self._states.get(field, {}).get("selected_options") or []
        values = [one.get("value") for one in found if isinstance(one, dict)]
        return [value for value in values if isinstance(value, str) and value]

    def ticked(self, field: str) -> bool:
        """Whether the box was ticked."""
        return bool(self._states.get(field, {}).get("selected_options"))
