"""What one person can see of the workspace."""

from playground.slack.model.conversations import Channel
from playground.slack.model.files import StoredFile
from playground.slack.model.workspace import Workspace


def may_see(channel: Channel, user: str | None) -> bool:
    """Whether a person sees a conversation; None sees all."""
    return user is None or channel.kind == "channel" or user in channel.members


def may_see_file(workspace: Workspace, stored: StoredFile, user: str) -> bool:
    """Whether a person sees a file: it is shared where they are."""
    channel_ids = {channel_id for shared in stored.shares.values() for channel_id in shared}
    return user in workspace.users and any(may_see(workspace.channels[i], user) for i in channel_ids)
