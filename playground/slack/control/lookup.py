"""Finding what an act is about."""

from playground.slack.local import LocalSlack
from playground.slack.model.conversations import Channel, User
from playground.slack.model.view_state import interactive_elements
from playground.slack.model.views import OpenView
from playground.slack.model.wire import Json


class ActError(Exception):
    """An act that no person could do, e.g. on a view that is not open."""


def find_user(slack: LocalSlack, user_id: str) -> User:
    """The person who acts."""
    user = slack.workspace.users.get(user_id)
    if user is None or user.is_bot:
        raise ActError(f"no person {user_id}")
    return user


def find_channel(slack: LocalSlack, channel_id: str, user: User) -> Channel:
    """The conversation a person acts in."""
    channel = slack.workspace.channels.get(channel_id)
    if channel is None or (channel.kind != "channel" and user.id not in channel.members):
        raise ActError(f"{user.id} sees no conversation {channel_id}")
    return channel


def find_message(slack: LocalSlack, channel: Channel, ts: str, user: User) -> Json:
    """The message a person acts on, private ones of their own included."""
    private = slack.workspace.ephemeral(channel.id, ts)
    if private is not None and private.user == user.id:
        return private.message
    message = channel.messages.get(ts)
    if message is None:
        raise ActError(f"{user.id} sees no message {ts} in {channel.id}")
    return message


def find_view(slack: LocalSlack, view_id: str, user: User) -> OpenView:
    """A view the person has open."""
    view = slack.workspace.views.find(view_id=view_id)
    if view is None or view.user != user.id:
        raise ActError(f"{user.id} has no view {view_id} open")
    return view


def find_element(blocks: list[Json], action_id: str, block_id: str | None) -> tuple[Json, Json]:
    """The block and the element with this action id."""
    for block in blocks:
        for element in interactive_elements(block):
            if element.get("action_id") == action_id and block_id in (None, block["block_id"]):
                return block, element
    raise ActError(f"no element {action_id} in block {block_id or 'of any id'}")
