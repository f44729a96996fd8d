"""Files from people: a picture behind the presenter, a recording that is spoken, and files that cannot be used."""

from base64 import b64encode
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import av
import numpy as np
import pytest

from playground.studio.service.settings import Settings as StudioSettings
from tests.bot.media.samples import RATE, picture, recording
from tests.journeys.stage import ALICE, STUDIO_KEY, Json, Stage, bot_running, services, until

ORANGE = (20, 120, 240)
"""Blue, green and red, as the pictures are made of."""


async def opened_form(stage: Stage) -> Json:
    """The form with all its fields."""
    await stage.press(await stage.open_modal(), "more_options")
    return await stage.view_with(lambda view: field_of(view, "background") is not None)


def field_of(view: Json, action_id: str) -> Json | None:
    """The block of a view that holds the field."""
    return next((b for b in view["blocks"] if b.get("element", {}).get("action_id") == action_id), None)


async def send(stage: Stage, form: Json, **fields: Json) -> Json:
    """Fill in the form, an avatar among it, and send it to be reviewed."""
    avatar = await suggested(stage, form, "avatar", "jenny")
    values: Json = {}
    for action_id, value in {"avatar": avatar, **fields}.items():
        block = field_of(form, action_id)
        assert block is not None, action_id
        values[block["block_id"]] = {action_id: value}
    return await stage.act("submit", view_id=form["id"], values=values)


async def suggested(stage: Stage, form: Json, action_id: str, query: str) -> Json:
    """The first option that a search finds, as a state value."""
    block = field_of(form, action_id)
    assert block is not None
    found = await stage.act("suggest", view_id=form["id"], block_id=block["block_id"], action_id=action_id, value=query)
    return {"type": "external_select", "selected_option": found["options"][0]}


async def spoken(stage: Stage, form: Json, script: str = "Good morning.") -> dict[str, Json]:
    """A script, and a voice for it."""
    return {
        "script": {"type": "plain_text_input", "value": script},
        "voice": await suggested(stage, form, "voice", "jenny english"),
    }


async def uploaded(stage: Stage, name: str, content: bytes) -> Json:
    """A file input's state with a file that Alice just uploaded."""
    done = await stage.act("upload", name=name, content_base64=b64encode(content).decode())
    return {"type": "file_input", "files": [{"id": done["file_id"]}]}


async def make(stage: Stage, form: Json, **fields: Json) -> None:
    """The whole of asking for a video with files."""
    pushed = await send(stage, form, **fields)
    assert pushed["response_action"] == "push", pushed
    made = await stage.make_it(await stage.top_view())
    assert made["response_action"] == "clear", made


async def delivered_video(stage: Stage) -> BytesIO:
    """The finished file, as Alice gets it."""
    post = await stage.delivered()
    video = next(file for file in post["files"] if file["mimetype"] == "video/mp4")
    async with stage.session.get(video["url_private"], params={"user": ALICE}) as answer:
        return BytesIO(await answer.read())


async def studio_state(stage: Stage) -> Json:
    """All that the studio knows."""
    async with stage.session.get(f"{stage.studio_url}/_control/state") as answer:
        state: Json = await answer.json()
    return state


async def files_gone(stage: Stage, left: int = 0) -> bool:
    """Whether the studio keeps no more than so many files."""
    kept: int = (await studio_state(stage))["media"]["count"]
    return kept == left


def corner_of(video: BytesIO) -> Sequence[float]:
    """The colour of the upper left corner in the middle of the video: red, green and blue."""
    with av.open(video, "r") as container:
        frames = [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]
    corner: Sequence[float] = frames[len(frames) // 2][4:24, 4:24].mean(axis=(0, 1)).tolist()
    return corner


def loudest_tone(video: BytesIO) -> tuple[float, float]:
    """How long the sound is, and its loudest frequency in hertz."""
    with av.open(video, "r") as container:
        resampler = av.AudioResampler("s16", "mono", RATE)
        pieces = [p.to_ndarray() for frame in container.decode(audio=0) for p in resampler.resample(frame)]
    samples = np.concatenate(pieces, axis=1)[0].astype(float)
    spectrum = np.abs(np.fft.rfft(samples))
    return len(samples) / RATE, float(np.fft.rfftfreq(len(samples), 1 / RATE)[spectrum.argmax()])


async def test_a_picture_is_seen_behind_the_presenter(tmp_path: Path, redis_url: str) -> None:
    async with services(StudioSettings(STUDIO_KEY, tmp_path), redis_url) as stage, bot_running(stage):
        form = await opened_form(stage)
        wall = await uploaded(stage, "wall.png", picture("png", width=1280, height=720, colour=ORANGE))
        await make(stage, form, background=wall, **await spoken(stage, form))
        corner = corner_of(await delivered_video(stage))
        await until(lambda: files_gone(stage))

    assert corner == pytest.approx(ORANGE[::-1], abs=12)


async def test_a_recording_is_spoken_and_heard(tmp_path: Path, redis_url: str) -> None:
    async with services(StudioSettings(STUDIO_KEY, tmp_path), redis_url) as stage, bot_running(stage):
        form = await opened_form(stage)
        hum = await uploaded(stage, "me.m4a", recording("m4a", seconds=3, hertz=330))
        await make(stage, form, audio=hum)
        seconds, hertz = loudest_tone(await delivered_video(stage))
        anchor = await stage.anchor_saying("Ready")

    assert seconds == pytest.approx(3, abs=0.4)
    assert hertz == pytest.approx(330, abs=5)
    assert "a recording instead of a script" in str(anchor)


@pytest.mark.parametrize(
    ("field", "name", "content", "words"),
    [
        ("background", "me.png", b"GIF89a" + bytes(60), "me.png is a GIF, not a JPEG, PNG or WebP picture."),
        ("background", "me.png", picture("png")[:-30], "me.png is not complete: its end is missing."),
        ("background", "me.jpg", picture("jpg", width=8, height=8), "me.jpg has 8 x 8 pixels"),
        ("audio", "me.wav", recording("wav")[:50_000], "me.wav is not complete: its end is missing."),
        ("audio", "me.mp3", picture("jpg"), "me.mp3 is a JPEG picture, not a WAV, MP3, M4A, AAC, OGG or FLAC"),
    ],
    ids=["a GIF", "half a PNG", "a tiny JPEG", "half a WAV", "a picture as MP3"],
)
async def test_a_wrong_file_is_refused_kindly_and_costs_nothing(
    stage: Stage, field: str, name: str, content: bytes, words: str
) -> None:
    async with bot_running(stage):
        form = await opened_form(stage)
        fields = {} if field == "audio" else await spoken(stage, form)
        await make(stage, form, **fields, **{field: await uploaded(stage, name, content)})
        anchor = await stage.anchor_saying("Render again")

    assert words in str(anchor)
    assert "Nothing was charged." in str(anchor)
    assert (await stage.studio_counts())["tasks_submitted"] == 0


async def test_an_address_is_only_taken_where_it_is_switched_on(stage: Stage) -> None:
    async with bot_running(stage):
        form = await opened_form(stage)

    assert field_of(form, "background_address") is None


async def test_an_address_inside_is_refused_in_the_form(ready_studio: StudioSettings, redis_url: str) -> None:
    async with services(ready_studio, redis_url, herald_people_urls="on") as stage, bot_running(stage):
        form = await opened_form(stage)
        inside = {"type": "plain_text_input", "value": "https://169.254.169.254/latest/meta-data/"}
        answer = await send(stage, form, background_address=inside, **await spoken(stage, form))

    assert "does not name a site on the internet" in answer["errors"]["background_address"]


@pytest.mark.parametrize(
    ("error", "words"),
    [
        ("file_deleted", "was deleted in Slack before I could fetch it"),
        ("file_not_found", "is not shared with Herald"),
        ("missing_scope", "Ask an admin of the workspace to install Herald again with all its permissions"),
    ],
)
async def test_a_file_that_slack_does_not_give_is_explained(stage: Stage, error: str, words: str) -> None:
    async with bot_running(stage):
        form = await opened_form(stage)
        wall = await uploaded(stage, "wall.png", picture("png"))
        await stage.dial("slack", "faults", {"faults": [{"on": "files.info", "kind": "error", "error": error}]})
        await make(stage, form, background=wall, **await spoken(stage, form))
        anchor = await stage.anchor_saying("Render again")

    assert words in str(anchor)
    assert (await stage.studio_counts())["tasks_submitted"] == 0


async def test_a_lost_answer_to_the_upload_costs_a_second_upload_and_no_second_task(stage: Stage) -> None:
    await stage.dial("studio", "faults", {"faults": [{"on": "media", "kind": "cut_after"}]})
    async with bot_running(stage):
        form = await opened_form(stage)
        wall = await uploaded(stage, "wall.png", picture("png"))
        await make(stage, form, background=wall, **await spoken(stage, form))
        await stage.delivered()
        await until(lambda: files_gone(stage, left=1))

    assert (await stage.studio_counts())["tasks_submitted"] == 1


async def test_a_transfer_that_was_cut_starts_again_in_another_worker(stage: Stage) -> None:
    await stage.dial("studio", "faults", {"faults": [{"on": "media", "kind": "slow", "seconds": 20}]})
    async with bot_running(stage):
        form = await opened_form(stage)
        wall = await uploaded(stage, "wall.png", picture("png"))
        await make(stage, form, background=wall, **await spoken(stage, form))
        await until(lambda: asked_for_the_file(stage))
    await stage.dial("studio", "faults", {"faults": []})
    async with bot_running(stage):
        await stage.delivered()

    assert (await stage.studio_counts())["tasks_submitted"] == 1


async def asked_for_the_file(stage: Stage) -> bool:
    """Whether Herald asked Slack about the file."""
    return any(call["method"] == "files.info" for call in (await stage.state())["calls"])
