"""`python -m playground.studio serve | render`."""

import argparse
import asyncio
import logging
import secrets
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from playground.serving import HOST, listening_socket, serve_until_stopped
from playground.studio.service import api, schema
from playground.studio.service.app import build_app
from playground.studio.service.settings import ReadyAnswer, Settings


def main(arguments: list[str]) -> int:
    """Run one command; `render` has its own arguments."""
    if arguments[:1] == ["render"]:
        from playground.studio.render.cli import run_render  # noqa: PLC0415 - the service does not load the renderer

        return run_render(arguments[1:])
    parser = _parser()
    chosen = parser.parse_args(arguments)
    if (chosen.ready is None) != (chosen.after is None):
        parser.error("--ready and --after go together")
    if chosen.ready is not None and not chosen.ready.is_file():
        parser.error(f"--ready: there is no file {chosen.ready}")
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    _serve(chosen)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m playground.studio", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="serve | render")
    commands.add_parser("render", help="render one video; see render --help", add_help=False)
    serve = commands.add_parser("serve", help="serve the studio on loopback until it is told to stop")
    serve.add_argument("--port", type=int, default=0, help="the port; a free one when not given")
    serve.add_argument("--data", type=Path, help="where tasks and videos are kept; a temporary folder when not given")
    serve.add_argument("--api-key", help="the key that callers must show; made up when not given")
    serve.add_argument("--ready", type=Path, metavar="FILE", help="answer every task with a copy of this video")
    serve.add_argument("--after", type=float, metavar="SECONDS", help="how long that takes")
    return parser


def _serve(chosen: argparse.Namespace) -> None:
    with ExitStack() as stack:
        data_dir = chosen.data or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="herald-studio-")))
        ready = None if chosen.ready is None else ReadyAnswer(chosen.ready, chosen.after)
        settings = Settings(chosen.api_key or secrets.token_urlsafe(24), data_dir, ready)
        app = build_app(settings)
        sock = listening_socket(chosen.port)
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
