"""Finding what an act is about."""

from playground.slack.dispatch.payloads import Actor, Tickets
from playground.slack.local import LocalSlack
from playground.slack.model.conversations import Channel, User
from playground.slack.model.view_state import used
from playground.slack.model.views import OpenView
from playground.slack.model.visibility import may_see
from playground.slack.model.wire import Json


class ActError(Exception):
    """An act that no person could do, e.g. on a view that is not open."""


def find_user(slack: LocalSlack, user_id: str) -> User:
    """The person who acts."""
    user = slack.workspace.users.get(user_id)
    if user is None or user.is_bot:
        raise ActError(f"no person {user_id}")
    if user.deleted:
        raise ActError(f"{user_id} is deactivated and cannot do anything")
    return user


def actor(slack: LocalSlack, user: User) -> Actor:
    """A person, as the app is told of them."""
    require_app(slack)
    return Actor(slack.workspace.team, user)


def require_app(slack: LocalSlack) -> None:
    """Refuse what needs the app where it is not installed."""
    if slack.grants.installation(slack.team_id) is None:
        team = slack.workspace.team.name
        raise ActError(f"the app is not installed in {team}; install it there first")


def find_channel(slack: LocalSlack, channel_id: str, user: User) -> Channel:
    """The conversation a person acts in."""
    channel = slack.workspace.channels.get(channel_id)
    if channel is None or not may_see(slack.workspace, channel, user.id):
        raise ActError(f"{user.id} sees no conversation {channel_id}")
    return channel


def find_open_channel(slack: LocalSlack, channel_id: str, user: User) -> Channel:
    """A conversation where a person can write."""
    channel = find_channel(slack, channel_id, user)
    if channel.is_archived:
        raise ActError(f"{channel.id} is archived")
    return channel


def find_message(slack: LocalSlack, channel: Channel, ts: str, user: User) -> Json:
    """The message a person acts on, private ones of their own included."""
    private = slack.workspace.ephemeral(channel.id, ts)
    if private is not None and private.user == user.id:
        return private.message
    message = channel.messages.get(ts)
    if message is None or message.get("subtype") == "tombstone":
        raise ActError(f"{user.id} sees no message {ts} in {channel.id}")
    return message


def find_root(channel: Channel, ts: str | None) -> str | None:
    """The root of a thread, None when none is named."""
    if ts is None:
        return None
    root = channel.messages.get(ts)
    if root is None or root.get("thread_ts") not in (None, ts):
        raise ActError(f"{ts} is no root of a thread in {channel.id}")
    return ts


def find_view(slack: LocalSlack, view_id: str, user: User) -> OpenView:
    """A view the person has open."""
    view = slack.workspace.views.find(view_id=view_id)
    if view is None or view.user != user.id:
        raise ActError(f"{user.id} has no view {view_id} open")
    return view


def find_top_view(slack: LocalSlack, view_id: str, user: User) -> OpenView:
    """The modal that the person has in front of them; one that lies under another cannot be used."""
    view = find_view(slack, view_id, user)
    stack = slack.workspace.views.stack(user.id)
    if view in stack and view is not stack[-1]:
        raise ActError(f"{view_id} lies under {stack[-1].id}; close that first")
    return view


def find_element(blocks: list[Json], action_id: str, block_id: str | None) -> tuple[Json, Json]:
    """The block and the element with this action id."""
    for block, element in used(blocks):
        if element.get("action_id") == action_id and block_id in (None, block["block_id"]):
            return block, element
    raise ActError(f"no element {action_id} in block {block_id or 'of any id'}")


def hand_out(slack: LocalSlack, kind: str, user: User, place: tuple[Channel, Json]) -> Tickets:
    """The trigger id and the response URL for something done to the message of `place`."""
    channel, message = place
    path = slack.workspace.tickets.response_path(kind, user.id, channel.id, source_ts=message["ts"])
    return Tickets(slack.workspace.tickets.trigger(user.id, channel.id), slack.origin + path)
