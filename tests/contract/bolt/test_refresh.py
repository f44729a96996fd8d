"""Slack's clients come back by themselves when Slack refreshes their sockets."""

import asyncio

import pytest

from tests.contract.bolt.apps import Seen, app_running, free_socket, settings_for
from tests.playground.slack.desk import Desk, open_desk


async def answered(desk: Desk) -> str:
    """The reply to a command, as soon as the app is there again."""
    async with asyncio.timeout(20):
        while True:
            reply = (await desk.act("command", channel="C0LAUNCH", text="/herald"))["reply"]
            if reply is not None:
                return str(reply["text"])
            await asyncio.sleep(0.05)


@pytest.mark.parametrize("kind", ["async-socket", "sync-socket"])
async def test_an_app_is_reached_again_after_a_refresh(kind: str) -> None:
    seen, sock = Seen(), free_socket()
    seen.answers["command"] = "Here I am."
    async with open_desk(settings_for(kind, sock)) as desk, app_running(kind, desk, sock, seen):
        body = {"disconnect": "refresh_requested"}
        async with desk.http.post(f"{desk.url}/_control/set", json=body) as answer:
            assert (await answer.json())["sockets"] == 1
        assert await answered(desk) == "Here I am."
        opened = [call for call in (await desk.state())["calls"] if call["method"] == "apps.connections.open"]
        assert len(opened) >= 2
    sock.close()
