"""Presets in Redis: a person's own, the workspace's, and which of them somebody begins with."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import structlog
from pydantic import ValidationError
from redis.asyncio import Redis
from redis.asyncio.client import Pipeline

from bot.errors import InvalidField
from bot.rendering.preset import Preset, PresetShelf, checked_name
from bot.store import keys, lua
from bot.store.connection import translated

KEPT_AT_MOST: Final = 50
"""Of one person, and of the workspace: together what one select of Slack's can offer."""
EVERYWHERE: Final = "me"
"""The field of a person's defaults that holds for every channel without one of its own."""

log = structlog.get_logger("herald.store")


class PresetStore:
    """The presets of everybody; they live as long as somebody looks at them once in a while."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._save = redis.register_script(lua.SAVE_PRESET)
        self._drop = redis.register_script(lua.DROP_PRESET)

    async def shelf(self, team_id: str, user_id: str) -> PresetShelf:
        """All that the person may use, and what they begin with."""
        with translated():
            async with self._redis.pipeline(transaction=False) as pipe:
                ask_shelf(pipe, team_id, user_id)
                return read_shelf(await pipe.execute())

    async def list(self, team_id: str, user_id: str) -> Sequence[Preset]:
        """The presets that the person may use: their own first, each part by name."""
        return (await self.shelf(team_id, user_id)).presets

    async def get(self, team_id: str, user_id: str, preset_id: str) -> Preset | None:
        """The preset, if the person may use it."""
        return (await self.shelf(team_id, user_id)).find(preset_id)

    async def default_for(self, team_id: str, user_id: str, channel_id: str | None) -> Preset | None:
        """What the person begins with in a channel: the channel's preset, else their own default."""
        return (await self.shelf(team_id, user_id)).default_for(channel_id)

    async def save(self, preset: Preset, *, channels: Sequence[str] = ()) -> Preset:
        """Keep the preset as it is now, as the default of just these channels; the second time changes nothing.

        A shared preset is a channel's default for everybody, one's own for its maker alone.
        Raises InvalidField (`name`), StoreUnavailable.
        """
        preset = preset.model_copy(update={"name": checked_name(preset.name)})
        await self._check_name(preset)
        here, elsewhere = (None, preset.maker_id) if preset.shared else (preset.maker_id, None)
        ttl = int(keys.PRESET_TTL.total_seconds())
        args: list[str | int] = [
            preset.id,
            preset.model_dump_json(exclude_none=True),
            ttl,
            KEPT_AT_MOST,
            EVERYWHERE,
            *channels,
        ]
        with translated():
            saved = await self._save(keys=_places(preset.team_id, here, elsewhere), args=args)
        if not saved:
            whose = "The workspace has" if preset.shared else "You have"
            raise InvalidField("name", f"{whose} {KEPT_AT_MOST} presets, which is the most: delete one first.")
        return preset

    async def delete(self, preset: Preset) -> None:
        """Keep the preset no more."""
        with translated():
            await self._drop(keys=_places(preset.team_id, preset.maker_id, None), args=[preset.id])

    async def set_default(self, team_id: str, user_id: str, preset_id: str | None) -> None:
        """Let the person begin with this preset wherever a channel has none of its own; None for with none."""
        key = keys.preset_defaults(team_id, user_id)
        with translated():
            async with self._redis.pipeline(transaction=True) as pipe:
                if preset_id is None:
                    pipe.hdel(key, EVERYWHERE)
                else:
                    pipe.hset(key, EVERYWHERE, preset_id)
                pipe.expire(key, keys.PRESET_TTL)
                await pipe.execute()

    async def _check_name(self, preset: Preset) -> None:
        with translated():
            kept = await self._redis.hgetall(keys.presets(preset.team_id, None if preset.shared else preset.maker_id))
        others = {other.name.casefold() for other in _read_all(kept) if other.id != preset.id}
        if preset.name.casefold() in others:
            raise InvalidField("name", "There is a preset of this name already. Give it another one.")


def ask_shelf(pipe: Pipeline, team_id: str, user_id: str) -> None:
    """Put the questions for a person's shelf into a trip; what is looked at goes on being kept."""
    places = (
        keys.presets(team_id, user_id),
        keys.presets(team_id),
        keys.preset_defaults(team_id, user_id),
        keys.preset_defaults(team_id),
    )
    for key in places:
        pipe.hgetall(key)
    for key in places:
        pipe.expire(key, keys.PRESET_TTL)


def read_shelf(answers: Sequence[Any]) -> PresetShelf:
    """The shelf, from the answers to those questions."""
    own, shared, mine, channels = answers[:4]
    by_channel = {**channels, **{place: id_ for place, id_ in mine.items() if place != EVERYWHERE}}
    return PresetShelf((*_read_all(own), *_read_all(shared)), mine.get(EVERYWHERE), by_channel)


def _places(team_id: str, here: str | None, elsewhere: str | None) -> list[str]:
    return [
        keys.presets(team_id, here),
        keys.presets(team_id, elsewhere),
        keys.preset_defaults(team_id, here),
        keys.preset_defaults(team_id, elsewhere),
    ]


def _read_all(kept: Mapping[Any, Any]) -> list[Preset]:
    return sorted(filter(None, map(_read, kept.values())), key=lambda preset: (preset.name.casefold(), preset.id))


def _read(text: Any) -> Preset | None:
    try:
        return Preset.model_validate_json(str(text))
    except ValidationError:
        log.warning("preset unreadable")  # written by a version that knew other presets
        return None
