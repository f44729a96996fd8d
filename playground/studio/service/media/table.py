"""The media in the studio's database."""

import sqlite3
from dataclasses import dataclass
from typing import Final

from playground.studio.service.database import Database

TABLES: Final = """
CREATE TABLE IF NOT EXISTS media (
    media_uuid TEXT PRIMARY KEY,
    file_name TEXT NOT NULL UNIQUE,
    content_type TEXT NOT NULL,
    size_bytes INTEGER NOT NULL,
    expires_at REAL NOT NULL
);
"""


@dataclass(frozen=True)
class Media:
    """One stored file."""

    media_uuid: str
    file_name: str
    content_type: str
    size_bytes: int
    expires_at: float


class MediaTable:
    """Reads and updates them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @property
    def _db(self) -> sqlite3.Connection:
        return self._database.connection

    def add(self, media: Media) -> None:
        """Keep a new one."""
        row = (media.media_uuid, media.file_name, media.content_type, media.size_bytes, media.expires_at)
        with self._db:
            self._db.execute("INSERT INTO media VALUES (?, ?, ?, ?, ?)", row)

    def named(self, media_uuid: str) -> Media | None:
        """The one with that UUID, in either case, or None."""
        row = self._db.execute("SELECT * FROM media WHERE media_uuid = ?", (media_uuid.lower(),)).fetchone()
        return None if row is None else Media(*row)

    def remove(self, media: Media) -> None:
        """Forget one."""
        with self._db:
            self._db.execute("DELETE FROM media WHERE media_uuid = ?", (media.media_uuid,))

    def expired(self, now: float) -> list[Media]:
        """Those whose time is over."""
        return [Media(*row) for row in self._db.execute("SELECT * FROM media WHERE expires_at <= ?", (now,))]

    def totals(self) -> tuple[int, int]:
        """How many there are, and their size in bytes."""
        count, size = self._db.execute("SELECT count(*), coalesce(sum(size_bytes), 0) FROM media").fetchone()
        return int(count), int(size)
