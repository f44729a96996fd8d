"""The conversation object, as the app sees it."""

from playground.slack.model.conversations import Channel
from playground.slack.model.wire import Json
from playground.slack.model.workspace import Workspace


def channel_document(workspace: Workspace, channel: Channel) -> Json:
    """The conversation object."""
    shared = {"id": channel.id, "created": channel.created, "is_archived": channel.is_archived}
    if channel.is_im:
        person = {"user": channel.im_user, "is_open": channel.is_open}
        return {**shared, "is_im": True, "is_org_shared": False, **person, "priority": 0}
    is_group = channel.is_private and not channel.is_mpim
    return {
        **shared,
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": not channel.is_private and not channel.is_mpim,
        "is_group": is_group,
        "is_im": False,
        "is_mpim": channel.is_mpim,
        "is_private": channel.is_private or channel.is_mpim,
        "is_general": is_general(channel),
        "is_shared": channel.is_ext_shared,
        "is_ext_shared": channel.is_ext_shared,
        "is_org_shared": False,
        "is_pending_ext_shared": False,
        "pending_shared": [],
        "is_member": workspace.bot_user in channel.members,
        "creator": channel.creator or next(iter(channel.members), ""),
        "context_team_id": workspace.team.id,
        "shared_team_ids": list(channel.shared_team_ids) or [channel.team_id],
        "unlinked": 0,
        "topic": dict(channel.topic),
        "purpose": dict(channel.purpose),
        "previous_names": list(channel.previous_names),
    }


def is_general(channel: Channel) -> bool:
    """Whether it is the channel that everybody is in, which cannot be left or archived."""
    return channel.name == "general" and not channel.is_private
