"""The service as its own process."""

import json
import signal
import sys
from asyncio import subprocess
from pathlib import Path

from slack_sdk.web.async_client import AsyncWebClient


async def test_it_prints_its_values_serves_and_stops(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "playground.slack", "serve", "--port", "0"]
    given = ["--data", str(tmp_path), "--bot-token", "xoxb-given", "--scopes", "chat:write"]
    process = await subprocess.create_subprocess_exec(*command, *given, stdout=subprocess.PIPE)
    assert process.stdout is not None
    told = json.loads(await process.stdout.readline())
    secrets = {"signing_secret", "bot_token", "app_token", "client_id", "client_secret"}
    assert set(told) == {"url", "api_url", "page_url", *secrets}
    assert told["bot_token"] == "xoxb-given"
    answer = await AsyncWebClient(token="xoxb-given", base_url=told["api_url"]).auth_test()
    assert answer.headers["x-oauth-scopes"] == "chat:write"
    process.send_signal(signal.SIGTERM)
    assert await process.wait() == 0


async def test_a_manifest_that_cannot_be_read_ends_it_with_an_explanation(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "playground.slack", "serve", "--manifest", str(tmp_path / "none.yml")]
    process = await subprocess.create_subprocess_exec(*command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    _, told = await process.communicate()
    assert process.returncode == 2
    assert b"none.yml cannot be read: No such file or directory" in told
