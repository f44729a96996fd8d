"""Previews are made when they are asked for, once, one at a time, and only so many wait."""

import asyncio
import os
import sys
from pathlib import Path
from typing import Final

import aiohttp
import psutil
import pytest

from playground.serving import listening_socket, running
from playground.studio.catalogue import avatar_ids, voices
from playground.studio.service.app import build_app
from playground.studio.service.previews import LIFETIME_SECONDS, LONGEST_QUEUE, Previews
from playground.studio.service.settings import Settings
from tests.playground.studio.service.caller import KEY, Caller, calling, until

DRAW: Final = """
import os, pathlib, sys, time
command, option, preview, _, out = sys.argv[1:]
folder = pathlib.Path(out).parents[2]
(folder / "pid").write_text(str(os.getpid()))
with (folder / "log").open("a") as log: log.write(f"{command} {option} {preview}\\n")
while (folder / "hold").exists(): time.sleep(0.01)
if preview == BROKEN: sys.exit("cannot")
pathlib.Path(out).write_bytes(b"preview of " + preview.encode())
"""


def settings_of(folder: Path) -> Settings:
    """A studio whose previews are a few bytes."""
    program = DRAW.replace("BROKEN", repr(avatar_ids()[1]))
    return Settings(KEY, folder, renderer=(sys.executable, "-c", program))


def log_of(folder: Path) -> list[str]:
    """What the renderer was told to make, in order."""
    file = folder / "log"
    return file.read_text().splitlines() if file.exists() else []


def hold(folder: Path) -> Path:
    """Keep the renderer from finishing, until the file is removed."""
    file = folder / "hold"
    file.touch()
    return file


async def until_asked(folder: Path) -> None:
    """Wait until the renderer has begun."""

    async def begun() -> bool:
        return bool(log_of(folder))

    await until(begun)


@pytest.mark.parametrize(
    ("kind", "preview", "suffix", "content_type"),
    [("avatars", avatar_ids()[0], "png", "image/png"), ("voices", voices()[0].id, "m4a", "audio/mp4")],
)
async def test_preview_is_made_once_and_kept(
    tmp_path: Path, kind: str, preview: str, suffix: str, content_type: str
) -> None:
    for _ in range(2):
        async with (
            calling(settings_of(tmp_path)) as studio,
            studio.session.get(f"/previews/{kind}/{preview}.{suffix}") as answer,
        ):
            assert (answer.status, answer.content_type) == (200, content_type)
            assert await answer.read() == b"preview of " + preview.encode()
    option = kind.removesuffix("s")
    assert log_of(tmp_path) == [f"preview-{option} --{option} {preview}"]


async def test_requests_for_the_same_preview_share_the_work(tmp_path: Path) -> None:
    held = hold(tmp_path)
    path = f"/previews/avatars/{avatar_ids()[0]}.png"
    async with calling(settings_of(tmp_path)) as studio, asyncio.TaskGroup() as group:
        asked = [group.create_task(studio.status_of(path)) for _ in range(5)]
        await until_asked(tmp_path)
        held.unlink()
        assert [await task for task in asked] == [200] * 5
    assert len(log_of(tmp_path)) == 1


async def test_only_so_many_previews_wait(tmp_path: Path) -> None:
    held = hold(tmp_path)
    paths = [f"/previews/avatars/{avatar}.png" for avatar in avatar_ids()[2 : LONGEST_QUEUE + 12]]
    async with calling(settings_of(tmp_path)) as studio:
        asked = [asyncio.create_task(studio.status_of(path)) for path in paths]
        await until_asked(tmp_path)
        turned_away = [await task for task in asked[LONGEST_QUEUE:]]
        held.unlink()
        served = [await task for task in asked[:LONGEST_QUEUE]]
    assert set(turned_away) == {503}
    assert set(served) == {200}


@pytest.mark.parametrize(
    "path", ["avatars/Nobody.png", "avatars/x.svg", "voices/nobody.m4a", "voices/..%2F..%2Fx.m4a", "cats/a.png"]
)
async def test_unknown_preview_is_not_found(studio: Caller, path: str) -> None:
    assert await studio.status_of(f"/previews/{path}") == 404


async def test_preview_that_cannot_be_made_is_told_in_json_and_tried_again(tmp_path: Path) -> None:
    path = f"/previews/avatars/{avatar_ids()[1]}.png"
    async with calling(settings_of(tmp_path)) as studio:
        for _ in range(2):
            async with studio.session.get(path) as answer:
                assert (answer.status, (await answer.json())["errors"][0]["code"]) == (500, "internalServerError")
    assert len(log_of(tmp_path)) == 2


async def test_stopping_the_studio_ends_what_makes_a_preview_and_tells_who_waits(tmp_path: Path) -> None:
    hold(tmp_path)
    async with aiohttp.ClientSession() as session:
        async with running(build_app(settings_of(tmp_path)), listening_socket(0)) as url:
            waiting = Caller(session, url).status_of(f"{url}/previews/avatars/{avatar_ids()[0]}.png")
            asked = asyncio.create_task(waiting)
            await until_asked(tmp_path)
        assert await asked == 503
    assert not psutil.pid_exists(int((tmp_path / "pid").read_text()))


async def test_preview_that_nobody_asks_for_is_removed_after_a_week(tmp_path: Path) -> None:
    folder = tmp_path / "previews"
    previews = Previews(folder, ())
    (folder / "avatars").mkdir(parents=True)
    for name, age in (("old", LIFETIME_SECONDS + 1), ("young", LIFETIME_SECONDS - 60)):
        (folder / "avatars" / name).touch()
        os.utime(folder / "avatars" / name, (1e9 - age, 1e9 - age))
    previews.remove_expired(1e9)
    assert [file.name for file in folder.glob("*/*")] == ["young"]
