"""What all records are: frozen, stored whole, and changed by going from one version to the next."""

from collections.abc import Iterator, Mapping
from typing import Any, Protocol, Self, TypeVar

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """What is never changed in place."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)  # an error must not carry people's texts


class Versioned(Protocol):
    """A record that counts its transitions."""

    @property
    def version(self) -> int:
        """How many there were."""

    @classmethod
    def model_validate(cls, obj: Any, /) -> Self:
        """A record of these fields."""

    def __iter__(self) -> Iterator[tuple[str, Any]]:
        """Its fields, by name."""


class Living(Versioned, Protocol):
    """A record whose life is a table of states."""

    @property
    def state(self) -> Any:
        """Where it is in its life."""


AnyVersioned = TypeVar("AnyVersioned", bound=Versioned)
AnyLiving = TypeVar("AnyLiving", bound=Living)


def next_version(record: AnyVersioned, updates: Mapping[str, object]) -> AnyVersioned:
    """`record` with `updates`, one version on."""
    return record.model_validate({**dict(record), **updates, "version": record.version + 1})


def moved(record: AnyLiving, updates: Mapping[str, object], follows: Mapping[Any, frozenset[Any]]) -> AnyLiving:
    """Likewise; ValueError for a change of state that the table `follows` does not have."""
    after = next_version(record, updates)
    if after.state is not record.state and after.state not in follows[record.state]:
        raise ValueError(f"a {record.state} {type(record).__name__} cannot become {after.state}")
    return after
