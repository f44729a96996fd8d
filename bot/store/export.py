"""What is kept of a workspace, or of one person in it, as lines that people and programs can read; no secrets."""

import json
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any, Final

from redis.asyncio import Redis

from bot.store import keys
from bot.store.audit import Audit
from bot.store.connection import translated
from bot.store.erasing import key_batches, keys_of
from bot.store.forgetting import naming, own_keys
from bot.store.kinds import WISHES

SECRET: Final = frozenset({"installation", "renewing", "audit-secret"})
"""The parts of a workspace's keys that hold tokens, or what makes pseudonyms."""
AUDIT_LINES: Final = 1_000
_OTHERS: Final = "somebody else's, in which this person is named"

Line = Mapping[str, Any]
"""`kind` says what it is, `id` which one; `value` is what is kept."""


async def workspace_lines(redis: Redis, team_id: str) -> AsyncIterator[Line]:
    """All that is kept of a workspace but its secrets; raises StoreUnavailable."""
    async for names in key_batches(redis, keys_of(team_id, "*")):
        for name in names:
            if _kind(name) not in SECRET:
                async for line in _lines(redis, name):
                    yield line


async def person_lines(redis: Redis, team_id: str, user_id: str) -> AsyncIterator[Line]:
    """All that is kept of a person; of what is somebody else's, that they are named in it. Likewise."""
    async for names in own_keys(redis, team_id, user_id):
        for name in names:
            async for line in _lines(redis, name):
                yield line
    async for kind, text in naming(redis, team_id, user_id):
        record = json.loads(text)
        own = record.get("user_id") == user_id
        yield {"kind": kind, "id": record["id"], "value": record if own else _OTHERS}
    async for line in _shared(redis, team_id, user_id):
        yield line
    async for line in _money(redis, team_id, user_id):
        yield line
    async for line in _audited(redis, team_id, user_id):
        yield line


async def _shared(redis: Redis, team_id: str, user_id: str) -> AsyncIterator[Line]:
    """Presets that they gave to everybody, permissions that they asked for or gave, their wish to be forgotten."""
    with translated():
        presets: Any = await redis.hgetall(keys.presets(team_id))
        wish = await redis.hget(keys.record(team_id, WISHES.name, user_id), "record")
    for preset_id, text in presets.items():
        if (preset := _parsed(text)).get("maker_id") == user_id:
            yield {"kind": "presets", "id": str(preset_id), "value": preset}
    if wish is not None:
        yield {"kind": WISHES.name, "id": user_id, "value": _parsed(wish)}
    async for names in key_batches(redis, keys_of(team_id, "consent:*")):
        with translated():
            texts: Any = await redis.mget(names)
        for name, text in zip(names, texts, strict=True):
            if text is not None and user_id in (kept := _parsed(text)).values():
                yield {"kind": "consent", "id": name.split(":", 3)[3], "value": kept}


async def _money(redis: Redis, team_id: str, user_id: str) -> AsyncIterator[Line]:
    async for names in key_batches(redis, keys_of(team_id, "budget-by-person:*")):
        for name in names:
            with translated():
                sums: Any = await redis.hgetall(name)
            own = {field.partition("/")[0]: int(n) for field, n in sums.items() if field.endswith(f"/{user_id}")}
            if own:
                yield {"kind": "spending in millionths of a dollar", "id": name.rpartition(":")[2], "value": own}
    async for names in key_batches(redis, keys_of(team_id, "ledger:*")):
        for name in names:
            with translated():
                entries: Any = await redis.hgetall(name)
            noted = {id_: text for id_, text in entries.items() if f":{user_id}:" in text}
            if noted:
                yield {"kind": "ledger", "id": name.rpartition(":")[2], "value": noted}


async def _audited(redis: Redis, team_id: str, user_id: str) -> AsyncIterator[Line]:
    """The lines of the audit list that are by or about the person."""
    audit, before = Audit(redis), None
    while True:
        page = await audit.page(team_id, limit=AUDIT_LINES, before=before)
        for entry in page.entries:
            if entry.who == user_id or f"<@{user_id}>" in entry.about:
                at = entry.at.isoformat()
                by = {"by": user_id} if entry.who == user_id else {}
                yield {
                    "kind": "audit",
                    "id": entry.id,
                    "value": {"at": at, "what": entry.what, "about": entry.about} | by,
                }
        if page.older is None:
            return
        before = page.older


async def _lines(redis: Redis, name: str) -> AsyncIterator[Line]:
    with translated():
        value = await _value(redis, name)
    if value not in (None, {}, []):
        _, _, kind, *rest = name.split(":", 3)
        yield {"kind": kind, "id": "".join(rest), "value": value}


async def _value(redis: Redis, name: str) -> Any:
    match str(await redis.type(name)):
        case "hash":
            fields = {str(field): _parsed(text) for field, text in (await redis.hgetall(name)).items()}
            return fields.get("record", fields)
        case "zset":
            return [str(member) for member in await redis.zrange(name, 0, -1)]
        case "set":
            return sorted(map(str, await redis.smembers(name)))
        case "list":
            return [str(each) for each in await redis.lrange(name, 0, -1)]
        case "stream":
            entries: Any = await redis.xrange(name)
            return [{"id": str(id_), **fields} for id_, fields in entries]
        case _:
            return _parsed(await redis.get(name))


def _parsed(text: Any) -> Any:
    try:
        return json.loads(text)
    except (TypeError, ValueError):
        return text


def _kind(name: str) -> str:
    return name.split(":", 3)[2]


def written(lines: Sequence[Line]) -> str:
    """The lines as they stand in a file."""
    return "".join(json.dumps(line, ensure_ascii=False, sort_keys=True) + "\n" for line in lines)
