"""A preset: choices under a name, kept by one person for themselves or for the whole workspace."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from pydantic import BaseModel, ConfigDict

from bot.errors import InvalidField
from bot.rendering.draft import Wishes

NAME_LIMIT: Final = 60
NEVER_KEPT: Final = frozenset({"image", "audio"})
"""A person's photo and recording are for the one video that they were given for."""
ON_OFFER: Final = ("avatar", "voice", "language")
"""What the service may stop to offer."""


class Preset(BaseModel):
    """One preset; `shared` ones are offered to everybody in the workspace."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    id: str
    team_id: str
    maker_id: str
    name: str
    shared: bool = False
    wishes: Wishes = Wishes()
    updated_at: datetime

    def may_be_changed_by(self, user_id: str, *, admin: bool) -> bool:
        """Whether a person may edit and delete it: its maker, and for the workspace's presets an admin too."""
        return user_id == self.maker_id or (self.shared and admin)


@dataclass(frozen=True)
class PresetShelf:
    """The presets that one person may use: their own first, each part by name.

    `default_id` is the one that they begin with everywhere, `by_channel` those of channels: their own choice for a
    channel stands before the workspace's.
    """

    presets: tuple[Preset, ...] = ()
    default_id: str | None = None
    by_channel: Mapping[str, str] | None = None

    def find(self, preset_id: str | None) -> Preset | None:
        """The preset of this id, if it is still there."""
        return next((preset for preset in self.presets if preset.id == preset_id), None)

    def default_for(self, channel_id: str | None) -> Preset | None:
        """The preset to begin with in a channel: the channel's, else the person's."""
        of_channel = (self.by_channel or {}).get(channel_id or "")
        return self.find(of_channel) or self.find(self.default_id)

    def channels_of(self, preset_id: str) -> list[str]:
        """The channels in which the preset is what this person begins with."""
        return sorted(channel for channel, kept in (self.by_channel or {}).items() if kept == preset_id)


@dataclass(frozen=True)
class Fitted:
    """What of a preset can be used now; `gone` names the fields whose values are not on offer any more."""

    wishes: Wishes
    gone: tuple[str, ...] = ()


class Offer(Protocol):
    """What the service has."""

    async def has(self, team_id: str, kind: str, value: str, /) -> bool:
        """Whether the workspace may use `value` as this `kind`: `avatar`, `voice` or `language`."""


async def fit(preset: Preset, offer: Offer) -> Fitted:
    """The preset's choices without those that are gone."""
    chosen: dict[str, str] = preset.wishes.model_dump(include=set(ON_OFFER), exclude_none=True)
    gone = [kind for kind in chosen if not await offer.has(preset.team_id, kind, chosen[kind])]
    return Fitted(preset.wishes.model_copy(update=dict.fromkeys(gone)), tuple(gone))


def keepable(wishes: Wishes) -> Wishes:
    """What of these wishes a preset keeps."""
    return wishes.model_copy(update=dict.fromkeys(NEVER_KEPT))


def checked_name(name: str) -> str:
    """The name, without space at its ends; raises InvalidField (`name`) for what cannot be one."""
    tidy = " ".join(name.split())
    if not any(character.isalnum() for character in tidy):
        raise InvalidField("name", "Give the preset a name with at least one letter or digit.")
    if len(tidy) > NAME_LIMIT:
        raise InvalidField("name", f"The name has {len(tidy)} characters; {NAME_LIMIT} is the most.")
    return tidy
