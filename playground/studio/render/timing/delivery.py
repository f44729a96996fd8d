"""How the sound is delivered: what lips do in each frame, and when the speaker stresses something."""

from dataclasses import dataclass

from playground.studio.render.timing.coarticulation import Track, mouth_track, rest_track
from playground.studio.render.timing.segments import Timeline


@dataclass(frozen=True)
class Delivery:
    """One row a frame: the six mouth parameters, and how much the face rests; the moments of stresses in seconds."""

    mouth: Track
    rest: Track
    stresses: tuple[float, ...]


def delivery_of(timeline: Timeline) -> Delivery:
    """The delivery of speech whose phonemes are known."""
    return Delivery(
        mouth=mouth_track(timeline.segments, timeline.frames),
        rest=rest_track(timeline.segments, timeline.frames),
        stresses=tuple(segment.centre for segment in timeline.segments if segment.stressed),
    )
