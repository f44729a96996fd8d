"""What people write is shown as they wrote it: nothing of it becomes a mention, a ping or a link anywhere."""

import json
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, Final

from tests.journeys.announcing import LAUNCH, announce, approver, dm_saying, home_of, press, view_over
from tests.journeys.stage import ALICE, GENERAL, Json, Stage, bot_running
from tests.journeys.test_home import home_with, make_preset, opened_home, press_in

BOB: Final = "U0BOB"
PINGS: Final = ("<!channel>", "<!here>", "<@U0GUS>", "<#C0RANDOM>", "<https://evil.example|here>", "<!subteam^S1>")
NASTY: Final = f"Hello {' '.join(PINGS)} \u202eenod\u200b 👩‍👧 مرحبا & so on."
FOUR_BYTES: Final = "👋" * 40


async def sent(stage: Stage) -> list[Json]:
    """What Herald sent to the Web API, and answered to Slack."""
    async with stage.session.get(f"{stage.slack_url}/_control/inspector.jsonl") as answer:
        entries = [json.loads(line) for line in (await answer.text()).splitlines()]
    return [entry["request"] if entry["direction"] == "call" else {"answer": entry["response"]} for entry in entries]


def marked(found: object) -> Iterator[str]:
    """All texts in which Slack looks for mentions and links: of messages, of comments on files, and of markup."""
    if isinstance(found, dict):
        values = [value for name, value in found.items() if name in {"text", "initial_comment"}]
        if found.get("type") != "plain_text":
            yield from (value for value in values if isinstance(value, str))
    for value in _inside(found):
        yield from marked(value)


def _inside(found: object) -> list[Any]:
    if isinstance(found, str):
        with suppress(ValueError):
            return [json.loads(found)] if found[:1] in {"{", "["} else []
        return []
    return list(found.values()) if isinstance(found, dict) else found if isinstance(found, list) else []


async def test_no_text_of_a_persons_becomes_a_ping(stage: Stage) -> None:
    async with bot_running(stage):
        await make_preset(stage, await press_in(stage, await opened_home(stage), "new_preset"), f"<!here> {FOUR_BYTES}")
        await stage.ask_for(NASTY)
        await stage.delivered()
        anchor = await stage.anchor_saying("share_result")
        await stage.act("click", channel=GENERAL, message_ts=anchor["ts"], action_id="regenerate")
        review = await stage.view_with(lambda view: view["callback_id"] == "review")
        await stage.act("close", view_id=review["id"])
        await stage.act("command", channel=GENERAL, text=f"/herald {NASTY}")
        script = {"type": "plain_text_input", "value": NASTY}
        await announce(stage, channels=[LAUNCH], script=script, approver=approver(BOB))
        asked = await dm_saying(stage, BOB, "@script1")
        await press(stage, BOB, asked, "announce_changes")
        form = await view_over(stage, BOB, "announce_reason_form")
        reason = {"reason": {"reason": {"type": "plain_text_input", "value": f"Because {NASTY}"}}}
        await stage.act("submit", user=BOB, view_id=form["id"], values=reason)
        await dm_saying(stage, ALICE, "asks for changes")
        await home_of(stage, ALICE, "Changes are wanted")
        await home_with(stage, lambda text: "Ready" in text)
        texts = [text for request in await sent(stage) for text in marked(request)]

    assert sum("evil.example" in text for text in texts) > 5
    assert [text for text in texts for ping in PINGS if ping in text] == []
    assert [text for text in texts if "\u202e" in text] == []
