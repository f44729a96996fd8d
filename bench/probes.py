"""Random reaches for other people's things, over workspaces and within one: nothing is told, and nothing is changed."""

import asyncio
import random
import re
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import httpx

from bench.harness import Measure, percentile
from bench.probes_requests import home_opened, pressed
from bench.probes_surfaces import SURFACES, Surface
from bench.probes_things import Someone, Thing, actors, fill
from bench.probes_town import Town, town
from bench.processes import running_redis
from bot.runware.hooks import Hooks

PROBES: Final = 100_000
QUICK_PROBES: Final = 1_000
AT_ONCE: Final = 25
HOOKS_SHARE: Final = 0.05
HOME_SHARE: Final = 0.05
CREATING_SHARE: Final = 0.05
FOREIGN, NEAR, ABSENT = "of another workspace", "of somebody else in the workspace", "not there"
_CANARY: Final = re.compile(r"canary-(\w+)-(\w+)-end")
_MOMENT: Final = re.compile(r"\b\d{10}(\.\d+)?\b|script-[0-9a-f]{32}")


@dataclass
class Seen:
    """What came of the probes."""

    probes: int = 0
    leaks: list[str] = field(default_factory=list)
    answers: dict[str, dict[str, set[str]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(set)))
    took_ms: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    @property
    def different(self) -> list[str]:
        """The surfaces that answer a thing of somebody else's otherwise than one that is not there."""
        return [name for name, by_relation in self.answers.items() if len(set().union(*by_relation.values())) > 1]


@dataclass(frozen=True)
class Probe:
    """One reach: who, through what, for which id, and how that stands to them."""

    number: str
    actor: Someone
    surface: Surface
    target: str
    parent: str
    relation: str


class Probing:
    """Draws probes and hands them in; the same seed draws the same ones."""

    def __init__(self, place: Town, things: Sequence[Thing], *, seed: int) -> None:
        self._town = place
        self._things = things
        self._random = random.Random(seed)
        self._actors = actors()
        self._by_kind: dict[str, list[Thing]] = defaultdict(list)
        for thing in things:
            self._by_kind[thing.kind].append(thing)
        self.seen = Seen()

    def draw(self, *, creates: bool = False) -> Probe:
        """The next probe: through a surface where an unknown id makes something new, or through all the others."""
        choose = self._random
        surface = choose.choice([each for each in SURFACES if each.creates is creates])
        actor = choose.choice(self._actors)
        relation = choose.choice((FOREIGN, NEAR, ABSENT))
        near = relation == NEAR
        fitting = [t for t in self._by_kind[surface.of] if (t.owner.team_id == actor.team_id) is near]
        thing = choose.choice(fitting)
        number = f"{choose.getrandbits(48):012x}"
        if relation != ABSENT:
            return Probe(number, actor, surface, thing.id, thing.of, relation)
        nowhere = "".join(choose.choice("0123456789abcdef") for _ in range(32))
        target = f"F0{nowhere[:10].upper()}" if surface.of == "file" else nowhere
        return Probe(number, actor, surface, target, nowhere[::-1] if thing.of else "", relation)

    async def reach(self, probe: Probe) -> None:
        """Hand one probe in, and note what was answered, shown and said."""
        payload = probe.surface.payload(probe.target, probe.parent)
        asked = pressed(payload, probe.actor, probe.number, self._town)
        begun = time.perf_counter()
        answer = await self._town.bolt.async_dispatch(asked)
        self.seen.took_ms[probe.relation].append((time.perf_counter() - begun) * 1000)
        self.seen.probes += 1
        await self._town.finish()
        told = [str(answer.body or ""), *self._town.witness.heard.pop(probe.number, [])]
        self.judge(probe.actor, " ".join(told), probe.surface.name)
        if not probe.surface.creates:
            self.seen.answers[probe.surface.name][probe.relation].add(_plain(told, probe))

    async def visit_home(self) -> None:
        """Somebody opens their Home."""
        actor = self._random.choice(self._actors)
        await self._town.bolt.async_dispatch(home_opened(actor, self._town))
        self.seen.probes += 1
        await self._town.finish()

    async def call_hook(self, client: httpx.AsyncClient) -> None:
        """Somebody guesses the address of a task's webhook: near one that there is, or any."""
        render = self._random.choice(self._by_kind["render"])
        genuine = Hooks(self._town.ground.settings.runware_api_key, "http://h").address(  # type: ignore[arg-type]
            render.owner.team_id, render.id, _uuid(self._random)
        )
        team, id_, task, mac = str(genuine).rpartition("/")[2].split(".")
        other = self._random.choice(self._things).owner.team_id
        changed = self._random.choice(
            [
                (other if other != team else "T0ELSE", id_, task, mac),
                (team, f"{self._random.getrandbits(128):032x}", task, mac),
                (team, id_, f"{self._random.getrandbits(128):032x}", mac),
                (team, id_, task, f"{self._random.getrandbits(256):064x}"),
            ]
        )
        answer = await client.post(f"/runware/hooks/{'.'.join(changed)}", json={"data": [{"taskUUID": task}]})
        self.seen.probes += 1
        self.seen.answers["webhook"][ABSENT if changed[0] != team else FOREIGN].add(
            f"{answer.status_code} {answer.text}"
        )

    def judge_asides(self) -> None:
        """What was published or sent to somebody by itself has nobody else's canary in it."""
        by_user = {someone.user_id: someone for someone in self._actors}
        for user_id, text in self._town.witness.aside:
            self.judge(by_user.get(user_id, Someone("", user_id)), text, "Home or message")
        self._town.witness.aside.clear()

    def judge(self, actor: Someone, text: str, where: str) -> None:
        """Note every canary in what somebody was told that is not their own."""
        for team_id, user_id in _CANARY.findall(text):
            if (team_id, user_id) != (actor.team_id, actor.user_id):
                self.seen.leaks.append(f"{where}: {actor.user_id} of {actor.team_id} saw {user_id} of {team_id}")


async def run(*, quick: bool = False) -> list[Measure]:
    """All of them; a small part when it is to be `quick`."""
    with tempfile.TemporaryDirectory(prefix="herald-probes-") as folder:
        async with running_redis(None) as (_, url), town(url, Path(folder)) as place:
            seen, changed = await probe_all(place, QUICK_PROBES if quick else PROBES)
    for line in (*seen.leaks[:10], *seen.different):
        print(line)
    return [
        Measure("probes: sent", seen.probes, ""),
        Measure("probes: things of others that were told", len(seen.leaks), "", at_most=0),
        Measure("probes: things of others that were changed", len(changed), "", at_most=0),
        Measure("probes: surfaces that tell what is there", len(seen.different), "", at_most=0),
        Measure("probes: surfaces", len(seen.answers), "", at_least=40),
        *(
            Measure(f"probes: median ack, {relation}", percentile(took, 50), "ms")
            for relation, took in sorted(seen.took_ms.items())
        ),
    ]


async def probe_all(place: Town, count: int, *, seed: int = 1) -> tuple[Seen, list[str]]:
    """Send so many; what came of them, and the keys of the owners that are not as they were."""
    things = await fill(place.ground.redis)
    place.witness.files.update({thing.id: thing.owner for thing in things if thing.kind == "file"})
    before = await _kept(place, things)
    probing = Probing(place, things, seed=seed)
    hooks, homes = int(count * HOOKS_SHARE), int(count * HOME_SHARE)
    transport = httpx.ASGITransport(place.application)
    async with httpx.AsyncClient(transport=transport, base_url="http://herald") as client:
        await _in_turns([lambda: probing.call_hook(client)] * hooks)
    await _in_turns([probing.visit_home] * homes)
    probing.judge_asides()
    creating = int(count * CREATING_SHARE)  # last: from then on people have things of these ids themselves
    for sent in range(0, count - hooks - homes, AT_ONCE):
        creates = sent >= count - hooks - homes - creating
        drawn = [probing.draw(creates=creates) for _ in range(AT_ONCE)]
        await asyncio.gather(*(probing.reach(probe) for probe in drawn))
        probing.judge_asides()
    after = await _kept(place, things)
    return probing.seen, [key for key, value in before.items() if after.get(key) != value]


async def _in_turns(calls: Sequence[Any]) -> None:
    for start in range(0, len(calls), AT_ONCE):
        await asyncio.gather(*(call() for call in calls[start : start + AT_ONCE]))


async def _kept(place: Town, things: Sequence[Thing]) -> dict[str, str]:
    """What is kept of the owners and their things."""
    wanted = {thing.id for thing in things} | {thing.owner.user_id for thing in things}
    kept = {}
    async for key in place.ground.redis.scan_iter("t:*", count=1_000):
        if wanted & set(str(key).split(":")) and ":person:" not in str(key):
            kept[str(key)] = await _value(place, str(key))
    return kept


async def _value(place: Town, key: str) -> str:
    redis = place.ground.redis
    match str(await redis.type(key)):
        case "hash":
            return str(sorted((await redis.hgetall(key)).items()))
        case "zset":
            return str(await redis.zrange(key, 0, -1, withscores=True))
        case _:
            return str(await redis.get(key))


def _plain(told: Sequence[str], probe: Probe) -> str:
    """What was told, without what is of this probe alone."""
    text = " | ".join(told)
    for own in filter(None, (probe.target, probe.parent, probe.number)):
        text = text.replace(own, "<id>")
    return _MOMENT.sub("<moment>", text)


def _uuid(choose: random.Random) -> UUID:
    return UUID(int=choose.getrandbits(128), version=4)
