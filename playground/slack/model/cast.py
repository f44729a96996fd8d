"""The fixed cast: one team, two people, the app, four channels."""

from typing import Final

from playground.slack.model.conversations import Channel, User
from playground.slack.model.wire import Json

TEAM_ID: Final = "T0PLAY"
TEAM_NAME: Final = "Playground"
TEAM_DOMAIN: Final = "playground"
ALICE: Final = "U0ALICE"
BOB: Final = "U0BOB"
BOT_USER: Final = "U0HERALD"
BOT_ID: Final = "B0HERALD"
APP_ID: Final = "A0HERALD"
APP_NAME: Final = "Herald"
VERIFICATION_TOKEN: Final = "legacy-verification-token"  # noqa: S105 - the public stand-in that Slack's payloads still carry
COMMANDS: Final[tuple[Json, ...]] = (
    {"command": "/herald", "usage_hint": "[script] | help", "description": "Make a talking-avatar video"},
)


def users() -> dict[str, User]:
    """The people and the bot, by id."""
    cast = (
        User(
            id=ALICE,
            name="alice",
            real_name="Alice Archer",
            is_admin=True,
            tz="Europe/London",
            tz_label="Greenwich Mean Time",
        ),
        User(
            id=BOB,
            name="bob",
            real_name="Bob Brooks",
            tz="America/New_York",
            tz_label="Eastern Standard Time",
            tz_offset=-18_000,
        ),
        User(id=BOT_USER, name="herald", real_name=APP_NAME, is_bot=True),
    )
    return {user.id: user for user in cast}


def channels(now: float) -> dict[str, Channel]:
    """The channels everybody starts with, by id."""
    people = [ALICE, BOB]
    created = int(now)
    cast = (
        Channel(id="C0GENERAL", name="general", created=created, members=[*people, BOT_USER]),
        Channel(id="C0LAUNCH", name="launch", created=created, members=[*people, BOT_USER]),
        Channel(id="C0RANDOM", name="random", created=created, members=[*people]),
        Channel(id="G0SECRET", name="secret", created=created, is_private=True, members=[*people]),
    )
    return {channel.id: channel for channel in cast}
