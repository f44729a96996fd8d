"""What people do with announcements, in the local Slack."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Final

from tests.journeys.stage import Json, Stage, until

SCRIPT: Final = "Good morning, team. The release is out."
BOB: Final = "U0BOB"
GUS: Final = "U0GUS"
OLGA: Final = "U0OLGA"
LAUNCH: Final = "C0LAUNCH"
RANDOM: Final = "C0RANDOM"
SECRET: Final = "G0SECRET"


async def form_of(stage: Stage) -> Json:
    """The form, opened by the command; Herald knows by then who Alice is."""
    return await stage.open_modal("announce")


async def fill_in(stage: Stage, form: Json, *, channels: list[str], **fields: Json) -> Json:
    """Fill the form in and send it; what Slack was answered."""
    values = {
        "script": {"type": "plain_text_input", "value": SCRIPT},
        "avatar": await stage.pick(form, "avatar", "jenny"),
        "voice": await stage.pick(form, "voice", "jenny english"),
        "channels": {"type": "multi_conversations_select", "selected_conversations": channels},
        **fields,
    }
    laid_out = {name: {name: state} for name, state in values.items()}
    return await stage.act("submit", view_id=form["id"], values=laid_out)


def at(stage: Stage, later: timedelta) -> Json:
    """A time that was picked."""
    return {"type": "datetimepicker", "selected_date_time": int((stage.clock() + later).timestamp())}


def approver(user_id: str) -> Json:
    """A person who was picked."""
    return {"type": "users_select", "selected_user": user_id}


def ticked(*values: str) -> Json:
    """Boxes that were ticked."""
    options = [{"text": {"type": "plain_text", "text": value}, "value": value} for value in values]
    return {"type": "checkboxes", "selected_options": options}


async def announce(stage: Stage, *, channels: list[str], **fields: Json) -> None:
    """The whole of handing an announcement in, which must be taken."""
    done = await fill_in(stage, await form_of(stage), channels=channels, **fields)
    assert done["response_action"] == "push", done
    done = await stage.make_it(await stage.top_view())
    assert done["response_action"] == "clear", done


async def dm_saying(stage: Stage, user_id: str, words: str) -> Json:
    """The newest message of Herald's DM with a person that has these words, with its channel; once it is there."""

    async def look() -> Json | None:
        state = await stage.state()
        ims = [c["id"] for c in state["channels"] if c["is_im"] and user_id in (c.get("user"), *c.get("members", []))]
        found = [(im, m) for im in ims for m in state["messages"].get(im, []) if words in json.dumps(m)]
        return {**found[-1][1], "channel": found[-1][0]} if found else None

    return await until(look)


async def view_over(stage: Stage, user_id: str, callback_id: str) -> Json:
    """The view that a person sees on top, once it is this one."""

    async def look() -> Json | None:
        views = (await stage.state())["views"]
        shown = [each["view"] for each in views if each["view"].get("callback_id") == callback_id]
        return shown[-1] if shown else None

    return await until(look)


async def press(stage: Stage, user_id: str, message: Json, action_id: str) -> None:
    """Press a button of a DM."""
    await stage.act("click", user=user_id, channel=message["channel"], message_ts=message["ts"], action_id=action_id)


async def posted(stage: Stage, channel: str) -> Json:
    """The announcement in a channel, once it is there."""
    return (await until(lambda: announcements(stage, channel, bool)))[0]


async def announcements(stage: Stage, channel: str, fits: Callable[[list[Json]], bool]) -> list[Json] | None:
    """The announcements in a channel, if they fit."""
    found = [m for m in await stage.messages(channel) if "An announcement of" in m.get("text", "")]
    return found if fits(found) else None


async def count(stage: Stage, channel: str) -> int:
    """How often a channel has got it."""
    return len(await announcements(stage, channel, lambda _: True) or [])


async def once(stage: Stage, channel: str, words: str) -> Json:
    """The first message of a channel with these words, once it is there."""

    async def look() -> Json | None:
        return next((m for m in await stage.messages(channel) if words in json.dumps(m)), None)

    return await until(look)


async def home_of(stage: Stage, user_id: str, words: str) -> Json:
    """A person's Home, opened, once it has these words."""
    await stage.act("open_home", user=user_id)

    async def look() -> Json | None:
        home: Json | None = (await stage.state())["homes"].get(user_id)
        return home if home is not None and words in json.dumps(home) else None

    return await until(look)
