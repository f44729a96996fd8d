"""A script that a person gave as a text file: fetched from Slack, and made text."""

from dataclasses import dataclass
from typing import Final, Protocol

from bot.errors import FileRefused, Refusal
from bot.media.kinds import name_kind
from bot.rendering.given import PersonFile
from bot.rendering.requesting import SCRIPT_LIMIT
from bot.slack.surfaces.escape import tidy
from bot.slack.surfaces.script_file import FILE_BYTES, ScriptFile

_MARKS: Final = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
"""How a file says at its beginning which encoding it is in: https://www.unicode.org/faq/utf_bom.html"""
_PLAIN_KINDS: Final = {b"%PDF-": "a PDF", b"{\\rtf": "a rich text document"}
"""Documents that can be made of letters alone, but are not for reading aloud."""
_MEND: Final = "Save it as plain text in UTF-8 and give it again."


@dataclass(frozen=True)
class Giver:
    """Who gave the file."""

    team_id: str
    user_id: str


class FileSource(Protocol):
    """Where people's files come from."""

    async def fetch(self, asked: Giver, file_id: str, /, *, max_bytes: int, own: bool) -> PersonFile:
        """The file; raises FileRefused, PostRefused or SlackBusy."""


class ScriptFiles:
    """Reads scripts out of people's files."""

    def __init__(self, source: FileSource) -> None:
        self._source = source

    async def read(self, team_id: str, user_id: str, file: ScriptFile) -> str:
        """The script in a person's own file; raises Refusal for one that is none, PostRefused, SlackBusy."""
        try:
            given = await self._source.fetch(Giver(team_id, user_id), file.file_id, max_bytes=FILE_BYTES, own=True)
        except FileRefused as refused:
            raise Refusal(f"{file.name} {refused.reason}.") from None
        return read_script(given.content, file.name)


def read_script(content: bytes, name: str) -> str:
    """The script that a file's bytes are; raises Refusal for what is no text, or too long."""
    script = tidy(_decoded(content, name)).strip()
    if not any(character.isalnum() for character in script):
        raise Refusal(f"There is nothing to be spoken in {name}: not one word. Give another file.")
    if len(script) > SCRIPT_LIMIT:
        raise Refusal(f"{name} has {len(script):,} characters; {SCRIPT_LIMIT:,} is the most. Shorten it.")
    return script


def _decoded(content: bytes, name: str) -> str:
    if not content:
        raise Refusal(f"{name} is empty. Give another file.")
    document = next((kind for start, kind in _PLAIN_KINDS.items() if content.startswith(start)), None)
    if document is not None:
        raise Refusal(f"{name} is {document}, not a text file. {_MEND}")
    mark, encoding = next(((mark, name) for mark, name in _MARKS if content.startswith(mark)), (b"", "utf-8"))
    try:
        text = content.removeprefix(mark).decode(encoding)
    except UnicodeDecodeError:
        raise Refusal(_describe(content, name, encoding)) from None
    if "\0" in text:
        raise Refusal(_describe(content, name, encoding))
    return text


def _describe(content: bytes, name: str, encoding: str) -> str:
    """What is wrong with a file that cannot be read as text."""
    found = name_kind(content)
    if found is not None:
        return f"{name} is {found}, not a text file. {_MEND}"
    if b"\0" in content and not encoding.startswith(("utf-16", "utf-32")):
        return f"{name} is not a text file, or is in UTF-16 without saying so. {_MEND}"
    if encoding != "utf-8":
        return f"{name} says that it is in {encoding[:6].upper()}, and is not. {_MEND}"
    return f"{name} is in an old encoding, such as Latin-1 or Windows-1252. {_MEND}"
