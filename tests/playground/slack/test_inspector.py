"""The inspector: what went over the wire, without its secrets."""

import json
from typing import Any

from playground.slack.settings import Settings
from tests.playground.slack.app import Seen
from tests.playground.slack.desk import Desk, open_desk
from tests.playground.slack.refusals import code


async def entries(desk: Desk, **query: str) -> list[dict[str, Any]]:
    """What the inspector lists."""
    async with desk.http.get(f"{desk.url}/_control/inspector", params=query) as answer:
        assert answer.status == 200, await answer.text()
        found: list[dict[str, Any]] = (await answer.json())["entries"]
        return found


async def test_a_call_is_shown_with_what_was_asked_and_answered(desk: Desk) -> None:
    posted = await desk.client().chat_postMessage(channel="C0LAUNCH", text="Hello")
    (entry,) = await entries(desk)
    told = {key: entry[key] for key in ("direction", "name", "team", "user", "status", "retry", "error")}
    assert told == {
        "direction": "call",
        "name": "chat.postMessage",
        "team": "T0PLAY",
        "user": "U0HERALD",
        "status": 200,
        "retry": 0,
        "error": None,
    }
    assert (entry["request"]["text"], entry["response"]["ts"]) == ("Hello", posted["ts"])


async def test_what_happens_later_does_not_change_an_entry(desk: Desk) -> None:
    client = desk.client()
    ts = (await client.chat_postMessage(channel="C0LAUNCH", text="Before"))["ts"]
    await client.chat_update(channel="C0LAUNCH", ts=ts, text="After")
    assert (await entries(desk))[0]["response"]["message"]["text"] == "Before"


async def test_a_dispatch_is_shown_with_its_answer(with_app: tuple[Desk, Seen]) -> None:
    desk, _ = with_app
    await desk.act("command", channel="C0LAUNCH", text="/herald help")
    (entry,) = await entries(desk, kind="dispatch")
    assert (entry["name"], entry["request"]["text"], entry["status"]) == ("command", "help", 200)
    assert "Type `/herald`" in str(entry["response"])


async def test_a_refusal_and_a_fault_name_their_errors(desk: Desk) -> None:
    await code(desk.client().chat_postMessage(channel="C0NONE", text="Hello"))
    await desk.fault("auth.test", "status", status=429)
    await code(desk.client().auth_test())
    assert [(entry["error"], entry["status"]) for entry in await entries(desk)] == [
        ("channel_not_found", 200),
        ("ratelimited", 429),
    ]


async def test_entries_are_filtered(desk: Desk) -> None:
    client = desk.client()
    await client.chat_postMessage(channel="C0LAUNCH", text="A needle")
    await client.chat_postMessage(channel="C0LAUNCH", text="Hay")
    await client.auth_test()
    assert [entry["request"]["text"] for entry in await entries(desk, q="NEEDLE")] == ["A needle"]
    assert [entry["name"] for entry in await entries(desk, kind="auth.test")] == ["auth.test"]
    assert await entries(desk, kind="dispatch") == []
    newest = await entries(desk, limit="1")
    assert newest[0]["name"] == "auth.test"
    assert await entries(desk, since=str(newest[0]["id"])) == []


async def test_a_wrong_number_is_refused(desk: Desk) -> None:
    async with desk.http.get(f"{desk.url}/_control/inspector", params={"limit": "many"}) as answer:
        assert (answer.status, await answer.text()) == (400, "many is no whole number; since and limit are")


async def test_no_secret_is_shown_or_exported(desk: Desk) -> None:
    settings = desk.settings
    await desk.client().apps_connections_open(app_token=settings.app_token)
    await code(desk.client(f"{settings.bot_token}x").auth_test())
    await desk.client().chat_postMessage(channel="C0LAUNCH", text=f"{settings.bot_token} {settings.signing_secret}")
    wrong = {"client_id": settings.client_id, "client_secret": settings.client_secret, "code": "no"}
    await desk.http.post(f"{desk.url}/api/oauth.v2.access", data=wrong)
    async with desk.http.get(f"{desk.url}/_control/inspector.jsonl") as answer:
        lines = (await answer.text()).splitlines()
    assert len(lines) == 4
    assert "[secret] [secret]" in lines[2]
    shown = " ".join([*lines, json.dumps((await desk.state())["calls"][3])])
    for secret in (settings.bot_token, settings.app_token, settings.signing_secret, settings.client_secret):
        assert secret not in shown
    assert "ticket=[secret]" in shown


async def test_a_short_secret_spoils_no_entry() -> None:
    async with open_desk(Settings(signing_secret='s"', client_secret="ok", bot_token="t")) as short:
        await short.client().chat_postMessage(channel="C0LAUNCH", text="ok")
        await short.client().chat_postMessage(channel="C0LAUNCH", text="not ok")
        texts = [entry["request"]["text"] for entry in await entries(short)]
    assert texts == ["[secret]", "not ok"]
