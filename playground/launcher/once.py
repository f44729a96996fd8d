"""`scripts/play --once`: one journey through a running playground, and its report."""

import asyncio
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from playground.launcher.control import Json, Person, StudioView, connected
from playground.launcher.journey import Journey, JourneyFailed
from playground.launcher.report import Counts, Outcome, Report, Timings, Trouble, Video
from playground.launcher.running import Playground
from playground.launcher.telling import Told
from playground.launcher.thread import Thread, is_film, said, video_link
from playground.launcher.video import NotAVideo, probe


@dataclass(frozen=True)
class Wish:
    """What the person wants: the script, fields of the modal by name, where the files go, how long to wait."""

    text: str
    fields: Mapping[str, str] = field(default_factory=dict)
    out_dir: Path | None = None
    timeout_seconds: float = 300.0


async def play_once(playground: Playground, wish: Wish, told: Told) -> Report:
    """Play the journey; the report says what it came to, whatever that is."""
    told.begin()
    async with connected(playground) as (person, studio):
        tasks_before = await _tasks_submitted(studio)
        journey = Journey(person, studio, told)
        outcome, error = await _play(journey, wish)
        seconds = told.seconds
        thread = journey.progress.thread
        videos: tuple[Video, ...] = ()
        try:
            videos = await _save_videos(person, thread, wish.out_dir, media_origin=studio.url)
        except NotAVideo as problem:
            outcome, error = "failed", Trouble(code="not_a_video", text=str(problem))
        return Report(
            outcome=outcome,
            error=error,
            thread=tuple(said(message) for message in thread.messages or _refusal(thread)),
            videos=videos,
            counts=Counts(
                tasks_submitted=await _tasks_submitted(studio) - tasks_before, final_posts=len(thread.finals)
            ),
            timings=Timings(ack_ms=journey.progress.ack_ms, total_seconds=round(seconds, 2)),
        )


async def _play(journey: Journey, wish: Wish) -> tuple[Outcome, Trouble | None]:
    try:
        await journey.play(wish.text, wish.fields, timeout_seconds=wish.timeout_seconds)
    except JourneyFailed as failed:
        return failed.outcome, failed.trouble
    return "delivered", None


def _refusal(thread: Thread) -> tuple[Json, ...]:
    return () if thread.refusal is None else (thread.refusal,)


async def _tasks_submitted(studio: StudioView) -> int:
    return int((await studio.look())["counts"]["tasks_submitted"])


async def _save_videos(person: Person, thread: Thread, out_dir: Path | None, *, media_origin: str) -> tuple[Video, ...]:
    url, expires_at = video_link(thread.messages, media_origin)
    ends = None if expires_at is None else expires_at.isoformat()
    videos = []
    with tempfile.TemporaryDirectory(prefix="herald-") as passing:
        folder = out_dir or Path(passing)
        folder.mkdir(parents=True, exist_ok=True)
        for file in (file for message in thread.finals for file in message.get("files", ())):
            path = _free_path(folder, Path(file["name"]).name)
            await person.fetch(file["url_private"], path)
            if not is_film(file):
                continue
            held = await asyncio.to_thread(probe, path)
            videos.append(
                Video(
                    path=str(path) if out_dir else None,
                    url=url,
                    expires_at=ends,
                    duration_seconds=held.duration_seconds,
                    width=held.width,
                    height=held.height,
                    format=held.format,
                )
            )
    return tuple(videos)


def _free_path(folder: Path, name: str) -> Path:
    """A path at which no file stands yet: a second `video.mp4` becomes `video-2.mp4`."""
    path, number = folder / name, 1
    while path.exists():
        number += 1
        path = folder / f"{Path(name).stem}-{number}{Path(name).suffix}"
    return path
