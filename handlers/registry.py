"""The one registry of listeners, whatever the transport."""

from slack_bolt.async_app import AsyncApp

from handlers import (
    actions,
    admin,
    admin_saving,
    announce,
    announce_deciding,
    announce_list,
    cards,
    changing,
    commands,
    consent,
    dead_letters,
    events,
    forgetting,
    functions,
    home,
    mentions,
    options,
    personal,
    personal_buttons,
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
        consent,
        home,
        personal,
        personal_buttons,
        presets,
        preset_form,
        announce,
        announce_deciding,
        announce_list,
        admin,
        admin_saving,
        dead_letters,
        forgetting,
        mentions,
        functions,
        events,
    ):
        part.register(app, tools)
