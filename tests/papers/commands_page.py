"""docs/commands.md: each of the operator's commands, as the program itself describes it."""

import re
from collections.abc import Iterator
from typing import Any, Final

import typer

from bot.__main__ import cli

_HEAD: Final = """# Commands for the operator

<!-- Made by scripts/papers from what the program says of itself: change it there. -->

Each is `python -m bot NAME`, and `--help` behind it shows what stands here. They need the same environment as the
processes, as far as it matters to them, and say what is missing. Beside an embedded Redis of `all` they find it under
`HERALD_DATA_DIR`.
"""
_UNSAID: Final = {"help"}


def build_commands_page() -> str:
    """The page, from the program's commands."""
    parts = [_HEAD]
    for path, command in walk_commands():
        parts.append(
            f"\n## {path}\n\n```sh\n{_usage(path, command)}\n```\n\n{_description(command)}\n{_options(command)}"
        )
    return "".join(parts)


def walk_commands() -> Iterator[tuple[str, Any]]:
    """Each command with its words, those in groups too; a group that does something by itself is one."""
    yield from _walk("", typer.main.get_command(cli))


def _walk(path: str, command: Any) -> Iterator[tuple[str, Any]]:
    below = getattr(command, "commands", None)
    if below is None or getattr(command, "invoke_without_command", False):
        yield path, command
    for name, child in (below or {}).items():
        yield from _walk(f"{path} {name}".strip(), child)


def _usage(path: str, command: Any) -> str:
    words = [f"python -m bot {path}"]
    for parameter in command.params:
        if parameter.param_type_name == "argument":
            words.append(parameter.metavar or parameter.name.upper())
        elif parameter.name not in _UNSAID:
            shown = _option(parameter)
            words.append(shown if parameter.required else f"[{shown}]")
    return " ".join(words)


def _option(parameter: Any) -> str:
    name = "/".join([parameter.opts[0], *parameter.secondary_opts[:1]])
    choices = "|".join(getattr(parameter.type_descriptor.annotation, "__members__", {})).lower()
    return name if parameter.is_flag else f"{name} {parameter.metavar or choices or parameter.name.upper()}"


def _description(command: Any) -> str:
    text = (command.callback.__doc__ or command.help or "").strip()
    paragraphs = re.split(r"\n\s*\n", text)
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)


def _options(command: Any) -> str:
    rows = [
        f"| `{_option(parameter) if parameter.param_type_name == 'option' else parameter.metavar}` | {parameter.help} |"
        for parameter in command.params
        if parameter.name not in _UNSAID and getattr(parameter, "help", None)
    ]
    return "\n| option | meaning |\n|---|---|\n" + "\n".join(rows) + "\n" if rows else ""
