"""The status page."""

import re

from tests.playground.studio.service.caller import Caller


async def text_at(studio: Caller, path: str) -> str:
    """What a browser gets at a path."""
    async with studio.session.get(path) as answer:
        assert answer.status == 200
        return await answer.text()


async def test_page_says_that_it_is_a_local_preview(studio: Caller) -> None:
    page = " ".join((await text_at(studio, "/")).split())
    assert "Local preview" in page
    assert "preview voice" in re.sub(r"</?strong>", "", page)


async def test_page_asks_no_other_host(studio: Caller) -> None:
    page = await text_at(studio, "/")
    own = re.findall(r'(?:src|href)="(/[^"]*)"', page)
    assert {"/page.css", "/page.js"} <= set(own)
    for path in ["/", "/page.css", "/page.js"]:
        content = (await text_at(studio, path)).replace("http://www.w3.org/2000/svg", "")
        assert "://" not in content
    async with studio.session.get("/") as answer:
        assert "default-src 'self'" in answer.headers["Content-Security-Policy"]


async def test_page_has_a_place_for_every_figure_that_its_script_fills_in(studio: Caller) -> None:
    page, script = await text_at(studio, "/"), await text_at(studio, "/page.js")
    named = set(re.findall(r'getElementById\("(\w+)"\)', script))
    assert {"billed", "balance", "media", "deliveries"} <= named
    assert named <= set(re.findall(r'id="(\w+)"', page))
    assert {"queued", "rendering", "success", "error"} <= set(re.findall(r'id="(\w+)"', page))
