"""People and conversations, with the messages in them."""

from dataclasses import dataclass, field

from playground.slack.model.wire import Json


@dataclass(frozen=True, kw_only=True)
class User:
    """A person, or the app's bot user."""

    id: str
    name: str
    real_name: str
    tz: str = "Etc/UTC"
    tz_label: str = "Coordinated Universal Time"
    tz_offset: int = 0
    team_id: str = "T0PLAY"
    email: str | None = None
    is_bot: bool = False
    is_admin: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    deleted: bool = False

    @property
    def display_name(self) -> str:
        """The name that an @-mention shows."""
        return self.real_name if self.is_bot else self.real_name.split()[0]


@dataclass(kw_only=True)
class Channel:
    """A conversation; `messages` maps each timestamp to its message, oldest first, `threads` a root to its replies.

    `is_open` is False for a direct message that the app closed and that is silent since. `pins` maps a pinned
    message's timestamp to its pin, `bookmarks` a bookmark's id to the bookmark; `shared_team_ids` are the workspaces
    of a shared channel.
    """

    id: str
    name: str
    created: int
    is_private: bool = False
    is_im: bool = False
    is_mpim: bool = False
    is_archived: bool = False
    is_ext_shared: bool = False
    is_open: bool = True
    team_id: str = "T0PLAY"
    shared_team_ids: list[str] = field(default_factory=list)
    im_user: str | None = None
    creator: str | None = None
    topic: Json = field(default_factory=lambda: {"value": "", "creator": "", "last_set": 0})
    purpose: Json = field(default_factory=lambda: {"value": "", "creator": "", "last_set": 0})
    previous_names: list[str] = field(default_factory=list)
    pins: dict[str, Json] = field(default_factory=dict)
    bookmarks: dict[str, Json] = field(default_factory=dict)
    members: list[str] = field(default_factory=list)
    messages: dict[str, Json] = field(default_factory=dict)
    threads: dict[str, list[str]] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """Slack's `channel_type`."""
        if self.is_im or self.is_mpim:
            return "im" if self.is_im else "mpim"
        return "group" if self.is_private else "channel"

    def roots(self) -> list[Json]:
        """What the channel itself shows: no thread replies but those sent to the channel too."""
        return [message for message in self.messages.values() if _is_in_channel(message)]

    def thread(self, root_ts: str) -> list[Json]:
        """The root and its replies, oldest first."""
        return [self.messages[root_ts], *self.replies(root_ts)]

    def replies(self, root_ts: str) -> list[Json]:
        """The replies under a root, oldest first."""
        return [self.messages[ts] for ts in self.threads.get(root_ts, [])]

    def add(self, message: Json) -> None:
        """Keep a message that has its timestamp, and bring its thread's root up to date."""
        root_ts = message.get("thread_ts")
        if root_ts is not None:
            message["parent_user_id"] = self.messages[root_ts].get("user")
        self.messages[message["ts"]] = message
        self.is_open = True
        if root_ts is not None:
            self.threads.setdefault(root_ts, []).append(message["ts"])
            self._count_replies(root_ts)

    def remove(self, ts: str) -> None:
        """Delete a message; a root that has replies leaves a tombstone behind."""
        message = self.messages[ts]
        self.pins.pop(ts, None)
        if message.get("reply_count"):
            thread_keys = {key: message[key] for key in message if key in _THREAD_KEYS}
            gone = {"type": "message", "subtype": "tombstone", "user": "USLACKBOT", "hidden": True}
            self.messages[ts] = {**gone, "ts": ts, "text": "This message was deleted.", **thread_keys}
            return
        del self.messages[ts]
        root_ts = message.get("thread_ts")
        if root_ts is not None:
            self.threads[root_ts].remove(ts)
            self._count_replies(root_ts)

    def _count_replies(self, root_ts: str) -> None:
        root, replies = self.messages[root_ts], self.replies(root_ts)
        for key in _THREAD_KEYS:
            root.pop(key, None)
        if not replies:
            return
        users = list(dict.fromkeys(reply["user"] for reply in replies))
        root.update(thread_ts=root_ts, reply_count=len(replies), reply_users_count=len(users), reply_users=users)
        root.update(latest_reply=replies[-1]["ts"], subscribed=False, is_locked=False)


_THREAD_KEYS = (
    "thread_ts",
    "reply_count",
    "reply_users_count",
    "reply_users",
    "latest_reply",
    "subscribed",
    "is_locked",
)


def _is_in_channel(message: Json) -> bool:
    thread_ts = message.get("thread_ts")
    return thread_ts is None or thread_ts == message["ts"] or message.get("subtype") == "thread_broadcast"
