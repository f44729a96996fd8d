"""Webhooks and uploads: one for each result, tried again, and never at the cost of the result."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from playground.dials import FaultDial
from playground.studio.service.database import Database
from playground.studio.service.delivery.outbox import Outbox
from playground.studio.service.delivery.pauses import ATTEMPTS, pause_after
from playground.studio.service.delivery.table import TABLES, DeliveryTable, NewDelivery, insert_deliveries
from playground.studio.service.settings import Settings
from tests.playground.studio.service.caller import Caller, Json, calling, until, video_task
from tests.playground.studio.service.receiver import Receiver, receiving


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    """A receiver that answers 200."""
    async with receiving() as opened:
        yield opened


async def until_got(receiver: Receiver, count: int) -> list[Json]:
    """The bodies of the first requests, once there are so many."""

    async def enough() -> bool:
        return len(receiver.got) >= count

    await until(enough)
    return [json.loads(got.body) for got in receiver.got]


async def until_fate(studio: Caller, fate: str) -> Json:
    """The first delivery of the first result, once that has become of it."""

    async def look() -> Json | None:
        deliveries = (await studio.state())["tasks"][0]["results"][0]["deliveries"]
        return next((delivery for delivery in deliveries if delivery["fate"] == fate), None)

    return await until(look)


async def test_webhook_gets_what_a_poll_tells(studio: Caller, receiver: Receiver) -> None:
    task = await studio.submit(video_task(webhookURL=f"{receiver.url}/hook?token=1", includeCost=True))
    (body,) = await until_got(receiver, 1)
    assert body == (await studio.finished(task))["data"][0]
    (got,) = receiver.got
    assert (got.method, got.path, got.content_type) == ("POST", "/hook?token=1", "application/json")


async def test_each_result_has_its_own_webhook(studio: Caller, receiver: Receiver) -> None:
    await studio.submit(video_task(webhookURL=receiver.url, numberResults=3))
    assert len({body["videoUUID"] for body in await until_got(receiver, 3)}) == 3


async def test_failure_is_told_to_the_webhook_too(studio: Caller, receiver: Receiver) -> None:
    await studio.control("faults", faults=[{"on": "render", "kind": "error", "error": "timeoutProvider"}])
    task = await studio.submit(video_task(webhookURL=receiver.url))
    (body,) = await until_got(receiver, 1)
    assert (body["status"], body["code"], body["taskUUID"]) == ("error", "timeoutProvider", task["taskUUID"])


async def test_webhook_is_repeated_until_it_is_understood(studio: Caller) -> None:
    async with receiving(statuses=[500, 302]) as receiver:
        await studio.submit(video_task(webhookURL=receiver.url))
        bodies = await until_got(receiver, 3)
        delivery = await until_fate(studio, "delivered")
    assert bodies[0] == bodies[1] == bodies[2]
    assert (delivery["attempts"], delivery["last"]) == (3, "HTTP 200")


async def test_webhook_that_is_under_way_survives_a_restart(
    ready_settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    async with receiving(statuses=[503] * 2) as receiver:
        async with calling(ready_settings) as studio:
            await studio.submit(video_task(webhookURL=f"{receiver.url}/secret-path?token=hush"))
            await until_got(receiver, 1)
        async with calling(ready_settings) as again:
            delivery = await until_fate(again, "delivered")
    assert delivery["attempts"] >= 2
    assert delivery["to"] == receiver.url
    assert "HTTP 503" in caplog.text
    assert "hush" not in caplog.text
    assert "secret-path" not in caplog.text


def test_pauses_double_up_to_eight_seconds_and_are_spread() -> None:
    middle = [pause_after(attempts, 0.5) for attempts in range(1, 9)]
    assert middle == [0.25, 0.5, 1, 2, 4, 8, 8, 8]
    assert pause_after(3, 0.0) < 1 < pause_after(3, 1.0)
    assert ATTEMPTS > 6


async def test_webhook_can_be_doubled(studio: Caller, receiver: Receiver) -> None:
    await studio.control("faults", faults=[{"on": "webhook", "kind": "duplicate"}])
    await studio.submit(video_task(webhookURL=receiver.url))
    first, second = await until_got(receiver, 2)
    assert first == second


async def test_webhook_can_be_lost(studio: Caller, receiver: Receiver) -> None:
    await studio.control("faults", faults=[{"on": "webhook", "kind": "lost"}])
    task = await studio.submit(video_task(webhookURL=receiver.url))
    await until_fate(studio, "lost")
    assert (await studio.finished(task))["data"][0]["status"] == "success"
    assert receiver.got == []


async def test_webhook_can_be_late(studio: Caller, receiver: Receiver) -> None:
    await studio.control("faults", faults=[{"on": "webhook", "kind": "slow", "seconds": 600}])
    await studio.finished(await studio.submit(video_task(webhookURL=receiver.url)))
    await until_fate(studio, "waiting")
    assert receiver.got == []


async def test_upload_puts_the_bytes_with_their_type(
    studio: Caller, receiver: Receiver, ready_settings: Settings
) -> None:
    address = f"{receiver.url}/bucket/a%2Fvideo.mov?signature=%7e%2B1"
    await studio.submit(video_task(uploadEndpoint=address, outputFormat="MOV"))
    await until_fate(studio, "delivered")
    (got,) = receiver.got
    assert (got.method, got.path, got.content_type) == (
        "PUT",
        "/bucket/a%2Fvideo.mov?signature=%7e%2B1",
        "video/quicktime",
    )
    assert ready_settings.ready is not None
    assert len(got.body) == (await studio.state())["videos"]["bytes"]


async def test_failed_upload_is_told_and_the_result_stays(studio: Caller, caplog: pytest.LogCaptureFixture) -> None:
    async with receiving(statuses=[403] * ATTEMPTS) as receiver:
        task = await studio.submit(video_task(uploadEndpoint=f"{receiver.url}/hush"))
        delivery = await until_tried(studio)
        (item,) = (await studio.finished(task))["data"]
    assert (item["status"], delivery["last"]) == ("success", "HTTP 403")
    assert "upload" in caplog.text
    assert "hush" not in caplog.text


async def until_tried(studio: Caller) -> Json:
    """The first delivery of the first task, once it was tried."""

    async def look() -> Json | None:
        results = (await studio.state())["tasks"][0]["results"]
        return next((d for result in results for d in result["deliveries"] if d["attempts"]), None)

    return await until(look)


async def test_unreachable_receiver_costs_the_result_nothing(studio: Caller) -> None:
    async with receiving() as gone:
        address = gone.url
    task = await studio.submit(video_task(webhookURL=address))
    delivery = await until_tried(studio)
    assert delivery["fate"] == "waiting"
    assert (await studio.finished(task))["data"][0]["status"] == "success"


async def test_silent_receiver_does_not_hold_up_the_others(ready_settings: Settings) -> None:
    async with receiving(gate=asyncio.Event()) as silent, receiving() as quick, calling(ready_settings) as studio:
        await studio.submit(video_task(webhookURL=silent.url))
        await until_got(silent, 1)
        await studio.submit(video_task(webhookURL=quick.url))
        await until_got(quick, 1)


async def test_delivery_is_given_up_after_its_last_attempt(tmp_path: Path) -> None:
    database = Database(tmp_path / "deliveries.sqlite3", [TABLES])
    database.open()
    table = DeliveryTable(database)
    outbox = Outbox(table, tmp_path, faults=FaultDial(), pause=lambda attempts: 0.0)
    async with receiving(statuses=[500] * 100) as receiver:
        insert_deliveries(database.connection, "video", [NewDelivery("webhook", receiver.url, "{}")])
        await outbox.start()

        async def given_up() -> bool:
            return table.of("video")[0].fate == "given up"

        await until(given_up)
        await outbox.stop()
    database.close()
    assert len(receiver.got) == ATTEMPTS
