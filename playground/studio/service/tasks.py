"""A task and its results, as the service keeps them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from playground.studio.service.fields import DEFAULT_RESOLUTION, DEFAULT_TTL_SECONDS, SIZES

State = Literal["queued", "rendering", "success", "error"]


@dataclass(frozen=True)
class Task:
    """A checked `videoInference` task with its defaults filled in."""

    task_uuid: str
    text: str
    avatar: str
    voice: str
    language: str | None
    speed: float
    pitch: float
    width: int
    height: int
    output_format: str
    quality: int
    ttl_seconds: int
    include_cost: bool
    number_results: int


@dataclass(frozen=True)
class Result:
    """One of a task's videos; what is not known yet is None."""

    video_uuid: str
    task_uuid: str
    file_name: str
    seed: int
    state: State
    finished_at: float | None
    expires_at: float | None
    duration_seconds: float | None
    cost_cents: int | None
    error_code: str | None
    error_message: str | None
    error_parameter: str | None


@dataclass(frozen=True)
class StoredTask:
    """A task with the state of all its results, in the order they were asked for."""

    task: Task
    submitted_at: float
    results: tuple[Result, ...]

    @property
    def state(self) -> State:
        """What its results have come to: `error` as soon as all are finished and one of them failed."""
        states = {result.state for result in self.results}
        if states == {"queued"}:
            return "queued"
        if states & {"queued", "rendering"}:
            return "rendering"
        return "error" if "error" in states else "success"


def read_task(body: Mapping[str, Any]) -> Task:
    """The task that a checked request body asks for."""
    speech = body["speech"]
    width, height = SIZES[body.get("resolution", DEFAULT_RESOLUTION)]
    return Task(
        task_uuid=body["taskUUID"],
        text=speech["text"],
        avatar=body["inputs"]["avatar"],
        voice=speech["voice"],
        language=speech.get("language"),
        speed=speech.get("speed", 1.0),
        pitch=speech.get("pitch", 0.0),
        width=body.get("width", width),
        height=body.get("height", height),
        output_format=body.get("outputFormat", "MP4"),
        quality=body.get("outputQuality", 95),
        ttl_seconds=body.get("ttl", DEFAULT_TTL_SECONDS),
        include_cost=body.get("includeCost", False),
        number_results=body.get("numberResults", 1),
    )
