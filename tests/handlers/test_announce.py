"""The listeners of announcements: acked at once, for the person whose turn it is, and for nobody else."""

import json
from datetime import timedelta

import pytest
from slack_bolt.async_app import AsyncBoltRequest

from bot.policy import Person
from bot.posting.announcement import Announcement, AnnouncementState, Ask, Content
from bot.rendering.draft import Wishes
from bot.rendering.preset import Preset
from bot.store.announcements import AnnouncementLists
from bot.store.kinds import ANNOUNCEMENTS
from bot.store.presets import PresetStore
from bot.store.records import Records
from tests.bot.rendering.fakes import NOON
from tests.handlers.counter import Counter
from tests.handlers.payloads import (
    ALICE,
    BOB,
    GENERAL,
    SCRIPT,
    TEAM,
    Json,
    change,
    click,
    command,
    interaction,
    picked,
    touch,
    view,
)

WISHES = Wishes(avatar="Aditya_public_4", voice="jenny_female_english")
CAROL = "U0CAROL"


def one(state: AnnouncementState = AnnouncementState.SCRIPT_REVIEW, **fields: object) -> Announcement:
    """Alice's announcement, of which Bob is asked."""
    usual: dict[str, object] = {
        "id": "a1",
        "team_id": TEAM,
        "user_id": ALICE,
        "version": 1,
        "state": state,
        "content": Content(script=SCRIPT, wishes=WISHES, channels=(GENERAL,), approver_id=BOB, written_at=NOON),
        "ask": Ask(tag="script1", user_id=BOB, intent_at=NOON, channel_id="D1", ts="1.0"),
        "requested_at": NOON,
        "changed_at": NOON,
    }
    return Announcement.model_validate(usual | fields)


async def keep(counter: Counter, announcement: Announcement) -> None:
    """Store it, listed for its people."""
    await records_of(counter).create(announcement)
    await AnnouncementLists(counter.ground.redis).note(announcement)


def records_of(counter: Counter) -> Records[Announcement]:
    """The announcements' records."""
    return Records(counter.ground.redis, ANNOUNCEMENTS)


async def state_of(counter: Counter) -> AnnouncementState:
    """Where it is in its life."""
    found = await records_of(counter).get(TEAM, "a1")
    assert found is not None
    return found.state


async def know(counter: Counter, person: Person) -> None:
    """Slack says who somebody is."""
    counter.slack.answers["users.info"] = {
        "user": {
            "id": person.user_id,
            "team_id": TEAM,
            "is_admin": person.is_admin,
            "is_restricted": person.is_guest,
            "deleted": person.is_gone,
        }
    }
    await counter.ground.roster.ask(TEAM, person.user_id)


def sent(form: Json | None = None, *, user: str = ALICE) -> Json:
    """The form as it is handed in."""
    fields: Json = {
        "script": {"type": "plain_text_input", "value": SCRIPT},
        "avatar": picked("Aditya_public_4"),
        "voice": picked("jenny_female_english"),
        "channels": {"type": "multi_conversations_select", "selected_conversations": [GENERAL]},
        **(form or {}),
    }
    shown = view("announce", json.dumps({"draft": "a1"}), {name: {name: state} for name, state in fields.items()})
    return {"type": "view_submission", "view": shown, "response_urls": []}


def handed_in(review: Json) -> AsyncBoltRequest:
    """The review is handed in as it was shown."""
    shown = view("announce_review", review["private_metadata"], {})
    return interaction({"type": "view_submission", "view": shown, "response_urls": []})


async def keep_written(counter: Counter, script: str) -> None:
    """Let the author have written something else meanwhile, in another window."""
    found = await records_of(counter).get(TEAM, "a1")
    assert found is not None
    content = found.content.model_copy(update={"script": script, "written_at": NOON + timedelta(minutes=1)})
    await records_of(counter).change(found, content=content)


async def audited(counter: Counter) -> list[tuple[str | None, str]]:
    """Who did what, the newest first."""
    return [(line.who, line.what) for line in (await counter.ground.audit.page(TEAM, limit=10)).entries]


def told(counter: Counter) -> str:
    """The one private word."""
    (answer,) = counter.slack.sent("respond")
    return str(answer["text"])


async def press(counter: Counter, action_id: str, value: str, *, user: str = ALICE) -> None:
    """Press a button in a message, and wait for what follows."""
    pressed = click(value, action_id=action_id, user=user, response_url=counter.slack.response_url)
    answer = await counter.whole(pressed)
    assert answer.status == 200


async def test_the_command_opens_the_form_for_the_channel_it_was_typed_in(counter: Counter) -> None:
    answer = await counter.whole(command("Announce"))

    form = await counter.opened_view()
    (channels,) = [block["element"] for block in form["blocks"] if block.get("block_id") == "channels"]
    assert (answer.status, answer.body) == (200, "")
    assert channels["initial_conversations"] == [GENERAL]


@pytest.mark.parametrize("text", ["announce the release", "announcement"])
async def test_anything_longer_than_the_word_is_a_script(counter: Counter, text: str) -> None:
    await counter.whole(command(text))

    assert (await counter.opened_view())["callback_id"] == "compose"


async def test_a_form_that_is_handed_in_is_reviewed_and_then_waits_for_its_approver(counter: Counter) -> None:
    await know(counter, Person(ALICE, is_admin=True))
    approver = {"approver": {"type": "users_select", "selected_user": BOB}}
    answer = await counter.whole(interaction(sent(approver)))
    review = json.loads(answer.body)["view"]
    for _ in range(2):
        answer = await counter.whole(handed_in(review))

    assert json.loads(answer.body)["response_action"] == "clear"
    assert await state_of(counter) is AnnouncementState.SCRIPT_REVIEW
    assert f"announce:{TEAM}:a1" in await counter.woken()
    assert await audited(counter) == [(ALICE, "announcement handed in")]
    assert counter.slack.sent("views.publish")[0]["user_id"] == ALICE


async def test_a_review_of_what_was_changed_since_is_shown_anew_and_can_then_be_handed_in(counter: Counter) -> None:
    await know(counter, Person(ALICE, is_admin=True))
    first = await counter.whole(interaction(sent()))
    await keep_written(counter, "Something else, team.")
    stale = await counter.whole(handed_in(json.loads(first.body)["view"]))
    shown = json.loads(stale.body)
    answer = await counter.whole(handed_in(shown["view"]))

    assert shown["response_action"] == "update"
    assert "was changed since you looked at it" in json.dumps(shown)
    assert "Something else, team." in json.dumps(shown)
    assert json.loads(answer.body)["response_action"] == "clear"
    assert await state_of(counter) is AnnouncementState.MAKING


async def test_of_two_presets_picked_in_a_row_the_older_form_is_not_shown_again(counter: Counter) -> None:
    await PresetStore(counter.ground.redis).save(
        Preset(id="p1", team_id=TEAM, maker_id=ALICE, name="One", wishes=WISHES, updated_at=NOON)
    )
    counter.slack.errors["views.update"] = "hash_conflict"
    await counter.whole(change("announce_preset", sent()["view"], selected_option={"value": "p1"}))

    assert [call.get("hash") for call in counter.slack.sent("views.update")] == ["1.a"]


@pytest.mark.parametrize(
    ("action_id", "user", "value", "state"),
    [
        ("announce_approve", BOB, "a1@script1", AnnouncementState.MAKING),
        ("announce_cancel", ALICE, "a1", AnnouncementState.CANCELLED),
    ],
)
async def test_what_took_effect_is_not_told_as_failed_when_home_cannot_follow(
    counter: Counter, action_id: str, user: str, value: str, state: AnnouncementState
) -> None:
    await keep(counter, one())
    counter.slack.errors |= {"views.publish": "fatal_error", "views.update": "fatal_error"}
    await press(counter, action_id, value, user=user)

    assert await state_of(counter) is state
    assert counter.slack.sent("respond") == []


async def test_calling_off_and_another_time_are_audited_once(counter: Counter) -> None:
    await keep(counter, one())
    due = {"due_at": {"due_at": {"type": "datetimepicker", "selected_date_time": int(NOON.timestamp()) + 3600}}}
    form = view("announce_reschedule_form", "a1", due)
    for _ in range(2):
        await counter.whole(interaction({"type": "view_submission", "view": form, "response_urls": []}))
    for _ in range(2):
        await press(counter, "announce_cancel", "a1")

    assert await audited(counter) == [(ALICE, "announcement called off"), (ALICE, "announcement rescheduled")]


async def test_nobody_is_asked_who_somebody_is_before_the_ack(counter: Counter) -> None:
    answer = await counter.hand_in(interaction(sent()))
    asked = counter.slack.sent("users.info")
    await counter.finish()

    assert asked == []
    assert "press the button once more" in str(json.loads(answer.body)["errors"])


async def test_who_may_not_announce_is_told_so(counter: Counter) -> None:
    await know(counter, Person(ALICE))
    await counter.ground.policies.change(TEAM, {"announcers": "admins"}, actor=BOB, at=NOON)
    answer = await counter.whole(interaction(sent()))

    assert "may not make announcements" in str(json.loads(answer.body)["errors"])


async def test_a_mention_that_is_not_allowed_is_refused_beside_its_field(counter: Counter) -> None:
    await know(counter, Person(ALICE))
    box = {"type": "checkboxes", "selected_options": [{"value": "channel"}]}
    answer = await counter.whole(interaction(sent({"mention": box})))

    assert list(json.loads(answer.body)["errors"]) == ["mention"]


async def test_a_known_guest_is_refused_as_an_approver_beside_the_field(counter: Counter) -> None:
    await know(counter, Person(BOB, is_guest=True))
    await know(counter, Person(ALICE, is_admin=True))
    answer = await counter.whole(interaction(sent({"approver": {"type": "users_select", "selected_user": BOB}})))

    assert "guests approve nothing" in json.loads(answer.body)["errors"]["approver"]


async def test_what_was_typed_is_kept_when_the_form_is_refused(counter: Counter) -> None:
    await know(counter, Person(ALICE, is_admin=True))
    await counter.whole(interaction(sent({"channels": {"type": "multi_conversations_select"}})))
    found = await records_of(counter).get(TEAM, "a1")

    assert found is not None
    assert (found.state, found.content.script) == (AnnouncementState.DRAFT, SCRIPT)


async def test_an_approval_is_taken_once_and_audited(counter: Counter) -> None:
    await keep(counter, one())
    await press(counter, "announce_approve", "a1@script1", user=BOB)
    await press(counter, "announce_approve", "a1@script1", user=BOB)

    assert await state_of(counter) is AnnouncementState.MAKING
    assert "waits for nobody's decision" in told(counter)
    (entry,) = (await counter.ground.audit.page(TEAM, limit=10)).entries
    assert (entry.who, entry.what) == (BOB, "announcement approved")


@pytest.mark.parametrize("action_id", ["announce_approve", "announce_changes", "announce_reject"])
@pytest.mark.parametrize(("user", "value"), [(CAROL, "a1@script1"), (ALICE, "a1@script1"), (BOB, "gone@script1")])
async def test_somebody_elses_decision_and_one_about_nothing_are_refused_alike(
    counter: Counter, action_id: str, user: str, value: str
) -> None:
    await keep(counter, one())
    await press(counter, action_id, value, user=user)

    assert await state_of(counter) is AnnouncementState.SCRIPT_REVIEW
    assert counter.slack.sent("views.open") == []
    assert told(counter)


@pytest.mark.parametrize("action_id", ["announce_edit", "announce_cancel", "announce_reschedule", "announce_again"])
@pytest.mark.parametrize(("user", "value"), [(BOB, "a1"), (ALICE, "gone")])
async def test_the_authors_buttons_are_theirs_alone(counter: Counter, action_id: str, user: str, value: str) -> None:
    await keep(counter, one())
    await press(counter, action_id, value, user=user)

    assert "Only the person who made this announcement" in told(counter)
    assert await state_of(counter) is AnnouncementState.SCRIPT_REVIEW


async def test_changes_need_a_reason(counter: Counter) -> None:
    await keep(counter, one())
    metadata = json.dumps({"id": "a1", "tag": "script1", "what": "changes"})
    shown = view("announce_reason_form", metadata, {"reason": {"reason": {"type": "plain_text_input", "value": " "}}})
    answer = await counter.whole(interaction({"type": "view_submission", "view": shown, "response_urls": []}, user=BOB))

    assert list(json.loads(answer.body)["errors"]) == ["reason"]
    assert await state_of(counter) is AnnouncementState.SCRIPT_REVIEW


async def test_a_reason_form_that_somebody_else_sends_is_refused(counter: Counter) -> None:
    await keep(counter, one())
    metadata = json.dumps({"id": "a1", "tag": "script1", "what": "rejected"})
    shown = view("announce_reason_form", metadata, {})
    answer = await counter.whole(
        interaction({"type": "view_submission", "view": shown, "response_urls": []}, user=CAROL)
    )

    assert "nobody's decision" in str(json.loads(answer.body)["errors"])
    assert await state_of(counter) is AnnouncementState.SCRIPT_REVIEW


async def test_what_is_on_its_way_is_not_opened_to_be_edited(counter: Counter) -> None:
    await keep(counter, one(AnnouncementState.MAKING))
    await press(counter, "announce_edit", "a1")

    assert "on its way" in told(counter)


async def test_the_list_has_what_is_kept(counter: Counter) -> None:
    await keep(counter, one())
    await counter.whole(touch("announce_all", "all"))

    assert SCRIPT in json.dumps(await counter.opened_view())


async def test_another_time_in_the_past_is_said_beside_the_field(counter: Counter) -> None:
    await keep(counter, one())
    values = {"due_at": {"due_at": {"type": "datetimepicker", "selected_date_time": 1_000_000_000}}}
    shown = view("announce_reschedule_form", "a1", values)
    answer = await counter.whole(interaction({"type": "view_submission", "view": shown, "response_urls": []}))

    assert "in the past" in json.loads(answer.body)["errors"]["due_at"]
