"""Where Runware may say that a result is there: one address a task, which nobody can guess.

Runware signs nothing, so whoever knows the address is believed to be Runware, and believed no more than that it is
worth asking: https://runware.ai/docs/platform/webhooks
"""

import hmac
import re
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from pydantic import SecretStr

from bot.errors import SettingsInvalid

HOOK_PATH: Final = "/runware/hooks/"
_PURPOSE: Final = b"herald: addresses of Runware's webhooks, 1"
_NAME: Final = r"[A-Za-z0-9_-]{1,64}"
_RENDER: Final = rf"{_NAME}(?:\.[0-9]{{1,6}})?"
"""A render of an announcement has the number of its round behind a dot."""
_TOKEN: Final = re.compile(rf"({_NAME})\.({_RENDER})\.([0-9a-f]{{32}})\.([0-9a-f]{{64}})")


@dataclass(frozen=True)
class HookedTask:
    """The task that a webhook is about."""

    team_id: str
    render_id: str
    task_uuid: UUID


class Hooks:
    """Makes the addresses, and knows them again; the key is derived from Runware's, which web and worker share."""

    def __init__(self, api_key: SecretStr, public_url: str | None) -> None:
        secret = api_key.get_secret_value()
        if not secret:
            raise SettingsInvalid(["RUNWARE_API_KEY is not set: the addresses of webhooks are derived from it."])
        self._key = hmac.digest(secret.encode(), _PURPOSE, "sha256")
        self._public_url = public_url

    def address(self, team_id: str, render_id: str, task_uuid: UUID) -> str | None:
        """Where to be told of the task's results; None where nothing reaches us, and polling alone does it."""
        if self._public_url is None:
            return None
        return f"{self._public_url}{HOOK_PATH}{self._token(HookedTask(team_id, render_id, task_uuid))}"

    def read(self, token: str) -> HookedTask | None:
        """The task whose address ends in `token`; None for a token that is not from us."""
        parts = _TOKEN.fullmatch(token)
        if parts is None:
            return None
        task = HookedTask(parts[1], parts[2], UUID(parts[3]))
        return task if hmac.compare_digest(self._token(task), token) else None

    def _token(self, task: HookedTask) -> str:
        named = f"{task.team_id}.{task.render_id}.{task.task_uuid.hex}"
        return f"{named}.{hmac.digest(self._key, named.encode(), 'sha256').hex()}"
