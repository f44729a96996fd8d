"""Admins decide in Slack, and it holds: each button of theirs, and what it means to everybody else."""

import json
from collections.abc import Callable
from typing import Any

from bot.ground import Ground
from bot.store.ledger import Ledgers
from tests.journeys.stage import ALICE, GENERAL, Json, Stage, bot_running, until
from tests.journeys.test_home import home_with

BOB, GUS, CAROL = "U0BOB", "U0GUS", "U0CAROL"
LAUNCH = "C0LAUNCH"
TEAM = "T0PLAY"


def typed(value: str) -> Json:
    """The state of a number that was typed."""
    return {"type": "number_input", "value": value}


def ticked(label: str) -> Json:
    """The state of a ticked box."""
    return {"type": "checkboxes", "selected_options": [{"text": {"type": "plain_text", "text": label}, "value": "yes"}]}


def picked(value: str, label: str) -> Json:
    """The state of a select among a few."""
    option = {"text": {"type": "plain_text", "text": label}, "value": value}
    return {"type": "static_select", "selected_option": option}


async def opened_settings(stage: Stage) -> Json:
    """The settings, as Alice opens them with the command."""
    await stage.act("command", channel=GENERAL, text="/herald admin")
    return await stage.view_with(lambda view: view["callback_id"] == "admin")


async def opened_form(stage: Stage, part: str) -> Json:
    """One of the forms, opened from the settings."""
    settings = await opened_settings(stage)
    await stage.press(settings, part)
    return await stage.view_with(lambda view: view["callback_id"] == part)


async def save(stage: Stage, form: Json, **fields: Json) -> Json:
    """Submit a form and close all; returns the view that said what came of it."""
    values = {name: {name: state} for name, state in fields.items()}
    done = await stage.act("submit", view_id=form["id"], values=values)
    assert done["response_action"] == "update", done
    said = await stage.view_with(lambda view: "Saving" not in json.dumps(view))
    await close_all(stage)
    return said


async def close_all(stage: Stage) -> None:
    """Close what Alice has open."""
    for shown in reversed([shown["view"] for shown in (await stage.state())["views"] if shown["user"] == ALICE]):
        await stage.act("close", view_id=shown["id"])


async def private_words(stage: Stage, fits: Callable[[str], bool]) -> str:
    """What only one person was told, once it fits."""

    async def look() -> str | None:
        text = json.dumps(await stage.state(), ensure_ascii=False)
        return text if fits(text) else None

    return await until(look)


async def decided(ground: Ground) -> dict[str, Any]:
    """The policy as it is now."""
    return (await ground.policies.current(TEAM)).policy.model_dump()


async def test_a_budget_for_each_person_stops_the_next_video(stage: Stage) -> None:
    async with bot_running(stage) as ground:
        saved = await save(stage, await opened_form(stage, "admin_budgets"), person_budget=typed("0.10"))
        view = await stage.open_modal()
        script = {"type": "plain_text_input", "value": "Good morning, team. The release is out."}
        refused = await stage.submit(view, channel=GENERAL, script=script)

        assert "Saved" in json.dumps(saved)
        assert str((await decided(ground))["person_budget"]) == "0.10"
        assert "of your own budget for this month is left" in json.dumps(refused["errors"])


async def test_a_guest_is_refused_until_guests_may(stage: Stage) -> None:
    async with bot_running(stage) as ground:
        await stage.act("command", channel=LAUNCH, text="/herald", user=GUS)
        form = await stage.view_with(lambda view: view["callback_id"] == "compose")
        await until(lambda: known(ground, GUS))
        fields = {"script": {"type": "plain_text_input", "value": "Hello from a guest."}}
        refused = await submit_as(stage, GUS, form, fields)
        await save(stage, await opened_form(stage, "admin_people"), guests=ticked("Guests may make videos"))
        taken = await submit_as(stage, GUS, form, fields)

        assert "Guests cannot make videos" in json.dumps(refused)
        assert taken["response_action"] == "push"


async def known(ground: Ground, user: str) -> bool:
    """Whether Herald knows who somebody is; nobody waits for that."""
    return ground.roster.known(TEAM, user) is not None


async def pick_as(stage: Stage, user: str, form: Json, field: str, query: str) -> Json:
    """Somebody searches in a select and takes the first option found."""
    where = {"view_id": form["id"], "block_id": field, "action_id": field}
    found = await stage.act("suggest", **where, value=query, user=user)
    return {"type": "external_select", "selected_option": found["options"][0]}


async def submit_as(stage: Stage, user: str, form: Json, fields: dict[str, Json]) -> Json:
    """Somebody submits the compose form in #launch, once Herald knows who they are."""
    chosen = {
        "avatar": await pick_as(stage, user, form, "avatar", "jenny"),
        "voice": await pick_as(stage, user, form, "voice", "jenny english"),
        "destination": {"type": "conversations_select", "selected_conversation": LAUNCH},
        **fields,
    }
    values = {name: {name: state} for name, state in chosen.items()}
    return await stage.act("submit", view_id=form["id"], values=values, user=user)


async def test_only_allowed_avatars_are_offered(stage: Stage) -> None:
    async with bot_running(stage) as ground:
        form = await opened_form(stage, "admin_looks")
        found = await stage.act(
            "suggest",
            view_id=form["id"],
            block_id="allowed_presenters",
            action_id="allowed_presenters",
            value="jenny",
        )
        only = found["options"][:1]
        await save(stage, form, allowed_presenters={"type": "multi_external_select", "selected_options": only})
        await ground.policies.current(TEAM)
        compose = await stage.open_modal()

        async def look() -> list[Json] | None:
            asked = {"view_id": compose["id"], "block_id": "avatar", "action_id": "avatar", "value": ""}
            options: list[Json] = (await stage.act("suggest", **asked))["options"]
            return options if len(options) == 1 else None

        assert (await until(look))[0]["value"] == only[0]["value"]


async def test_a_banned_word_is_told_beside_the_script(stage: Stage) -> None:
    async with bot_running(stage):
        words = {"type": "plain_text_input", "value": "Acme"}
        await save(stage, await opened_form(stage, "admin_words"), banned_words=words)
        view = await stage.open_modal()
        refused = await stage.submit(
            view, channel=GENERAL, script={"type": "plain_text_input", "value": "Buy from ACME today."}
        )

        assert "do not allow this in a script: “Acme”" in json.dumps(refused["errors"], ensure_ascii=False)


async def test_home_shows_admins_who_spent_what_and_sends_it_as_a_file(stage: Stage) -> None:
    async with bot_running(stage) as ground:
        await stage.ask_for("Good morning, team.", channel=GENERAL)
        await stage.delivered()
        await stage.act("open_home")
        home = await home_with(stage, lambda text: "For admins" in text and f"<@{ALICE}>" in text)
        await stage.act("click", view_id=home["id"], action_id="spending_csv")
        sent = await stage.told_privately()
        months = [month async for month in Ledgers(ground.redis).months()]

        assert sent["files"][0]["name"].startswith("herald-spending-")
        assert (await Ledgers(ground.redis).check(*months[0])).right


async def test_nobody_else_sees_the_admins_part(stage: Stage) -> None:
    async with bot_running(stage):
        await stage.act("command", channel=GENERAL, text="/herald admin", user=BOB)
        told = await private_words(stage, lambda text: "Only admins of this workspace" in text)
        await stage.act("open_home", user=BOB)

        async def look() -> Json | None:
            home: Json | None = (await stage.state())["homes"].get(BOB)
            return home

        home = await until(look)

        assert "Herald for admins" not in told
        assert "For admins" not in json.dumps(home)


async def test_the_audit_list_tells_who_changed_what(stage: Stage) -> None:
    async with bot_running(stage):
        await save(stage, await opened_form(stage, "admin_budgets"), channel_budget=typed("30"))
        settings = await opened_settings(stage)
        await stage.press(settings, "audit")
        audit = await stage.view_with(lambda view: view["callback_id"] == "audit")

        text = json.dumps(audit, ensure_ascii=False)
        assert f"<@{ALICE}> · *changed a setting*" in text
        assert "Budget of each channel: not set → 30.00" in text


async def test_an_earlier_month_is_shown_and_this_one_again(stage: Stage) -> None:
    async with bot_running(stage):
        settings = await opened_settings(stage)
        await stage.press(settings, "spending_month")
        past = await stage.view_with(lambda view: "This month" in json.dumps(view))
        await stage.press(past, "spending_this_month")
        again = await stage.view_with(lambda view: "This month" not in json.dumps(view))

        assert (past["callback_id"], again["callback_id"]) == ("admin", "admin")
