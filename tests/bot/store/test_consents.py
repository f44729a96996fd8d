"""An outcome is on record once, without the script, and on the audit list."""

from dataclasses import dataclass, field
from datetime import datetime

import pytest
from redis.asyncio import Redis

from bot.rendering.consent import Consent, ConsentState
from bot.rendering.render import Choices, Render
from bot.store import keys
from bot.store.consents import Consents
from tests.bot.rendering.fakes import NOON, a_render


@dataclass
class FakeAudit:
    """The lines that were added."""

    lines: list[tuple[str, str, str]] = field(default_factory=list)

    async def note(self, team_id: str, actor: str, what: str, about: str, at: datetime) -> None:
        self.lines.append((actor, what, about))


def decided(state: ConsentState, person_id: str = "U2", **fields: object) -> Render:
    """U1's render of a photo, for which somebody answered."""
    consent = Consent.of(person_id, "U1", NOON).settled(state, NOON)
    photo = Choices(image="slack-file:F0PHOTO", voice="V")
    return a_render(choices=photo, consent=consent, script="Secret words.", **fields)


async def test_an_outcome_is_kept_once_and_without_the_script(redis: Redis) -> None:
    audit = FakeAudit()
    consents = Consents(redis, audit)

    await consents.keep(decided(ConsentState.ALLOWED))
    await consents.keep(decided(ConsentState.DECLINED))

    kept = await consents.get("T1", "r1")
    assert kept is not None
    assert (kept.requester_id, kept.person_id, kept.state) == ("U1", "U2", ConsentState.ALLOWED)
    assert (kept.picture_id, kept.decided_at, len(kept.script_digest)) == ("F0PHOTO", NOON, 64)
    assert audit.lines == [("U2", "photo allowed", "video r1 with <@U1>")]
    assert "Secret" not in str(await redis.get(keys.consent("T1", "r1")))


@pytest.mark.parametrize(
    ("state", "person_id", "line"),
    [
        (ConsentState.ALLOWED, "U1", ("U1", "photo allowed", "video r1, their own photo")),
        (ConsentState.DECLINED, "U2", ("U2", "photo declined", "video r1 with <@U1>")),
        (ConsentState.EXPIRED, "U2", ("U1", "photo request expired", "video r1 with <@U2>")),
        (ConsentState.WITHDRAWN, "U2", ("U1", "photo request called off", "video r1 with <@U2>")),
    ],
)
async def test_the_audit_list_names_who_did_what(
    redis: Redis, state: ConsentState, person_id: str, line: tuple[str, str, str]
) -> None:
    audit = FakeAudit()

    await Consents(redis, audit).keep(decided(state, person_id))

    assert audit.lines == [line]


async def test_another_script_has_another_digest(redis: Redis) -> None:
    consents = Consents(redis, FakeAudit())
    await consents.keep(decided(ConsentState.ALLOWED))
    other = decided(ConsentState.ALLOWED).model_copy(update={"id": "r2", "script": "Other words."})
    await consents.keep(other)

    first, second = await consents.get("T1", "r1"), await consents.get("T1", "r2")
    assert first is not None
    assert second is not None
    assert first.script_digest != second.script_digest


async def test_nothing_is_on_record_for_another_workspace(redis: Redis) -> None:
    consents = Consents(redis, FakeAudit())
    await consents.keep(decided(ConsentState.ALLOWED))

    assert await consents.get("T2", "r1") is None


async def test_what_cannot_be_read_counts_as_not_there(redis: Redis) -> None:
    await redis.set(keys.consent("T1", "r1"), "{}", ex=60)

    assert await Consents(redis, FakeAudit()).get("T1", "r1") is None


async def test_without_an_outcome_there_is_nothing_to_keep(redis: Redis) -> None:
    with pytest.raises(ValueError, match="no outcome"):
        await Consents(redis, FakeAudit()).keep(a_render(consent=Consent.of("U2", "U1", NOON)))
