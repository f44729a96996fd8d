"""Finding the enumerations of a schema document by property name, wherever they stand in it."""

from collections import defaultdict, deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import unquote

from bot.errors import RunwareError

MOST_STEPS: Final = 300_000
"""Schemas looked at in one document; one that refers to itself over and over costs a second at most."""

_COMBINED: Final = ("allOf", "oneOf", "anyOf")
_LISTS: Final = ("enum", "x-enum", "x-enum-values", "x-extensible-enum")
_NAMES: Final = ("x-enumNames", "x-enum-labels", "enumNames")
_PREVIEWS: Final = "x-previews"

Node = Mapping[str, Any]


@dataclass(frozen=True)
class Enumeration:
    """The ids a property allows, in the document's order; where it has them, names and the URLs of previews by id."""

    ids: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    previews: Mapping[str, str] = field(default_factory=dict)


def find_enumerations(document: object) -> dict[str, Enumeration]:
    """The enumeration of every property that has one, by its name after that of the property it is in (`safety.mode`).

    What a property refers to (`$ref` within the document), combines (`allOf`, `oneOf`, `anyOf`) or holds (`items`)
    counts as its own. Of several properties of one name the longest enumeration counts.

    Raises RunwareError when the document leads round and round.
    """
    reading = _Reading(document)
    properties = list(reading.properties())
    parts = [list(reading.parts(schema)) for _, _, schema in properties]
    owners = _owners(properties, parts)
    found: dict[str, Enumeration] = {}
    for (name, where, _), nodes in zip(properties, parts, strict=True):
        enumeration = _enumeration(nodes)
        for owner in owners.get(where, ("",)):
            full = f"{owner}.{name}" if owner else name
            if len(enumeration.ids) > len(found.get(full, Enumeration()).ids):
                found[full] = enumeration
    return found


def longest_of(enumerations: Mapping[str, Enumeration], name: str) -> Enumeration:
    """The longest enumeration of any property called `name`, whatever it is in; empty when there is none."""
    named = (found for full, found in enumerations.items() if full.rpartition(".")[2] == name)
    return max(named, key=lambda enumeration: len(enumeration.ids), default=Enumeration())


def _owners(properties: list[tuple[str, int, object]], parts: list[list[Node]]) -> Mapping[int, Mapping[str, None]]:
    """For each group of properties, the names of the properties whose schema it belongs to."""
    owners: defaultdict[int, dict[str, None]] = defaultdict(dict)
    for (name, _, _), nodes in zip(properties, parts, strict=True):
        for node in nodes:
            if isinstance(node.get("properties"), dict):
                owners[id(node["properties"])][name] = None
    return owners


def _enumeration(nodes: list[Node]) -> Enumeration:
    """All that one property's schema allows."""
    ids: dict[str, None] = {}
    names: dict[str, str] = {}
    previews: dict[str, str] = {}
    for node in nodes:
        for id_, name in _allowed(node):
            ids[id_] = None
            if isinstance(name, str):
                names.setdefault(id_, name)
        pictured = node.get(_PREVIEWS)
        if isinstance(pictured, dict):
            previews.update((key, url) for key, url in pictured.items() if isinstance(url, str))
    return Enumeration(tuple(ids), names, previews)


def _allowed(node: Node) -> Iterator[tuple[str, object]]:
    """The ids that one schema lists, each with its name or None."""
    if "const" in node:
        yield from _pair(node["const"], node.get("title"))
    names: list[object] = next((node[word] for word in _NAMES if isinstance(node.get(word), list)), [])
    for word in _LISTS:
        listed = node.get(word)
        if isinstance(listed, dict):
            yield from ((id_, name) for id_, name in listed.items() if id_)
        elif isinstance(listed, list):
            padded = [*names, *[None] * (len(listed) - len(names))]
            for value, name in zip(listed, padded, strict=False):
                yield from _pair(value, name)


def _pair(value: object, name: object) -> Iterator[tuple[str, object]]:
    """An id with its name; the id may stand in an object with its name beside it."""
    if isinstance(value, dict):
        name = next((value[word] for word in ("label", "title", "name") if word in value), name)
        value = next((value[word] for word in ("value", "const", "id") if word in value), None)
    if isinstance(value, str) and value:
        yield value, name


class _Reading:
    """One document and how far it was read."""

    def __init__(self, document: object) -> None:
        self._document = document
        self._steps = 0

    def properties(self) -> Iterator[tuple[str, int, object]]:
        """Every property anywhere: its name, which group of properties it is in, its schema."""
        waiting = deque([self._document])
        while waiting:
            node = waiting.popleft()
            self._step()
            if isinstance(node, list):
                waiting.extend(node)
            if not isinstance(node, dict):
                continue
            group = node.get("properties")
            if isinstance(group, dict):
                yield from ((name, id(group), schema) for name, schema in group.items())
            waiting.extend(node.values())

    def parts(self, schema: object) -> Iterator[Node]:
        """A schema and everything it refers to or combines, each once, in order."""
        waiting, seen = deque([schema]), set[int]()
        while waiting:
            node = waiting.popleft()
            if not isinstance(node, dict) or id(node) in seen:
                continue
            self._step()
            seen.add(id(node))
            yield node
            if "$ref" in node:
                waiting.append(_resolve(self._document, node["$ref"]))
            waiting.append(node.get("items"))
            for word in _COMBINED:
                branches = node.get(word)
                waiting.extend(branches if isinstance(branches, list) else [])

    def _step(self) -> None:
        self._steps += 1
        if self._steps > MOST_STEPS:
            raise RunwareError("the schema document is too tangled: it refers to itself over and over")


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
