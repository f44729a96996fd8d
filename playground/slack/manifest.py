"""Reading an app's manifest, so that any app can run here: its commands, shortcuts, functions, scopes and events."""

import json
from pathlib import Path
from typing import Any

from playground.slack.model.wire import Json


class ManifestError(Exception):
    """A manifest that cannot be read: what, where, how to mend it."""


def read_manifest(path: Path) -> Json:
    """The settings that a manifest says, by the names they have in Settings. YAML or JSON. Raises ManifestError."""
    document = _parsed(path)
    sections = _Sections(path, document)
    features, oauth = sections.mapping("features"), sections.mapping("oauth_config")
    scopes = oauth.get("scopes") or {}
    optional = scopes.get("bot_optional") or []
    subscriptions = sections.mapping("settings").get("event_subscriptions") or {}
    said: Json = {
        "app_name": sections.mapping("display_information").get("name"),
        "commands": sections.listed(features, "slash_commands", ("command",)),
        "shortcuts": sections.listed(features, "shortcuts", ("name", "type", "callback_id")),
        "functions": _functions(path, sections.mapping("functions")),
        "scopes": tuple(scopes.get("bot") or ()),
        "optional_scopes": tuple(optional),
        "bot_events": tuple(subscriptions.get("bot_events") or ()),
        "redirect_urls": tuple(oauth.get("redirect_urls") or ()),
        "token_rotation": bool(sections.mapping("settings").get("token_rotation_enabled")),
    }
    return {name: value for name, value in said.items() if value is not None}


class _Sections:
    """The parts of a manifest, each checked to be what it should be."""

    def __init__(self, path: Path, document: Json) -> None:
        self._path = path
        self._document = document

    def mapping(self, name: str) -> Json:
        """A part that maps names to values; empty when it is missing."""
        part = self._document.get(name) or {}
        if not isinstance(part, dict):
            raise ManifestError(f"{self._path}: {name} must map names to values")
        return part

    def listed(self, part: Json, name: str, needed: tuple[str, ...]) -> tuple[Json, ...]:
        """A list of items that each have the keys of `needed`."""
        items: Any = part.get(name) or []
        if not isinstance(items, list):
            raise ManifestError(f"{self._path}: features.{name} must be a list")
        for position, item in enumerate(items):
            missing = [key for key in needed if not isinstance(item, dict) or not item.get(key)]
            if missing:
                raise ManifestError(f"{self._path}: features.{name}[{position}] needs {', '.join(missing)}")
        return tuple(items)


def _parsed(path: Path) -> Json:
    try:
        text = path.read_text()
    except OSError as error:
        raise ManifestError(f"{path} cannot be read: {error.strerror}") from None
    document = _json(path, text) if path.suffix == ".json" else _yaml(path, text)
    if not isinstance(document, dict):
        raise ManifestError(f"{path} is no manifest: it must map names such as features and oauth_config to values")
    return document


def _json(path: Path, text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        raise ManifestError(f"{path} is no JSON: {error}") from None


def _yaml(path: Path, text: str) -> Any:
    try:
        import yaml  # noqa: PLC0415 - only a YAML manifest needs it
    except ImportError:
        raise ManifestError(f"{path}: install PyYAML to read it, or give the manifest as a .json file") from None
    try:
        return yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise ManifestError(f"{path} is no YAML: {error}") from None


def _functions(path: Path, declared: Json) -> tuple[Json, ...]:
    """Slack's function objects, but for what the service itself adds."""
    return tuple(_function(path, callback_id, function) for callback_id, function in declared.items())


def _function(path: Path, callback_id: str, function: Any) -> Json:
    if not isinstance(function, dict) or not function.get("title"):
        raise ManifestError(f"{path}: functions.{callback_id} needs a title")
    return {
        "callback_id": callback_id,
        "title": function["title"],
        "description": function.get("description") or "",
        "input_parameters": _parameters(function.get("input_parameters") or {}),
        "output_parameters": _parameters(function.get("output_parameters") or {}),
    }


def _parameters(declared: Json) -> list[Json]:
    """The parameters as a list, from the names of a manifest, or from JSON Schema's `properties` and `required`."""
    properties, required = declared.get("properties", declared), declared.get("required", [])
    return [_parameter(name, told, name in required) for name, told in properties.items()]


def _parameter(name: str, told: Json, required: bool) -> Json:
    title, description = told.get("title") or name, told.get("description") or ""
    needed = bool(told.get("is_required", required))
    return {"type": told["type"], "name": name, "title": title, "description": description, "is_required": needed}
