"""Reading an HTTP body no further than it is worth."""

import httpx


async def read_capped(response: httpx.Response, max_bytes: int) -> bytes | None:
    """The whole body of a streamed response; None when it is longer than `max_bytes`."""
    parts: list[bytes] = []
    length = 0
    async for part in response.aiter_bytes():
        length += len(part)
        if length > max_bytes:
            return None
        parts.append(part)
    return b"".join(parts)
