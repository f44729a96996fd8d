"""Messages through a `response_url` go out on the session that all calls share."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ClientSession, web

from bot.slack.clients import open_session
from bot.slack.responding import SharedRespond
from playground.serving import listening_socket, running


@pytest.fixture
async def session() -> AsyncIterator[ClientSession]:
    """The session."""
    async with open_session() as opened:
        yield opened


async def test_two_messages_take_one_connection(session: ClientSession) -> None:
    seen: list[tuple[Any, Any]] = []

    async def take(request: web.Request) -> web.Response:
        seen.append(
            (
                request.transport and request.transport.get_extra_info("peername"),
                await request.json(),
            )
        )
        return web.Response(text="ok")

    noting = web.Application()
    noting.router.add_post("/hook", take)
    async with running(noting, listening_socket(0)) as url:
        respond = SharedRespond(f"{url}/hook", session, proxy=None)
        await respond(text="Here it is.", blocks=[], replace_original=True)
        answer = await respond(delete_original=True)
    assert answer.status_code == 200
    assert [body for _, body in seen] == [
        {"text": "Here it is.", "replace_original": True},
        {"text": "", "delete_original": True},
    ]
    assert len({peer for peer, _ in seen}) == 1


async def test_a_request_without_an_address_is_told_so(session: ClientSession) -> None:
    with pytest.raises(ValueError, match="no response_url"):
        await SharedRespond(None, session, proxy=None)(text="Here it is.")
