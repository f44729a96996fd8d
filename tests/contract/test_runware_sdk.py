"""Runware's own client, unmodified, over REST against the studio."""

import base64
import uuid
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, Final

import pytest
from runware import Runware
from runware.errors import RunwareError
from runware.types.sdk import RunOptions

from playground.studio.catalogue import avatar_ids, voices
from playground.studio.service.settings import ReadyAnswer, Settings
from tests.playground.studio.service.caller import KEY, Caller, calling

PIXEL: Final = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)


def client_of(studio: Caller, *, key: str = KEY, retries: int = 0) -> Runware:
    """The client, pointed at a studio."""
    return Runware(api_key=key, transport="rest", http_base_url=f"{studio.url}/v1", max_retries=retries)


@pytest.fixture
async def client(studio: Caller) -> AsyncIterator[Runware]:
    """Such a client, closed afterwards."""
    async with client_of(studio) as opened:
        yield opened


def wish(**changes: object) -> dict[str, Any]:
    """What a user of the client writes to get a video."""
    return {
        "taskType": "videoInference",
        "model": "heygen:avatar@4",
        "inputs": {"avatar": avatar_ids()[0]},
        "speech": {"text": "Good morning, team.", "voice": voices()[0].id},
        "resolution": "720p",
        "includeCost": True,
        **changes,
    }


async def refused(client: Runware, params: dict[str, Any]) -> RunwareError:
    """The error that a wish ends in."""
    with pytest.raises(RunwareError) as caught:
        await client.run(params)
    return caught.value


async def test_a_video_is_submitted_polled_and_delivered(client: Runware, studio: Caller) -> None:
    (result,) = await client.run(wish())
    assert (result["status"], result["cost"]) == ("success", 0.1)
    async with studio.session.get(result["videoURL"]) as answer:
        assert (answer.content_type, (await answer.read())[4:8]) == ("video/mp4", b"ftyp")


async def test_several_results_arrive_with_their_own_ids(client: Runware) -> None:
    seen: list[dict[str, Any]] = []
    results = await client.run(wish(numberResults=4), RunOptions(on_result=seen.append))
    assert len({result["videoUUID"] for result in results}) == len({result["seed"] for result in results}) == 4
    assert len(seen) == 4


async def test_results_that_finish_out_of_order_are_all_delivered(client: Runware, studio: Caller) -> None:
    await studio.control("faults", faults=[{"on": "render", "kind": "slow", "seconds": 2.0}])
    results = await client.run(wish(numberResults=2))
    state = await studio.state()
    made_first, made_last = results
    order = [result["video_uuid"] for result in state["tasks"][0]["results"]]
    assert [made_last["videoUUID"], made_first["videoUUID"]] == order


@pytest.mark.parametrize("shape", ["A", "B"])
async def test_failed_render_is_an_error_in_either_shape(client: Runware, studio: Caller, shape: str) -> None:
    fault = {"on": "render", "kind": "error", "error": "providerUnavailable", "shape": shape}
    await studio.control("faults", faults=[fault])
    error = await refused(client, wish())
    assert (error.code, error.retryable) == ("provider", True)


async def test_refused_content_is_told_as_such(client: Runware) -> None:
    speech = {"text": "A massacre of words.", "voice": voices()[0].id}
    error = await refused(client, wish(speech=speech, safety={"checkContent": True}))
    assert (error.code, error.retryable) == ("safety", False)


async def test_wrong_value_names_its_parameter(client: Runware) -> None:
    error = await refused(client, wish(numberResults=5))
    assert (error.code, error.parameter, error.status_code) == ("validation", "numberResults", 400)


async def test_unknown_parameter_is_refused_by_name(client: Runware) -> None:
    error = await refused(client, wish(duration=5))
    assert (error.code, error.parameter) == ("validation", "duration")


async def test_fields_that_contradict_each_other_are_refused(client: Runware) -> None:
    error = await refused(client, wish(width=1280, height=720))
    assert (error.code, error.parameter) == ("validation", "width")


async def test_wrong_key_is_told_as_such(studio: Caller) -> None:
    async with client_of(studio, key="wrong") as client:
        error = await refused(client, wish())
    assert (error.code, error.status_code) == ("auth", 401)


async def test_repeated_uuid_is_a_conflict_and_the_first_task_goes_on(client: Runware) -> None:
    task_uuid = str(uuid.uuid4())
    await client.run(wish(taskUUID=task_uuid))
    error = await refused(client, wish(taskUUID=task_uuid))
    assert (error.code, error.parameter, error.task_uuid) == ("validation", "taskUUID", task_uuid)
    (state,) = await client.get_response({"taskUUID": task_uuid})
    assert state["status"] == "success"


async def test_lost_answer_makes_the_client_meet_its_own_task(studio: Caller) -> None:
    await studio.control("faults", faults=[{"on": "submit", "kind": "cut_after"}])
    async with client_of(studio, retries=1) as client:
        error = await refused(client, wish())
    assert error.parameter == "taskUUID"
    assert (await studio.state())["counts"]["tasks_submitted"] == 1


@pytest.mark.parametrize("kind", ["cut_before", "status"])
async def test_passing_trouble_is_got_over_by_the_client(studio: Caller, kind: str) -> None:
    fault = {"on": "submit", "kind": kind} | ({"status": 429, "retry_after": 1} if kind == "status" else {})
    await studio.control("faults", faults=[fault])
    async with client_of(studio, retries=2) as client:
        (result,) = await client.run(wish())
    assert result["status"] == "success"


async def test_empty_ack_is_followed_by_the_result(client: Runware, studio: Caller) -> None:
    await studio.control("faults", faults=[{"on": "submit", "kind": "empty"}])
    (result,) = await client.run(wish())
    assert result["status"] == "success"


@pytest.mark.parametrize("kind", ["wrong_type", "truncated"])
async def test_answer_that_is_no_json_is_noticed(client: Runware, studio: Caller, kind: str) -> None:
    await studio.control("faults", faults=[{"on": "submit", "kind": kind}])
    assert (await refused(client, wish())).status_code == 200


async def test_upload_gives_a_uuid_that_a_task_can_name(client: Runware, studio: Caller) -> None:
    media = f"data:image/png;base64,{base64.b64encode(PIXEL).decode()}"
    stored: dict[str, Any] = {}
    stored.update(*await client.media_storage({"operation": "upload", "media": media}))
    async with studio.session.get(stored["mediaURL"]) as answer:
        assert (answer.content_type, await answer.read()) == ("image/png", PIXEL)
    inputs = {"avatar": avatar_ids()[0], "background": stored["mediaUUID"]}
    (result,) = await client.run(wish(inputs=inputs))
    assert result["status"] == "success"


async def test_deleted_media_cannot_be_named_any_more(client: Runware) -> None:
    (stored,) = await client.media_storage({"operation": "upload", "media": base64.b64encode(PIXEL).decode()})
    (deleted,) = await client.media_storage({"operation": "delete", "media": stored["mediaUUID"]})
    assert (deleted["operation"], deleted["mediaUUID"]) == ("delete", stored["mediaUUID"])
    error = await refused(client, wish(inputs={"image": stored["mediaUUID"]}))
    assert (error.parameter, error.status_code) == ("inputs.image", 404)


async def test_older_upload_of_pictures_works(client: Runware) -> None:
    (stored,) = await client.image_upload({"image": base64.b64encode(PIXEL).decode()})
    assert uuid.UUID(stored["imageUUID"])
    assert stored["imageURL"].endswith(f"{stored['imageUUID']}.png")


async def test_balance_is_used_up_by_what_was_made(client: Runware) -> None:
    (before,) = await client.account_management({"operation": "getDetails"})
    await client.run(wish(numberResults=2))
    (after,) = await client.account_management({"operation": "getDetails"})
    assert before["balance"] == {"amount": 50.0, "freeBalance": 0.0, "currency": "USD"}
    assert after["balance"]["amount"] == 49.8


async def test_used_up_balance_is_told_as_such(tmp_path: Path, ready_file: Path) -> None:
    poor = Settings(KEY, tmp_path, ready=ReadyAnswer(ready_file, 0.0), balance_cents=5)
    async with calling(poor) as studio, client_of(studio) as client:
        error = await refused(client, wish())
    assert (error.code, error.status_code) == ("quota", 402)


@pytest.mark.parametrize("operation", ["getUsageActivity", "getUsagePerformance", "getUsageErrors"])
async def test_usage_can_be_asked_for(client: Runware, operation: Any) -> None:
    (told,) = await client.account_management({"operation": operation, "startDate": "2026-01-01"})
    assert (told["operation"], told["startDate"]) == (operation, "2026-01-01")
    assert told["usage"]


async def test_archive_tells_request_and_response(client: Runware) -> None:
    (result,) = await client.run(wish())
    (details,) = await client.get_task_details({"taskUUID": result["taskUUID"]})
    assert details["request"][0]["speech"] == wish()["speech"]
    assert details["response"] == {"data": [result]}
