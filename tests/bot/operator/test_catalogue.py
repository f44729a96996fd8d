"""The operator looks after the catalogue."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from redis.asyncio import Redis

from bot.operator.changes import age, changes
from bot.runware.catalogue import KeptCatalogue, parse_schema
from bot.runware.restocking import read_copy
from bot.store.allowed import AllowList
from bot.store.catalogue import CatalogueCopy
from playground.serving import listening_socket, running
from tests.bot.operator.commands import run_bot


def document(avatars: int, voices: int = 3) -> dict[str, Any]:
    """A schema document that lists so many."""
    return {
        "properties": {
            "avatar": {"enum": [f"Ann{number}_public" for number in range(avatars)]},
            "voice": {"enum": [f"ann_{number}_female_english" for number in range(voices)]},
            "language": {"enum": ["en-US"]},
            "resolution": {"enum": ["720p"]},
        }
    }


@dataclass
class Service:
    """A schema document at an address."""

    url: str = ""
    document: dict[str, Any] = field(default_factory=lambda: document(10))


@pytest.fixture
async def service() -> AsyncIterator[Service]:
    """A service that lists ten avatars."""
    service = Service()

    async def answer(_: web.Request) -> web.Response:
        return web.json_response(service.document)

    app = web.Application()
    app.router.add_get("/schema.json", answer)
    async with running(app, listening_socket(0)) as url:
        service.url = f"{url}/schema.json"
        yield service


async def kept_in(redis: Redis) -> KeptCatalogue | None:
    """The copy that processes take over."""
    return read_copy(await CatalogueCopy(redis).load())


async def test_a_refresh_keeps_what_is_listed_and_tells_what_came_and_went(
    service: Service, redis: Redis, redis_url: str
) -> None:
    settings = {"REDIS_URL": redis_url, "RUNWARE_SCHEMA_URL": service.url}
    first = await run_bot("catalogue", "refresh", **settings)
    service.document = document(19, voices=2)
    second = await run_bot("catalogue", "refresh", **settings)

    assert (first.code, second.code) == (0, 0)
    assert "10 avatars, 3 voices, 1 language, 1 resolution." in first.out
    assert "  avatar: 9 added: Ann10_public, Ann11_public" in second.out
    assert "and 4 more (--all lists them)" in second.out
    assert "  voice: 1 removed: ann_2_female_english" in second.out
    kept = await kept_in(redis)
    assert kept is not None
    assert len(kept.catalogue.avatars) == 19


async def test_a_document_that_lost_half_is_kept_only_when_told_so(
    service: Service, redis: Redis, redis_url: str
) -> None:
    settings = {"REDIS_URL": redis_url, "RUNWARE_SCHEMA_URL": service.url}
    await run_bot("catalogue", "refresh", **settings)
    before = await kept_in(redis)
    service.document = document(5)

    refused = await run_bot("catalogue", "refresh", **settings)

    assert refused.code == 1
    assert "stays in use: the schema document lists 5 avatars, before it listed 10" in refused.err
    assert "--accept-losses" in refused.err
    assert await kept_in(redis) == before
    accepted = await run_bot("catalogue", "refresh", "--accept-losses", **settings)
    assert accepted.code == 0
    assert "avatar: 5 removed" in accepted.out


async def test_without_an_address_of_redis_the_data_directory_has_the_copy(service: Service, tmp_path: Path) -> None:
    settings = {"HERALD_DATA_DIR": str(tmp_path / "d"), "RUNWARE_SCHEMA_URL": service.url}

    none = await run_bot("catalogue", "show", **settings)
    await run_bot("catalogue", "refresh", **settings)
    shown = await run_bot("catalogue", "show", **settings)

    assert (none.code, shown.code) == (1, 0)
    assert "python -m bot catalogue refresh" in none.err
    assert f"(just now), from {service.url}: 10 avatars" in shown.out
    assert "  resolution: 720p\n" in shown.out


async def test_a_service_that_is_away_is_named_in_a_line(redis_url: str) -> None:
    outcome = await run_bot("catalogue", "refresh", REDIS_URL=redis_url, RUNWARE_SCHEMA_URL="http://127.0.0.1:1/s.json")

    assert outcome.code == 1
    assert outcome.err.count("\n") == 1
    assert "No catalogue was kept: the schema document cannot be fetched (ConnectError)" in outcome.err


async def test_a_redis_that_is_down_is_named_without_its_password() -> None:
    outcome = await run_bot("catalogue", "show", REDIS_URL="redis://:hidden@127.0.0.1:1/0")

    assert (outcome.code, outcome.err) == (2, "REDIS_URL: Redis: ConnectionError: start Redis, or mend REDIS_URL.\n")


async def test_an_id_of_a_workspace_is_allowed_listed_and_taken_back(redis: Redis, redis_url: str) -> None:
    mine = ("--team", "T0123", "--kind", "avatar", "chief")

    allowed = await run_bot("catalogue", "allow", *mine, "--label", "Our chief", REDIS_URL=redis_url)
    listed = await run_bot("catalogue", "allowed", "--team", "T0123", REDIS_URL=redis_url)
    stored = await AllowList(redis).has("T0123", "avatar", "chief")
    taken = await run_bot("catalogue", "disallow", *mine, REDIS_URL=redis_url)
    again = await run_bot("catalogue", "disallow", *mine, REDIS_URL=redis_url)

    assert (allowed.code, listed.out, stored) == (0, "avatar\tchief\tOur chief\n", True)
    assert (taken.code, again.code) == (0, 1)
    assert not await AllowList(redis).has("T0123", "avatar", "chief")


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("--team", "t:1", "--kind", "avatar", "chief"), "--team"),
        (("--team", "T0123", "--kind", "music", "chief"), "--kind"),
        (("--team", "T0123", "--kind", "avatar", "a" * 151), "151 characters; 150 is the most"),
    ],
)
async def test_what_cannot_be_allowed_is_named(arguments: tuple[str, ...], named: str, redis_url: str) -> None:
    outcome = await run_bot("catalogue", "allow", *arguments, REDIS_URL=redis_url)

    assert outcome.code in {1, 2}
    assert named in outcome.err


def test_all_ids_are_listed_when_asked_for() -> None:
    few, many = parse_schema(document(1)), parse_schema(document(8))

    (line,) = changes(few, many, everything=True)

    assert line.count("_public") == 7
    assert list(changes(many, many, everything=False)) == []


def test_an_age_is_told_in_its_largest_unit() -> None:
    ages = [age(timedelta(seconds=seconds)) for seconds in (59, 60, 7200, 86_400 * 3)]

    assert ages == ["just now", "1 minute old", "2 hours old", "3 days old"]
