"""A text file is a script in the encodings that people's editors write; anything else is refused in words."""

from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from datetime import timedelta

import pytest

from bot.errors import FileRefused, Refusal, SlackBusy
from bot.rendering.given import PersonFile
from bot.slack.script_file import Giver, ScriptFiles, read_script
from bot.slack.surfaces.script_file import FILE_BYTES, ScriptFile

TEXT = "Grüße an alle – 你好."
NOTES = ScriptFile("F1", "notes.txt")


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        BOM_UTF8 + TEXT.encode(),
        BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-32"),
        f"\r\n{TEXT}\r\n".encode(),
    ],
    ids=["UTF-8", "UTF-8 with a mark", "UTF-16 LE", "UTF-16 BE", "UTF-32", "blank lines around it"],
)
def test_a_text_is_read_in_its_encoding(content: bytes) -> None:
    assert read_script(content, "notes.txt") == TEXT


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "notes.txt is empty."),
        (b" \n\t", "not one word"),
        ("Grüße an alle".encode("latin-1"), "in an old encoding, such as Latin-1 or Windows-1252. Save it as plain"),
        (b"%PDF-1.7 \xff\xfe\x00", "is a PDF, not a text file"),
        (b"%PDF-1.7 of plain letters", "is a PDF, not a text file"),
        (b"{\\rtf1 Hello}", "is a rich text document, not a text file"),
        (b"PK\x03\x04\x00\xff", "is a ZIP file or an office document, not a text file"),
        ("Hello".encode("utf-16-le"), "is in UTF-16 without saying so"),
        (BOM_UTF16_LE + b"\x00\xd8a\x00", "says that it is in UTF-16, and is not"),
        (b"\x89\xff\x00\x01", "is not a text file"),
        (b"a" * 5001, "has 5,001 characters; 5,000 is the most. Shorten it."),
    ],
    ids=[
        "empty",
        "blank",
        "Latin-1",
        "PDF",
        "plain PDF",
        "RTF",
        "office",
        "UTF-16 bare",
        "broken UTF-16",
        "binary",
        "too long",
    ],
)
def test_what_is_no_script_is_refused_with_its_mend(content: bytes, words: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_script(content, "notes.txt")

    assert words in str(refused.value)


class FakeSource:
    """A file, or why it cannot be had."""

    def __init__(self, outcome: bytes | Exception) -> None:
        self.outcome = outcome
        self.asked: list[tuple[Giver, str, int, bool]] = []

    async def fetch(self, asked: Giver, file_id: str, /, *, max_bytes: int, own: bool) -> PersonFile:
        self.asked.append((asked, file_id, max_bytes, own))
        if isinstance(self.outcome, Exception):
            raise self.outcome
        return PersonFile("notes.txt", self.outcome)


async def test_only_the_persons_own_and_a_small_file_is_fetched() -> None:
    source = FakeSource(TEXT.encode())

    assert await ScriptFiles(source).read("T1", "U1", NOTES) == TEXT
    assert source.asked == [(Giver("T1", "U1"), "F1", FILE_BYTES, True)]


async def test_a_file_that_cannot_be_had_is_refused_by_its_name() -> None:
    source = FakeSource(FileRefused("file_deleted", "was deleted in Slack before I could fetch it"))

    with pytest.raises(Refusal, match=r"^notes.txt was deleted in Slack before I could fetch it\.$"):
        await ScriptFiles(source).read("T1", "U1", NOTES)


async def test_a_busy_slack_stays_a_busy_slack() -> None:
    with pytest.raises(SlackBusy):
        await ScriptFiles(FakeSource(SlackBusy("download", retry_after=timedelta(seconds=1)))).read("T1", "U1", NOTES)
