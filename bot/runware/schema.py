"""Finding the enumerations of a schema document by property name, wherever they stand in it."""

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import unquote

_COMBINED: Final = ("allOf", "oneOf", "anyOf")
_PREVIEWS: Final = "x-previews"

Node = Mapping[str, Any]


@dataclass(frozen=True)
class Enumeration:
    """The ids a property allows, in the document's order, and the URLs of those that have a preview."""

    ids: tuple[str, ...] = ()
    previews: Mapping[str, str] = field(default_factory=dict)


def find_enumeration(document: object, name: str) -> Enumeration:
    """The longest enumeration of any property called `name`; empty when there is none.

    What a property refers to (`$ref` within the document) or combines (`allOf`, `oneOf`, `anyOf`) counts as its own.
    """
    found = (_enumeration(document, schema) for schema in _properties(document, name))
    return max(found, key=lambda enumeration: len(enumeration.ids), default=Enumeration())


def _properties(document: object, name: str) -> Iterator[object]:
    """The schema of every property of that name, anywhere."""
    waiting = [document]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            properties = node.get("properties")
            if isinstance(properties, dict) and name in properties:
                yield properties[name]
            waiting.extend(node.values())
        elif isinstance(node, list):
            waiting.extend(node)


def _enumeration(document: object, schema: object) -> Enumeration:
    """All that one property's schema allows."""
    ids: dict[str, None] = {}
    previews: dict[str, str] = {}
    for node in _parts(document, schema):
        values = node.get("enum", [node["const"]] if "const" in node else [])
        ids.update(dict.fromkeys(_strings(values)))
        pictured = node.get(_PREVIEWS)
        if isinstance(pictured, dict):
            previews.update((key, url) for key, url in pictured.items() if isinstance(url, str))
    return Enumeration(tuple(ids), previews)


def _strings(values: object) -> Iterator[str]:
    if isinstance(values, list):
        yield from (value for value in values if isinstance(value, str) and value)


def _parts(document: object, schema: object) -> Iterator[Node]:
    """The schema and everything it refers to or combines, each once, in order."""
    waiting, seen = deque([schema]), set[int]()
    while waiting:
        node = waiting.popleft()
        if not isinstance(node, dict) or id(node) in seen:
            continue
        seen.add(id(node))
        yield node
        if "$ref" in node:
            waiting.append(_resolve(document, node["$ref"]))
        for word in _COMBINED:
            branches = node.get(word)
            waiting.extend(branches if isinstance(branches, list) else [])


def _resolve(document: object, reference: object) -> object:
    """What a JSON pointer within the document points to; None when it points nowhere."""
    if not isinstance(reference, str) or not reference.startswith("#/"):
        return None
    node = document
    for step in unquote(reference[2:]).split("/"):
        key = step.replace("~1", "/").replace("~0", "~")
        if isinstance(node, dict):
            node = node.get(key)
        elif isinstance(node, list) and len(key) < 9 and key.isdecimal() and int(key) < len(node):
            node = node[int(key)]
        else:
            return None
    return node
