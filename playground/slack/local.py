"""The local Slack as one object, which the request handlers share."""

import asyncio
from copy import deepcopy
from dataclasses import dataclass, replace
from pathlib import Path

from playground.dials import Clock, FaultDial
from playground.slack.dispatch.background import Background
from playground.slack.dispatch.dispatcher import Dispatcher
from playground.slack.dispatch.events import Events
from playground.slack.model.cast import TEAM_ID, crowd
from playground.slack.model.changes import Changes
from playground.slack.model.codes import Codes
from playground.slack.model.files import StoredFile
from playground.slack.model.grants import Grant, Grants
from playground.slack.model.journal import Journal
from playground.slack.model.wire import Json
from playground.slack.model.workspace import Workspace, new_workspaces
from playground.slack.settings import Settings


@dataclass(kw_only=True)
class LocalSlack:
    """All workspaces, their dials, and the way to the app, as one call, act or event sees them.

    `workspace` is the one that `team_id` names: a call's token or an acting person belongs to it. `caller` is what
    the token of a call stands for. `origin` is known once the first request came in.
    """

    settings: Settings
    clock: Clock
    faults: FaultDial
    changes: Changes
    journal: Journal
    grants: Grants
    codes: Codes
    workspaces: dict[str, Workspace]
    dispatcher: Dispatcher
    events: Events
    background: Background
    files_directory: Path
    origin: str = ""
    team_id: str = TEAM_ID
    caller: Grant | None = None

    @property
    def workspace(self) -> Workspace:
        """The workspace that this call, act or event is about."""
        return self.workspaces[self.team_id]

    @property
    def scopes(self) -> tuple[str, ...]:
        """What the caller may do, or the app in this workspace."""
        grant = self.caller or self.grants.installation(self.team_id)
        return grant.scopes if grant is not None else ()

    @property
    def execution(self) -> str | None:
        """The run of a function that the caller's token was made for; None for other tokens."""
        return None if self.caller is None else self.caller.execution

    def within(self, team_id: str) -> "LocalSlack":
        """The same service, seen from another workspace."""
        return replace(self, team_id=team_id, caller=None)

    def called_by(self, grant: Grant, team_id: str | None = None) -> "LocalSlack":
        """The same service, as a call with this grant sees it; an organisation's can name one of its workspaces."""
        meant = team_id if team_id in grant.teams else grant.team_id
        return replace(self, team_id=meant, caller=grant)

    def emit(self, event: Json) -> None:
        """Tell the app of an inner event, beside the requests, if it may and wants to hear of it."""
        self.events.emit(self.team_id, event)

    def home_of(self, user_id: str) -> "LocalSlack":
        """The same service, seen from the workspace of a person; from this one for somebody unknown."""
        for workspace in self.workspaces.values():
            user = workspace.users.get(user_id)
            if user is not None:
                return self.within(user.team_id)
        return self

    def file(self, file_id: str) -> StoredFile | None:
        """A file of any workspace."""
        found = (workspace.files.get(file_id) for workspace in self.workspaces.values())
        return next((stored for stored in found if stored is not None), None)

    def begin(self) -> None:
        """Have the workspaces and the tokens that there are at the start."""
        workspaces = new_workspaces(self.clock, self.changes, self.settings.app_name, self.settings.teams)
        workspaces[TEAM_ID].users.update(crowd(self.settings.crowd))
        self.put_in_place(workspaces)
        self.grants.reset(self.settings.grants())

    def put_in_place(self, workspaces: dict[str, Workspace]) -> None:
        """Use these workspaces from now on."""
        self.workspaces.update(workspaces)
        for workspace in workspaces.values():
            workspace.tell = self.events.emit

    def keep(self) -> "Kept":
        """A copy of everything that happened, to come back to."""
        shared = (self.clock, self.changes, self.events)
        workspaces = deepcopy(self.workspaces, {id(each): each for each in shared})
        stored = [stored for workspace in workspaces.values() for stored in workspace.files.values()]
        files = {each.path: each.path.read_bytes() for each in stored if each.path.exists()}
        return Kept(workspaces, self.grants.copy(), files, self.clock.offset_seconds)

    async def bring_back(self, kept: "Kept") -> None:
        """Go back to what was kept; it can be come back to again."""
        await self.background.stop()
        shared = (self.clock, self.changes, self.events)
        self.put_in_place(deepcopy(kept.workspaces, {id(each): each for each in shared}))
        self.grants.become(kept.grants)
        self.clock.offset_seconds = kept.offset_seconds
        for path, content in kept.files.items():
            path.write_bytes(content)
        self.changes.mark()

    async def start_over(self) -> None:
        """Forget everything that happened."""
        await self.background.stop()
        for workspace in self.workspaces.values():
            await asyncio.to_thread(_unlink_all, list(workspace.files.values()))
        self.begin()
        self.dispatcher.http = self.dispatcher.http.to(self.settings.app_url)
        self.codes.clear()
        self.journal.clear()
        self.changes.mark()


@dataclass(frozen=True)
class Kept:
    """All workspaces, tokens and files as they were, and how far the clock was set."""

    workspaces: dict[str, Workspace]
    grants: Grants
    files: dict[Path, bytes]
    offset_seconds: float


def _unlink_all(files: list[StoredFile]) -> None:
    for stored in files:
        stored.path.unlink(missing_ok=True)
