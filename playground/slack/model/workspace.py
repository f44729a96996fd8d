"""The whole state of one workspace."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from playground.dials import Clock
from playground.slack.model.assistant import Assistant
from playground.slack.model.cast import APP_ID, APP_NAME, PLAY, Team, channels, shared_channel, users
from playground.slack.model.changes import Changes
from playground.slack.model.conversations import Channel
from playground.slack.model.executions import Executions
from playground.slack.model.files import StoredFile
from playground.slack.model.ids import Mint
from playground.slack.model.occurrences import message_posted
from playground.slack.model.schedule import Schedule
from playground.slack.model.tickets import Tickets
from playground.slack.model.view_state import Values
from playground.slack.model.views import OpenView, Views, new_view, view_hash
from playground.slack.model.wire import Json

_EPHEMERALS_KEPT: Final = 1_000
"""Slack, too, shows a private message only for a while."""

Tell = Callable[[str, Json], None]
"""Takes a workspace's id and an inner event that happened there."""


@dataclass(frozen=True, kw_only=True)
class Ephemeral:
    """A message that only `user` sees in a channel."""

    user: str
    channel: str
    message: Json


def _nobody(team_id: str, event: Json) -> None:
    """Tell nobody."""


class Workspace:
    """People, conversations, messages, views and files of a team; every change marks the revision.

    `tell` hears of each message that is posted. `message_values` holds what each person entered in the inputs of
    a message, by channel, timestamp and person; `read` up to where each person has read, by person and channel;
    `notices` are what people were told of an app that did not answer; `posted_by_steps` the run of a function that
    posted a message as a step of a workflow, by timestamp.
    """

    def __init__(self, clock: Clock, changes: Changes, team: Team = PLAY, *, app_name: str = APP_NAME) -> None:
        self.clock = clock
        self.changes = changes
        self.team = team
        self.app_name = app_name
        self.tell: Tell = _nobody
        self.mint = Mint(clock)
        self.users = users(team, app_name)
        self.channels = channels(team, clock.now())
        self.ephemerals: list[Ephemeral] = []
        self.views = Views()
        self.files: dict[str, StoredFile] = {}
        self.tickets = Tickets(clock, team.id)
        self.assistant = Assistant()
        self.schedule = Schedule()
        self.executions: Executions = {}
        self.message_values: dict[tuple[str, str, str], Values] = {}
        self.posted_by_steps: dict[str, str] = {}
        self.notices: deque[Json] = deque(maxlen=50)
        self.read: dict[str, dict[str, str]] = {}

    @property
    def bot_user(self) -> str:
        """The app's user id in this workspace."""
        return self.team.bot_user

    @property
    def bot_id(self) -> str:
        """The app's bot id in this workspace."""
        return self.team.bot_id

    def from_bot(self, **fields: object) -> Json:
        """A message of the app, without its timestamp."""
        return _bot_message(self.team, self.app_name, fields)

    def post(self, channel: Channel, message: Json) -> Json:
        """Give a message its timestamp, put it into a conversation, and tell the app of it."""
        stored = self.keep(channel, message)
        self.tell(self.team.id, message_posted(channel, stored))
        return stored

    def keep(self, channel: Channel, message: Json) -> Json:
        """Give a message its timestamp and put it into a conversation; the caller tells of it."""
        stored = {"type": "message", **message, "ts": self.mint.ts()}
        channel.add(stored)
        self.changes.mark()
        return stored

    def show_privately(self, channel: Channel, user: str, message: Json) -> Json:
        """Show a message to one person only."""
        stored = {"type": "message", **message, "ts": self.mint.ts(), "is_ephemeral": True}
        self.ephemerals.append(Ephemeral(user=user, channel=channel.id, message=stored))
        del self.ephemerals[:-_EPHEMERALS_KEPT]
        self.changes.mark()
        return stored

    def ephemeral(self, channel_id: str, ts: str) -> Ephemeral | None:
        """The private message with this timestamp."""
        found = (e for e in self.ephemerals if e.channel == channel_id and e.message["ts"] == ts)
        return next(found, None)

    def hide(self, ephemeral: Ephemeral) -> None:
        """Take a private message away."""
        self.ephemerals.remove(ephemeral)
        self.changes.mark()

    def direct_message(self, user: str, other: str | None = None) -> Channel:
        """The conversation of the app, or of `other`, with `user`, opened when there was none."""
        both = [user, other or self.bot_user]
        for channel in self.channels.values():
            if channel.is_im and set(channel.members) == set(both):
                return channel
        created = int(self.clock.now())
        opened = Channel(id=self.mint.new("D"), name="", created=created, is_im=True, im_user=user, members=both)
        opened.team_id = self.team.id
        self.channels[opened.id] = opened
        self.changes.mark()
        return opened

    def open_view(self, content: Json, user: str, *, channel: str | None, under: OpenView | None = None) -> OpenView:
        """Show a modal: on top of `under`, or in place of all the person had open."""
        if under is None:
            self.views.clear(user)
        now = self.clock.now()
        whose = (self.team, user)
        view = new_view(content, whose, view_id=self.mint.new("V"), now=now, under=under, channel=channel)
        self.views.push(view)
        self.changes.mark()
        return view

    def publish_home(self, content: Json, user: str) -> OpenView:
        """Show a Home tab."""
        view = self.views.homes.get(user)
        if view is None:
            now, whose = self.clock.now(), (self.team, user)
            view = new_view(content, whose, view_id=self.mint.new("V"), now=now, under=None, channel=None)
            self.views.homes[user] = view
        else:
            view.replace(content, view_hash(self.clock.now()))
        self.changes.mark()
        return view

    def replace_view(self, view: OpenView, content: Json) -> None:
        """Put other content into an open view."""
        view.replace(content, view_hash(self.clock.now()))
        self.changes.mark()

    def new_file(self, name: str, length: int, *, directory: Path, alt_txt: str | None) -> StoredFile:
        """A file that waits for its bytes."""
        file_id = self.mint.new("F")
        created = self.clock.now()
        stored = StoredFile(
            id=file_id, name=name, length=length, created=created, path=directory / file_id, alt_txt=alt_txt
        )
        stored.user, stored.team_id = self.bot_user, self.team.id
        self.files[file_id] = stored
        return stored


def new_workspaces(clock: Clock, changes: Changes, app_name: str, teams: Sequence[Team]) -> dict[str, Workspace]:
    """All workspaces at their start, by id; those of no organisation share a channel; no timestamp is given twice."""
    made = {team.id: Workspace(clock, changes, team, app_name=app_name) for team in teams}
    mint, shared = Mint(clock), shared_channel(clock.now())
    for workspace in made.values():
        workspace.mint = mint
        if workspace.team.organisation is None:
            workspace.channels[shared.id] = shared
    return made


def _bot_message(team: Team, app_name: str, fields: Json) -> Json:
    profile = {"id": team.bot_id, "app_id": APP_ID, "name": app_name, "team_id": team.id, "deleted": False}
    bot: Json = {"user": team.bot_user, "bot_id": team.bot_id, "app_id": APP_ID, "team": team.id}
    return {**bot, "bot_profile": profile, **{key: value for key, value in fields.items() if value is not None}}
