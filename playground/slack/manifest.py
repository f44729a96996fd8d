"""Reading an app's manifest, so that any app can run here: its commands, shortcuts, functions, scopes and events."""

import json
from pathlib import Path
from typing import Any

from playground.slack.model.wire import Json


class ManifestError(Exception):
    """A manifest that cannot be read: what, where, how to mend it."""


def read_manifest(path: Path) -> Json:
    """The settings that a manifest says, by the names they have in Settings. YAML or JSON. Raises ManifestError."""
    top = _Section(path, "", _parsed(path))
    features, oauth, settings = top.section("features"), top.section("oauth_config"), top.section("settings")
    said: Json = {
        "app_name": features.section("bot_user").get("display_name") or top.section("display_information").get("name"),
        "home_tab": bool(features.section("app_home").get("home_tab_enabled")),
        "commands": features.listed("slash_commands", ("command",)),
        "shortcuts": features.listed("shortcuts", ("name", "type", "callback_id")),
        "functions": _functions(top.section("functions")),
        "scopes": oauth.section("scopes").names("bot"),
        "optional_scopes": oauth.section("scopes").names("bot_optional"),
        "bot_events": settings.section("event_subscriptions").names("bot_events"),
        "redirect_urls": oauth.names("redirect_urls"),
        "token_rotation": bool(settings.get("token_rotation_enabled")),
    }
    return {name: value for name, value in said.items() if value is not None}


class _Section:
    """A part of a manifest that maps names to values; `where` is its own name with those above it."""

    def __init__(self, path: Path, where: str, content: Json) -> None:
        self.where = where
        self.content = content
        self._path = path

    def get(self, name: str) -> Any:
        """A value, None when it is missing."""
        return self.content.get(name)

    def section(self, name: str) -> "_Section":
        """A part below this one; empty when it is missing."""
        content = self.get(name) or {}
        if not isinstance(content, dict):
            raise self.error(name, "must map names to values")
        return _Section(self._path, self._at(name), content)

    def names(self, name: str) -> tuple[str, ...]:
        """A list of texts; empty when it is missing."""
        items = self.get(name) or []
        if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
            raise self.error(name, "must be a list of texts")
        return tuple(items)

    def listed(self, name: str, needed: tuple[str, ...]) -> tuple[Json, ...]:
        """A list of items that each have the keys of `needed`."""
        items: Any = self.get(name) or []
        if not isinstance(items, list):
            raise self.error(name, "must be a list")
        for position, item in enumerate(items):
            missing = [key for key in needed if not isinstance(item, dict) or not item.get(key)]
            if missing:
                raise self.error(f"{name}[{position}]", f"needs {', '.join(missing)}")
        return tuple(items)

    def error(self, name: str, problem: str) -> ManifestError:
        """The error that says what is wrong, and where."""
        return ManifestError(f"{self._path}: {self._at(name)} {problem}")

    def _at(self, name: str) -> str:
        return f"{self.where}.{name}" if self.where else name


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


def _functions(declared: _Section) -> tuple[Json, ...]:
    """Slack's function objects, but for what the service itself adds."""
    return tuple(_function(declared, callback_id) for callback_id in declared.content)


def _function(declared: _Section, callback_id: str) -> Json:
    function = declared.section(callback_id)
    if not function.get("title"):
        raise declared.error(callback_id, "needs a title")
    return {
        "callback_id": callback_id,
        "title": function.get("title"),
        "description": function.get("description") or "",
        "input_parameters": _parameters(function.section("input_parameters")),
        "output_parameters": _parameters(function.section("output_parameters")),
    }


def _parameters(declared: _Section) -> list[Json]:
    """The parameters as a list, from the names of a manifest, or from JSON Schema's `properties` and `required`."""
    if "properties" not in declared.content:
        return [_parameter(declared, name, required=False) for name in declared.content]
    properties, required = declared.section("properties"), declared.names("required")
    return [_parameter(properties, name, required=name in required) for name in properties.content]


def _parameter(declared: _Section, name: str, *, required: bool) -> Json:
    told = declared.section(name)
    if not told.get("type"):
        raise declared.error(name, "needs a type")
    title, description = told.get("title") or name, told.get("description") or ""
    needed = required if told.get("is_required") is None else bool(told.get("is_required"))
    return {"type": told.get("type"), "name": name, "title": title, "description": description, "is_required": needed}
