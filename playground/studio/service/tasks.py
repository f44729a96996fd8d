"""A task and its results, as the service keeps them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from playground.studio.service.fields import DEFAULT_RESOLUTION, DEFAULT_TTL_SECONDS

State = Literal["queued", "rendering", "success", "error"]
SafetyMode = Literal["none", "fast", "full"]


@dataclass(frozen=True)
class Task:
    """A checked `videoInference` task with its defaults filled in; media are named by UUID or URL."""

    task_uuid: str
    text: str | None
    voice: str | None
    language: str | None
    speed: float
    pitch: float
    audio: str | None
    avatar: str | None
    image: str | None
    background: str | None
    background_color: str | None
    remove_background: bool
    expressiveness: str
    prompt: str | None
    width: int | None
    height: int | None
    resolution: str | None
    output_format: str
    quality: int
    ttl_seconds: int
    include_cost: bool
    number_results: int
    safety_mode: SafetyMode
    webhook_url: str | None
    upload_endpoint: str | None


@dataclass(frozen=True)
class Result:
    """One of a task's videos; what is not known yet is None. `captions` is `{"vtt", "srt"}` as JSON."""

    video_uuid: str
    task_uuid: str
    position: int
    file_name: str
    seed: int
    state: State
    finished_at: float | None = None
    expires_at: float | None = None
    size_bytes: int | None = None
    duration_seconds: float | None = None
    cost_cents: int | None = None
    error_code: str | None = None
    error_message: str | None = None
    error_parameter: str | None = None
    error_shape: str | None = None
    captions: str | None = None


@dataclass(frozen=True)
class Shown:
    """A result with what its task wants told: the cost, and that the content was checked."""

    result: Result
    include_cost: bool
    checked: bool


@dataclass(frozen=True)
class StoredTask:
    """A task with the state of all its results, in the order they were asked for; `origin` is where it was sent to."""

    task: Task
    submitted_at: float
    origin: str
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
    inputs, speech, settings = (body.get(group, {}) for group in ("inputs", "speech", "settings"))
    sized = "width" in body
    return Task(
        task_uuid=body["taskUUID"],
        text=speech.get("text"),
        voice=speech.get("voice"),
        language=speech.get("language"),
        speed=speech.get("speed", 1.0),
        pitch=speech.get("pitch", 0.0),
        audio=inputs.get("audio"),
        avatar=inputs.get("avatar"),
        image=inputs.get("image"),
        background=inputs.get("background"),
        background_color=settings.get("backgroundColor"),
        remove_background=settings.get("removeBackground", False),
        expressiveness=settings.get("expressiveness", "low"),
        prompt=body.get("positivePrompt"),
        width=body.get("width"),
        height=body.get("height"),
        resolution=None if sized else body.get("resolution", DEFAULT_RESOLUTION),
        output_format=body.get("outputFormat", "MP4"),
        quality=body.get("outputQuality", 95),
        ttl_seconds=body.get("ttl", DEFAULT_TTL_SECONDS),
        include_cost=body.get("includeCost", False),
        number_results=body.get("numberResults", 1),
        safety_mode=_safety_mode(body.get("safety", {})),
        webhook_url=body.get("webhookURL"),
        upload_endpoint=body.get("uploadEndpoint"),
    )


def _safety_mode(safety: Mapping[str, Any]) -> SafetyMode:
    """A check without a mode looks at the key frames."""
    mode: SafetyMode = safety.get("mode", "fast")
    return mode if safety.get("checkContent", False) else "none"
