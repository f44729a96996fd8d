"""Where people install Herald: the page that sends them to Slack, and the one that they come back to."""

import re
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Final, Protocol

import structlog
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from bot.errors import PostRefused, SlackError, StoreUnavailable
from bot.guard import Buckets
from bot.installation import Installation
from bot.slack.installing import INSTALL_PATH, REDIRECT_PATH, OAuth
from bot.slack.installing_pages import build_install_page, build_installed_page, build_problem_page

COOKIE: Final = "herald-install"
COOKIE_SECONDS: Final = 600
PAGES_PER_SECOND: Final = 10.0
PAGES_AT_ONCE: Final = 50.0
"""Each page writes a line into Redis for ten minutes, and anybody can ask for it."""
_TOKEN: Final = re.compile(r"[0-9a-f]{32}")
_CODE: Final = re.compile(r"[\w.~-]{1,500}", re.ASCII)
_HEADERS: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}

log = structlog.get_logger("herald.installing")


class States(Protocol):
    """The states of people who are installing Herald."""

    async def issue(self, state: str, browser: str, /) -> None:
        """Remember that this browser begins with this state."""

    async def take(self, state: str, browser: str, /) -> bool | None:
        """Whether this browser began with the state, which holds no more; None for one that does not hold."""


class InstallDoor:
    """The two pages; `installed` is told of what a person allowed, before they read that it is done."""

    def __init__(
        self,
        oauth: OAuth,
        states: States,
        *,
        installed: Callable[[Installation], Awaitable[None]],
        new_token: Callable[[], str],
        clock: Callable[[], datetime],
        secure: bool,
    ) -> None:
        self._oauth = oauth
        self._states = states
        self._installed = installed
        self._new_token = new_token
        self._clock = clock
        self._secure = secure
        self._pages = Buckets(rate=PAGES_PER_SECOND, burst=PAGES_AT_ONCE)

    def routes(self) -> tuple[Route, ...]:
        """Where the pages are."""
        return (
            Route(INSTALL_PATH, self.begin, methods=["GET"]),
            Route(REDIRECT_PATH, self.come_back, methods=["GET"]),
        )

    async def begin(self, request: Request) -> Response:
        """The page that sends a person to Slack."""
        if request.method != "GET":  # a look at the headers begins nothing
            return HTMLResponse(headers=_HEADERS)
        if not self._pages.take("install"):
            return _problem(429, "Just a moment", "Very many people are installing Herald at once.")
        browser = request.cookies.get(COOKIE, "")
        if not _TOKEN.fullmatch(browser):  # kept where there is one: a second tab must not spoil the first
            browser = self._new_token()
        state = self._new_token()
        try:
            await self._states.issue(state, browser)
        except StoreUnavailable:
            return _unwell()
        response = HTMLResponse(build_install_page(self._oauth.authorize_url(state)), headers=_HEADERS)
        response.set_cookie(
            COOKIE,
            browser,
            max_age=COOKIE_SECONDS,
            path="/slack",
            secure=self._secure,
            httponly=True,
            samesite="lax",
        )
        return response

    async def come_back(self, request: Request) -> Response:
        """The page that a person comes back to from Slack, with a code or with a reason."""
        query = request.query_params
        error, code = query.get("error", ""), query.get("code", "")
        try:
            problem = await self._stranger(request)
        except StoreUnavailable:
            return _unwell()
        if problem is not None:
            return problem
        if error == "access_denied":
            text = "Herald was not allowed in Slack, so nothing was changed. You can come back to it at any time."
            return _problem(200, "Herald was not installed", text)
        return await self._finish(code) if _CODE.fullmatch(code) else _refused(error)

    async def _stranger(self, request: Request) -> Response | None:
        """What to tell somebody who did not begin here; raises StoreUnavailable."""
        state = request.query_params.get("state", "")
        begun = _TOKEN.fullmatch(state) is not None and request.method == "GET"
        same = await self._states.take(state, request.cookies.get(COOKIE, "")) if begun else None
        if same is None:
            text = "A link to install Herald holds for ten minutes and works once."
            return _problem(400, "This link has expired", f"{text} Start again, and this time it will be quick.")
        if not same:
            text = "Installing was begun in another browser, or cookies are blocked here."
            return _problem(400, "This is another browser", f"{text} Begin and finish in one browser.")
        return None

    async def _finish(self, code: str) -> Response:
        try:
            installation = await self._oauth.exchange(code, now=self._clock())
            await self._installed(installation)
        except PostRefused as error:
            log.warning("Slack refused an installation", code=error.code)
            return _refused(error.code)
        except SlackError as error:
            log.warning("an installation was not finished", error=str(error))
            text = "It is not certain that Herald was installed. Installing it once more does no harm."
            return _problem(503, "Slack did not answer", text)
        except StoreUnavailable:
            return _unwell()
        log.info("installed", place_id=installation.id, org_wide=installation.org_wide)
        return HTMLResponse(_installed_page(installation), headers=_HEADERS)


def _installed_page(installation: Installation) -> str:
    if installation.org_wide:
        manage = (
            f"https://app.slack.com/manage/{installation.id}/integrations/profile/{installation.app_id}/workspaces/add"
        )
        return build_installed_page(installation.name, "https://slack.com/", manage_url=manage)
    redirect = f"https://slack.com/app_redirect?app={installation.app_id}&team={installation.id}"
    return build_installed_page(installation.name, redirect)


def _refused(code: str) -> Response:
    shown = code if re.fullmatch(r"[a-z_ ]{1,60}", code) else "unknown"
    text = (
        f"Slack did not go through with it ({shown}). Start again; if it happens once more, tell whoever runs Herald."
    )
    return _problem(400, "Herald was not installed", text)


def _unwell() -> Response:
    text = "Herald cannot keep an installation at this moment. Please try again in a minute."
    return _problem(503, "Not just now", text)


def _problem(status: int, title: str, text: str) -> Response:
    return HTMLResponse(build_problem_page(title, text, retry=INSTALL_PATH), status_code=status, headers=_HEADERS)
