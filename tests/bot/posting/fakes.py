"""Five-line fakes of the ports that the life of a posting stands on."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from bot.errors import StaleRecord
from bot.posting.posting import Posting
from bot.posting.transitions import changed
from bot.rendering.render import Destination, Render, RenderState, Result
from tests.bot.rendering.fakes import NOON


def a_posting(**fields: object) -> Posting:
    """A posting that is due, its URL alive for a minute, with `fields` on top."""
    usual: dict[str, object] = {
        "id": "r1-0",
        "render_id": "r1",
        "team_id": "T1",
        "user_id": "U1",
        "version": 1,
        "destination": Destination(channel_id="C1"),
        "thread_ts": "100.1",
        "result": Result(video_uuid="v1", url="https://media.example/v1.mp4", expires_at=NOON + timedelta(minutes=1)),
        "due_at": NOON,
    }
    return Posting.model_validate(usual | fields)


@dataclass
class FakePostings:
    """Postings in a dictionary, with the compare-and-set of the real ones."""

    stored: dict[str, Posting] = field(default_factory=dict)

    async def get(self, team_id: str, record_id: str) -> Posting | None:
        return self.stored.get(record_id)

    async def create(self, posting: Posting, /) -> None:
        self.stored.setdefault(posting.id, posting)

    async def change(self, posting: Posting, /, **updates: object) -> Posting:
        if self.stored[posting.id].version != posting.version:
            raise StaleRecord(posting.id)
        self.stored[posting.id] = changed(posting, updates)
        return self.stored[posting.id]


@dataclass
class FakeDelivery:
    """What was said, in order; `errors[method]` is raised by that method's next calls in turn."""

    errors: dict[str, list[Exception]] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)
    shown: list[tuple[RenderState, list[int]]] = field(default_factory=list)
    shared_earlier: bool = False
    addresses: dict[str, str] = field(default_factory=dict)
    reply_earlier: str | None = None

    async def keep(self, posting: Posting, path: Path) -> str:
        self._say("keep")
        return "F1"

    async def bring_back(self, posting: Posting, path: Path) -> None:
        self._say("bring_back")
        path.write_bytes(b"video")  # noqa: ASYNC240 - five bytes

    async def show_results(self, render: Render, postings: Sequence[Posting]) -> None:
        self._say("show_results")
        self.shown.append((render.state, [posting.position for posting in postings]))

    async def address(self, posting: Posting) -> str:
        return self.addresses.get(posting.destination.channel_id, posting.destination.channel_id)

    async def share(self, render: Render, posting: Posting) -> None:
        self._say("share")

    async def is_shared(self, posting: Posting) -> bool:
        self._say("is_shared")
        return self.shared_earlier

    async def reply_with_link(self, render: Render, posting: Posting) -> str:
        self._say("reply_with_link")
        return "200.2"

    async def find_reply(self, posting: Posting) -> str | None:
        self._say("find_reply")
        return self.reply_earlier

    async def tell_expired(self, render: Render, posting: Posting) -> None:
        self._say("tell_expired")

    async def tell_undelivered(self, render: Render, posting: Posting) -> None:
        self._say("tell_undelivered")

    def _say(self, method: str) -> None:
        self.said.append(method)
        if self.errors.get(method):
            raise self.errors[method].pop(0)


@dataclass
class FakeSource:
    """A place to download from; `errors` are raised in turn."""

    errors: list[Exception] = field(default_factory=list)

    async def download(self, url: str, path: Path) -> int:
        if self.errors:
            raise self.errors.pop(0)
        return path.write_bytes(b"video")  # noqa: ASYNC240 - five bytes


@dataclass
class FakeAftercare:
    """What was done about messages, in order; `errors[method]` is raised by that method's next calls in turn."""

    errors: dict[str, list[Exception]] = field(default_factory=dict)
    done: list[str] = field(default_factory=list)
    found: str | None = "200.2"
    leftover: tuple[str, ...] = ()

    async def locate(self, posting: Posting) -> str | None:
        self._do(f"locate {posting.id}")
        return self.found

    async def end_link(self, render: Render, posting: Posting) -> None:
        self._do(f"end_link {posting.message_ts}")

    async def remove(self, posting: Posting) -> tuple[str, ...]:
        self._do(f"remove {posting.id}")
        return self.leftover

    async def tell_leftover(self, render: Render, postings: Sequence[Posting]) -> None:
        self._do("tell_leftover")

    def _do(self, what: str) -> None:
        self.done.append(what)
        method = what.partition(" ")[0]
        if self.errors.get(method):
            raise self.errors[method].pop(0)


@dataclass
class FakeCompanions:
    """Files that go with a video; `errors` are raised in turn."""

    errors: list[Exception] = field(default_factory=list)
    kept: int = 0

    async def keep(self, render: Render, posting: Posting) -> tuple[str, ...]:
        if self.errors:
            raise self.errors.pop(0)
        self.kept += 1
        return ("F2", "F3")
