"""The studio's commands: serve its API, render one video, or draw sheets of what it can show."""

import argparse
import asyncio
import logging
import os
import secrets
import sys
import tempfile
from contextlib import ExitStack
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Final

from playground.serving import HOST, listening_socket, serve_until_stopped
from playground.studio.render.cli import RenderOptions, run_render, run_sheets
from playground.studio.service import api, schema
from playground.studio.service.app import build_app
from playground.studio.service.settings import CannotStart, ReadyAnswer, Settings

_MOST_DOLLARS: Final = 1_000_000_000
LABEL: Final = "HERALD_STUDIO_LABEL"
"""The variable that, set to `off`, leaves out the mark in the corner of each video."""


def main(arguments: list[str]) -> int:
    """Run one command; returns the process's exit status."""
    parser = _parser()
    chosen = parser.parse_args(arguments)
    if chosen.command == "sheet":
        return run_sheets(chosen.out)
    label = os.environ.get(LABEL, "on")
    if label not in ("on", "off"):
        parser.error(f"{LABEL} is on or off, not '{label}'")
    if chosen.command == "render":
        return _render(chosen, label=label == "on")
    if (chosen.ready is None) != (chosen.after is None):
        parser.error("--ready and --after go together")
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    try:
        _serve(chosen, label=label == "on")
    except (CannotStart, OSError) as error:
        parser.exit(1, f"{error}\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m playground.studio", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    serve = commands.add_parser("serve", help="serve the studio on loopback until it is told to stop")
    serve.add_argument("--port", type=int, default=0, help="the port; a free one when not given")
    serve.add_argument("--data", type=Path, help="where tasks and videos are kept; a temporary folder when not given")
    serve.add_argument("--api-key", help="the key that callers must show; made up when not given")
    serve.add_argument("--ready", type=Path, metavar="FILE", help="answer every task with a copy of this video")
    serve.add_argument("--after", type=float, metavar="SECONDS", help="how long that takes")
    serve.add_argument(
        "--balance", type=_cents, metavar="USD", help="what there is to pay with: 50, with --ready a million by default"
    )
    _add_render(commands.add_parser("render", help="render one video to a file, its captions beside it"))
    sheet = commands.add_parser("sheet", help="draw sheets of avatars, mouths and a sentence")
    sheet.add_argument("--out", required=True, type=Path, metavar="DIR", help="the folder they are put into")
    return parser


def _cents(text: str) -> int:
    """Dollars as cents; argparse tells what is wrong with them."""
    try:
        dollars = Decimal(text)
    except InvalidOperation as error:
        raise argparse.ArgumentTypeError(f"'{text}' is not an amount in dollars, such as 12.50") from error
    if not dollars.is_finite() or dollars < 0 or dollars > _MOST_DOLLARS:
        raise argparse.ArgumentTypeError(f"'{text}' is not between 0 and {_MOST_DOLLARS}")
    return int(dollars * 100)


def _add_render(render: argparse.ArgumentParser) -> None:
    default = RenderOptions()
    render.add_argument("--script", required=True, help="what the avatar says")
    who = render.add_mutually_exclusive_group(required=True)
    who.add_argument("--avatar", help="the avatar's id")
    who.add_argument("--image", type=Path, metavar="PHOTO", help="somebody's photo instead; scripts/photo first")
    render.add_argument("--voice", required=True, help="the voice's id")
    render.add_argument("--out", required=True, type=Path, help="the file; its ending chooses MP4, WEBM or MOV")
    render.add_argument("--language", help="a code such as en-US; the voice's own when not given")
    render.add_argument("--speed", type=float, default=default.speed, help="0.5 to 1.5")
    render.add_argument("--pitch", type=float, default=default.pitch, help="-50 to 50")
    render.add_argument("--width", type=int, help="with --height; 720p in the photo's shape when not given")
    render.add_argument("--height", type=int)
    render.add_argument("--quality", type=int, default=default.quality, help="20 to 99")
    render.add_argument("--seed", type=int, default=default.seed, help="another number, another take")
    render.add_argument(
        "--expressiveness", choices=("low", "medium", "high"), default=default.expressiveness, help="how lively"
    )
    render.add_argument("--prompt", help="what face and head do, such as 'smile, look left'")
    behind = render.add_mutually_exclusive_group()
    behind.add_argument("--background-color", metavar="#RRGGBB", help="a colour behind the presenter")
    behind.add_argument("--background", type=Path, metavar="PICTURE", help="a picture behind the presenter")
    render.add_argument("--remove-background", action="store_true", help="nothing there: WEBM is transparent")


def _render(chosen: argparse.Namespace, *, label: bool) -> int:
    options = RenderOptions(
        language=chosen.language,
        speed=chosen.speed,
        pitch=chosen.pitch,
        width=chosen.width,
        height=chosen.height,
        quality=chosen.quality,
        seed=chosen.seed,
        label=label,
        expressiveness=chosen.expressiveness,
        prompt=chosen.prompt,
        background_color=chosen.background_color,
        background_image=None if chosen.background is None else str(chosen.background.resolve()),
        remove_background=chosen.remove_background,
    )
    return run_render(chosen.script, chosen.image or chosen.avatar, chosen.voice, chosen.out, options)


def _serve(chosen: argparse.Namespace, *, label: bool) -> None:
    with ExitStack() as stack:
        data_dir = chosen.data or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="herald-studio-")))
        ready = None if chosen.ready is None else ReadyAnswer(chosen.ready.resolve(), chosen.after)
        settings = Settings(
            chosen.api_key or secrets.token_urlsafe(24),
            data_dir,
            ready=ready,
            balance_cents=chosen.balance,
            label=label,
        )
        app = build_app(settings)
        sock = stack.enter_context(listening_socket(chosen.port))
        url = f"http://{HOST}:{sock.getsockname()[1]}"
        told = {
            "url": url,
            "api_url": url + api.PATH,
            "schema_url": url + schema.PATH,
            "api_key": settings.api_key,
        }
        asyncio.run(serve_until_stopped(app, sock, told))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
