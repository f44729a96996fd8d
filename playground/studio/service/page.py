"""The status page: what a person sees who opens the studio in a browser."""

from pathlib import Path
from typing import Final

from aiohttp import web

_FOLDER: Final = Path(__file__).with_name("static")
_HEADERS: Final = {
    "Cache-Control": "no-cache",
    "Content-Security-Policy": "default-src 'self'; img-src data:; base-uri 'none'; form-action 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def page_routes() -> list[web.RouteDef]:
    """`/` and the two files it needs; nothing comes from anywhere else."""
    return [
        _file("/", "page.html"),
        _file("/page.css", "page.css"),
        _file("/page.js", "page.js"),
    ]


def _file(path: str, name: str) -> web.RouteDef:
    async def show(_: web.Request) -> web.StreamResponse:
        return web.FileResponse(_FOLDER / name, headers=_HEADERS)

    return web.get(path, show)
