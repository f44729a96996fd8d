"""*Make a talking video* as a step of somebody's workflow: what it is given, what it gives back, each exactly once."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, Final

import pytest

from playground.slack.manifest import read_manifest
from playground.studio.service.settings import Settings as StudioSettings
from tests.journeys.processes import process
from tests.journeys.stage import ALICE, GENERAL, Json, Stage, bot_running, services, until

MANIFEST: Final = Path(__file__).parents[2] / "deploy" / "manifest-workflow.yml"
STEP: Final = "make_talking_video"
ENDING: Final = ("functions.completeSuccess", "functions.completeError")
GOOD: Final = {
    "script": "Good morning, team.",
    "avatar": "Aditya_public_4",
    "voice": "jenny_female_english",
    "channel": GENERAL,
    "person": ALICE,
}


@pytest.fixture
async def workflows(ready_studio: StudioSettings, redis_url: str) -> AsyncIterator[Stage]:
    """A stage whose local Slack has the app of the manifest with the step."""
    functions = tuple(read_manifest(MANIFEST)["functions"])
    async with services(ready_studio, redis_url, functions=functions) as built:
        yield built


async def run(stage: Stage, **inputs: object) -> str:
    """Run the step; returns the run's id."""
    done = await stage.act("run_function", callback_id=STEP, inputs=GOOD | inputs)
    return str(done["execution_id"])


async def ended(stage: Stage, run_id: str) -> Json:
    """The run, once it has an outcome."""

    async def look() -> Json | None:
        runs: list[Json] = (await stage.state())["executions"]
        return next((each for each in runs if each["id"] == run_id and each["status"] != "running"), None)

    return await until(look)


async def endings(stage: Stage) -> list[str]:
    """The calls with which Slack was told of an outcome."""
    return [call["method"] for call in (await stage.state())["calls"] if call["method"] in ENDING]


async def posted(stage: Stage) -> int:
    """How many videos stand in the channel."""
    return len(await stage.final_posts())


async def test_a_workflow_gets_the_link_the_thread_and_the_video(workflows: Stage) -> None:
    async with bot_running(workflows):
        done = await ended(workflows, await run(workflows))
        (post,) = await workflows.final_posts()

    outputs = done["outputs"]
    assert (done["status"], set(outputs)) == ("completed", {"permalink", "thread", "url"})
    assert outputs["thread"] == post["thread_ts"]
    assert outputs["thread"].replace(".", "") in outputs["permalink"]
    assert outputs["url"].startswith(workflows.studio_url)
    assert await endings(workflows) == ["functions.completeSuccess"]
    assert f"<@{ALICE}>" in post["text"]


@pytest.mark.parametrize(
    ("inputs", "words"),
    [
        ({"script": "!!!"}, "Write what the presenter should say: at least one word."),
        ({"script": "a" * 5001}, "The script has 5,001 characters; 5,000 is the most."),
        ({"avatar": "Nobody"}, "Avatar: “Nobody” is not on offer."),
        ({"voice": "Jenny of nowhere"}, "Voice: “Jenny of nowhere” is not on offer."),
        ({"channel": "general"}, "Channel: pick the channel that the video is posted in"),
        ({"person": "alice"}, "Person: pick who the video is asked for by"),
    ],
    ids=["no word", "too long", "unknown avatar", "unknown voice", "a name for a channel", "a name for a person"],
)
async def test_a_wrong_input_is_named_and_nothing_is_made(
    workflows: Stage, inputs: dict[str, object], words: str
) -> None:
    async with bot_running(workflows):
        done = await ended(workflows, await run(workflows, **inputs))

    assert done["status"] == "failed"
    assert words in done["error"]
    assert await workflows.messages() == []
    assert await endings(workflows) == ["functions.completeError"]


async def test_a_channel_where_nothing_can_be_posted_stops_the_workflow_with_the_way_out(workflows: Stage) -> None:
    async with bot_running(workflows):
        await workflows.dial("slack", "faults", {"faults": [refusal("chat.postMessage", "is_archived")]})
        done = await ended(workflows, await run(workflows))

    assert "I cannot post in that channel, because it is archived." in done["error"]
    assert (await workflows.studio_counts())["tasks_submitted"] == 0


def refusal(method: str, code: str) -> Json:
    """A fault that makes Slack refuse a method."""
    return {"on": method, "kind": "error", "error": code}


async def test_a_lost_answer_to_the_outcome_is_told_no_second_outcome(workflows: Stage) -> None:
    await workflows.dial("slack", "faults", {"faults": [{"on": "functions.completeError", "kind": "cut_after"}]})
    async with bot_running(workflows) as ground:
        run_id = await run(workflows, script="!!!")
        done = await ended(workflows, run_id)

        async def is_over() -> bool:
            kept = await ground.runs.get("T0PLAY", run_id)
            return kept is not None and kept.over

        await until(is_over)

    assert done["status"] == "failed"
    assert set(await endings(workflows)) == {"functions.completeError"}


async def test_a_worker_that_is_killed_leaves_one_video_and_one_outcome(workflows: Stage) -> None:
    async with bot_running(workflows, worker=False):
        async with process("worker", workflows.settings) as first:
            run_id = await run(workflows)
            await until(lambda: submitted(workflows))
            first.kill()
            await first.wait()
        async with process("worker", workflows.settings):
            done = await ended(workflows, run_id)

    assert done["status"] == "completed"
    assert await posted(workflows) == 1
    assert await endings(workflows) == ["functions.completeSuccess"]
    assert (await workflows.studio_counts())["tasks_submitted"] == 1


async def submitted(stage: Stage) -> bool:
    """Whether the studio has a task."""
    return bool((await stage.studio_counts())["tasks_submitted"])


async def test_an_event_that_slack_sends_again_makes_one_video(workflows: Stage) -> None:
    async with bot_running(workflows) as ground:
        run_id = await run(workflows, script="!!!")
        first = await ground.runs.get("T0PLAY", run_id)
        assert first is not None
        await ground.runs.create(first.model_copy(update={"render_id": "another", "version": 1}))
        again = await ground.runs.get("T0PLAY", run_id)
        await ended(workflows, run_id)

    assert again is not None
    assert again.render_id == first.render_id


async def test_a_name_as_the_form_shows_it_is_as_good_as_an_id(workflows: Stage) -> None:
    async with bot_running(workflows) as ground:
        label = await ground.offer.labels("T0PLAY")
        names: dict[str, Any] = {kind: label(str(GOOD[kind])) for kind in ("avatar", "voice")}
        assert names["voice"] != GOOD["voice"]
        await run(workflows, **names)
        await until(lambda: submitted(workflows))
        state = await studio_state(workflows)

    assert [(task["avatar"], task["voice"]) for task in state["tasks"]] == [(GOOD["avatar"], GOOD["voice"])]


async def studio_state(stage: Stage) -> Json:
    """All that the studio knows."""
    async with stage.session.get(f"{stage.studio_url}/_control/state") as answer:
        state: Json = await answer.json()
    return state
