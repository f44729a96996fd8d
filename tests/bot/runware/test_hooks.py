"""The address of a webhook is known again, and no other is."""

from collections.abc import Callable
from uuid import UUID

import pytest
from pydantic import SecretStr

from bot.errors import SettingsInvalid
from bot.runware.hooks import HookedTask, Hooks

TASK = UUID("11111111-1111-4111-8111-111111111111")
OTHER = UUID("22222222-2222-4222-8222-222222222222")
PUBLIC = "https://herald.example"
HOOKS = Hooks(SecretStr("key"), PUBLIC)


def token_of(hooks: Hooks, team_id: str = "T1", render_id: str = "r1", task_uuid: UUID = TASK) -> str:
    """The last part of the address."""
    address = hooks.address(team_id, render_id, task_uuid)
    assert address is not None
    return address.removeprefix(f"{PUBLIC}/runware/hooks/")


@pytest.mark.parametrize("render_id", ["r1", "3f" * 16, f"{'3f' * 16}.12", "ab-7_x"])
def test_a_token_leads_back_to_its_task(render_id: str) -> None:
    assert HOOKS.read(token_of(HOOKS, "T1", render_id)) == HookedTask("T1", render_id, TASK)


def test_another_process_with_the_same_key_knows_the_token() -> None:
    assert Hooks(SecretStr("key"), None).read(token_of(HOOKS)) is not None


def test_where_nothing_reaches_us_there_is_no_address() -> None:
    assert Hooks(SecretStr("key"), None).address("T1", "r1", TASK) is None


@pytest.mark.parametrize(
    "other", [token_of(HOOKS, "T2"), token_of(HOOKS, "T1", "r2"), token_of(HOOKS, "T1", "r1", OTHER)]
)
def test_the_proof_of_one_task_is_none_for_another(other: str) -> None:
    named, _, _ = token_of(HOOKS).rpartition(".")
    _, _, proof = other.rpartition(".")

    assert HOOKS.read(f"{named}.{proof}") is None


def test_a_token_made_with_another_key_is_a_strangers() -> None:
    assert HOOKS.read(token_of(Hooks(SecretStr("another"), PUBLIC))) is None


@pytest.mark.parametrize("place", range(0, 100, 7))
def test_a_token_changed_in_one_place_is_a_strangers(place: int) -> None:
    token = token_of(HOOKS)
    changed = "0" if token[place] != "0" else "1"

    assert HOOKS.read(token[:place] + changed + token[place + 1 :]) is None


@pytest.mark.parametrize(
    "token", ["", ".", "...", "T1.r1", f"T1.r1.{TASK}.00", "é" * 30, "\x00", "T1.r1." + "٠" * 32 + "." + "0" * 64]
)
def test_what_is_no_token_at_all_is_a_strangers(token: str) -> None:
    assert HOOKS.read(token) is None


@pytest.mark.parametrize("change", [str.upper, lambda token: f"{token}\n", lambda token: f" {token}"])
def test_a_token_in_another_spelling_is_a_strangers(change: Callable[[str], str]) -> None:
    assert HOOKS.read(change(token_of(HOOKS))) is None


def test_the_token_does_not_hold_the_key() -> None:
    assert "canary" not in token_of(Hooks(SecretStr("canary"), PUBLIC))


def test_without_a_key_there_is_nothing_to_derive_from() -> None:
    with pytest.raises(SettingsInvalid, match="RUNWARE_API_KEY"):
        Hooks(SecretStr(""), PUBLIC)
