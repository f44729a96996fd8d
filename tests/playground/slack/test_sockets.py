"""Socket Mode on the wire, as a client of its own sees it."""

import asyncio
from typing import Any

import aiohttp
import pytest

from playground.slack.dispatch.sockets import LIFE_SECONDS, MAX_SOCKETS
from tests.playground.slack.desk import Desk

Socket = aiohttp.ClientWebSocketResponse


async def connect(desk: Desk, query: str = "") -> Socket:
    """A socket that has been greeted."""
    url = (await desk.client().apps_connections_open(app_token=desk.settings.app_token))["url"]
    socket = await desk.http.ws_connect(url + query, autoping=False)
    assert (await socket.receive_json())["type"] == "hello"
    return socket


async def ack(socket: Socket, **payload: Any) -> dict[str, Any]:
    """Take the next envelope and acknowledge it."""
    envelope: dict[str, Any] = await socket.receive_json(timeout=5)
    await socket.send_json({"envelope_id": envelope["envelope_id"], **payload})
    return envelope


def command(desk: Desk) -> "asyncio.Task[dict[str, Any]]":
    """A command that somebody types meanwhile."""
    return asyncio.create_task(desk.act("command", channel="C0LAUNCH", text="/herald hello"))


async def test_the_greeting_says_how_many_sockets_there_are(desk: Desk) -> None:
    url = (await desk.client().apps_connections_open(app_token=desk.settings.app_token))["url"]
    async with desk.http.ws_connect(url) as socket:
        hello = await socket.receive_json()
    assert hello == {
        "type": "hello",
        "num_connections": 1,
        "debug_info": {"host": "applink-1", "build_number": 10, "approximate_connection_time": 18_060},
        "connection_info": {"app_id": "A0HERALD"},
    }


async def test_an_answer_comes_with_the_ack(desk: Desk) -> None:
    socket, typed = await connect(desk), command(desk)
    envelope = await ack(socket, payload={"text": "Hello yourself"})
    assert (envelope["type"], envelope["accepts_response_payload"]) == ("slash_commands", True)
    assert (await typed)["reply"]["text"] == "Hello yourself"
    await socket.close()


async def test_one_of_several_sockets_gets_an_envelope_in_turn(desk: Desk) -> None:
    sockets = [await connect(desk), await connect(desk)]
    for socket in sockets:
        typed = command(desk)
        await ack(socket)
        assert (await typed)["failed"] is None
    for socket in sockets:
        await socket.close()


async def test_an_envelope_passes_to_another_socket_when_its_own_goes_away(desk: Desk) -> None:
    first, second = await connect(desk), await connect(desk)
    typed = command(desk)
    lost = await first.receive_json(timeout=5)
    await first.close()
    assert (await ack(second)) == lost
    assert (await typed)["failed"] is None
    await second.close()


async def test_an_envelope_waits_for_a_socket_that_comes_back(desk: Desk) -> None:
    first = await connect(desk)
    typed = command(desk)
    lost = await first.receive_json(timeout=5)
    await first.close()
    second = await connect(desk)
    assert (await ack(second))["envelope_id"] == lost["envelope_id"]
    assert (await typed)["failed"] is None
    await second.close()


async def test_an_event_that_is_not_acked_comes_again(desk: Desk) -> None:
    socket = await connect(desk)
    opened = asyncio.create_task(desk.act("open_home"))
    first = await socket.receive_json(timeout=5)
    assert (await opened)["failed"] == "operation_timeout"
    again = await ack(socket)
    assert (first["retry_attempt"], again["retry_attempt"], again["retry_reason"]) == (0, 1, "http_timeout")
    assert again["payload"] == first["payload"]
    await socket.close()


async def test_a_ping_is_echoed(desk: Desk) -> None:
    socket = await connect(desk)
    await socket.ping(b"sdk-ping-pong:1795337070.5")
    message = await socket.receive(timeout=5)
    assert (message.type, message.data) == (aiohttp.WSMsgType.PONG, b"sdk-ping-pong:1795337070.5")
    await socket.close()


async def test_nonsense_from_a_client_does_no_harm(desk: Desk) -> None:
    socket, typed = await connect(desk), command(desk)
    for nonsense in ("{", "[]", '{"envelope_id": "other"}', '{"envelope_id": []}'):
        await socket.send_str(nonsense)
    await ack(socket)
    assert (await typed)["failed"] is None
    await socket.close()


async def test_one_socket_too_many_is_sent_away(desk: Desk) -> None:
    sockets = [await connect(desk) for _ in range(MAX_SOCKETS)]
    url = (await desk.client().apps_connections_open(app_token=desk.settings.app_token))["url"]
    async with desk.http.ws_connect(url) as refused:
        goodbye = await refused.receive_json()
        assert (goodbye["type"], goodbye["reason"]) == ("disconnect", "too_many_websockets")
    for socket in sockets:
        await socket.close()


async def test_a_socket_is_refreshed_in_its_time_with_a_warning(desk: Desk) -> None:
    socket = await connect(desk)
    await desk.advance(LIFE_SECONDS - 5)
    assert (await socket.receive_json(timeout=5))["reason"] == "warning"
    await desk.advance(6)
    assert (await socket.receive_json(timeout=5))["reason"] == "refresh_requested"
    assert (await socket.receive(timeout=5)).type == aiohttp.WSMsgType.CLOSE


async def test_a_client_can_ask_for_a_short_life(desk: Desk) -> None:
    socket = await connect(desk, "&debug_reconnects=true")
    await desk.advance(361)
    assert (await socket.receive_json(timeout=5))["reason"] == "warning"
    await socket.close()


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        ("warning", ["warning"]),
        ("refresh_requested", ["warning", "refresh_requested"]),
        ("link_disabled", ["link_disabled"]),
    ],
)
async def test_sockets_are_told_to_go(desk: Desk, reason: str, told: list[str]) -> None:
    socket = await connect(desk)
    body = {"disconnect": reason}
    closing = asyncio.create_task(desk.http.post(f"{desk.url}/_control/set", json=body))
    assert [(await socket.receive_json(timeout=5))["reason"] for _ in told] == told
    await socket.close()
    assert (await (await closing).json())["sockets"] == 1
