"""What was asked and what came back, without secrets, as files that tests read."""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, SecretStr

from bot.runware.codes import Category, category_of
from bot.runware.exchange import Reply

_UUID: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
_URL: Final = re.compile(r"https?://[^\s\"'<>]+")
_EMAIL: Final = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")
_TOKEN: Final = re.compile(r"(?=[^/]*\d)[\w-]{24,}")
_PRIVATE: Final = frozenset(
    {"apikey", "email", "organizationname", "organizationuuid", "connectionsessionuuid", "team"}
)


class Sample(BaseModel):
    """One request and its answer: `tasks` as sent, `body` as JSON, or as text where it is none."""

    model_config = ConfigDict(frozen=True)

    name: str
    about: str
    dry_run: bool = False
    tasks: list[dict[str, Any]]
    status: int
    body: Any

    @property
    def items(self) -> list[dict[str, Any]]:
        """What the answer says of tasks."""
        return self._objects("data")

    @property
    def errors(self) -> list[dict[str, Any]]:
        """The answer's errors."""
        return self._objects("errors")

    @property
    def conflicts(self) -> bool:
        """Whether the service says that it has the task already."""
        return any(category_of(str(error.get("code"))) is Category.CONFLICT for error in self.errors)

    @property
    def is_refusal(self) -> bool:
        """Whether the service turns down for good what was asked."""
        passing = self.status in {408, 429} or self.status >= 500
        return bool(self.errors) and not self.items and not passing

    def _objects(self, name: str) -> list[dict[str, Any]]:
        listed = self.body.get(name) if isinstance(self.body, dict) else None
        return [item for item in listed if isinstance(item, dict)] if isinstance(listed, list) else []


@dataclass
class Redactor:
    """Blots out what is nobody's business; a UUID becomes the same made-up one wherever it stands."""

    api_key: SecretStr
    uuids: dict[str, str]

    def sample(self, sample: Sample) -> Sample:
        """The sample as it may be shown."""
        return sample.model_copy(update={"tasks": self._clean(sample.tasks), "body": self._clean(sample.body)})

    def _clean(self, value: Any, name: str = "") -> Any:
        if name.casefold() in _PRIVATE:
            return "[redacted]"
        if isinstance(value, dict):
            return {key: self._clean(inner, key) for key, inner in value.items()}
        if isinstance(value, list):
            return [self._clean(inner) for inner in value]
        return self._text(value) if isinstance(value, str) else value

    def _text(self, text: str) -> str:
        text = text.replace(self.api_key.get_secret_value(), "[key]")
        text = _URL.sub(lambda found: _address(found[0]), text)
        return _UUID.sub(self._made_up, _EMAIL.sub("[email]", text))

    def _made_up(self, found: re.Match[str]) -> str:
        number = len(self.uuids) + 1
        return self.uuids.setdefault(found[0].lower(), f"00000000-0000-4000-8000-{number:012d}")


def sample_of(name: str, about: str, content: bytes, reply: Reply, *, dry_run: bool = False) -> Sample:
    """What was exchanged, not yet redacted."""
    try:
        body = json.loads(reply.body)
    except (ValueError, RecursionError):
        body = reply.body.decode(errors="replace")
    return Sample(name=name, about=about, dry_run=dry_run, tasks=json.loads(content), status=reply.status, body=body)


def write_sample(folder: Path, number: int, sample: Sample) -> None:
    """A file named after its place in the conversation; raises OSError where the folder cannot be written."""
    path = folder / f"{number:02d}-{sample.name}.json"
    path.write_text(json.dumps(sample.model_dump(), indent=2, ensure_ascii=False) + "\n")


def read_samples(folder: Path) -> list[Sample]:
    """The samples in a folder, in the order of the conversation."""
    return [Sample.model_validate_json(path.read_text()) for path in sorted(folder.glob("*.json"))]


def _address(url: str) -> str:
    """An address without a name, a password, a query, or a part that looks like a token."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "[address]"
    steps = (step if _UUID.search(step) else _TOKEN.sub("[token]", step) for step in parts.path.split("/"))
    query = "?[redacted]" if parts.query else ""
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{'/'.join(steps)}{query}"
