"""Each parameter of the model, driven through both sides: what Herald's model allows, the studio takes, and no more."""

import base64
from uuid import UUID

import pytest
from pydantic import ValidationError

from bot.runware.models import VideoInference
from bot.runware.refusals import unsendable
from playground.studio.service.utility_fields import components
from tests.contract.rows import (
    ALLOWED,
    BROKEN_RULES,
    KNOWN_TO_THE_SERVICE_ONLY,
    MISSING,
    PICTURE_UUID,
    PIXEL,
    RECORDING_UUID,
    REFUSED,
    SILENCE,
    Row,
)
from tests.playground.studio.service.caller import Caller, Json

REFUSALS = [*REFUSED, *BROKEN_RULES, *MISSING]


def named(rows: list[Row]) -> pytest.MarkDecorator:
    """The rows as test cases with readable names."""
    return pytest.mark.parametrize("row", rows, ids=[row.title for row in rows])


def as_built(task: Json) -> Json:
    """What Herald would send for a task; raises ValidationError for what it would not."""
    model = VideoInference.model_validate(task)
    return model.model_dump(mode="json", by_alias=True, exclude_none=True)


async def with_media(studio: Caller, task: Json) -> Json:
    """The task with media that the studio keeps in place of their placeholders."""
    contents = {PICTURE_UUID: PIXEL, RECORDING_UUID: SILENCE}
    inputs = {
        key: await stored(studio, contents[text]) if text in contents else text
        for key, text in task.get("inputs", {}).items()
    }
    return {**task, "inputs": inputs}


async def stored(studio: Caller, content: bytes) -> str:
    """The UUID of an uploaded file."""
    upload = {"taskType": "mediaStorage", "taskUUID": "8b1f7c52-6a0e-4d6f-9d3c-2b1a0f9e8d7c", "operation": "upload"}
    _, body = await studio.send({**upload, "media": base64.b64encode(content).decode()})
    media_uuid: str = body["data"][0]["mediaUUID"]
    return media_uuid


def client_parameters(task: Json) -> set[str]:
    """What Herald's model says is wrong."""
    with pytest.raises(ValidationError) as caught:
        as_built(task)
    return set((unsendable(caught.value).parameter or "").split(", "))


async def studio_parameters(studio: Caller, task: Json) -> set[str]:
    """What the studio says is wrong with the first thing that is."""
    status, body = await studio.send(task)
    error = body["errors"][0]
    assert (status // 100, body.get("data"), bool(error["message"])) == (4, [], True)
    parameter = error["parameter"]
    return {parameter} if isinstance(parameter, str) else set(parameter)


@named(ALLOWED)
async def test_allowed_value_is_built_sent_and_taken(studio: Caller, row: Row) -> None:
    task = await with_media(studio, row.task())
    sent = as_built(task)
    status, body = await studio.send(sent)
    assert (status, "errors" in body) == (200, False), body
    assert UUID(body["data"][0]["taskUUID"]) == UUID(task["taskUUID"])


@named(ALLOWED)
async def test_allowed_value_is_taken_as_it_was_written(studio: Caller, row: Row) -> None:
    task = await with_media(studio, row.task())
    status, body = await studio.send(task)
    assert (status, "errors" in body) == (200, False), body


@named(REFUSALS)
async def test_wrong_value_is_refused_by_both_about_the_same_parameter(studio: Caller, row: Row) -> None:
    task = row.task()
    ours, theirs = client_parameters(task), await studio_parameters(studio, task)
    assert ours & theirs
    assert (await studio.state())["counts"]["tasks_submitted"] == 0


@named(KNOWN_TO_THE_SERVICE_ONLY)
async def test_id_that_only_the_service_knows_is_refused_by_the_studio(studio: Caller, row: Row) -> None:
    task = row.task()
    assert await studio_parameters(studio, as_built(task)) == {row.parameter}


def test_table_misses_no_parameter_of_the_model() -> None:
    allowed, refused = ({row.parameter for row in rows} for rows in (ALLOWED, REFUSED))
    published = parameters("HeygenAvatarIvRequest") - {"taskType", "model", "routing"}
    assert published <= allowed
    assert published <= refused


def parameters(name: str, path: str = "") -> set[str]:
    """The dotted names of all plain properties of a published schema."""
    schema = components()[name]
    if "properties" not in schema:
        return {path}
    found: set[str] = set()
    for key, inner in schema["properties"].items():
        below = f"{path}.{key}" if path else key
        found |= parameters(inner["$ref"].rpartition("/")[2], below) if "$ref" in inner else {below}
    return found
