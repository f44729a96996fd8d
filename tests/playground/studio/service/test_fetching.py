"""Media behind a URL: bounded in size, time and redirects, and never from a private address in disguise."""

import asyncio
import json
import sys
from pathlib import Path

import pytest
from yarl import URL

from playground.studio.service.media.addresses import (
    ForbiddenAddress,
    PublicResolver,
    check_number,
    names_this_machine,
)
from playground.studio.service.media.fetching import NotFetched, fetch
from playground.studio.service.media.library import LARGEST_BYTES
from playground.studio.service.settings import Settings
from tests.playground.studio.service.caller import KEY, Json, calling, video_task
from tests.playground.studio.service.receiver import receiving
from tests.playground.studio.service.samples import PNG, WAV
from tests.playground.studio.service.test_rendering import READ, RENDER


async def problem_of(url: str, **options: float) -> str:
    """Why an address cannot be fetched."""
    with pytest.raises(NotFetched) as caught:
        await fetch(url, **options)
    return str(caught.value)


async def test_redirects_are_followed() -> None:
    async with receiving(content=PNG, redirects={"/a": "/b", "/b": "/c"}) as host:
        assert await fetch(f"{host.url}/a") == PNG


async def test_endless_redirects_are_not_followed() -> None:
    async with receiving(redirects={"/a": "/a"}) as host:
        assert "redirects" in await problem_of(f"{host.url}/a")
        assert len(host.got) == 4


async def test_redirect_to_a_file_is_not_followed() -> None:
    async with receiving(redirects={"/a": "file:///etc/passwd"}) as host:
        assert "not http" in await problem_of(f"{host.url}/a")


async def test_file_above_the_limit_is_not_read_to_its_end() -> None:
    async with receiving(content=bytes(LARGEST_BYTES + 1)) as host:
        assert "larger" in await problem_of(host.url)


async def test_silent_host_is_given_up() -> None:
    async with receiving(gate=asyncio.Event()) as host:
        assert "longer than" in await problem_of(host.url, seconds=0.2)


async def test_host_that_is_gone_is_told() -> None:
    async with receiving() as host:
        address = host.url
    assert "no connection" in await problem_of(address)


@pytest.mark.parametrize("host", ["10.0.0.1", "192.168.1.1", "169.254.169.254", "[fd00::1]", "0.0.0.0", "224.0.0.1"])
async def test_private_address_is_not_called(host: str) -> None:
    assert "private" in await problem_of(f"http://{host}/")


def test_only_an_address_that_names_this_machine_leads_to_it() -> None:
    assert names_this_machine(URL("http://localhost:8000/"))
    assert not names_this_machine(URL("http://e.example/"))
    with pytest.raises(ForbiddenAddress):
        check_number(URL("http://127.0.0.1/"), local=False)


async def test_name_that_resolves_to_this_machine_is_forbidden_unless_it_says_so() -> None:
    resolver = PublicResolver()
    assert [entry["host"] for entry in await resolver.resolve("localhost")] == ["127.0.0.1"]
    with pytest.raises(ForbiddenAddress):
        await resolver.resolve("127.0.0.1")
    await resolver.close()


async def order_of(tmp_path: Path, task: Json) -> Json:
    """What the renderer was told of a task that it finished."""
    renderer = (sys.executable, "-c", READ + COPY + RENDER)
    async with calling(Settings(KEY, tmp_path, renderer=renderer)) as studio:
        url = await studio.video_of(await studio.submit(task))
        async with studio.session.get(url) as answer:
            order: Json = json.loads(await answer.read())
    return order


COPY = """
for key in ("image", "audio", "background_image"):
    if order[key]: order[key] = [order[key], list(pathlib.Path(order[key]).read_bytes()[:4])]
"""


async def test_renderer_gets_fetched_media_as_files_that_are_gone_afterwards(tmp_path: Path) -> None:
    async with receiving(content=PNG) as host:
        task = video_task(inputs={**video_task()["inputs"], "background": f"{host.url}/wall"})
        order = await order_of(tmp_path, task)
    path, start = order["background_image"]
    assert (path.rpartition("/")[2], bytes(start)) == ("background.png", PNG[:4])
    assert not list((tmp_path / "work").iterdir())


async def test_recording_takes_the_place_of_the_script(tmp_path: Path) -> None:
    async with receiving(content=WAV) as host:
        task = video_task(speech=None, inputs={**video_task()["inputs"], "audio": f"{host.url}/a.mp3"})
        order = await order_of(tmp_path, task)
    assert (order["script"], order["voice"], order["audio"][1]) == (None, None, list(b"RIFF"))


@pytest.mark.parametrize(("content", "code"), [(b"<html>", "invalidBackground"), (WAV, "invalidBackground")])
async def test_fetched_file_of_the_wrong_kind_fails_its_task(
    ready_settings: Settings, content: bytes, code: str
) -> None:
    async with receiving(content=content) as host, calling(ready_settings) as studio:
        task = video_task(inputs={**video_task()["inputs"], "background": host.url})
        (error,) = (await studio.finished(await studio.submit(task)))["errors"]
    assert (error["code"], error["parameter"], error["status"]) == (code, "inputs.background", "error")


async def test_url_that_cannot_be_fetched_fails_its_task(ready_settings: Settings) -> None:
    async with receiving(statuses=[404]) as host, calling(ready_settings) as studio:
        task = video_task(inputs={**video_task()["inputs"], "background": host.url})
        (error,) = (await studio.finished(await studio.submit(task)))["errors"]
        assert (await studio.state())["counts"]["billed_usd"] == 0
    assert (error["code"], error["parameter"]) == ("downloadFailed", "inputs.background")
    assert "HTTP 404" in error["message"]
