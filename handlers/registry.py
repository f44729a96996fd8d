"""The one registry of listeners, whatever the transport."""

from slack_bolt.async_app import AsyncApp

from handlers import (
    actions,
    cards,
    changing,
    commands,
    events,
    home,
    mentions,
    options,
    preset_form,
    presets,
    reopening,
    results,
    sharing,
    shortcuts,
    views,
)
from handlers.tools import Tools


def register_listeners(app: AsyncApp, tools: Tools) -> None:
    """Teach `app` all that Herald listens to; Bolt asks one after the other, so what must be quick stands first."""
    for part in (
        views,
        commands,
        options,
        changing,
        cards,
        reopening,
        shortcuts,
        actions,
        results,
        sharing,
        home,
        presets,
        preset_form,
        mentions,
        events,
    ):
        part.register(app, tools)
