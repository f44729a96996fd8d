"""What admins open and save: for them alone, asked of Slack anew when it counts, each change on the audit list."""

import json
import re
from decimal import Decimal
from typing import Any

import pytest

from bot.policy import Policy
from bot.slack.surfaces.admin import OPEN_ADMIN, SPENDING_CSV, SPENDING_MONTH
from bot.slack.surfaces.admin_forms import POLICY_AVATARS, POLICY_VOICES, Part
from bot.slack.surfaces.audit import AUDIT, NEWEST, OLDER
from bot.store.money import Treasury
from tests.bot.rendering.fakes import NOON, a_render
from tests.handlers.counter import MONTH, Counter, open_counter, view_in
from tests.handlers.payloads import (
    ALICE,
    BOB,
    TEAM,
    Json,
    command,
    interaction,
    submission,
    suggestion,
    ticked,
    touch,
    view,
)

BUTTONS = [(OPEN_ADMIN, "admin"), *((part.value, part.value) for part in Part), (AUDIT, AUDIT), (SPENDING_CSV, MONTH)]


def let_be(counter: Counter, **roles: bool) -> None:
    """Let Slack say who everybody is."""
    counter.slack.answers["users.info"] = {"user": {"id": ALICE, "team_id": TEAM, **roles}}


def numbers(**typed: str | None) -> Json:
    """The state of the form of budgets."""
    fields = {"monthly_budget": None, "person_budget": None, "channel_budget": None, **typed}
    return {name: {name: {"type": "number_input", "value": value}} for name, value in fields.items()}


def sent(part: Part, values: Json, *, version: int = 0, user: str = ALICE) -> Any:
    """Somebody saves a form."""
    shown = {**view(part.value, json.dumps({"version": version}), values), "root_view_id": "V0ROOT"}
    return interaction({"type": "view_submission", "view": shown, "response_urls": []}, user=user)


async def policy(counter: Counter) -> Policy:
    """What is decided."""
    return (await counter.ground.policies.current(TEAM)).policy


def notices(counter: Counter) -> str:
    """All that was shown in views."""
    shown = [*counter.slack.sent("views.open"), *counter.slack.sent("views.update"), *counter.slack.sent("views.push")]
    return json.dumps([view_in(call) for call in shown], ensure_ascii=False)


def announced(shown: Json) -> list[int]:
    """The numbers of the announcements in a page of the audit list."""
    return [int(number) for number in re.findall(r"announcement (\d+)", json.dumps(shown))]


async def test_an_admin_opens_the_settings_with_a_word(counter: Counter) -> None:
    let_be(counter, is_admin=True)

    answer = await counter.whole(command("admin", response_url=counter.slack.response_url))

    assert (answer.status, answer.body) == (200, "")
    assert (await counter.opened_view())["callback_id"] == "admin"


async def test_nobody_else_does_and_is_told_whom_to_ask(counter: Counter) -> None:
    let_be(counter)

    await counter.whole(command("admin", response_url=counter.slack.response_url))

    assert counter.slack.sent("views.open") == []
    assert "Only admins of this workspace" in counter.slack.sent("respond")[0]["text"]


@pytest.mark.parametrize(("action_id", "value"), BUTTONS)
async def test_no_button_works_for_who_is_no_admin(counter: Counter, action_id: str, value: str) -> None:
    let_be(counter)

    await counter.whole(touch(action_id, value, user=BOB))

    assert "Only admins of this workspace" in notices(counter)
    assert [method for method, _ in counter.slack.calls] == ["users.info", "views.open"]


async def test_a_person_whom_the_admins_list_is_one(counter: Counter) -> None:
    let_be(counter)
    await counter.ground.policies.change(TEAM, {"admin_ids": [BOB]}, actor=ALICE, at=NOON)

    await counter.whole(touch(OPEN_ADMIN, "admin", user=BOB))

    assert (await counter.opened_view())["callback_id"] == "admin"


async def test_a_form_opens_above_the_settings_with_what_is_decided(counter: Counter) -> None:
    let_be(counter, is_owner=True)
    await counter.ground.policies.change(TEAM, {"person_budget": "12.50"}, actor=ALICE, at=NOON)

    await counter.whole(touch(Part.BUDGETS.value, "", modal=True))

    form = view_in(counter.slack.sent("views.push")[0])
    assert json.loads(form["private_metadata"]) == {"version": 1}
    assert "12.50" in json.dumps(form)


async def test_budgets_are_saved_and_audited(counter: Counter) -> None:
    let_be(counter, is_admin=True)

    answer = await counter.whole(sent(Part.BUDGETS, numbers(person_budget="12.5", channel_budget="30")))

    assert json.loads(answer.body)["response_action"] == "update"
    decided = await policy(counter)
    assert (decided.person_budget, decided.channel_budget) == (Decimal("12.50"), Decimal(30))
    lines = (await counter.ground.audit.page(TEAM, limit=10)).entries
    assert {(line.who, line.about) for line in lines} == {
        (ALICE, "person_budget: not set → 12.50"),
        (ALICE, "channel_budget: not set → 30.00"),
    }
    assert [call["view_id"] for call in counter.slack.sent("views.update")] == ["V0MODAL", "V0ROOT"]
    assert "Saved" in notices(counter)


async def test_where_the_form_was_closed_meanwhile_what_is_under_it_and_home_follow(counter: Counter) -> None:
    let_be(counter, is_admin=True)
    counter.slack.errors["views.update"] = "not_found"

    await counter.whole(sent(Part.BUDGETS, numbers(person_budget="12.5")))

    assert [call["view_id"] for call in counter.slack.sent("views.update")] == ["V0MODAL", "V0ROOT"]
    assert len(counter.slack.sent("views.publish")) == 1


async def test_a_form_that_is_submitted_twice_is_saved_once(counter: Counter) -> None:
    let_be(counter, is_admin=True)

    for _ in range(2):
        await counter.whole(sent(Part.BUDGETS, numbers(person_budget="12.5")))

    assert len((await counter.ground.audit.page(TEAM, limit=10)).entries) == 1
    assert "all so already" in notices(counter)


async def test_an_amount_above_the_operators_is_told_beside_its_field(counter: Counter) -> None:
    answer = await counter.whole(sent(Part.BUDGETS, numbers(monthly_budget="51")))

    assert json.loads(answer.body)["errors"] == {
        "monthly_budget": "The operator of Herald allows $50.00 a month at most. Write less."
    }


async def test_an_admin_who_lost_the_role_while_the_form_was_open_changes_nothing(counter: Counter) -> None:
    let_be(counter, is_admin=True)
    await counter.whole(touch(Part.BUDGETS.value, "", modal=True))
    let_be(counter)

    await counter.whole(sent(Part.BUDGETS, numbers(person_budget="12.5")))

    assert await policy(counter) == Policy()
    assert "Only admins of this workspace" in json.dumps(await counter.updated_view())
    assert "Nothing was changed" in json.dumps(await counter.updated_view())


async def test_what_another_admin_changed_meanwhile_is_not_overwritten(counter: Counter) -> None:
    let_be(counter, is_admin=True)
    await counter.ground.policies.change(TEAM, {"person_budget": "5"}, actor=BOB, at=NOON)

    await counter.whole(sent(Part.BUDGETS, numbers(person_budget="12.5"), version=0))

    assert (await policy(counter)).person_budget == Decimal(5)
    shown = await counter.updated_view()
    assert "Somebody else changed the settings meanwhile" in json.dumps(shown)
    assert json.loads(shown["private_metadata"]) == {"version": 1}


async def test_while_slack_does_not_say_who_is_an_admin_the_form_stays_as_it_was_filled_in(counter: Counter) -> None:
    let_be(counter, is_admin=True)
    counter.slack.errors["users.info"] = "fatal_error"

    await counter.whole(sent(Part.BUDGETS, numbers(person_budget="12.5")))

    shown = await counter.updated_view()
    assert await policy(counter) == Policy()
    assert (shown["callback_id"], "12.5" in json.dumps(shown)) == (Part.BUDGETS.value, True)


async def test_a_form_of_an_earlier_version_is_refused(counter: Counter) -> None:
    shown = view(Part.BUDGETS.value, "", numbers())

    answer = await counter.whole(interaction({"type": "view_submission", "view": shown, "response_urls": []}))

    assert "too old" in answer.body


async def test_who_spent_what_is_sent_as_a_file_to_the_admin_once(counter: Counter) -> None:
    let_be(counter, is_admin=True)
    render = a_render(team_id=TEAM, user_id=BOB)
    await Treasury(counter.ground.redis).accept(render, Decimal(50))
    counter.slack.answers["users.list"] = {"members": [{"id": BOB, "profile": {"real_name": "Bob Brooks"}}]}
    address = f"{counter.slack.url}/upload/1"
    counter.slack.answers["files.getUploadURLExternal"] = {"upload_url": address, "file_id": "F1"}
    counter.slack.answers["conversations.open"] = {"channel": {"id": "D0ALICE"}}

    for _ in range(2):
        await counter.whole(touch(SPENDING_CSV, MONTH))

    assert len(counter.slack.sent("files.getUploadURLExternal")) == 1


async def test_a_month_that_is_none_is_refused(counter: Counter) -> None:
    let_be(counter, is_admin=True)

    await counter.whole(touch(SPENDING_MONTH, "2026-13", modal=True))

    assert "too old" in notices(counter)


async def test_the_audit_list_is_read_page_by_page(counter: Counter) -> None:
    let_be(counter, is_admin=True)
    for number in range(20):
        await counter.ground.audit.note(TEAM, BOB, "approved", f"announcement {number}", NOON)

    await counter.whole(touch(AUDIT, AUDIT))
    first = await counter.opened_view()
    older = next(
        button["value"] for block in first["blocks"] for button in block.get("elements", []) if "action_id" in button
    )
    await counter.whole(touch(OLDER, older, modal=True))
    second = await counter.updated_view()

    assert (announced(first), announced(second)) == ([*range(19, 4, -1)], [*range(4, -1, -1)])
    assert NEWEST in json.dumps(second)


@pytest.mark.parametrize(
    ("action_id", "typed", "found"), [(POLICY_AVATARS, "adit", "Aditya"), (POLICY_VOICES, "jenny", "Jenny")]
)
async def test_the_selects_search_all_that_is_on_offer(
    counter: Counter, action_id: str, typed: str, found: str
) -> None:
    await counter.ground.policies.change(TEAM, {"avatars": ["x"], "voices": ["y"]}, actor=ALICE, at=NOON)

    answer = await counter.hand_in(suggestion(action_id, typed))

    assert found.lower() in answer.body.lower()


async def test_people_are_decided_on(counter: Counter) -> None:
    let_be(counter, is_admin=True)

    def one(kind: str, value: str) -> Json:
        return {"type": "static_select", "selected_option": {"value": value}} | {"kind": kind}

    values = {
        "announcers": one("a", "listed"),
        "announcer_ids": {"type": "multi_users_select", "selected_users": [BOB]},
        "mentions_everyone": one("m", "nobody"),
        "photos": one("p", "consent"),
        "guests": ticked(True),
        "strangers": ticked(False),
        "admin_ids": {"type": "multi_users_select", "selected_users": []},
    }

    await counter.whole(sent(Part.PEOPLE, {name: {name: state} for name, state in values.items()}))

    decided = await policy(counter)
    assert (decided.announcers, decided.announcer_ids, decided.photos) == ("listed", (BOB,), "consent")
    assert (decided.guests, decided.strangers, decided.mentions_everyone) == (True, False, "nobody")
    raw = await counter.ground.redis.xrange(f"t:{TEAM}:audit")
    assert BOB not in json.dumps(raw)


async def test_without_the_records_nobody_claims_that_nothing_was_saved(redis_url: str) -> None:
    async with open_counter(redis_url, records_url="redis://127.0.0.1:1/0") as counter:
        let_be(counter, is_admin=True)

        await counter.whole(sent(Part.BUDGETS, numbers(person_budget="12.5")))

        assert "Nobody can say whether it was saved" in json.dumps(await counter.updated_view())


async def test_a_guest_is_refused_in_the_form_once_herald_knows_who_they_are(counter: Counter) -> None:
    let_be(counter, is_restricted=True)
    await counter.whole(command("", response_url=counter.slack.response_url))

    answer = await counter.whole(submission())

    assert "Guests cannot make videos" in answer.body
    assert await counter.render() is None
