"""Installing Herald by OAuth: where a person goes to allow it, what comes back, and the renewal of its tokens."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta
from typing import Any, Final, Protocol
from urllib.parse import quote, urljoin

import structlog
from pydantic import BaseModel, ConfigDict, SecretStr
from slack_sdk.oauth import AuthorizeUrlGenerator
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.errors import HeraldError, PostRefused, SlackBusy
from bot.installation import Installation
from bot.slack.clients import SlackClients
from bot.slack.door import translated
from bot.slack.scopes import NEEDED, OPTIONAL

INSTALL_PATH: Final = "/slack/install"
REDIRECT_PATH: Final = "/slack/oauth_redirect"
RENEW_BEFORE: Final = timedelta(hours=2)
"""A token that is rotated lives for twelve hours: https://docs.slack.dev/authentication/using-token-rotation"""
STILL_GOOD: Final = timedelta(minutes=1)
"""A token with less than this to live is waited for."""
LOOK_EVERY: Final = timedelta(minutes=5)
LOOK_AGAIN_SECONDS: Final = 0.05
PATIENCE: Final = timedelta(seconds=10)
_ACCESS: Final = "oauth.v2.access"

Sleep = Callable[[float], Awaitable[None]]
NewRevision = Callable[[], str]
log = structlog.get_logger("herald.installing")


class _Answer(BaseModel):
    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)


class _Place(_Answer):
    id: str
    name: str = ""


class _Who(_Answer):
    """Of `auth.test`."""

    user_id: str
    bot_id: str = ""
    url: str | None = None


class _Given(_Answer):
    """Of `oauth.v2.access`: https://docs.slack.dev/reference/methods/oauth.v2.access"""

    access_token: str
    scope: str = ""
    bot_user_id: str | None = None
    app_id: str = ""
    team: _Place | None = None
    enterprise: _Place | None = None
    is_enterprise_install: bool = False
    refresh_token: str | None = None
    expires_in: int | None = None

    @property
    def place(self) -> _Place:
        """What Herald was installed in."""
        place = self.enterprise if self.is_enterprise_install else self.team
        if place is None:
            raise ValueError("the answer names no workspace")
        return place

    def token(self, now: datetime) -> dict[str, Any]:
        """The token; and when it ends and what it is renewed with, where the app rotates its tokens."""
        rotated = self.refresh_token is not None and self.expires_in is not None
        return {
            "bot_token": SecretStr(self.access_token),
            "refresh_token": SecretStr(self.refresh_token or "") if rotated else None,
            "expires_at": now + timedelta(seconds=self.expires_in or 0) if rotated else None,
        }


class InstallationStore(Protocol):
    """Where installations are kept."""

    async def get(self, place_id: str, /) -> Installation | None:
        """The installation in this workspace or organisation itself."""

    async def replace(self, seen: Installation, new: Installation, /) -> bool:
        """Keep `new` in the place of `seen`; False, changing nothing, when that is no longer what is kept."""

    def renewing(self, place_id: str, /) -> AbstractAsyncContextManager[bool]:
        """Whether this process alone may renew the installation's token while the block runs."""

    async def ending(self, before: datetime, /) -> Sequence[str]:
        """The installations whose tokens end before then."""


class OAuth:
    """The app's own credentials, and what Slack gives for them; raises PostRefused, PostUncertain and SlackBusy."""

    def __init__(
        self, clients: SlackClients, *, client_id: str, client_secret: SecretStr, public_url: str, revise: NewRevision
    ) -> None:
        self._clients = clients
        self._client_id = client_id
        self._client_secret = client_secret
        self._redirect_uri = f"{public_url}{REDIRECT_PATH}"
        self._revise = revise

    def authorize_url(self, state: str) -> str:
        """Where a person allows the app what it asks for."""
        generator = AuthorizeUrlGenerator(
            client_id=quote(self._client_id, safe=""),
            redirect_uri=quote(self._redirect_uri, safe=""),
            scopes=(*NEEDED, *OPTIONAL),
            authorization_url=urljoin(self._clients.api_url, "/oauth/v2/authorize"),
        )
        return generator.generate(state)

    async def exchange(self, code: str, *, now: datetime) -> Installation:
        """What a person allowed, for the code they came back with; a code works once."""
        with translated(_ACCESS):
            answer = await self._access(self._clients.once(""), code=code, redirect_uri=self._redirect_uri)
            given = _Given.model_validate(answer.data)
            place = given.place
        who = await self._identify(given.access_token)
        return Installation(
            id=place.id,
            name=place.name or "your workspace",
            enterprise_id=None if given.enterprise is None else given.enterprise.id,
            org_wide=given.is_enterprise_install,
            bot_id=who.bot_id,
            bot_user_id=given.bot_user_id or who.user_id,
            scopes=tuple(scope for scope in given.scope.split(",") if scope),
            url=who.url,
            app_id=given.app_id,
            installed_at=now,
            revision=self._revise(),
            **given.token(now),
        )

    async def renew(self, installation: Installation, *, now: datetime) -> Installation:
        """The installation with a new token; where the answer is lost, Slack takes the same refresh token again."""
        if installation.refresh_token is None:
            raise PostRefused(_ACCESS, "no_refresh_token")
        with translated(_ACCESS, repeatable=True):
            refresh_token = installation.refresh_token.get_secret_value()
            client = self._clients.repeating("")
            answer = await self._access(client, grant_type="refresh_token", refresh_token=refresh_token)
            given = _Given.model_validate(answer.data)
        return installation.model_copy(update={"revision": self._revise(), **given.token(now)})

    async def _access(self, client: AsyncWebClient, **fields: str) -> AsyncSlackResponse:
        """The call, with the credentials in its body: slack_sdk's own way makes aiohttp warn."""
        credentials = {"client_id": self._client_id, "client_secret": self._client_secret.get_secret_value()}
        return await client.api_call(_ACCESS, data={**credentials, **fields})

    async def _identify(self, token: str) -> "_Who":
        with translated("auth.test", repeatable=True):
            return _Who.model_validate((await self._clients.repeating(token).auth_test()).data)


class Renewals:
    """Renews tokens before they end: one process at a time for each, whoever asks first."""

    def __init__(
        self, store: InstallationStore, oauth: OAuth, *, clock: Callable[[], datetime], sleep: Sleep = asyncio.sleep
    ) -> None:
        self._store = store
        self._oauth = oauth
        self._clock = clock
        self._sleep = sleep
        self._under_way: dict[str, asyncio.Task[None]] = {}

    async def fresh(self, installation: Installation) -> Installation | None:
        """The installation with a token that can be used now; None when it ended meanwhile.

        Only a token that is about to end is waited for; raises PostRefused or SlackBusy where none can be had.
        """
        if not installation.ends_within(RENEW_BEFORE, self._clock()):
            return installation
        if installation.ends_within(STILL_GOOD, self._clock()):
            return await self.renew(installation)
        if installation.id not in self._under_way:
            task = asyncio.create_task(self._renew_quietly(installation.id, installation))
            self._under_way[installation.id] = task
            task.add_done_callback(lambda _: self._under_way.pop(installation.id, None))
        return installation

    async def renew(self, seen: Installation) -> Installation | None:
        """The installation with another token than was `seen`, whoever renews it; None when it ended meanwhile."""
        async for now in self._looks(seen):
            if now is None or now.revision != seen.revision:
                return now
            async with self._store.renewing(seen.id) as mine:
                if mine and (renewed := await self._renew(seen)) is not None:
                    return renewed
        raise SlackBusy(_ACCESS, retry_after=timedelta(seconds=2))

    async def keep_renewed(self) -> None:
        """Renew what ends soon, again and again, so that no request waits for it; runs until it is cancelled."""
        while True:
            for place_id in await self._ending():
                await self._renew_quietly(place_id)
            await self._sleep(LOOK_EVERY.total_seconds())

    async def _ending(self) -> Sequence[str]:
        try:
            return await self._store.ending(self._clock() + RENEW_BEFORE)
        except HeraldError as error:
            log.warning("tokens that end soon cannot be looked for", error=str(error))
            return ()

    async def _looks(self, seen: Installation) -> AsyncIterator[Installation | None]:
        begun = self._clock()
        while self._clock() - begun < PATIENCE:
            yield await self._store.get(seen.id)
            await self._sleep(LOOK_AGAIN_SECONDS)

    async def _renew(self, seen: Installation) -> Installation | None:
        """The installation renewed by us; None when it was no longer as `seen`: then it is looked at again."""
        now = await self._store.get(seen.id)
        if now is None or now.revision != seen.revision:
            return None
        new = await self._oauth.renew(now, now=self._clock())
        if not await self._store.replace(now, new):
            return None
        log.info("token renewed", place_id=seen.id)
        return new

    async def _renew_quietly(self, place_id: str, seen: Installation | None = None) -> None:
        try:
            installation = seen or await self._store.get(place_id)
            if installation is not None:
                await self.renew(installation)
        except PostRefused as error:
            log.error("a token cannot be renewed: install Herald there again", place_id=place_id, code=error.code)
        except HeraldError as error:
            log.warning("a token is not renewed yet", place_id=place_id, error=str(error))
