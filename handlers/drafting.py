"""From what a person has done so far to a draft, and from a draft to a request."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from bot.errors import InvalidField
from bot.rendering.draft import Draft, Origin, Wishes
from bot.rendering.render import Destination, Render
from bot.rendering.requesting import Request
from bot.slack.surfaces.compose import DESTINATION, ONLY_ME
from bot.slack.surfaces.inputs import Pick
from handlers.careful import careful
from handlers.ports import Beginning
from handlers.telling import tell_nobody
from handlers.tools import Tools

_ON_OFFER: Final = ("avatar", "voice", "language")
_FOR_ONCE: Final = ("image", "audio", "background", "number_results", "ttl_seconds")
"""What is chosen for one video: a person's files, and what multiplies the price."""


@dataclass(frozen=True)
class Place:
    """Who asks, and where."""

    team_id: str
    user_id: str
    channel_id: str | None = None
    thread_ts: str | None = None

    @classmethod
    def of(cls, body: Mapping[str, Any]) -> "Place":
        """Whose interaction it is, with a view or a message alike."""
        return cls(str(body["team"]["id"]), str(body["user"]["id"]))

    @property
    def destination(self) -> Destination | None:
        """Where the answer goes unless the person says otherwise."""
        return None if self.channel_id is None else Destination(channel_id=self.channel_id, thread_ts=self.thread_ts)


@dataclass(frozen=True)
class Fresh:
    """Wishes as far as they can be met now, who speaks by the names that people read, and what is to be said of it."""

    wishes: Wishes
    avatar: Pick | None
    voice: Pick | None
    language: Pick | None
    notices: Sequence[str]


async def begin_draft(tools: Tools, place: Place, origin: Origin, *, script: str = "") -> Draft:
    """A new draft with the channel's preset, or the person's, or what they chose last."""
    return (await begin_with_budget(tools, place, origin, script=script))[0]


async def begin_with_budget(tools: Tools, place: Place, origin: Origin, *, script: str = "") -> tuple[Draft, Beginning]:
    """A new draft, and what it was begun with."""
    beginning, shelf = await tools.begin_with_presets(place.team_id, place.user_id)
    preset = shelf.default_for(place.channel_id)
    if preset is not None:
        wishes = preset.wishes  # what of it is gone is said when the draft is shown
    else:
        wishes = Wishes() if beginning.choices is None else again(Wishes.of(beginning.choices))
    draft = Draft(
        id=tools.new_render_id(),
        team_id=place.team_id,
        user_id=place.user_id,
        script=script,
        wishes=wishes,
        destination=place.destination,
        origin=origin,
        updated_at=tools.clock(),
    )
    return draft, beginning


def again(wishes: Wishes) -> Wishes:
    """What of earlier wishes is offered for the next video."""
    return wishes.model_copy(update=dict.fromkeys(_FOR_ONCE))


async def draft_again(tools: Tools, earlier: Render) -> Draft:
    """A new draft that asks for what an earlier render was asked for, in the same place."""
    alone = await tools.memory.direct(earlier.team_id, earlier.user_id)
    private = earlier.destination.channel_id == alone
    length = timedelta(seconds=earlier.expected_seconds) if earlier.choices.audio is not None else None
    return Draft(
        id=tools.new_render_id(),
        team_id=earlier.team_id,
        user_id=earlier.user_id,
        script=earlier.script,
        wishes=Wishes.of(earlier.choices),
        destination=Destination(channel_id=earlier.user_id) if private else earlier.destination,
        audio_length=length,
        subject=None if earlier.consent is None else earlier.consent.person_id,
        origin=Origin.AGAIN,
        updated_at=tools.clock(),
    )


async def freshen(tools: Tools, team_id: str, wishes: Wishes) -> Fresh:
    """The wishes without what is not on offer any more."""
    gone = [
        kind
        for kind in _ON_OFFER
        if (value := getattr(wishes, kind)) is not None and not await tools.offer.has(team_id, kind, value)
    ]
    fresh: Wishes = wishes.model_copy(update=dict.fromkeys(gone))
    label = await tools.offer.labels(team_id)
    avatar, voice, language = (
        None if value is None else Pick(value, label(value)) for value in (fresh.avatar, fresh.voice, fresh.language)
    )
    notices = [f"The {kind} chosen before is not on offer any more. Pick another one." for kind in gone]
    return Fresh(fresh, avatar, voice, language, notices)


def request_of(draft: Draft, destination: Destination) -> Request:
    """What is asked for with the draft; raises InvalidField for the choice that is open or wrong."""
    return Request(
        render_id=draft.id,
        team_id=draft.team_id,
        user_id=draft.user_id,
        script=draft.script,
        choices=draft.wishes.choices(),
        destination=destination,
        audio_length=draft.audio_length,
        ttl_seconds=draft.wishes.ttl_seconds,
        subject=draft.subject,
    )


async def destination_of(tools: Tools, draft: Draft) -> Destination:
    """Where the draft's video is posted; raises InvalidField where nobody chose, or the person's DM is not open yet."""
    chosen = draft.destination
    if chosen is None:
        raise InvalidField(DESTINATION, "Pick where to post the video, or tick Only me.")
    if chosen.channel_id != draft.user_id:
        return chosen
    channel_id = await tools.memory.direct(draft.team_id, draft.user_id)
    if channel_id is None:
        tools.afterwards.start(_open_direct(tools=tools, team_id=draft.team_id, user_id=draft.user_id))
        raise InvalidField(ONLY_ME, "I am just opening our direct message. Please press the button once more.")
    return Destination(channel_id=channel_id)


async def open_direct(tools: Tools, team_id: str, user_id: str) -> None:
    """Open Herald's DM with the person and remember it; raises SlackError, StoreUnavailable."""
    if await tools.memory.direct(team_id, user_id) is not None:
        return
    opened = await tools.calls.repeat(
        team_id, "conversations.open", lambda slack: slack.conversations_open(users=user_id), needs=["channel"]
    )
    await tools.memory.remember_direct(team_id, user_id, str(opened["channel"]["id"]))


@careful(tell_nobody)  # the person is asked to press again
async def _open_direct(tools: Tools, team_id: str, user_id: str) -> None:
    await open_direct(tools, team_id, user_id)
