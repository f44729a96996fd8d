"""Filling in a modal from the command line: a field is set by its name, as a person would set it."""

import re
from collections.abc import Mapping
from typing import Any, Final

from playground.launcher.control import Json, Person

_TYPED: Final = frozenset({"plain_text_input", "number_input", "email_text_input", "url_text_input"})
_PICKED: Final = frozenset({"static_select", "radio_buttons"})
_CONVERSATIONS: Final = {"conversations_select": "selected_conversation", "channels_select": "selected_channel"}


class FieldProblem(Exception):
    """A field cannot be set to what was asked."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def parse_fields(pairs: list[str]) -> dict[str, str]:
    """`["avatar=Anna"]` as `{"avatar": "Anna"}`; raises ValueError for what has no `=`."""
    fields = {}
    for pair in pairs:
        name, separator, value = pair.partition("=")
        if not separator or not name.strip():
            raise ValueError(f"{pair!r} is not name=value")
        fields[name.strip()] = value.strip()
    return fields


def input_blocks(view: Json) -> dict[str, Json]:
    """The inputs of a modal by their names: a block's id, without what follows `__`."""
    return {b["block_id"].partition("__")[0]: b for b in view["blocks"] if b["type"] == "input"}


async def set_field(person: Person, view: Json, field: str, wanted: str) -> str:
    """Set one field of an open modal; returns what was chosen, for a person. Raises FieldProblem."""
    block = input_blocks(view).get(field)
    if block is None:
        raise FieldProblem(field, f"the modal has no such field; it has {', '.join(input_blocks(view))}")
    element = block["element"]
    value, chosen = await _value_for(person, view, block, wanted)
    answer = await person.set_input(view["id"], block["block_id"], {"type": element["type"], **value})
    if answer.get("failed"):
        raise FieldProblem(field, f"Herald did not take it ({answer['failed']})")
    return chosen


async def pick_any(person: Person, view: Json, field: str, typed: str) -> str:
    """Search a field as one does who has nobody in mind, and take the best match; returns what was done.

    Where `typed` is empty or finds nothing, the first letters of a name that is on offer are typed.
    """
    block = input_blocks(view)[field]
    options = await _options(person, view, block, typed) if typed else []
    if not options:
        typed = first_letters(await _options(person, view, block, ""))
        options = await _options(person, view, block, typed)
    if not options:
        raise FieldProblem(field, f"the search for “{typed}” finds nothing")
    await person.set_input(view["id"], block["block_id"], {"type": "external_select", "selected_option": options[0]})
    return f"typed “{typed}”, chose {label(options[0])}"


async def _value_for(person: Person, view: Json, block: Json, wanted: str) -> tuple[Json, str]:
    element, field = block["element"], block["block_id"].partition("__")[0]
    kind = element["type"]
    if kind in _TYPED:
        return {"value": wanted}, wanted
    if kind == "external_select":
        option, chosen = await _search(person, view, block, wanted)
        return {"selected_option": option}, chosen
    if kind in _PICKED:
        picked = best_match(element["options"], wanted)
        if picked is None:
            raise FieldProblem(field, f"“{wanted}” is not among {', '.join(map(label, element['options']))}")
        return {"selected_option": picked}, label(picked)
    if kind in _CONVERSATIONS:
        channel = _channel(await person.look(), wanted)
        if channel is None:
            raise FieldProblem(field, f"there is no channel “{wanted}”")
        return {_CONVERSATIONS[kind]: channel["id"]}, f"#{channel['name']}"
    raise FieldProblem(field, f"a {kind} cannot be set from the command line")


async def _search(person: Person, view: Json, block: Json, wanted: str) -> tuple[Json, str]:
    option = best_match(await _options(person, view, block, wanted), wanted)
    if option is None:
        field = block["block_id"].partition("__")[0]
        raise FieldProblem(field, f"the search for “{wanted}” finds no such {field}")
    return option, f"typed “{wanted}”, chose {label(option)}"


async def _options(person: Person, view: Json, block: Json, typed: str) -> list[Json]:
    answer = await person.search(view["id"], block["block_id"], typed)
    if answer.get("failed"):
        field = block["block_id"].partition("__")[0]
        raise FieldProblem(field, f"Herald did not answer the search ({answer['failed']})")
    groups = answer.get("option_groups") or []
    return [*(answer.get("options") or []), *(option for group in groups for option in group["options"])]


def first_letters(options: list[Json]) -> str:
    """The first three letters of the first name offered; `a` where none is."""
    return next((word[:3] for word in re.findall(r"\w+", label(options[0]) if options else "")), "a")


def best_match(options: list[Json], wanted: str) -> Json | None:
    """The option with this id, else with this label, else the first whose texts hold all words of it."""
    words = wanted.casefold().split()

    def has_id(option: Json) -> bool:
        return bool(option["value"] == wanted)

    def has_label(option: Json) -> bool:
        return label(option).casefold() == wanted.casefold()

    def has_words(option: Json) -> bool:
        texts = f"{label(option)} {option.get('description', {}).get('text', '')} {option['value']}".casefold()
        return all(word in texts for word in words)

    return next((option for fits in (has_id, has_label, has_words) for option in options if fits(option)), None)


def label(option: Json) -> str:
    """What a person reads."""
    text: str = option["text"]["text"]
    return text


def _channel(state: Mapping[str, Any], wanted: str) -> Json | None:
    name = wanted.removeprefix("#").casefold()
    channels: list[Json] = state["channels"]
    return next((c for c in channels if c["id"] == wanted or (c.get("name") or "").casefold() == name), None)
