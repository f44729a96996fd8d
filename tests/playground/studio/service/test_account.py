"""What renders cost, what there is to pay with, and what a dry run says of both."""

import uuid

import pytest

from playground.studio.service.pricing import estimated_seconds
from playground.studio.service.settings import Settings
from playground.studio.service.tasks import read_task
from tests.playground.studio.service.caller import KEY, Caller, Json, calling, poll_task, speech_task, video_task

DRY = {"X-Runware-Dry-Run": "1"}


def account_task(operation: str, **fields: object) -> Json:
    """An `accountManagement` task with a new UUID."""
    return {"taskType": "accountManagement", "taskUUID": str(uuid.uuid4()), "operation": operation, **fields}


async def told(studio: Caller, task: Json) -> Json:
    """The one item that a task is answered with."""
    status, body = await studio.send(task)
    assert status == 200, body
    item: Json = body["data"][0]
    return item


async def amount(studio: Caller) -> float:
    """What is left on the account."""
    balance: float = (await told(studio, account_task("getDetails")))["balance"]["amount"]
    return balance


def with_balance(settings: Settings, cents: int) -> Settings:
    """The same studio with another balance to begin with."""
    return Settings(KEY, settings.data_dir, ready=settings.ready, balance_cents=cents)


async def test_details_name_the_organisation_and_its_balance(studio: Caller) -> None:
    details = await told(studio, account_task("getDetails"))
    assert uuid.UUID(details["organizationUUID"])
    assert details["organizationName"]
    assert {"amount", "freeBalance", "currency"} == details["balance"].keys()
    assert KEY not in str(details)


async def test_finished_videos_use_the_balance_up_also_after_a_restart(ready_settings: Settings) -> None:
    settings = with_balance(ready_settings, 100)
    async with calling(settings) as studio:
        await studio.finished(await studio.submit(video_task(numberResults=2)))
        assert await amount(studio) == 0.52
    async with calling(settings) as again:
        assert await amount(again) == 0.52


async def test_failed_video_costs_nothing_and_frees_what_was_set_aside(ready_settings: Settings) -> None:
    async with calling(with_balance(ready_settings, 15)) as studio:
        await studio.control("faults", faults=[{"on": "render", "kind": "error", "error": "providerError"}])
        await studio.finished(await studio.submit(video_task()))
        assert await amount(studio) == 0.15
        await studio.submit(video_task())


async def test_task_that_the_balance_does_not_cover_is_refused(ready_settings: Settings) -> None:
    async with calling(with_balance(ready_settings, 12)) as studio:
        status, body = await studio.send(video_task())
        assert (status, body["errors"][0]["code"]) == (402, "insufficientCredits")
        assert "--balance" in body["errors"][0]["message"]
        assert (await studio.state())["counts"]["tasks_submitted"] == 0


async def test_unfinished_tasks_are_not_paid_for_twice(slow_settings: Settings) -> None:
    settings = with_balance(slow_settings, 20)
    async with calling(settings) as studio:
        await studio.submit(video_task())
        assert (await studio.send(video_task()))[0] == 402
    async with calling(settings) as again:
        assert (await again.send(video_task()))[0] == 402


async def test_good_task_goes_through_beside_one_that_is_too_dear(ready_settings: Settings) -> None:
    async with calling(with_balance(ready_settings, 20)) as studio:
        cheap, dear = video_task(), speech_task(text="word " * 900)
        status, body = await studio.send(dear, cheap)
    assert status == 200
    assert [item["taskUUID"] for item in body["data"]] == [cheap["taskUUID"]]
    assert body["errors"][0]["code"] == "insufficientCredits"


@pytest.mark.parametrize("operation", ["getUsageActivity", "getUsagePerformance", "getUsageErrors"])
async def test_usage_of_a_day_without_renders_is_empty(studio: Caller, operation: str) -> None:
    task = account_task(operation, startDate="2020-01-01", endDate="2020-01-02")
    item = await told(studio, task)
    assert (item["startDate"], item["endDate"]) == ("2020-01-01", "2020-01-02")
    assert 0 in item["usage"].values()


async def test_usage_tells_what_was_made_and_what_failed(studio: Caller) -> None:
    await studio.finished(await studio.submit(video_task()))
    await studio.control("faults", faults=[{"on": "render", "kind": "error", "error": "timeoutProvider"}])
    await studio.finished(await studio.submit(video_task()))
    activity, performance, errors = [
        (await told(studio, account_task(f"getUsage{word}")))["usage"] for word in ("Activity", "Performance", "Errors")
    ]
    assert (activity["totalResults"], activity["totalCost"]) == (2, 0.24)
    assert sum(row["results"] for row in activity["rows"]) == 2
    assert performance["results"] == 1
    assert performance["longestSeconds"] >= performance["meanSeconds"] >= 0
    assert errors["rows"] == [{"code": "timeoutProvider", "count": 1}]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"startDate": "yesterday"}, "invalidStartDate"),
        ({"endDate": "2026-02-30"}, "invalidEndDate"),
        ({"startDate": "2026-02-02", "endDate": "2026-02-01"}, "invalidDates"),
        ({"models": "heygen:avatar@4"}, "invalidModels"),
        ({"models": [4]}, "invalidModels"),
    ],
)
async def test_malformed_usage_question_is_refused(studio: Caller, fields: Json, code: str) -> None:
    status, body = await studio.send(account_task("getUsageActivity", **fields))
    assert (status, body["errors"][0]["code"]) == (400, code)


@pytest.mark.parametrize("days", [{"endDate": "0001-01-02"}, {"startDate": "0001-01-01", "endDate": "9999-12-31"}])
async def test_usage_may_be_asked_for_from_the_first_day_to_the_last(studio: Caller, days: Json) -> None:
    usage = await told(studio, account_task("getUsageActivity", **days))
    assert usage["startDate"] == "0001-01-01"


async def test_dry_run_prices_and_keeps_nothing(studio: Caller) -> None:
    task = video_task(numberResults=2)
    status, body = await studio.send(task, **DRY)
    (item,) = body["data"]
    assert (status, item["taskUUID"]) == (200, task["taskUUID"])
    assert item["cost"] == pytest.approx(0.26)
    assert (await studio.state())["counts"]["tasks_submitted"] == 0
    await studio.submit(task)


async def test_dry_run_checks_the_task(studio: Caller) -> None:
    status, body = await studio.send(video_task(numberResults=9), **DRY)
    assert (status, body["errors"][0]["parameter"]) == (400, "numberResults")


async def test_dry_run_neither_stores_media_nor_polls(studio: Caller) -> None:
    upload = {"taskType": "mediaStorage", "taskUUID": str(uuid.uuid4()), "operation": "upload", "media": "AAAA"}
    _, body = await studio.send(upload, poll_task(video_task()), **DRY)
    assert [item["cost"] for item in body["data"]] == [0, 0]
    assert (await studio.state())["media"]["count"] == 0


def test_expected_length_follows_script_and_pace() -> None:
    slow, quick = (read_task(speech_task(text="a" * 300, speed=speed)) for speed in (0.5, 1.5))
    assert estimated_seconds(slow, None) == pytest.approx(40)
    assert estimated_seconds(quick, None) == pytest.approx(40 / 3)
    recorded = read_task(video_task(speech=None, inputs={"audio": "https://e.example/a.mp3"}))
    assert estimated_seconds(recorded, 12.5) == 12.5
    assert estimated_seconds(recorded, None) > 0
