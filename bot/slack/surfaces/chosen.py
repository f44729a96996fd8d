"""What was chosen for a video, in a few lines to be read before money is spent."""

from collections.abc import Callable, Iterator
from datetime import timedelta

from bot.rendering.draft import Draft, Wishes
from bot.rendering.render import Destination
from bot.slack.surfaces.escape import escape, one_line
from bot.slack.surfaces.figures import length

_LABEL_LIMIT = 100
_PROMPT_LIMIT = 150

Labels = Callable[[str], str]


def describe_speaker(wishes: Wishes, labels: Labels) -> str:
    """`Jenny · John · English · male`: who is seen and who is heard, as markup."""
    seen = "the photo that you gave" if wishes.image is not None else _label(labels, wishes.avatar or "no avatar yet")
    heard = "your own recording" if wishes.audio is not None else _label(labels, wishes.voice or "no voice yet")
    language = f" in {_label(labels, wishes.language)}" if wishes.language is not None and wishes.audio is None else ""
    return f"*Avatar* {seen}\n*Voice* {heard}{language}"


def describe_destination(draft: Draft) -> str:
    """Where the video will be posted, as markup."""
    destination = draft.destination
    if destination is None:
        return "no conversation yet"
    if destination.channel_id == draft.user_id:
        return "only to you"
    return _place(destination)


def describe_extras(wishes: Wishes) -> str:
    """Everything else that was chosen, as markup; empty where that is nothing."""
    return " · ".join(escape(one_line(extra, _PROMPT_LIMIT)) for extra in _extras(wishes))


def _place(destination: Destination) -> str:
    if not destination.channel_id.startswith(("C", "G")):
        return "in the direct message where you asked"
    thread = "in the thread you came from, " if destination.thread_ts is not None else ""
    return f"{thread}in <#{destination.channel_id}>"


def _label(labels: Labels, value: str) -> str:
    return escape(one_line(labels(value), _LABEL_LIMIT))


def _extras(wishes: Wishes) -> Iterator[str]:
    yield from _looks(wishes)
    if wishes.motion_prompt:
        yield f"moves: {wishes.motion_prompt}"
    if wishes.speed is not None and wishes.audio is None:
        yield f"speed {wishes.speed:f}"
    if wishes.pitch is not None and wishes.audio is None:
        yield f"pitch {wishes.pitch:f}"
    yield from _file(wishes)
    if wishes.number_results is not None and wishes.number_results > 1:
        yield f"{wishes.number_results} videos"
    if wishes.ttl_seconds is not None:
        yield f"link works for {length(timedelta(seconds=wishes.ttl_seconds))}"
    if wishes.safety_mode is not None:
        yield {"none": "no content check", "fast": "some frames checked", "full": "every frame checked"}[
            wishes.safety_mode
        ]


def _looks(wishes: Wishes) -> Iterator[str]:
    if wishes.background_color is not None:
        yield f"background {wishes.background_color}"
    if wishes.background is not None:
        yield "your background picture"
    if wishes.remove_background:
        yield "own background cut away"
    if wishes.expressiveness is not None:
        yield {"low": "calm", "medium": "lively", "high": "very lively"}[wishes.expressiveness]


def _file(wishes: Wishes) -> Iterator[str]:
    if wishes.resolution is not None:
        yield wishes.resolution
    if wishes.width is not None:
        yield f"{wishes.width} × {wishes.height}"
    if wishes.output_format not in {None, "MP4"}:  # what the service makes by itself goes without saying
        yield str(wishes.output_format)
    if wishes.output_quality is not None:
        yield f"quality {wishes.output_quality}"
