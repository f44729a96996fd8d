"""What is sealed opens for its owner alone, with any of the keys."""

import pytest

from bot.errors import SealBroken
from bot.store.sealing import Sealer, new_key

OLD, NEW = new_key(), new_key()


def test_what_was_sealed_opens_for_its_owner() -> None:
    assert Sealer((NEW,)).open("T1", Sealer((NEW,)).seal("T1", "xoxb-1")) == "xoxb-1"


def test_what_is_moved_to_another_workspace_does_not_open_there() -> None:
    sealer = Sealer((NEW, OLD))

    with pytest.raises(SealBroken, match="T2"):
        sealer.open("T2", sealer.seal("T1", "xoxb-1"))


def test_the_token_is_not_to_be_read_in_what_is_sealed() -> None:
    assert "xoxb" not in Sealer((NEW,)).seal("T1", "xoxb-1")


def test_an_older_key_still_opens_and_is_not_current() -> None:
    sealed = Sealer((OLD,)).seal("T1", "xoxb-1")
    sealer = Sealer((NEW, OLD))

    assert sealer.open("T1", sealed) == "xoxb-1"
    assert not sealer.is_current("T1", sealed)
    assert sealer.is_current("T1", sealer.seal("T1", "xoxb-1"))


@pytest.mark.parametrize("odd", ["", "x", "gAAAAA", "é"])
def test_what_was_never_sealed_does_not_open(odd: str) -> None:
    with pytest.raises(SealBroken):
        Sealer((NEW,)).open("T1", odd)


def test_a_seal_whose_key_is_gone_says_what_to_look_at() -> None:
    with pytest.raises(SealBroken, match="HERALD_ENCRYPTION_KEYS"):
        Sealer((NEW,)).open("T1", Sealer((OLD,)).seal("T1", "xoxb-1"))
