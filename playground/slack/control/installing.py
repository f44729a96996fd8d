"""A person installs the app, or removes it."""

import html
import re
from typing import Final
from urllib.parse import urljoin

import aiohttp
from yarl import URL

from playground.slack.control.acts import Install, RevokeTokens, Uninstall
from playground.slack.control.lookup import ActError, find_user, require_app
from playground.slack.dispatch.outcome import NOTHING_SENT
from playground.slack.local import LocalSlack
from playground.slack.model.codes import Permission
from playground.slack.model.wire import Json
from playground.slack.oauth import installing

_WALK_SECONDS: Final = 10.0
_LINK: Final = re.compile(r"""href=["']([^"']*/oauth/v2/authorize\?[^"']*)["']""")
_CHECKED: Final = re.compile(r'name="granted" value="([^"]*)"')


async def install(slack: LocalSlack, act: Install) -> Json:
    """Install the app: through its own install page when that is known, else the app is given its token at once."""
    user = find_user(slack, act.user)
    if user.team_id != slack.team_id:
        raise ActError(f"{user.id} is no member of {slack.workspace.team.name}; name a user who is")
    if user.is_restricted or user.is_ultra_restricted:
        raise ActError(f"{user.id} is a guest, and guests cannot install apps")
    address = act.install_url or slack.settings.install_url
    if address is not None:
        return await _walk(slack, act, address)
    granted = tuple(scope for scope in slack.settings.scopes if scope not in act.declined)
    grant = installing.install(slack, Permission(team_id=slack.team_id, user=user.id, scopes=granted))
    told = {"team": slack.team_id, "access_token": grant.token, "scope": ",".join(grant.scopes)}
    return {**NOTHING_SENT.summary, **told}


async def uninstall(slack: LocalSlack, act: Uninstall) -> Json:
    """Remove the app from the workspace; it hears of it."""
    find_user(slack, act.user)
    require_app(slack)
    installing.uninstall(slack)
    return NOTHING_SENT.summary


async def revoke_tokens(slack: LocalSlack, act: RevokeTokens) -> Json:
    """Revoke the app's token in the workspace; it hears of it."""
    find_user(slack, act.user)
    grant = slack.grants.installation(slack.team_id)
    if grant is None:
        raise ActError(f"the app has no token in {slack.workspace.team.name}")
    installing.revoke(slack, grant)
    return NOTHING_SENT.summary


async def _walk(slack: LocalSlack, act: Install, address: str) -> Json:
    """From the app's install page over the authorize page back to the app, with its cookies, as a browser goes."""
    if URL(address).host not in ("127.0.0.1", "localhost"):
        raise ActError(f"install_url {address} is not on this machine")
    jar = aiohttp.CookieJar(unsafe=True, treat_as_secure_origin=URL(address).origin())
    timeout = aiohttp.ClientTimeout(total=_WALK_SECONDS)
    try:
        async with aiohttp.ClientSession(cookie_jar=jar, timeout=timeout, trust_env=False) as browser:
            asking = await _asking(slack, browser, address)
            back = await _allowed(slack, browser, asking, act)
            async with browser.get(back) as answer:
                status, page = answer.status, await answer.text()
    except (aiohttp.ClientError, TimeoutError) as error:
        raise ActError(f"the way through {address} broke off: {type(error).__name__}") from None
    installed = slack.grants.installation(slack.team_id) is not None
    return {
        **NOTHING_SENT.summary,
        "team": slack.team_id,
        "status": status,
        "installed": installed,
        "page": page[:2000],
    }


async def _asking(slack: LocalSlack, browser: aiohttp.ClientSession, address: str) -> URL:
    """Where the app's install page leads: a redirect, or a link on it."""
    async with browser.get(address, allow_redirects=False) as answer:
        page, location = await answer.text(), answer.headers.get("Location")
    link = _LINK.search(page)
    target = location or (html.unescape(link[1]) if link is not None else "")
    if "/oauth/v2/authorize" not in target:
        raise ActError(f"{address} answered {answer.status} and leads to no authorize page")
    asking = URL(urljoin(address, target), encoded=True)
    return URL(slack.origin).join(URL(asking.raw_path_qs, encoded=True))


async def _allowed(slack: LocalSlack, browser: aiohttp.ClientSession, asking: URL, act: Install) -> URL:
    """Allow what the authorize page asks for, but what was declined; returns the way back to the app."""
    async with browser.get(asking) as answer:
        page = await answer.text()
        if answer.status != 200:
            raise ActError(f"the authorize page refused the app: {_plain(page)}")
    granted = [html.unescape(scope) for scope in _CHECKED.findall(page)]
    fields = [*asking.query.items(), ("user", act.user), ("decision", "allow")]
    form = aiohttp.FormData([*fields, *(("granted", scope) for scope in granted if scope not in act.declined)])
    decided = URL(slack.origin) / "oauth/v2/authorize"
    async with browser.post(decided, data=form, allow_redirects=False) as answer:
        if answer.status != 302:
            raise ActError(f"the authorize page refused {act.user}: {_plain(await answer.text())}")
        return URL(answer.headers["Location"], encoded=True)


def _plain(page: str) -> str:
    text = re.sub(r"<style>.*?</style>|<[^>]+>", " ", page, flags=re.DOTALL)
    return " ".join(html.unescape(text).split())
