"""What a form carries with it: which draft it is of, where it was opened, and how it stands."""

from datetime import datetime
from typing import Self

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.errors import Refusal
from bot.rendering.draft import Origin


class Opened(BaseModel):
    """Goes through Slack as the view's `private_metadata`, and holds nothing that gives anybody a right.

    `turn` counts how often the form was filled in anew and `voice_turn` how often the voices on offer changed: an input
    of another id forgets what was in it. `language` is what the voices are narrowed by: a search brings no form.
    `seen` is the change of the draft that a review shows: what was changed since was not reviewed.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    draft: str
    channel: str | None = None
    thread: str | None = None
    origin: Origin = Origin.COMMAND
    more: bool = False
    language: str | None = None
    turn: int = 0
    voice_turn: int = 0
    seen: datetime | None = None

    @classmethod
    def read(cls, private_metadata: str) -> Self:
        """What came back; raises Refusal for what is not a form of this version."""
        try:
            return cls.model_validate_json(private_metadata)
        except ValidationError:
            raise Refusal("This form is too old to be used. Please type /herald again.") from None

    def write(self) -> str:
        """As it travels."""
        return self.model_dump_json(exclude_defaults=True)

    def block(self, field: str) -> str:
        """The `block_id` of a field that is filled in anew."""
        return f"{field}__{self.turn}" if self.turn else field

    @property
    def voice_block(self) -> str:
        """The `block_id` of the voice, which is chosen anew with each language."""
        turns = self.turn + self.voice_turn
        return f"voice__{turns}" if turns else "voice"
