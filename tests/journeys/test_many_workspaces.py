"""Two workspaces and an organisation install Herald side by side; each makes a video, and one leaves."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest
from redis.asyncio import Redis

from bench.local_services import by_oauth, local_services, local_settings
from bench.sockets import free_port
from bot.ground import Ground
from playground.slack.settings import Settings as SlackSettings
from playground.studio.service.settings import Settings as StudioSettings
from tests.journeys.stage import Json, Stage, bot_running, keep_record, stage_of, until

ALICE, CAROL, NORA, SAM = "U0ALICE", "U0CAROL", "U0NORA", "U0SAM"
CHANNELS: Final = {ALICE: "C0GENERAL", CAROL: "C0ORBIT", NORA: "C0NORTH", SAM: "C0SOUTH"}
TEAMS: Final = {ALICE: "T0PLAY", CAROL: "T0ORBIT", NORA: "T0NORTH", SAM: "T0SOUTH"}


@dataclass
class Town:
    """Several workspaces, and one Herald for all of them."""

    stage: Stage
    ground: Ground

    @property
    def redis(self) -> Redis:
        """What Herald keeps."""
        return self.ground.redis

    async def install(self, user: str) -> Json:
        """Somebody goes through Herald's own pages and Slack's."""
        address = f"http://127.0.0.1:{self.stage.settings.port}/slack/install"
        return await self.stage.act("install", user=user, install_url=address)

    async def make_video(self, user: str) -> None:
        """Somebody asks for a video in their own channel, with the form."""
        done = await self.stage.act("command", user=user, channel=CHANNELS[user], text="/herald")
        assert done["failed"] is None, done
        view = await self._modal(user)
        typed = {"type": "plain_text_input", "value": f"Hello from {user}."}
        fields = {
            "script": typed,
            "avatar": await self._pick(user, view, "avatar", "jenny"),
            "voice": await self._pick(user, view, "voice", "jenny english"),
        }
        values = {name: {name: value} for name, value in fields.items()}
        reviewed = await self.stage.act("submit", user=user, view_id=view["id"], values=values)
        assert reviewed["response_action"] == "push", reviewed
        review = await self._modal(user)
        made = await self.stage.act("submit", user=user, view_id=review["id"])
        assert made["response_action"] == "clear", made

    async def delivered(self, user: str) -> Json:
        """The message that brings the video, in this person's channel."""

        async def look() -> Json | None:
            posts = [m for m in await self.messages(user) if m.get("thread_ts") not in (None, m["ts"])]
            return posts[0] if posts else None

        return await until(look)

    async def messages(self, user: str) -> list[Json]:
        """What was said in this person's channel."""
        state = await self._state(user)
        found: list[Json] = state["messages"].get(CHANNELS[user], [])
        return found

    async def keys_of(self, team_id: str) -> list[str]:
        """What Herald keeps of a workspace."""
        return [str(key) async for key in self.redis.scan_iter(f"t:{team_id}:*")]

    async def erased(self, team_id: str) -> bool:
        """Whether nothing is kept of the workspace any more."""

        async def look() -> bool:
            return await self.keys_of(team_id) == []

        return await until(look)

    async def _state(self, user: str) -> Json:
        async with self.stage.session.get(f"{self.stage.slack_url}/_control/state", params={"user": user}) as answer:
            seen: Json = await answer.json()
        return seen

    async def _modal(self, user: str) -> Json:
        async def look() -> Json | None:
            views = [each["view"] for each in (await self._state(user))["views"]]
            return views[-1] if views else None

        return await until(look)

    async def _pick(self, user: str, view: Json, name: str, query: str) -> Json:
        found = await self.stage.act(
            "suggest", user=user, view_id=view["id"], block_id=name, action_id=name, value=query
        )
        return {"type": "external_select", "selected_option": found["options"][0]}


@pytest.fixture
async def town(redis_url: str, tmp_path: Path, ready_studio: StudioSettings) -> AsyncIterator[Town]:
    """A Slack of four workspaces, two of them of one organisation, and a Herald that is installed in none of them."""
    port = free_port()
    slack = SlackSettings(app_url=f"http://127.0.0.1:{port}/slack/events", organisation=True)
    async with local_services(slack, ready_studio) as at:
        settings = local_settings(at, redis_url=redis_url, port=port, **by_oauth(slack, port=port))
        stage = stage_of(at, settings, redis_url)
        async with bot_running(stage) as ground:
            yield Town(stage, ground)
            await keep_record(at)


async def test_two_workspaces_and_an_organisation_each_get_their_own_videos(town: Town) -> None:
    for user in (ALICE, CAROL, NORA):
        installed = await town.install(user)
        assert "Herald is installed" in installed["page"], installed

    await asyncio.gather(*(town.make_video(user) for user in CHANNELS))
    await asyncio.gather(*(town.delivered(user) for user in CHANNELS))

    for user in CHANNELS:
        said = str(await town.messages(user))
        assert f"Hello from {user}." in said
        assert [other for other in CHANNELS if other != user and f"Hello from {other}." in said] == []

    await town.stage.act("uninstall", user=CAROL)
    await town.erased(TEAMS[CAROL])
    assert [team for user, team in TEAMS.items() if user != CAROL and not await town.keys_of(team)] == []

    await town.stage.act("uninstall", user=SAM)
    for team_id in ("T0NORTH", "T0SOUTH", "E0GRID"):
        await town.erased(team_id)
    assert await town.keys_of(TEAMS[ALICE]) != []


async def test_a_workspace_that_left_in_the_middle_of_a_video_gets_none_and_can_come_back(town: Town) -> None:
    await town.install(CAROL)
    await town.make_video(CAROL)

    await town.stage.act("uninstall", user=CAROL)
    await town.erased(TEAMS[CAROL])
    assert [m for m in await town.messages(CAROL) if m.get("thread_ts") not in (None, m["ts"])] == []

    await town.install(CAROL)
    await town.make_video(CAROL)
    await town.delivered(CAROL)


async def test_tokens_are_nowhere_in_redis_in_the_clear(town: Town) -> None:
    await town.install(ALICE)

    kept = [await town.redis.hgetall(key) async for key in town.redis.scan_iter("t:*:installation")]
    assert len(kept) == 1
    assert "xox" not in str(kept)
