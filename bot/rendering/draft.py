"""A draft: what a person has written and chosen so far, kept before it becomes a render."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self

from pydantic import ValidationError

from bot.errors import InvalidField
from bot.rendering.frozen import Frozen
from bot.rendering.render import Choices, Destination, OutputFormat, Parameters


class Origin(StrEnum):
    """Where a draft was begun."""

    COMMAND = "command"
    SHORTCUT = "shortcut"
    MESSAGE = "message"
    MENTION = "mention"
    HOME = "home"
    AGAIN = "again"


class Wishes(Parameters):
    """What is wished for so far: what `Choices` hold, each of which may still be open, and how long to keep it."""

    output_format: OutputFormat | None = None
    number_results: int | None = None
    ttl_seconds: int | None = None

    @classmethod
    def of(cls, choices: Choices, *, ttl_seconds: int | None = None) -> Self:
        """What was chosen for an earlier render."""
        return cls(**choices.model_dump(), ttl_seconds=ttl_seconds)

    def choices(self) -> Choices:
        """The choices that a render needs; raises InvalidField for the field that is open or wrong."""
        if self.avatar is None and self.image is None:
            raise InvalidField("avatar", "Pick an avatar.")
        if self.voice is None and self.audio is None:
            raise InvalidField("voice", "Pick a voice.")
        given = self.model_dump(exclude={"ttl_seconds"}, exclude_none=True)
        if self.image is not None:  # a photo takes the place of who is seen
            given.pop("avatar", None)
        if self.audio is not None:  # a recording takes the place of what is spoken
            given = {name: value for name, value in given.items() if name not in _SPOKEN}
        try:
            return Choices.model_validate(given)
        except ValidationError as error:
            field = str(next(iter(error.errors()[0]["loc"]), "avatar"))
        raise InvalidField(field, "This is not a value that can be used. Change it or clear it.")


_SPOKEN = frozenset({"voice", "language", "speed", "pitch"})


class Draft(Frozen):
    """One draft of one person; `id` becomes the render's id, so that one draft is one render.

    `destination` is where the video goes; None as long as nobody chose. `script` is as the person wrote it.
    `audio_length` is the longest that the recording can be, when there is one; `subject` who is in the photo, by the
    id of that person, where that was said.
    """

    id: str
    team_id: str
    user_id: str
    script: str = ""
    wishes: Wishes = Wishes()
    destination: Destination | None = None
    audio_length: timedelta | None = None
    subject: str | None = None
    origin: Origin = Origin.COMMAND
    updated_at: datetime

    @property
    def empty(self) -> bool:
        """Whether there is nothing in it that would be missed."""
        files = (self.wishes.image, self.wishes.audio, self.wishes.background)
        return not self.script.strip() and all(file is None for file in files)
