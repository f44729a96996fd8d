"""One request, from script to finished file."""

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from playground.studio.render.captions import caption_files, write_captions
from playground.studio.render.compose.compositor import Composer, Pose
from playground.studio.render.compose.planes import Frame
from playground.studio.render.encode.writer import clip_writer
from playground.studio.render.motion.manner import Manner, manner_for
from playground.studio.render.motion.tracks import motion_for
from playground.studio.render.narration import Performance, perform
from playground.studio.render.request import ClipFacts, RenderRequest
from playground.studio.render.rigs.pose import EyesPose, MouthPose
from playground.studio.render.staging import Staging
from playground.studio.render.timing.segments import Timeline

_OPENCV_THREADS: Final = 2
_FRAMES_AHEAD: Final = 4
_SHARE_OF_SPEECH: Final = 0.05

Report = Callable[[float], None]


def render_clip(request: RenderRequest, report: Report, staging: Staging) -> ClipFacts:
    """Write the file, and beside it the captions of a script; tell `report` how far it is, 0 to 1.

    `staging` keeps what further clips of the same presenter can use. Raises RenderError for what cannot be rendered.
    """
    cv2.setNumThreads(_OPENCV_THREADS)
    stage = staging.stage_for(request)
    request = stage.request
    performance = perform(request)
    timeline = performance.timeline
    report(_SHARE_OF_SPEECH)
    poses = poses_for(performance, manner_for(request.expressiveness, request.prompt), seed=request.seed)
    writing = clip_writer(request, timeline, transparent=stage.composer.transparent)
    with writing as writer, drawn_ahead(stage.composer, poses) as frames:
        for number, frame in enumerate(frames, start=1):
            writer.write(frame)
            report(_SHARE_OF_SPEECH + (1 - _SHARE_OF_SPEECH) * number / timeline.frames)
    _caption(timeline, request.out)
    width, height = request.size
    return ClipFacts(
        duration_seconds=timeline.seconds, width=width, height=height, format=request.format, frames=timeline.frames
    )


def _caption(timeline: Timeline, film: Path) -> None:
    """Put the captions beside a film; where they cannot be written, nothing of it stays."""
    try:
        write_captions(timeline, film)
    except BaseException:
        for file in (film, *caption_files(film)):
            file.unlink(missing_ok=True)
        raise


def poses_for(performance: Performance, manner: Manner, *, seed: int) -> Iterator[Pose]:
    """The presenter's pose in each frame, made when it is asked for."""
    delivery = performance.delivery
    motion = motion_for(performance.timeline, delivery.stresses, seed=seed, manner=manner)
    mouth = delivery.mouth.copy()
    mouth[:, 0] *= manner.opening
    mouths = np.column_stack([mouth, delivery.rest, np.full(len(mouth), manner.smile)])
    eyes = np.column_stack([motion.blink, motion.brow, motion.gaze, motion.lift])
    return (
        Pose(MouthPose._make(lips.tolist()), EyesPose._make(lids.tolist()), head)
        for lips, lids, head in zip(mouths, eyes, motion.head, strict=True)
    )


@contextmanager
def drawn_ahead(composer: Composer, poses: Iterator[Pose]) -> Iterator[Iterator[Frame]]:
    """Frames drawn in a thread beside the encoder, a few ahead of it and in order."""
    drawer = ThreadPoolExecutor(max_workers=1)
    waiting: deque[Future[Frame]] = deque()

    def frames() -> Iterator[Frame]:
        for pose in poses:
            waiting.append(drawer.submit(composer.frame, pose))
            if len(waiting) > _FRAMES_AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()

    try:
        yield frames()
    finally:
        drawer.shutdown(cancel_futures=True)
