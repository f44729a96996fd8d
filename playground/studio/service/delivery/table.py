"""The deliveries in the studio's database, so that those under way go on after a restart."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from playground.studio.service.database import Database

Kind = Literal["webhook", "upload"]
Fate = Literal["waiting", "delivered", "given up", "lost"]

TABLES: Final = """
CREATE TABLE IF NOT EXISTS deliveries (
    number INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    video_uuid TEXT NOT NULL,
    url TEXT NOT NULL,
    body TEXT NOT NULL,
    fate TEXT NOT NULL DEFAULT 'waiting',
    attempts INTEGER NOT NULL DEFAULT 0,
    last TEXT NOT NULL DEFAULT ''
);
CREATE INDEX IF NOT EXISTS deliveries_by_result ON deliveries (video_uuid);
CREATE INDEX IF NOT EXISTS deliveries_by_fate ON deliveries (fate);
"""


@dataclass(frozen=True)
class NewDelivery:
    """Something to be sent: a webhook's body, or the name of the file to upload."""

    kind: Kind
    url: str
    body: str


@dataclass(frozen=True)
class Delivery:
    """A delivery, how often it was tried, and how the last attempt went."""

    number: int
    kind: Kind
    video_uuid: str
    url: str
    body: str
    fate: Fate
    attempts: int
    last: str


def insert_deliveries(db: sqlite3.Connection, video_uuid: str, deliveries: Sequence[NewDelivery]) -> None:
    """Add what a result has to be delivered to, within the caller's transaction."""
    rows = [(new.kind, video_uuid, new.url, new.body) for new in deliveries]
    db.executemany("INSERT INTO deliveries (kind, video_uuid, url, body) VALUES (?, ?, ?, ?)", rows)


class DeliveryTable:
    """Reads and updates them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @property
    def _db(self) -> sqlite3.Connection:
        return self._database.connection

    def waiting(self, after: int) -> list[Delivery]:
        """Those still to be delivered whose number is above `after`, oldest first."""
        query = "SELECT * FROM deliveries WHERE fate = 'waiting' AND number > ? ORDER BY number"
        return [Delivery(*row) for row in self._db.execute(query, (after,))]

    def note(self, delivery: Delivery) -> None:
        """Record how a delivery stands now."""
        values = (delivery.fate, delivery.attempts, delivery.last, delivery.number)
        with self._db:
            self._db.execute("UPDATE deliveries SET fate = ?, attempts = ?, last = ? WHERE number = ?", values)

    def of(self, video_uuid: str) -> list[Delivery]:
        """The deliveries of one result."""
        query = "SELECT * FROM deliveries WHERE video_uuid = ? ORDER BY number"
        return [Delivery(*row) for row in self._db.execute(query, (video_uuid,))]

    def totals(self) -> dict[str, int]:
        """How many there are of each fate."""
        found = dict(self._db.execute("SELECT fate, count(*) FROM deliveries GROUP BY fate"))
        return {"waiting": 0, "delivered": 0, "given up": 0, "lost": 0, **found}
