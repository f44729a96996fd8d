"""Personal clips: one script for many people, from the form to the last direct message."""

import base64
import csv
import io
import time
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot.posting.batch_making import AT_ONCE
from playground.studio.service.settings import ReadyAnswer
from playground.studio.service.settings import Settings as StudioSettings
from tests.journeys.processes import hooked_worker
from tests.journeys.stage import ALICE, STUDIO_KEY, Json, Stage, bot_running, services, until
from tests.journeys.test_home import opened_home, press_in

BOB = "U0BOB"
PATIENCE_SECONDS = 240
SCRIPT = "Hello {first_name}, your word is {word}."


@dataclass(frozen=True)
class Sender:
    """Alice, who sends personal clips, and what she sees of them."""

    stage: Stage

    async def open_form(self) -> Json:
        """Type `/herald personal`."""
        return await self.stage.open_modal("personal")

    async def hand_in(self, script: str, *, people: Sequence[str] = (), table: str | None = None) -> Json:
        """Fill in the form and submit it; returns what Slack was answered."""
        view = await self.open_form()
        done = await self.submit(view, script, people=people, table=table)
        if done["response_action"] == "update":  # a person closes what tells them to wait
            await self.stage.act("close", view_id=view["id"])
        return done

    async def submit(self, view: Json, script: str, *, people: Sequence[str] = (), table: str | None = None) -> Json:
        """Submit the form."""
        values: dict[str, Any] = {
            "script": {"type": "plain_text_input", "value": script},
            "avatar": await self.stage.pick(view, "avatar", "jenny"),
            "voice": await self.stage.pick(view, "voice", "jenny english"),
            "people": {"type": "multi_users_select", "selected_users": list(people)},
        }
        if table is not None:
            values["list"] = {"type": "file_input", "files": [{"id": await self.upload(table)}]}
        laid_out = {name: {name: value} for name, value in values.items()}
        return await self.stage.act("submit", view_id=view["id"], values=laid_out)

    async def upload(self, table: str) -> str:
        """Choose a file."""
        content = base64.b64encode(table.encode()).decode()
        file_id: str = (await self.stage.act("upload", name="people.csv", content_base64=content))["file_id"]
        return file_id

    async def direct(self, user: str = ALICE) -> tuple[str, list[Json]]:
        """The conversation of Herald with somebody, and the messages in it."""
        state = await self.stage.state()
        for channel in state["channels"]:
            if channel["is_im"] and channel.get("user") == user:
                return channel["id"], state["messages"].get(channel["id"], [])
        return "", []

    async def message(self, words: str) -> Json:
        """The batch's message, once it has these words."""

        async def look() -> Json | None:
            _, messages = await self.direct()
            return next((each for each in messages if words in str(each.get("blocks"))), None)

        return await until(look)

    async def count(self, words: str, number: int) -> bool:
        """Whether so many messages have these words."""
        _, messages = await self.direct()
        return sum(words in str(each.get("blocks")) for each in messages) == number

    async def press(self, action_id: str, words: str, *, user: str = ALICE) -> Json:
        """Press a button of the message that has these words."""
        message, (channel, _) = await self.message(words), await self.direct()
        return await self.stage.act("click", user=user, channel=channel, message_ts=message["ts"], action_id=action_id)

    async def sampled(self) -> None:
        """Make the sample and wait until it is there."""
        await self.press("batch_sample", "Make a sample")
        await self.message("your sample is there")

    async def videos_by_person(self) -> Mapping[str, int]:
        """How many videos stand in each person's conversation with Herald, the sender's left out."""
        state = await self.stage.state()
        owners = {each["id"]: each["user"] for each in state["channels"] if each["is_im"]}
        found = Counter[str]()
        for channel, user in owners.items():
            found[user] += sum(_videos(message) for message in state["messages"].get(channel, []))
        return {user: videos for user, videos in found.items() if videos and user != ALICE}

    async def report(self) -> list[dict[str, str]]:
        """The CSV file at the end, once it is there."""

        async def look() -> str | None:
            _, messages = await self.direct()
            files = [file for each in messages for file in each.get("files", ()) if file["name"].endswith(".csv")]
            return files[-1]["url_private"] if files else None

        url = await until(look)
        headers = {"Authorization": f"Bearer {token_of(self.stage)}"}
        async with self.stage.session.get(url, headers=headers) as answer:
            assert answer.status == 200
            text = (await answer.read()).decode("utf-8-sig")
        return list(csv.DictReader(io.StringIO(text)))


def token_of(stage: Stage) -> str:
    """The bot's token."""
    token = stage.settings.slack_bot_token
    assert isinstance(token, SecretStr)
    return token.get_secret_value()


def _videos(message: Json) -> int:
    return sum(file["name"].endswith(".mp4") for file in message.get("files", ()))


@pytest.fixture
def quick_studio(tmp_path: Path, ready_file: Path) -> StudioSettings:
    """A studio that answers every task in a moment."""
    return StudioSettings(STUDIO_KEY, tmp_path / "studio", ready=ReadyAnswer(ready_file, 0.2))


@asynccontextmanager
async def staged(studio: StudioSettings, redis_url: str, *, crowd: int = 0, **settings: Any) -> AsyncIterator[Sender]:
    """A stage with more people, as its sender sees it."""
    async with services(studio, redis_url, crowd=crowd, **settings) as stage:
        yield Sender(stage)


@pytest.fixture
async def sender(quick_studio: StudioSettings, redis_url: str) -> AsyncIterator[Sender]:
    """Alice, in a workspace with some more people, and a running bot."""
    async with staged(quick_studio, redis_url, crowd=AT_ONCE + 5) as made, bot_running(made.stage):
        yield made


async def test_everybody_in_the_list_gets_a_clip_of_their_own(sender: Sender) -> None:
    table = "person;word\n@bob;tea\nU0C001;cup\nPerson 2;milk\n@olga;late\nU0C001;twice\nnobody;none\n"

    done = await sender.hand_in(SCRIPT, table=table)
    assert done["response_action"] == "update", done
    plan = str((await sender.message("Make a sample"))["blocks"])
    assert "3 people get none" in plan
    assert "deactivated" in plan
    await sender.sampled()
    await sender.press("batch_make", "Make the other 2")
    await sender.message("all sent")

    assert await sender.videos_by_person() == {BOB: 1, "U0C001": 1, "U0C002": 1}
    assert Counter(row["outcome"] for row in await sender.report()) == {"Sent": 3, "No clip": 3}


async def test_a_list_is_changed_and_dropped_and_makes_nothing(sender: Sender) -> None:
    await sender.hand_in("Hello {first_name}", people=[BOB, "U0OLGA"])
    await sender.press("batch_change", "Make a sample")
    form = await sender.stage.view_with(lambda view: view["callback_id"] == "personal")
    assert BOB in str(form["blocks"])
    await sender.submit(form, "Goodbye {first_name}", people=[BOB])
    await sender.message("No further clips are made of this list")
    await sender.message("Goodbye Bob")

    await sender.press("batch_drop", "Goodbye Bob")
    dropped = await until(lambda: sender.count("No further clips are made of this list", 2))

    assert dropped
    assert await sender.videos_by_person() == {}
    assert await submissions(sender.stage) == []


async def test_what_was_stopped_is_made_when_it_is_wanted_after_all(sender: Sender) -> None:
    people = [f"U0C{at:03}" for at in range(1, AT_ONCE + 5)]
    await sender.hand_in("Hello {first_name}", people=people)
    await sender.sampled()
    held_up = {"on": "render", "kind": "slow", "seconds": 3, "times": AT_ONCE}
    await sender.stage.dial("studio", "faults", {"faults": [held_up]})
    await sender.press("batch_make", f"Make the other {AT_ONCE + 3}")
    await sender.press("batch_stop", "batch_stop")
    await sender.message(" not*")
    assert await sender.videos_by_person() != dict.fromkeys(people, 1)

    await sender.press("batch_retry", "Make the rest")
    await sender.message("all sent")

    assert await sender.videos_by_person() == dict.fromkeys(people, 1)


async def test_what_failed_is_tried_again_and_nobody_gets_two(sender: Sender) -> None:
    await sender.hand_in("Hello {first_name}", people=[BOB, "U0C001", "U0C002"])
    await sender.sampled()
    refused = {"on": "render", "kind": "error", "error": "contentPolicyViolation"}
    await sender.stage.dial("studio", "faults", {"faults": [refused]})
    await sender.press("batch_make", "Make the other 2")
    failed = await sender.message("2 sent, 1 not")
    assert "content check turned this video down" in str(failed["blocks"])

    await sender.press("batch_retry", "Retry the failed")
    await sender.message("all sent")

    assert await sender.videos_by_person() == {BOB: 1, "U0C001": 1, "U0C002": 1}


async def test_a_clip_says_who_sent_it_and_that_it_is_generated_and_not_what_it_cost(sender: Sender) -> None:
    await sender.hand_in("Hello {first_name}", people=["U0C001", BOB])
    await sender.sampled()
    await sender.press("batch_make", "Make the other 1")
    await sender.message("all sent")

    _, (message,) = await sender.direct(BOB)
    assert message["text"].startswith(f"<@{ALICE}> sends you a video")
    assert "AI-generated" in message["text"]
    assert "$" not in message["text"]


async def test_home_opens_the_form(sender: Sender) -> None:
    await press_in(sender.stage, await opened_home(sender.stage), "personal_clips")

    await sender.stage.view_with(lambda view: view["callback_id"] == "personal")


CROWD = 200


async def submissions(stage: Stage) -> list[tuple[float, str]]:
    """When the studio was sent each script, in their order."""
    async with stage.session.get(f"{stage.studio_url}/_control/state") as answer:
        tasks: list[Json] = (await answer.json())["tasks"]
    return sorted((float(task["submitted_at"]), str(task["text"])) for task in tasks)


async def test_a_batch_of_200_outlives_its_worker_and_holds_nobody_up(
    quick_studio: StudioSettings, redis_url: str
) -> None:
    table = "person,word\n" + "".join(f"U0C{at:03},word{at}\n" for at in range(1, CROWD + 1))
    single = "Nobody waits for me."
    async with staged(quick_studio, redis_url, crowd=CROWD, herald_budget_usd_month=1_000) as sender:
        stage = sender.stage
        async with bot_running(stage, worker=False):
            async with hooked_worker(stage.settings) as killed:
                await sender.hand_in(SCRIPT, table=table)
                await sender.sampled()
                await fail_for_some(stage)
                await sender.press("batch_make", f"Make the other {CROWD - 1}")
                await until(lambda: some_sent(sender, CROWD // 4), seconds=PATIENCE_SECONDS, every=0.5)
                killed.kill()
                await killed.wait()
            async with hooked_worker(stage.settings):
                await until(lambda: some_sent(sender, CROWD // 3), seconds=PATIENCE_SECONDS, every=0.5)
                await stage.ask_for(single)
                asked_at = time.time()
                await until(lambda: finished(sender), seconds=PATIENCE_SECONDS, every=0.5)
                videos, outcomes = await sender.videos_by_person(), await sender.report()
        sent_scripts = await submissions(stage)

    failed = {row["user_id"] for row in outcomes if row["outcome"] == "Failed"}
    reasons = Counter(row["reason"] for row in outcomes if row["outcome"] == "Failed")
    everybody = {f"U0C{at:03}" for at in range(1, CROWD + 1)}
    assert sorted(reasons.values()) == [2, 3]
    assert videos == dict.fromkeys(everybody - failed, 1)
    assert max(Counter(script for _, script in sent_scripts).values()) == 1
    single_at = next(at for at, script in sent_scripts if script == single)
    assert sum(asked_at < at < single_at for at, _ in sent_scripts) <= AT_ONCE


async def fail_for_some(stage: Stage) -> None:
    """Three people were deactivated meanwhile, and the service turns two of the scripts down."""
    gone = {"on": "conversations.open", "kind": "error", "error": "user_disabled", "times": 3}
    await stage.dial("slack", "faults", {"faults": [gone]})
    refused = {"on": "render", "kind": "error", "error": "contentPolicyViolation", "times": 2}
    await stage.dial("studio", "faults", {"faults": [refused]})


async def some_sent(sender: Sender, number: int) -> bool:
    """Whether so many people have their clip."""
    return sum((await sender.videos_by_person()).values()) >= number


async def finished(sender: Sender) -> bool:
    """Whether the batch's message says that it is over."""
    _, messages = await sender.direct()
    return any("195 sent, 5 not" in str(each.get("blocks")) for each in messages)
