"""Slack: whether the tokens are good, and what they allow."""

from collections.abc import Collection
from typing import Final

from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.errors import PostRefused, SlackError
from bot.operator.findings import Finding
from bot.settings import Settings
from bot.slack.clients import SlackClients, open_session
from bot.slack.door import translated
from bot.slack.scopes import NEEDED, OPTIONAL

_SUBJECT: Final = "Slack"
_INSTALL_MEND: Final = "install the app in the workspace again and put its Bot User OAuth Token into SLACK_BOT_TOKEN"
_SOCKET_MEND: Final = (
    "make an app-level token with connections:write on the app's page (Basic Information), turn on Socket Mode, "
    "and put the token into SLACK_APP_TOKEN"
)
_CODE: Final = "python-m-bot-doctor"
_WRONG_APP: Final = frozenset({"invalid_client_id", "bad_client_secret"})
_APP_MEND: Final = "copy {name} from the Slack app's page, Basic Information > App Credentials"
_NETWORK_MEND: Final = "see to the network, or to SLACK_API_URL"


async def check_slack(settings: Settings) -> list[Finding]:
    """The bot token by `auth.test` and its scopes, the app token by `apps.connections.open`, the app by its secret."""
    found: list[Finding] = []
    async with open_session() as session:
        clients = SlackClients(session, settings.slack_api_url)
        if settings.slack_bot_token is not None:
            found += await _check_bot_token(clients, settings.slack_bot_token.get_secret_value())
        if settings.slack_app_token is not None:
            found += await _check_app_token(clients, settings.slack_app_token.get_secret_value())
        if settings.slack_client_id is not None and settings.slack_client_secret is not None:
            found.append(
                await _check_app(clients, settings.slack_client_id, settings.slack_client_secret.get_secret_value())
            )
    return found


async def _check_bot_token(clients: SlackClients, token: str) -> list[Finding]:
    try:
        with translated("auth.test", repeatable=True):
            answer = await clients.repeating(token).auth_test()
    except SlackError as error:
        return [_refused(error, _INSTALL_MEND)]
    where = f"{answer.get('user', 'the bot')} in {answer.get('team', 'its workspace')} ({answer.get('team_id', '?')})"
    granted = _granted(answer)
    if granted is None:
        return [Finding(_SUBJECT, f"signed in as {where}; Slack does not say with which scopes")]
    return judge_scopes(granted, where)


def judge_scopes(granted: Collection[str], where: str) -> list[Finding]:
    """What the granted scopes are enough for."""
    missing = [scope for scope in NEEDED if scope not in granted]
    if missing:
        mend = "add them on the app's page (OAuth & Permissions), then install the app again"
        return [Finding(_SUBJECT, f"signed in as {where}, but without {', '.join(missing)}", mend)]
    declined = [scope for scope in OPTIONAL if scope not in granted]
    beside = f"; done without {', '.join(declined)}" if declined else ""
    return [Finding(_SUBJECT, f"signed in as {where} with all scopes that are needed{beside}")]


async def _check_app_token(clients: SlackClients, token: str) -> list[Finding]:
    try:
        with translated("apps.connections.open", repeatable=True):
            await clients.repeating(token).apps_connections_open(app_token=token)
    except SlackError as error:
        return [_refused(error, _SOCKET_MEND)]
    return [Finding(_SUBJECT, "Socket Mode can connect")]


async def _check_app(clients: SlackClients, client_id: str, client_secret: str) -> Finding:
    """By asking for the token of a code that nobody has: Slack looks at the app's own credentials first."""
    try:
        with translated("oauth.v2.access", repeatable=True):
            await clients.repeating("").api_call(
                "oauth.v2.access", data={"client_id": client_id, "client_secret": client_secret, "code": _CODE}
            )
    except PostRefused as error:
        if error.code in _WRONG_APP:
            name = "SLACK_CLIENT_SECRET" if error.code == "bad_client_secret" else "SLACK_CLIENT_ID"
            return Finding(_SUBJECT, f"it does not know the app ({error})", _APP_MEND.format(name=name))
    except SlackError as error:
        return _refused(error, _NETWORK_MEND)
    return Finding(_SUBJECT, "it knows the app by SLACK_CLIENT_ID and SLACK_CLIENT_SECRET")


def _refused(error: SlackError, mend: str) -> Finding:
    """A definite no is the token's; anything else is the way there."""
    if isinstance(error, PostRefused):
        return Finding(_SUBJECT, str(error), mend)
    return Finding(_SUBJECT, f"it does not answer ({error})", _NETWORK_MEND)


def _granted(answer: AsyncSlackResponse) -> list[str] | None:
    """The scopes that every answer of the Web API names: https://docs.slack.dev/authentication/installing-with-oauth"""
    named = next((value for name, value in answer.headers.items() if name.lower() == "x-oauth-scopes"), None)
    if named is None:
        return None
    text = named if isinstance(named, str) else ",".join(named)
    return [scope.strip() for scope in text.split(",")]
