"""What an app asks for when it sends a person to the authorize page."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from playground.slack.settings import Settings

_USUAL_PATH: Final = "/slack/oauth_redirect"
"""Where Bolt takes people back, for an app that has registered nothing."""

_LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")


class AskError(Exception):
    """An app that asks in a way that cannot be: words for a person, and Slack's error code."""

    def __init__(self, code: str, problem: str) -> None:
        super().__init__(problem)
        self.code = code


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A checked request: scopes the app needs, scopes that can be declined, and where the person goes afterwards.

    `redirect_uri` is where to; `named` is whether the app said so, and then must say it again.
    """

    query: Mapping[str, str]
    needed: tuple[str, ...]
    optional: tuple[str, ...]
    user_scopes: tuple[str, ...]
    redirect_uri: str
    named: bool
    user: str | None
    team: str | None

    def back(self, **result: str) -> str:
        """The address the person is sent to, with the result and the app's state."""
        state = {"state": self.query["state"]} if "state" in self.query else {}
        parts = urlsplit(self.redirect_uri)
        query = urlencode([*parse_qsl(parts.query, keep_blank_values=True), *result.items(), *state.items()])
        return urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))


def read_asked(settings: Settings, given: Mapping[str, str]) -> Asked:
    """Check a request. Raises AskError."""
    query = {key: given[key] for key in ("client_id", "scope", "user_scope", "state", "redirect_uri") if key in given}
    if query.get("client_id") != settings.client_id:
        raise AskError("invalid_client_id", "The app's address names a client_id that this workspace does not know.")
    scopes, user_scopes = _names(query.get("scope", "")), _names(query.get("user_scope", ""))
    if not scopes and not user_scopes:
        raise AskError("no_scopes", "The app's address asks for no scope; it must name at least one in scope=.")
    return Asked(
        query=query,
        needed=tuple(scope for scope in scopes if scope not in settings.optional_scopes),
        optional=tuple(scope for scope in scopes if scope in settings.optional_scopes),
        user_scopes=user_scopes,
        redirect_uri=_redirect_uri(settings, query.get("redirect_uri")),
        named="redirect_uri" in query,
        user=given.get("user"),
        team=given.get("team"),
    )


def _redirect_uri(settings: Settings, named: str | None) -> str:
    """Where the person goes: an address the app has registered or one below it.

    Any of the loopback will do for an app that has registered none, and for one that runs on the loopback itself: its
    manifest names the host at which it is deployed.
    """
    if named is None:
        if settings.redirect_urls:
            return settings.redirect_urls[0]
        if settings.app_url is not None:
            return urljoin(settings.app_url, _USUAL_PATH)
        raise AskError("bad_redirect_uri", "The app has registered no redirect URL, so its address must name one.")
    registered = [url for url in settings.redirect_urls if named == url or named.startswith(url.rstrip("/") + "/")]
    runs_here = not settings.redirect_urls or urlsplit(settings.app_url or "").hostname in _LOOPBACK
    on_loopback = runs_here and urlsplit(named).hostname in _LOOPBACK
    if not (registered or on_loopback) or urlsplit(named).scheme not in ("http", "https"):
        raise AskError("bad_redirect_uri", f"The app has not registered the redirect URL {named}.")
    return named


def _names(scopes: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(scope for scope in scopes.replace(" ", ",").split(",") if scope))
