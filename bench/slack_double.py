"""A Slack that answers what the web process asks, a fifth of a second late: no ack may wait for it."""

import asyncio
import sys
from typing import Final

from aiohttp import web

HELD_SECONDS: Final = 0.2


async def answer(request: web.Request) -> web.Response:
    """Answer any method."""
    await asyncio.sleep(HELD_SECONDS)
    identity = {"team_id": "T0BENCH", "user_id": "U0HERALD", "bot_id": "B0HERALD"}
    somebody = {"id": "U0BENCH", "team_id": "T0BENCH", "is_admin": True}
    return web.json_response({"ok": True, "view": {}, "user": somebody} | identity)


if __name__ == "__main__":
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    web.run_app(app, host="127.0.0.1", port=int(sys.argv[1]), print=None, access_log=None)
