"""What admins see and fill in: within Slack's limits, read back as it stood, wrong values told beside their field."""

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import InvalidField, Refusal
from bot.policy import Policy
from bot.rendering.usage import Account, Spending
from bot.slack.surfaces.admin import build_admin_view, build_home_for_admins, month_before
from bot.slack.surfaces.admin_forms import (
    AdminForm,
    Part,
    build_admin_form,
    build_saved_view,
    build_saving_view,
)
from bot.slack.surfaces.admin_reading import read_admin_form
from tests.bot.slack.surfaces.reading import nasty, problems_of_view

DECIDED = Policy(
    monthly_budget=Decimal("40.00"),
    person_budget=Decimal("12.50"),
    announcers="listed",
    announcer_ids=("U0BOB", "U0DAN"),
    mentions_everyone="nobody",
    photos="consent",
    guests=True,
    default_ttl_seconds=3_600,
    longest_ttl_seconds=5_000,
    avatars=("emma-1",),
    voices=("john-1",),
    banned_words=("darn", "big deal"),
    pronunciations={"Nguyen": "Win"},
    retention_days=7,
    admin_ids=("U0CAROL",),
)
OPERATORS = Decimal(50)
AVATARS = tuple(f"avatar-{number}" for number in range(100))
FIELDS_OF = {
    Part.BUDGETS: {"monthly_budget", "person_budget", "channel_budget"},
    Part.PEOPLE: {
        "announcers",
        "announcer_ids",
        "mentions_everyone",
        "photos",
        "guests",
        "strangers",
        "admin_ids",
    },
    Part.LOOKS: {"avatars", "voices", "default_ttl_seconds", "longest_ttl_seconds", "retention_days"},
    Part.WORDS: {"banned_words", "pronunciations"},
}


def shown(part: Part, policy: Policy = DECIDED, **fields: Any) -> dict[str, Any]:
    """A form."""
    return build_admin_form(AdminForm(part, policy, 3, OPERATORS, str.upper, **fields))


def left_as_it_is(view: dict[str, Any], **states: Any) -> dict[str, Any]:
    """The view as Slack hands it over when nothing was changed but for `states`."""
    values: dict[str, dict[str, Any]] = {}
    for block in view["blocks"]:
        if block["type"] == "input":
            element = block["element"]
            state = states.get(element["action_id"], _state_of(element))
            values[block["block_id"]] = {element["action_id"]: state}
    return {**view, "state": {"values": values}}


def _state_of(element: dict[str, Any]) -> dict[str, Any]:
    """What an element holds as it was built."""
    return {
        "type": element["type"],
        "value": element.get("initial_value"),
        "selected_option": element.get("initial_option"),
        "selected_options": element.get("initial_options", []),
        "selected_users": element.get("initial_users", []),
    }


def typed(value: str | None) -> dict[str, Any]:
    """The state of something typed."""
    return {"type": "plain_text_input", "value": value}


def read(part: Part, **states: Any) -> dict[str, object]:
    """The changes that a form means, left as it was but for `states`."""
    return read_admin_form(left_as_it_is(shown(part, Policy()), **states), operators_budget=OPERATORS).updates


def spending(people: int = 3, channels: int = 2) -> Spending:
    """A month with so many people and channels."""
    return Spending(
        "2026-11",
        Decimal("31.40"),
        Decimal("2.60"),
        [Account(f"U{number}", Decimal(people - number), Decimal("0.10"), number) for number in range(people)],
        [Account("direct" if number == 0 else f"C{number}", Decimal(9)) for number in range(channels)],
    )


@pytest.mark.parametrize("part", Part)
def test_a_form_that_is_left_as_it_is_changes_nothing(part: Part) -> None:
    sent = read_admin_form(left_as_it_is(shown(part)), operators_budget=OPERATORS)

    assert (sent.part, sent.version) == (part, 3)
    assert DECIDED.model_copy(update=sent.updates) == DECIDED
    assert sent.updates.keys() == FIELDS_OF[part]


def test_every_field_of_the_policy_is_in_just_one_form() -> None:
    fields = [field for part in Part for field in FIELDS_OF[part]]

    assert sorted(fields) == sorted(Policy.model_fields)


@pytest.mark.parametrize("part", Part)
@pytest.mark.parametrize("policy", [Policy(), DECIDED], ids=["nothing", "much"])
def test_slack_takes_every_form(part: Part, policy: Policy) -> None:
    assert problems_of_view(shown(part, policy)) == []
    assert problems_of_view(build_saving_view(part)) == []
    assert problems_of_view(build_saved_view(part, sorted(FIELDS_OF[part]))) == []


@given(nasty, nasty)
def test_slack_takes_words_of_any_kind(word: str, problem: str) -> None:
    words = tuple(f"{word[:50]}{number}" for number in range(200))
    policy = Policy(banned_words=words, pronunciations=dict.fromkeys(words, word[:50] or "x"), avatars=AVATARS)

    for part in (Part.WORDS, Part.LOOKS):
        form = build_admin_form(AdminForm(part, policy, 1, OPERATORS, lambda id_: word + id_, problem))
        assert problems_of_view(form) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [("person_budget", "12.345"), ("person_budget", "-1"), ("channel_budget", "1e9"), ("person_budget", "NaN")],
)
def test_an_amount_that_is_none_is_told_beside_its_field(field: str, value: str) -> None:
    with pytest.raises(InvalidField) as refused:
        read(Part.BUDGETS, **{field: typed(value)})

    assert refused.value.field == field


@pytest.mark.parametrize(("value", "amount"), [(None, None), ("0", Decimal(0)), ("12.5", Decimal("12.50"))])
def test_an_amount_is_read_in_cents(value: str | None, amount: Decimal | None) -> None:
    assert read(Part.BUDGETS, person_budget=typed(value))["person_budget"] == amount


def test_the_operators_budget_cannot_be_passed() -> None:
    with pytest.raises(InvalidField, match=r"\$50.00"):
        read(Part.BUDGETS, monthly_budget=typed("50.01"))


def test_a_list_of_announcers_needs_somebody_in_it() -> None:
    listed = {"type": "static_select", "selected_option": {"value": "listed"}}

    with pytest.raises(InvalidField) as refused:
        read(Part.PEOPLE, announcers=listed)

    assert refused.value.field == "announcer_ids"


def test_a_link_cannot_live_longer_than_the_longest() -> None:
    def option(seconds: str) -> dict[str, Any]:
        return {"type": "static_select", "selected_option": {"value": seconds}}

    with pytest.raises(InvalidField) as refused:
        read(Part.LOOKS, default_ttl_seconds=option("86400"), longest_ttl_seconds=option("3600"))

    assert refused.value.field == "default_ttl_seconds"


@pytest.mark.parametrize("days", ["0", "366", "2.5"])
def test_days_that_are_none_are_told_beside_their_field(days: str) -> None:
    with pytest.raises(InvalidField) as refused:
        read(Part.LOOKS, retention_days=typed(days))

    assert refused.value.field == "retention_days"


def test_words_are_read_line_by_line_each_once() -> None:
    found = read(
        Part.WORDS,
        banned_words=typed("  Darn \n\nbig   deal\nDARN"),
        pronunciations=typed("Nguyen = Win\nSQL=sequel"),
    )

    assert found == {"banned_words": ("Darn", "big deal"), "pronunciations": {"Nguyen": "Win", "SQL": "sequel"}}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("banned_words", "x" * 61),
        ("banned_words", "ok\n!!!"),
        ("banned_words", "\n".join(f"w{n}" for n in range(201))),
        ("pronunciations", "Nguyen"),
        ("pronunciations", "= Win"),
        ("pronunciations", "Nguyen ="),
        ("pronunciations", f"Nguyen = {'x' * 61}"),
    ],
    ids=["long", "no-letter", "many", "no-sign", "no-word", "no-sound", "long-sound"],
)
def test_a_line_that_cannot_be_used_is_told_beside_its_field(field: str, value: str) -> None:
    with pytest.raises(InvalidField) as refused:
        read(Part.WORDS, **{field: typed(value)})

    assert refused.value.field == field


@pytest.mark.parametrize("metadata", ["", "{}", "[]", '{"version": "x"}', "null"])
def test_a_form_of_another_version_is_refused(metadata: str) -> None:
    with pytest.raises(Refusal, match="too old"):
        read_admin_form({**shown(Part.WORDS), "private_metadata": metadata}, operators_budget=OPERATORS)


@pytest.mark.parametrize("people", [0, 1, 15, 400])
def test_slack_takes_the_settings_and_the_admins_home_whatever_was_spent(people: int) -> None:
    view = build_admin_view(DECIDED, spending(people, people), budget=OPERATORS, this_month="2026-12")
    home = {"type": "home", "blocks": build_home_for_admins(spending(people, people), budget=OPERATORS)}

    assert problems_of_view(view) == []
    assert len(home["blocks"]) < 20


def test_the_settings_say_what_holds_and_who_spent_the_most_first() -> None:
    text = json.dumps(build_admin_view(DECIDED, spending(), budget=Decimal(40), this_month="2026-11"))

    assert "each person $12.50 a month; each channel no limit" in text
    assert "$31.40 of $40.00 spent, up to $2.60 for what is under way; $6.00 is left" in text
    assert text.index("<@U0>") < text.index("<@U1>") < text.index("<@U2>")
    assert "Direct messages" in text


def test_earlier_months_lead_back_to_this_one() -> None:
    past = json.dumps(build_admin_view(DECIDED, spending(), budget=OPERATORS, this_month="2027-01"))
    now = json.dumps(build_admin_view(DECIDED, spending(), budget=OPERATORS, this_month="2026-11"))

    assert ("This month" in past, "This month" in now) == (True, False)


@given(st.integers(2001, 2098), st.integers(1, 12))
def test_the_month_before_is_a_month_earlier(year: int, number: int) -> None:
    before = month_before(f"{year}-{number:02}")

    assert int(before[:4]) * 12 + int(before[5:]) == year * 12 + number - 1
