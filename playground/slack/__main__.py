"""`python -m playground.slack serve --port N`: run the local Slack until it is told to stop."""

import argparse
import asyncio
from collections.abc import Sequence
from pathlib import Path

from playground.serving import HOST, listening_socket, serve_until_stopped
from playground.slack.server import build_app
from playground.slack.settings import DEFAULT_SCOPES, Settings


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line and serve."""
    given = _parser().parse_args(arguments)
    chosen = {key: getattr(given, key) for key in ("signing_secret", "bot_token", "app_token") if getattr(given, key)}
    settings = Settings(app_url=given.app_url, data=given.data, scopes=tuple(given.scopes.split(",")), **chosen)
    sock = listening_socket(given.port)
    url = f"http://{HOST}:{sock.getsockname()[1]}"
    told = {
        "url": url,
        "api_url": f"{url}/api/",
        "page_url": f"{url}/",
        "signing_secret": settings.signing_secret,
        "bot_token": settings.bot_token,
        "app_token": settings.app_token,
    }
    asyncio.run(serve_until_stopped(build_app(settings), sock, told))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m playground.slack", description="A local Slack.")
    serve = parser.add_subparsers(required=True, metavar="serve").add_parser("serve", help="serve until stopped")
    serve.add_argument("--port", type=int, default=0, help="0 takes a free one")
    serve.add_argument("--app-url", help="the app's request URL; without it, Socket Mode")
    serve.add_argument("--signing-secret", help="made up when not given, as are the tokens")
    serve.add_argument("--bot-token")
    serve.add_argument("--app-token")
    serve.add_argument("--data", type=Path, help="keeps uploaded bytes; a temporary directory when not given")
    serve.add_argument("--scopes", default=",".join(DEFAULT_SCOPES), help="what the app was granted, with commas")
    return parser


if __name__ == "__main__":
    main()
