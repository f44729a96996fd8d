"""What one person can see of a workspace."""

from playground.slack.model.conversations import Channel
from playground.slack.model.files import StoredFile
from playground.slack.model.workspace import Workspace


def may_see(workspace: Workspace, channel: Channel, user: str | None) -> bool:
    """Whether a person sees a conversation; None sees all, a guest or a stranger only where they are a member."""
    if user is None or user in channel.members:
        return True
    person = workspace.users.get(user)
    if person is None or person.is_restricted or person.is_ultra_restricted or person.team_id != workspace.team.id:
        return False
    return channel.kind == "channel"


def may_see_file(workspace: Workspace, stored: StoredFile, user: str) -> bool:
    """Whether a person sees a file: it is theirs, or it is shared where they are."""
    channel_ids = {channel_id for shared in stored.shares.values() for channel_id in shared}
    shown = any(may_see(workspace, workspace.channels[i], user) for i in channel_ids if i in workspace.channels)
    return user in workspace.users and (shown or stored.user == user)
