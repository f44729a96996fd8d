"""Uploaded files: what Slack knows of them, and where their bytes are."""

import mimetypes
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from playground.slack.model.cast import BOT_USER, TEAM_ID
from playground.slack.model.wire import Json

_PRETTY_TYPES: Final = {
    "mp4": "MPEG 4 Video",
    "mov": "QuickTime Movie",
    "png": "PNG",
    "jpg": "JPEG",
    "txt": "Plain Text",
}


@dataclass(kw_only=True)
class StoredFile:
    """One file; `shares` maps `public` or `private` to channel ids to the messages that show it."""

    id: str
    name: str
    length: int
    created: float
    path: Path
    alt_txt: str | None = None
    title: str = ""
    user: str = BOT_USER
    team_id: str = TEAM_ID
    uploaded_bytes: int | None = None
    completed: bool = False
    deleted: bool = False
    shares: dict[str, dict[str, list[Json]]] = field(default_factory=dict)

    @property
    def filetype(self) -> str:
        """Slack's short name of the type: the name's ending."""
        return self.path_suffix or "binary"

    @property
    def path_suffix(self) -> str:
        """The name's ending without its dot."""
        return Path(self.name).suffix.lstrip(".").lower()

    @property
    def mimetype(self) -> str:
        """The media type that the name says."""
        return mimetypes.guess_type(self.name)[0] or "application/octet-stream"

    def share(self, channel_id: str, *, private: bool, entry: Json) -> None:
        """Note that a message in a channel shows the file."""
        self.shares.setdefault("private" if private else "public", {}).setdefault(channel_id, []).append(entry)

    def document(self, origin: str) -> Json:
        """The file object, without its shares; `origin` is where the service listens."""
        url = f"{origin}/files/{self.id}/{_url_name(self.name)}"
        media = {"media_display_type": "video"} if self.mimetype.startswith("video/") else {}
        alt = {"alt_txt": self.alt_txt} if self.alt_txt else {}
        return {
            "id": self.id,
            "created": int(self.created),
            "timestamp": int(self.created),
            "name": self.name,
            "title": self.title or self.name,
            "mimetype": self.mimetype,
            "filetype": self.filetype,
            "pretty_type": _PRETTY_TYPES.get(self.filetype, self.filetype.upper()),
            "user": self.user,
            "user_team": self.team_id,
            "editable": False,
            "size": self.uploaded_bytes or 0,
            "mode": "hosted",
            "is_external": False,
            "external_type": "",
            "is_public": "public" in self.shares,
            "public_url_shared": False,
            "display_as_bot": False,
            "username": "",
            "url_private": url,
            "url_private_download": url,
            "permalink": f"{origin}/files/{self.user}/{self.id}/{_url_name(self.name)}",
            "has_rich_preview": False,
            "file_access": "visible",
            **media,
            **alt,
        }

    def with_shares(self, origin: str) -> Json:
        """The file object as `files.info` shows it."""
        by_kind = {"channels": "C", "groups": "G", "ims": "D"}
        channel_ids = [channel_id for shared in self.shares.values() for channel_id in shared]
        places = {key: [i for i in channel_ids if i.startswith(letter)] for key, letter in by_kind.items()}
        return {**self.document(origin), "shares": deepcopy(self.shares), **places}


def _url_name(name: str) -> str:
    """The name as Slack puts it in addresses: lower case, other characters as underscores."""
    return "".join(
        letter if letter.isascii() and (letter.isalnum() or letter in ".-_") else "_" for letter in name.lower()
    )
