"""The one registry of listeners, whatever the transport."""

from slack_bolt.async_app import AsyncApp

from handlers import actions, commands, events, options, views
from handlers.tools import Tools


def register_listeners(app: AsyncApp, tools: Tools) -> None:
    """Teach `app` all that Herald listens to."""
    for part in (actions, commands, events, options, views):
        part.register(app, tools)
