"""The whole state of the workspace."""

from dataclasses import dataclass
from pathlib import Path

from playground.dials import Clock
from playground.slack.model.cast import APP_ID, BOT_ID, BOT_USER, TEAM_ID, channels, users
from playground.slack.model.changes import Changes
from playground.slack.model.conversations import Channel
from playground.slack.model.files import StoredFile
from playground.slack.model.ids import Mint
from playground.slack.model.journal import Journal
from playground.slack.model.tickets import Tickets
from playground.slack.model.views import OpenView, Views, new_view, view_hash
from playground.slack.model.wire import Json


@dataclass(frozen=True, kw_only=True)
class Ephemeral:
    """A message that only `user` sees in a channel."""

    user: str
    channel: str
    message: Json


class Workspace:
    """People, conversations, messages, views and files; every change marks the revision."""

    def __init__(self, clock: Clock, changes: Changes) -> None:
        self.clock = clock
        self.changes = changes
        self.mint = Mint(clock)
        self.users = users()
        self.channels = channels(clock.now())
        self.ephemerals: list[Ephemeral] = []
        self.views = Views()
        self.files: dict[str, StoredFile] = {}
        self.tickets = Tickets(clock, TEAM_ID)
        self.journal = Journal()

    def post(self, channel: Channel, message: Json) -> Json:
        """Give a message its timestamp and put it into a conversation."""
        stored = {"type": "message", **message, "ts": self.mint.ts()}
        channel.add(stored)
        self.changes.mark()
        return stored

    def show_privately(self, channel: Channel, user: str, message: Json) -> Json:
        """Show a message to one person only."""
        stored = {"type": "message", **message, "ts": self.mint.ts(), "is_ephemeral": True}
        self.ephemerals.append(Ephemeral(user=user, channel=channel.id, message=stored))
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

    def direct_message(self, user: str) -> Channel:
        """The conversation of the app with `user`, opened when there was none."""
        for channel in self.channels.values():
            if channel.is_im and channel.im_user == user:
                return channel
        created = int(self.clock.now())
        opened = Channel(
            id=self.mint.new("D"), name="", created=created, is_im=True, im_user=user, members=[user, BOT_USER]
        )
        self.channels[opened.id] = opened
        self.changes.mark()
        return opened

    def open_view(self, content: Json, user: str, *, channel: str | None, under: OpenView | None = None) -> OpenView:
        """Show a modal: on top of `under`, or in place of all the person had open."""
        if under is None:
            self.views.clear(user)
        now = self.clock.now()
        view = new_view(content, view_id=self.mint.new("V"), user=user, now=now, under=under, channel=channel)
        self.views.push(view)
        self.changes.mark()
        return view

    def publish_home(self, content: Json, user: str) -> OpenView:
        """Show a Home tab."""
        view = self.views.homes.get(user)
        if view is None:
            view = new_view(
                content, view_id=self.mint.new("V"), user=user, now=self.clock.now(), under=None, channel=None
            )
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
        self.files[file_id] = stored
        return stored


def from_bot(**fields: object) -> Json:
    """A message of the app, without its timestamp."""
    profile = {"id": BOT_ID, "app_id": APP_ID, "name": "Herald", "team_id": TEAM_ID, "deleted": False}
    bot: Json = {"user": BOT_USER, "bot_id": BOT_ID, "app_id": APP_ID, "team": TEAM_ID, "bot_profile": profile}
    return {**bot, **{key: value for key, value in fields.items() if value is not None}}
