"""`python -m bot doctor` against a local Slack, a studio and a Redis."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from redis.asyncio import Redis

from playground.slack.settings import Settings as SlackSettings
from playground.studio.service.settings import ReadyAnswer
from playground.studio.service.settings import Settings as StudioSettings
from tests.bot.operator.commands import run_bot
from tests.playground.slack.desk import ALL_SCOPES, open_desk
from tests.playground.studio.service.caller import calling
from tests.videos import write_video

KEY = "rw-canary-key"


@pytest.fixture
async def settings(tmp_path: Path, redis_url: str, redis: Redis) -> AsyncIterator[dict[str, str]]:
    """Settings with which all is well."""
    ready = ReadyAnswer(write_video(tmp_path / "ready.mp4", seconds=2.0), 0.5)
    slack = SlackSettings(scopes=ALL_SCOPES)
    await redis.config_set("appendonly", "yes")
    async with open_desk(slack) as desk, calling(StudioSettings(KEY, tmp_path / "studio", ready=ready)) as studio:
        yield {
            "REDIS_URL": redis_url,
            "SLACK_SIGNING_SECRET": "canary-secret",
            "SLACK_BOT_TOKEN": slack.bot_token,
            "SLACK_API_URL": f"{desk.url}/api/",
            "RUNWARE_API_KEY": KEY,
            "RUNWARE_API_URL": f"{studio.url}/v1",
            "RUNWARE_SCHEMA_URL": f"{studio.url}/docs/models/heygen-avatar-iv/schema.json",
        }
    await redis.config_set("appendonly", "no")


async def test_all_is_well(settings: dict[str, str]) -> None:
    await run_bot("catalogue", "refresh", **settings)

    outcome = await run_bot("doctor", **settings)

    assert "problem" not in outcome.out
    assert (outcome.code, outcome.out.splitlines()[-1]) == (0, "All is well.")
    assert {line.split()[1] for line in outcome.out.splitlines()[:-1]} == {
        *(
            "settings",
            "Redis",
            "data",
            "workers",
            "Slack",
            "Runware",
            "catalogue",
            "schema",
            "address",
            "signing",
            "clock",
        )
    }


async def test_wrong_secrets_are_named_and_not_shown(settings: dict[str, str]) -> None:
    wrong = {"RUNWARE_API_KEY": "canary-wrong", "SLACK_BOT_TOKEN": "xoxb-canary-wrong"}

    outcome = await run_bot("doctor", **settings | wrong)

    assert outcome.code == 1
    assert "canary" not in outcome.out + outcome.err
    problems = {line.split()[1] for line in outcome.out.splitlines() if line.startswith("problem")}
    assert problems == {"Slack", "Runware", "catalogue"}


async def test_with_nothing_set_it_says_what_is_missing(tmp_path: Path) -> None:
    nobody = {"SLACK_API_URL": "http://127.0.0.1:1/api/", "RUNWARE_SCHEMA_URL": "http://127.0.0.1:1/s.json"}

    outcome = await run_bot("doctor", HERALD_DATA_DIR=str(tmp_path / "d"), PORT="canary", **nobody)

    assert outcome.code == 1
    for name in ("SLACK_SIGNING_SECRET", "SLACK_BOT_TOKEN", "RUNWARE_API_KEY", "PORT"):
        assert f"problem  settings   {name}" in outcome.out
    assert "ok       Redis" in outcome.out


async def test_a_redis_that_is_down_leaves_the_rest_to_be_looked_at(settings: dict[str, str]) -> None:
    outcome = await run_bot("doctor", **settings | {"REDIS_URL": "redis://:hidden@127.0.0.1:1/0"})

    assert outcome.code == 1
    assert "problem  Redis      it does not answer" in outcome.out
    assert "ok       Slack" in outcome.out
    assert "hidden" not in outcome.out + outcome.err


async def test_a_live_task_is_recorded_and_what_is_taken_for_granted_holds(
    settings: dict[str, str], tmp_path: Path
) -> None:
    folder = tmp_path / "samples"

    outcome = await run_bot("doctor", "--live", "--yes", "--samples", str(folder), **settings)

    assert outcome.code == 0, outcome.out + outcome.err
    names = [path.stem.partition("-")[2] for path in sorted(folder.iterdir())]
    assert names[:3] == ["unknown-task", "dry-run", "after-dry-run"]
    assert {"ack", "repeat", "poll-success", "repeat-after-end"} <= set(names)
    assert KEY not in "".join(path.read_text() for path in folder.iterdir())


async def test_a_live_task_names_its_cost_and_is_not_sent_without_a_yes(
    settings: dict[str, str], tmp_path: Path
) -> None:
    outcome = await run_bot("doctor", "--live", "--samples", str(tmp_path / "samples"), typed="n\n", **settings)

    assert outcome.code == 1
    assert "$0.20 to $0.30" in outcome.out
    assert "Nothing was sent." in outcome.out
    assert not (tmp_path / "samples").exists()


async def test_samples_of_another_time_are_not_written_over(settings: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "samples").mkdir()
    (tmp_path / "samples" / "01-ack.json").touch()

    outcome = await run_bot("doctor", "--live", "--yes", "--samples", str(tmp_path / "samples"), **settings)

    assert outcome.code == 2
    assert "is not empty" in outcome.err


async def test_a_live_task_without_a_key_is_not_sent(tmp_path: Path) -> None:
    outcome = await run_bot("doctor", "--live", "--yes", "--samples", str(tmp_path / "samples"))

    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith("RUNWARE_API_KEY is not set")
