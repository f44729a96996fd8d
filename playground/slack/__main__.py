"""`python -m playground.slack serve --port N`: run the local Slack until it is told to stop."""

import argparse
import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from playground.serving import HOST, listening_socket, serve_until_stopped
from playground.slack.manifest import ManifestError, read_manifest
from playground.slack.server import build_app
from playground.slack.settings import DEFAULT_SCOPES, Settings

_TOLD: Final = ("signing_secret", "bot_token", "app_token", "client_id", "client_secret")
_SWITCHES: Final = ("token_rotation", "organisation")
_OPTIONS: Final = (*_TOLD, "app_url", "install_url", "data")


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line and serve."""
    parser = _parser()
    given = parser.parse_args(arguments)
    try:
        settings = _settings(given)
    except ManifestError as error:
        parser.error(str(error))
    sock = listening_socket(given.port)
    url = f"http://{HOST}:{sock.getsockname()[1]}"
    told = {"url": url, "api_url": f"{url}/api/", "page_url": f"{url}/"}
    chosen = {name: getattr(settings, name) for name in _TOLD}
    asyncio.run(serve_until_stopped(build_app(settings), sock, {**told, **chosen}))


def _settings(given: argparse.Namespace) -> Settings:
    """What the manifest says, and over it what the command line says."""
    said: dict[str, Any] = {} if given.manifest is None else read_manifest(given.manifest)
    for name in _OPTIONS:
        if getattr(given, name) is not None:
            said[name] = getattr(given, name)
    if given.scopes is not None:
        said["scopes"] = tuple(scope for scope in given.scopes.split(",") if scope)
    for name in _SWITCHES:
        if getattr(given, name):
            said[name] = True
    return Settings(**said)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m playground.slack", description="A local Slack.")
    serve = parser.add_subparsers(required=True, metavar="serve").add_parser("serve", help="serve until stopped")
    serve.add_argument("--port", type=int, default=0, help="0 takes a free one")
    serve.add_argument("--app-url", help="the app's request URL; without it, Socket Mode")
    serve.add_argument("--signing-secret", help="made up when not given, as are the tokens and the client's secret")
    serve.add_argument("--bot-token")
    serve.add_argument("--app-token")
    serve.add_argument("--client-id")
    serve.add_argument("--client-secret")
    serve.add_argument("--install-url", help="the app's install page, e.g. http://127.0.0.1:3000/slack/install")
    serve.add_argument("--token-rotation", action="store_true", help="tokens from OAuth end after twelve hours")
    serve.add_argument("--organisation", action="store_true", help="two more workspaces, under one roof")
    serve.add_argument("--data", type=Path, help="keeps uploaded bytes; a temporary directory when not given")
    serve.add_argument("--scopes", help=f"what the app was granted, with commas; else {','.join(DEFAULT_SCOPES)}")
    serve.add_argument("--manifest", type=Path, help="the app's manifest: its commands, shortcuts, functions and so on")
    return parser


if __name__ == "__main__":
    main()
