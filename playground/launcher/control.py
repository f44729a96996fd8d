"""The control APIs of the local Slack and the studio, as one person's hands and eyes."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

import httpx

from playground.launcher.running import Playground

Json = dict[str, Any]

ALICE: Final = "U0ALICE"
GENERAL: Final = "C0GENERAL"
CALL_SECONDS: Final = 15.0
"""Longer than the three seconds in which an app has to answer, a cold start and a busy machine included."""


class Person:
    """Alice in #general: what she does is answered with what became of it, as the contract of the control API says."""

    def __init__(self, slack: httpx.AsyncClient) -> None:
        self._slack = slack

    async def type_command(self, text: str) -> Json:
        """Send a slash command in the channel."""
        return await self._act(act="command", channel=GENERAL, text=text)

    async def search(self, view_id: str, element: str, typed: str) -> Json:
        """Type into a searching select; `element` is both its `block_id` and, before any `__`, its `action_id`."""
        return await self._act(act="suggest", view_id=view_id, **_ids(element), value=typed)

    async def set_input(self, view_id: str, element: str, value: Json) -> Json:
        """Give an input of a modal its value, in Slack's notation."""
        return await self._act(act="select", view_id=view_id, **_ids(element), value=value)

    async def submit(self, view_id: str) -> Json:
        """Submit a modal as it stands."""
        return await self._act(act="submit", view_id=view_id)

    async def look(self) -> Json:
        """All that she sees."""
        answer = await self._slack.get("/_control/state", params={"user": ALICE})
        state: Json = answer.raise_for_status().json()
        return state

    async def fetch(self, url: str, path: Path) -> None:
        """Save a file of the workspace."""
        async with self._slack.stream("GET", url) as answer:
            answer.raise_for_status()
            with path.open("wb") as file:
                async for part in answer.aiter_bytes():
                    file.write(part)

    async def _act(self, **act: Any) -> Json:
        answer = await self._slack.post("/_control/act", json={"user": ALICE, **act})
        done: Json = answer.json()
        if answer.is_error:
            raise ActRefused(str(done.get("error", answer.text)))
        return done


class ActRefused(Exception):
    """The local Slack does not let a person do that."""


class StudioView:
    """What the studio says of its tasks."""

    def __init__(self, studio: httpx.AsyncClient, url: str) -> None:
        self._studio = studio
        self.url = url

    async def look(self) -> Json:
        """Its state: tasks, results, counts."""
        answer = await self._studio.get("/_control/state")
        state: Json = answer.raise_for_status().json()
        return state


@asynccontextmanager
async def connected(playground: Playground) -> AsyncIterator[tuple[Person, StudioView]]:
    """Alice and the studio, reachable while the block runs."""
    token = {"Authorization": f"Bearer {playground.bot_token}"}  # files are shown to whoever holds it
    async with (
        httpx.AsyncClient(base_url=playground.slack_url, headers=token, trust_env=False, timeout=CALL_SECONDS) as slack,
        httpx.AsyncClient(base_url=playground.studio_url, trust_env=False, timeout=CALL_SECONDS) as studio,
    ):
        yield Person(slack), StudioView(studio, playground.studio_url)


def _ids(element: str) -> Json:
    return {"block_id": element, "action_id": element.partition("__")[0]}
