"""Tokens: what each stands for, and what became of it."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from playground.dials import Clock

TokenKind = Literal["bot", "app", "user", "workflow"]


@dataclass(frozen=True, kw_only=True)
class Grant:
    """What a token stands for: a workspace, the bot or a person in it, and what they may do there.

    `execution` is the run of a function that a workflow's token was made for; `also` are all workspaces of the
    organisation that the token is for.
    """

    token: str
    kind: TokenKind
    team_id: str
    user: str
    scopes: tuple[str, ...] = ()
    refresh_token: str | None = None
    expires_at: float | None = None
    execution: str | None = None
    also: tuple[str, ...] = ()

    @property
    def teams(self) -> tuple[str, ...]:
        """All workspaces that the token is for."""
        return (self.team_id, *self.also)


class GrantError(Exception):
    """A token that does not hold; its text is Slack's error code."""


class Grants:
    """All tokens that were handed out."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._grants: dict[str, Grant] = {}
        self._gone: dict[str, str] = {}
        self._installed: dict[str, str] = {}

    def add(self, grant: Grant) -> Grant:
        """Keep a grant; a bot's is from now on the installation of its workspace."""
        self._grants[grant.token] = grant
        if grant.kind == "bot":
            self._installed |= dict.fromkeys(grant.teams, grant.token)
        return grant

    def find(self, token: str) -> Grant:
        """What a token stands for. Raises GrantError when it does not hold."""
        if token in self._gone:
            raise GrantError(self._gone[token])
        grant = self._grants.get(token)
        if grant is None:
            raise GrantError("invalid_auth")
        if grant.expires_at is not None and self._clock.now() >= grant.expires_at:
            raise GrantError("token_expired")
        return grant

    def installation(self, team_id: str) -> Grant | None:
        """The bot's newest grant in a workspace, None where the app is not installed or its token was revoked."""
        token = self._installed.get(team_id)
        return None if token is None or token in self._gone else self._grants[token]

    def refreshable(self, refresh_token: str) -> Grant | None:
        """The grant that a refresh token renews."""
        found = (g for g in self._grants.values() if g.refresh_token == refresh_token and g.token not in self._gone)
        return next(found, None)

    def of_execution(self, execution: str) -> Grant | None:
        """The grant that was made for a run of a function."""
        return next((g for g in self._grants.values() if g.execution == execution), None)

    def revoke(self, token: str) -> None:
        """Make one token useless."""
        self._gone[token] = "token_revoked"

    def of_team(self, team_id: str) -> list[Grant]:
        """The grants of a workspace that still hold, the app's own token not among them."""
        return [g for g in self._grants.values() if team_id in g.teams and g.token not in self._gone]

    def uninstall(self, team_id: str) -> None:
        """Make all tokens of a workspace useless."""
        for grant in self.of_team(team_id):
            self._gone[grant.token] = "account_inactive"
            for team in grant.teams:
                self._installed.pop(team, None)
        self._installed.pop(team_id, None)

    def reset(self, grants: Iterable[Grant]) -> None:
        """Forget all tokens but these."""
        self._grants.clear()
        self._gone.clear()
        self._installed.clear()
        for grant in grants:
            self.add(grant)

    def copy(self) -> "Grants":
        """All of this as it is now."""
        copied = Grants(self._clock)
        copied.become(self)
        return copied

    def become(self, other: "Grants") -> None:
        """Hold what another holds, and nothing else."""
        self._grants, self._gone = dict(other._grants), dict(other._gone)
        self._installed = dict(other._installed)

    def secrets(self) -> set[str]:
        """Every token ever handed out, so that none is shown."""
        refresh = {grant.refresh_token for grant in self._grants.values() if grant.refresh_token}
        return {*self._grants, *refresh}


def made_up(prefix: str) -> str:
    """A token that nobody can guess."""
    return prefix + secrets.token_hex(12)
