"""What a person chose last."""

from pydantic import ValidationError
from redis.asyncio import Redis

from bot.rendering.render import Choices
from bot.store import keys
from bot.store.connection import translated


class People:
    """The last choices, offered again when the modal is opened."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def last_choices(self, team_id: str, user_id: str) -> Choices | None:
        """What the person chose last, if that is still known."""
        with translated():
            text = await self._redis.get(keys.choices(team_id, user_id))
        if text is None:
            return None
        try:
            return Choices.model_validate_json(text)
        except ValidationError:
            return None  # written by a version that chose differently

    async def remember(self, team_id: str, user_id: str, choices: Choices) -> None:
        """Offer `choices` first the next time."""
        with translated():
            await self._redis.set(keys.choices(team_id, user_id), choices.model_dump_json(), ex=keys.CHOICES_TTL)
