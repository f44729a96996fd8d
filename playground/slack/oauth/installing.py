"""The app comes to a workspace, renews its tokens, and goes."""

from dataclasses import replace
from typing import Final

from playground.slack.local import LocalSlack
from playground.slack.model.codes import Permission
from playground.slack.model.grants import Grant, made_up
from playground.slack.model.occurrences import app_uninstalled, tokens_revoked
from playground.slack.model.workspace import Workspace

TOKEN_SECONDS: Final = 43_200
"""How long a token lives when it is rotated: twelve hours."""


def install(slack: LocalSlack, permission: Permission) -> Grant:
    """Give the app a bot token in the workspace; it keeps the one it has there, and scopes only grow."""
    before = slack.grants.installation(slack.team_id)
    kept = before.scopes if before is not None else ()
    scopes = tuple(dict.fromkeys((*kept, *permission.scopes)))
    if before is not None and not slack.settings.token_rotation:
        grant = replace(before, scopes=scopes)
    else:
        token = made_up("xoxe.xoxb-1-" if slack.settings.token_rotation else "xoxb-")
        bot, also = slack.workspace.bot_user, _organisation(slack)
        grant = Grant(token=token, kind="bot", team_id=slack.team_id, user=bot, scopes=scopes, also=also)
    slack.changes.mark()
    return slack.grants.add(_rotating(slack, grant))


def grant_person(slack: LocalSlack, permission: Permission) -> Grant | None:
    """A token that acts for the person, when scopes for it were asked; None else."""
    if not permission.user_scopes:
        return None
    token = made_up("xoxe.xoxp-1-" if slack.settings.token_rotation else "xoxp-")
    grant = Grant(token=token, kind="user", team_id=slack.team_id, user=permission.user, scopes=permission.user_scopes)
    return slack.grants.add(_rotating(slack, grant))


def renew(slack: LocalSlack, old: Grant) -> Grant:
    """A new token for one whose refresh token was used, which works no more; the old token lives out its time."""
    slack.grants.add(replace(old, refresh_token=None))
    prefix = "xoxe.xoxb-1-" if old.kind == "bot" else "xoxe.xoxp-1-"
    return slack.grants.add(_rotating(slack, replace(old, token=made_up(prefix))))


def revoke(slack: LocalSlack, grant: Grant) -> None:
    """End one token, and tell the app."""
    slack.grants.revoke(grant.token)
    bots, people = ([grant.user], []) if grant.kind == "bot" else ([], [grant.user])
    slack.changes.mark()
    slack.emit(tokens_revoked(bots, people, slack.workspace.mint.ts()))


def uninstall(slack: LocalSlack) -> None:
    """Take the app out of the workspace: its tokens, its places in channels, its views; and tell it."""
    bot, mint = slack.workspace.bot_user, slack.workspace.mint
    people = sorted({grant.user for grant in slack.grants.of_team(slack.team_id) if grant.kind == "user"})
    slack.grants.uninstall(slack.team_id)
    for team_id in _organisation(slack) or (slack.team_id,):
        _empty(slack.workspaces[team_id])
    slack.changes.mark()
    slack.emit(tokens_revoked([bot], people, mint.ts()))
    slack.emit(app_uninstalled(mint.ts()))


def _empty(workspace: Workspace) -> None:
    bot = workspace.bot_user
    for channel in workspace.channels.values():
        if bot in channel.members and not channel.is_im:
            channel.members.remove(bot)
    workspace.views.stacks.clear()
    workspace.views.homes.clear()
    workspace.schedule.waiting.clear()


def _organisation(slack: LocalSlack) -> tuple[str, ...]:
    """The workspaces of the organisation that this one belongs to."""
    mine = slack.workspace.team.organisation
    return () if mine is None else tuple(w.team.id for w in slack.workspaces.values() if w.team.organisation == mine)


def _rotating(slack: LocalSlack, grant: Grant) -> Grant:
    if not slack.settings.token_rotation:
        return grant
    return replace(grant, refresh_token=made_up("xoxe-1-"), expires_at=slack.clock.now() + TOKEN_SECONDS)
