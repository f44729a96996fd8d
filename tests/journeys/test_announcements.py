"""Announcements: written, approved, scheduled, posted in every channel once; and each of their buttons."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

from tests.journeys.stage import ALICE, GENERAL, Json, Stage, bot_running, until

SCRIPT: Final = "Good morning, team. The release is out."
BOB: Final = "U0BOB"
GUS: Final = "U0GUS"
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


async def press(stage: Stage, user_id: str, message: Json, action_id: str) -> None:
    """Press a button of a DM."""
    await stage.act("click", user=user_id, channel=message["channel"], message_ts=message["ts"], action_id=action_id)


async def posted(stage: Stage, channel: str) -> Json:
    """The announcement in a channel, once it is there."""
    return (await until(lambda: announcements(stage, channel, lambda found: bool(found))))[0]


async def announcements(stage: Stage, channel: str, fits: Callable[[list[Json]], bool]) -> list[Json] | None:
    """The announcements in a channel, if they fit."""
    found = [m for m in await stage.messages(channel) if "An announcement of" in m.get("text", "")]
    return found if fits(found) else None


async def count(stage: Stage, channel: str) -> int:
    """How often a channel has got it."""
    return len(await announcements(stage, channel, lambda _: True) or [])


async def test_an_announcement_without_approver_is_posted_in_every_channel_when_its_author_says_so(
    stage: Stage,
) -> None:
    async with bot_running(stage):
        await announce(stage, channels=[GENERAL, LAUNCH])
        card = await dm_saying(stage, ALICE, "announce_approve")
        assert await count(stage, GENERAL) == 0
        await press(stage, ALICE, card, "announce_approve")
        first, second = await posted(stage, GENERAL), await posted(stage, LAUNCH)
        await dm_saying(stage, ALICE, "Your announcement was posted in")

    assert len(first["files"]) == len(second["files"]) == 3
    assert "<!" not in first["text"].partition("<!date")[0]
    assert SCRIPT in first["text"]
