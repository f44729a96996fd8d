"""The fixed cast: two workspaces and an organisation of two more, their people, the app, their channels."""

from dataclasses import dataclass
from typing import Any, Final

from playground.slack.model.conversations import Channel, User
from playground.slack.model.wire import Json


@dataclass(frozen=True, kw_only=True)
class Team:
    """A workspace's name, and who the app is in it."""

    id: str
    name: str
    domain: str
    bot_user: str
    bot_id: str
    organisation: "Organisation | None" = None

    @property
    def enterprise(self) -> Json | None:
        """The organisation that the app is installed in together with this workspace, as Slack tells of it."""
        return None if self.organisation is None else {"id": self.organisation.id, "name": self.organisation.name}


@dataclass(frozen=True)
class Organisation:
    """Several workspaces under one roof: the app is installed in all of them at once."""

    id: str
    name: str


APP_ID: Final = "A0HERALD"
APP_NAME: Final = "Herald"
PLAY: Final = Team(id="T0PLAY", name="Playground", domain="playground", bot_user="U0HERALD", bot_id="B0HERALD")
ORBIT: Final = Team(id="T0ORBIT", name="Orbit", domain="orbit", bot_user="U0HERALDO", bot_id="B0HERALDO")
TEAMS: Final = (PLAY, ORBIT)
GRID: Final = Organisation("E0GRID", "Grid")
NORTH: Final = Team(
    id="T0NORTH", name="Grid North", domain="north", bot_user="U0HERALDG", bot_id="B0HERALDG", organisation=GRID
)
SOUTH: Final = Team(
    id="T0SOUTH", name="Grid South", domain="south", bot_user="U0HERALDG", bot_id="B0HERALDG", organisation=GRID
)
GRID_TEAMS: Final = (NORTH, SOUTH)
"""There only when the service is started with an organisation."""

TEAM_ID: Final = PLAY.id
BOT_USER: Final = PLAY.bot_user
ALICE: Final = "U0ALICE"
BOB: Final = "U0BOB"
GUS: Final = "U0GUS"
CAROL: Final = "U0CAROL"
DAN: Final = "U0DAN"
VERIFICATION_TOKEN: Final = "legacy-verification-token"  # noqa: S105 - the public stand-in that Slack's payloads still carry
COMMANDS: Final[tuple[Json, ...]] = (
    {
        "command": "/herald",
        "usage_hint": "[script] | announce | personal | admin | forget me | help",
        "description": "Make a talking-avatar video",
        "should_escape": True,
    },
)

_LONDON: Final = {"tz": "Europe/London", "tz_label": "Greenwich Mean Time", "tz_offset": 0}
_NEW_YORK: Final = {"tz": "America/New_York", "tz_label": "Eastern Standard Time", "tz_offset": -18_000}
_BERLIN: Final = {"tz": "Europe/Berlin", "tz_label": "Central European Time", "tz_offset": 3_600}


def users(team: Team, app_name: str = APP_NAME) -> dict[str, User]:
    """Whom a workspace knows, by id: its people, its bot user, and strangers from shared channels."""
    local = (
        _person(ALICE, "Alice Archer", PLAY, _LONDON, is_admin=True),
        _person(BOB, "Bob Brooks", PLAY, _NEW_YORK),
        _person(GUS, "Gus Guest", PLAY, _LONDON, is_restricted=True),
        _person("U0OLGA", "Olga Olsen", PLAY, _BERLIN, deleted=True),
    )
    distant = (
        _person(CAROL, "Carol Chen", ORBIT, _BERLIN, is_admin=True),
        _person(DAN, "Dan Diaz", ORBIT, _NEW_YORK),
    )
    gridded = {
        NORTH.id: (_person("U0NORA", "Nora North", NORTH, _LONDON, is_admin=True),),
        SOUTH.id: (_person("U0SAM", "Sam South", SOUTH, _BERLIN, is_admin=True),),
    }
    shared = [person for person in (*local, *distant) if person.id in _PARTNERS and team.organisation is None]
    own = {PLAY.id: local, ORBIT.id: distant, **gridded}[team.id]
    bot = User(id=team.bot_user, name=app_name.lower(), real_name=app_name, is_bot=True, team_id=team.id)
    known = (*own, bot, *(person for person in shared if person.team_id != team.id))
    return {user.id: user for user in known}


def crowd(number: int) -> dict[str, User]:
    """So many more people of the first workspace, by id: `U0C001` is Person 1."""
    made = (User(id=f"U0C{at:03}", name=f"person{at}", real_name=f"Person {at}") for at in range(1, number + 1))
    return {user.id: user for user in made}


def channels(team: Team, now: float) -> dict[str, Channel]:
    """The channels of a workspace at its start, by id; the shared channel is made apart, once for both."""
    created = int(now)
    people = [ALICE, BOB]
    play = (
        Channel(id="C0GENERAL", name="general", created=created, members=[*people, BOT_USER]),
        Channel(id="C0LAUNCH", name="launch", created=created, members=[*people, BOT_USER, GUS]),
        Channel(id="C0RANDOM", name="random", created=created, members=[*people]),
        Channel(id="G0SECRET", name="secret", created=created, is_private=True, members=[*people]),
    )
    orbit = (Channel(id="C0ORBIT", name="general", created=created, team_id=ORBIT.id, members=[CAROL, DAN]),)
    north = (Channel(id="C0NORTH", name="general", created=created, team_id=NORTH.id, members=["U0NORA"]),)
    south = (Channel(id="C0SOUTH", name="general", created=created, team_id=SOUTH.id, members=["U0SAM"]),)
    own = {PLAY.id: play, ORBIT.id: orbit, NORTH.id: north, SOUTH.id: south}[team.id]
    return {channel.id: channel for channel in own}


def shared_channel(now: float) -> Channel:
    """#partners, in which both workspaces meet."""
    return Channel(
        id="C0SHARED",
        name="partners",
        created=int(now),
        is_ext_shared=True,
        shared_team_ids=[team.id for team in TEAMS],
        members=[*_PARTNERS],
    )


_PARTNERS: Final = (ALICE, BOB, CAROL, DAN)


def _person(user_id: str, real_name: str, team: Team, zone: Json, **more: Any) -> User:
    name = real_name.split(maxsplit=1)[0].lower()
    email = f"{name}@{team.domain}.example"
    return User(id=user_id, name=name, real_name=real_name, team_id=team.id, email=email, **zone, **more)
