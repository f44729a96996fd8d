"""The listeners, ready for requests."""

from collections.abc import AsyncIterator

import pytest

from tests.handlers.counter import Counter, open_counter

NOBODY = "redis://127.0.0.1:1/0"


@pytest.fixture
async def counter(redis_url: str) -> AsyncIterator[Counter]:
    """The listeners, with all that they need."""
    async with open_counter(redis_url) as opened:
        yield opened


@pytest.fixture
async def without_records(redis_url: str) -> AsyncIterator[Counter]:
    """The listeners, while their records cannot be reached."""
    async with open_counter(redis_url, records_url=NOBODY) as opened:
        yield opened
