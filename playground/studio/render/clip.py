"""One request, from script to finished file."""

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Final

import cv2
import numpy as np

from playground.studio.render.compose.background import wall
from playground.studio.render.compose.compositor import Compositor, Overlay, Pose
from playground.studio.render.compose.label import label_area, label_planes
from playground.studio.render.compose.planes import Frame, opaque_frame
from playground.studio.render.encode.writer import clip_writer
from playground.studio.render.motion.tracks import motion_for
from playground.studio.render.narration import narrate
from playground.studio.render.request import ClipFacts, RenderRequest
from playground.studio.render.rigs.drawn import DrawnRig, Size
from playground.studio.render.rigs.look import look_for
from playground.studio.render.rigs.pose import EyesPose, MouthPose
from playground.studio.render.timing.coarticulation import mouth_track, rest_track
from playground.studio.render.timing.segments import Timeline

_OPENCV_THREADS: Final = 2
_FRAMES_AHEAD: Final = 4
_SHARE_OF_SPEECH: Final = 0.05

Report = Callable[[float], None]


def render_clip(request: RenderRequest, report: Report) -> ClipFacts:
    """Write the file and tell `report` how far it is, 0 to 1. Raises RenderError for what cannot be rendered."""
    cv2.setNumThreads(_OPENCV_THREADS)
    timeline = narrate(request)
    report(_SHARE_OF_SPEECH)
    compositor = _compositor(request)
    poses = poses_for(timeline, request.seed)
    with clip_writer(request, timeline) as writer, _drawn_ahead(compositor, poses) as frames:
        for number, frame in enumerate(frames, start=1):
            writer.write(frame)
            report(_SHARE_OF_SPEECH + (1 - _SHARE_OF_SPEECH) * number / timeline.frames)
    return ClipFacts(
        duration_seconds=timeline.seconds,
        width=request.width,
        height=request.height,
        format=request.format,
        frames=timeline.frames,
    )


def poses_for(timeline: Timeline, seed: int) -> list[Pose]:
    """The presenter's pose in each frame."""
    mouth = mouth_track(timeline.segments, timeline.frames)
    rest = rest_track(timeline.segments, timeline.frames)
    motion = motion_for(timeline, seed)
    mouths = np.column_stack([mouth, rest]).tolist()
    eyes = np.column_stack([motion.blink, motion.brow, motion.gaze]).tolist()
    return [
        Pose(MouthPose._make(lips), EyesPose._make(lids), head)
        for lips, lids, head in zip(mouths, eyes, motion.head, strict=True)
    ]


def _compositor(request: RenderRequest) -> Compositor:
    look = look_for(request.avatar)
    rig = DrawnRig(look, Size(request.width, request.height))
    background = opaque_frame(wall(look.wall, request.width, request.height))
    area = label_area(request.width, request.height)
    return Compositor(rig, background, [Overlay(area, label_planes(area))] if request.label else [])


@contextmanager
def _drawn_ahead(compositor: Compositor, poses: list[Pose]) -> Iterator[Iterator[Frame]]:
    """Frames drawn in a thread beside the encoder, a few ahead of it and in order."""
    drawer = ThreadPoolExecutor(max_workers=1)
    waiting: deque[Future[Frame]] = deque()

    def frames() -> Iterator[Frame]:
        for pose in poses:
            waiting.append(drawer.submit(compositor.frame, pose))
            if len(waiting) > _FRAMES_AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()

    try:
        yield frames()
    finally:
        drawer.shutdown(cancel_futures=True)
