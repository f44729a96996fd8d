"""docs/settings.md: each setting with what it takes, its default, who needs it and what it means."""

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal, get_args, get_origin

from pydantic import SecretStr
from pydantic.fields import FieldInfo

from bot.settings import Settings, survey_settings

PARTS: Final = ("web", "worker", "all")
MANY: Final = "many workspaces"
_ABSENT: Final = re.compile(r"([A-Z_]+) is not set")
_VARIABLE: Final = re.compile(r"#?([A-Z_]+)=")
_HEAD: Final = """# Settings

<!-- Made by scripts/papers from bot/settings.py and .env.example: change those. -->

Herald reads its environment and no file, and starts only when all of it is right: it names each thing that is wrong,
with its mend, and ends with exit code 2. `python -m bot doctor` tells the same and more.
[`.env.example`](../.env.example) is a file to begin with.

*Needed by* says which process does not start without it: `web`, `worker`, `all`, or any of them once Herald serves
*many workspaces*.
"""


@dataclass(frozen=True)
class Entry:
    """Some variables that one comment of the example is about."""

    names: tuple[str, ...]
    meaning: str


@dataclass(frozen=True)
class Chapter:
    """A part of the example between two headings."""

    title: str
    entries: tuple[Entry, ...]


def build_settings_page(example: str) -> str:
    """The page, from the example's comments and the code's fields."""
    needed = needed_by()
    parts = [_HEAD]
    for chapter in read_example(example):
        rows = [_row(entry, needed) for entry in chapter.entries]
        table = ["| variable | takes | default | needed by | meaning |", "|---|---|---|---|---|", *rows]
        parts.append(f"\n## {chapter.title}\n\n" + "\n".join(table) + "\n")
    return "".join(parts)


def read_example(text: str) -> Iterator[Chapter]:
    """The example's chapters, in order; what stands above the first is about the file itself."""
    for part in re.split(r"^# --- ", text, flags=re.MULTILINE)[1:]:
        title, _, body = part.partition(" ---\n")
        yield Chapter(title, tuple(_entries(body.splitlines())))


def _entries(lines: Sequence[str]) -> Iterator[Entry]:
    """A comment belongs to the variables below it, up to the next comment."""
    comment: list[str] = []
    names: list[str] = []
    for line in [*lines, "# "]:
        variable = _VARIABLE.match(line)
        if variable:
            names.append(variable[1])
        elif line.startswith("# "):
            if names:
                yield Entry(tuple(names), " ".join(comment))
                comment, names = [], []
            comment.append(line.removeprefix("# ").strip())


def needed_by() -> dict[str, list[str]]:
    """Who does not start without a variable, by the variable's name: asked of the code with nothing set."""
    needed: dict[str, list[str]] = {}
    with _environment({}):
        for part in PARTS:
            for name in _absent(part):
                needed.setdefault(name, []).append(f"`{part}`")
    with _environment({"SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": "s"}):
        for name in {name for part in PARTS for name in _absent(part)} - needed.keys():
            needed.setdefault(name, []).append(MANY)
    for name in ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET"):
        needed.setdefault(name, []).append(MANY)
    return needed


def _absent(part: Literal["web", "worker", "all"]) -> list[str]:
    return [found[1] for problem in survey_settings(part)[1] if (found := _ABSENT.match(problem))]


@contextmanager
def _environment(wanted: dict[str, str]) -> Iterator[None]:
    """Only these of Herald's variables are set while the block runs."""
    before = {name: os.environ.pop(name) for name in _variables() if name in os.environ}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for name in wanted:
            del os.environ[name]
        os.environ.update(before)


def _variables() -> list[str]:
    return [name.upper() for name in Settings.model_fields]


def _row(entry: Entry, needed: dict[str, list[str]]) -> str:
    fields = [Settings.model_fields[name.lower()] for name in entry.names]
    cells = (
        _joined(f"`{name}`" for name in entry.names),
        _joined(dict.fromkeys(_takes(name, field) for name, field in zip(entry.names, fields, strict=True))),
        _joined(dict.fromkeys(_default(field) for field in fields)),
        _joined(dict.fromkeys(who for name in entry.names for who in needed.get(name, []))),
        entry.meaning.replace("|", "\\|"),
    )
    return "| " + " | ".join(cell or "–" for cell in cells) + " |"


def _joined(texts: Any) -> str:
    return ", ".join(texts)


def _takes(name: str, field: FieldInfo) -> str:
    """What the variable takes, in words; the bounds are those that the code checks."""
    kind = field.annotation
    bounds = {
        name: getattr(item, name) for item in field.metadata for name in ("gt", "ge", "le") if hasattr(item, name)
    }
    if get_origin(kind) is Literal:
        return " or ".join(f"`{choice}`" for choice in get_args(kind))
    if bounds:
        least = f"more than {bounds['gt']:,}" if "gt" in bounds else f"{bounds['ge']:,}"
        return f"a number, {least} to {bounds['le']:,}"
    if kind is bool:
        return "`True` or `False`"
    if SecretStr in (kind, *get_args(kind)):
        return "a secret"
    if name.endswith(("_URL", "_ENDPOINT")):
        return "an address"
    return "a path" if kind is Path else "a text"


def _default(field: FieldInfo) -> str:
    if field.default is None:
        return "–"
    default = ",".join(field.default) if isinstance(field.default, tuple) else field.default
    return f"`{default}`"
