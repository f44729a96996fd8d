"""Views: the stack of modals each person has open, and their Home tabs."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from playground.slack.model.cast import APP_ID, Team
from playground.slack.model.view_state import Values, carried_over, initial_values
from playground.slack.model.wire import Json

STACK_LIMIT: Final = 3


@dataclass(kw_only=True)
class OpenView:
    """A view on somebody's screen, in `team`; `channel` is where they were when it opened.

    `execution` is the run of a function that showed the view, as a step of a workflow.
    """

    id: str
    team: Team
    user: str
    content: Json
    values: Values
    hash: str
    root_id: str
    previous_id: str | None = None
    channel: str | None = None
    execution: str | None = None

    def document(self, *, with_state: bool = True) -> Json:
        """The view object as Slack sends it."""
        return {
            "id": self.id,
            "team_id": self.team.id,
            "state": {"values": self.values if with_state else {}},
            "hash": self.hash,
            "previous_view_id": self.previous_id,
            "root_view_id": self.root_id,
            "app_id": APP_ID,
            "app_installed_team_id": self.team.id,
            "bot_id": self.team.bot_id,
            **self.content,
        }

    def replace(self, content: Json, view_hash: str) -> None:
        """Put other content in its place; inputs that stay keep what was entered."""
        self.values = carried_over(content, self.values, self.channel)
        self.content = content
        self.hash = view_hash


class Views:
    """All views that are open, by person."""

    def __init__(self) -> None:
        self.stacks: dict[str, list[OpenView]] = {}
        self.homes: dict[str, OpenView] = {}

    def everything(self) -> Iterator[OpenView]:
        """Each open modal, the top of a stack last, then the Home tabs."""
        for stack in self.stacks.values():
            yield from stack
        yield from self.homes.values()

    def find(self, *, view_id: str | None = None, external_id: str | None = None) -> OpenView | None:
        """The open view with this id, or with this external id."""
        for view in self.everything():
            if view_id is not None and view.id == view_id:
                return view
            if external_id and view.content["external_id"] == external_id:
                return view
        return None

    def has_external_id(self, external_id: str, *, besides: str | None = None) -> bool:
        """Whether another open view has this external id."""
        return any(
            external_id == v.content["external_id"] and v.id != besides for v in self.everything() if external_id
        )

    def push(self, view: OpenView) -> None:
        """Put a view on top of its person's stack."""
        self.stacks.setdefault(view.user, []).append(view)

    def close(self, view: OpenView) -> None:
        """Take one view off its person's stack."""
        self.stacks[view.user] = [other for other in self.stacks.get(view.user, []) if other.id != view.id]

    def clear(self, user: str) -> None:
        """Close all that the person has open."""
        self.stacks.pop(user, None)

    def stack(self, user: str) -> list[OpenView]:
        """What the person has open, the top last."""
        return self.stacks.get(user, [])


def new_view(
    content: Json, whose: tuple[Team, str], *, view_id: str, now: float, under: OpenView | None, channel: str | None
) -> OpenView:
    """A view for somebody of a team, on top of `under` when that is given."""
    return OpenView(
        id=view_id,
        team=whose[0],
        user=whose[1],
        content=content,
        values=initial_values(content, channel),
        hash=view_hash(now),
        root_id=under.root_id if under else view_id,
        previous_id=under.id if under else None,
        channel=channel,
        execution=under.execution if under else None,
    )


def view_hash(now: float) -> str:
    """A hash that no other state of a view has."""
    return f"{int(now)}.{secrets.token_hex(4)}"
