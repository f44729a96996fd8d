"""Who may do what, for each kind of person and each decision."""

import re
from contextlib import nullcontext
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import InvalidField, NotAllowed
from bot.policy import (
    Person,
    Policy,
    banned_in,
    budget_of,
    is_admin,
    may_announce,
    may_mention_everyone,
    require_allowed,
    require_clean,
    require_may_administer,
    require_may_announce,
    require_may_ask,
    require_may_mention_everyone,
    require_may_use_photos,
    require_ttl,
    ttl_of,
)

MEMBER = Person("U1")
ADMIN = Person("U2", is_admin=True)
GUEST = Person("U3", is_guest=True)
STRANGER = Person("U4", is_stranger=True)
GONE = Person("U5", is_gone=True, is_admin=True)
NOTHING = Policy()


@pytest.mark.parametrize("person", [MEMBER, ADMIN], ids=["member", "admin"])
def test_members_may_ask_while_nothing_is_decided(person: Person) -> None:
    require_may_ask(NOTHING, person)


@pytest.mark.parametrize(
    ("person", "code"),
    [(GUEST, "asker_guest"), (STRANGER, "asker_stranger"), (GONE, "asker_gone")],
    ids=["guest", "stranger", "deactivated"],
)
def test_others_may_not_ask_while_nothing_is_decided(person: Person, code: str) -> None:
    with pytest.raises(NotAllowed) as refused:
        require_may_ask(NOTHING, person)

    assert refused.value.code == code


@pytest.mark.parametrize("person", [GUEST, STRANGER], ids=["guest", "stranger"])
def test_admins_may_let_guests_and_strangers_ask(person: Person) -> None:
    require_may_ask(Policy(guests=True, strangers=True), person)


def test_a_guest_of_another_organisation_needs_both_allowed() -> None:
    with pytest.raises(NotAllowed):
        require_may_ask(Policy(strangers=True), Person("U6", is_guest=True, is_stranger=True))


def test_nobody_deactivated_ever_may() -> None:
    everything = Policy(guests=True, strangers=True, admin_ids=("U5",))

    with pytest.raises(NotAllowed):
        require_may_ask(everything, GONE)
    assert not is_admin(everything, GONE)


@pytest.mark.parametrize(
    ("announcers", "allowed"), [("everyone", {"U1", "U2"}), ("admins", {"U2", "U9"}), ("listed", {"U2", "U7", "U9"})]
)
def test_who_announces_is_decided(announcers: str, allowed: set[str]) -> None:
    policy = Policy.model_validate({"announcers": announcers, "announcer_ids": ["U7", "U3"], "admin_ids": ["U9"]})
    people = [GUEST, STRANGER, GONE, ADMIN, Person("U7"), Person("U9")]
    people += [MEMBER] if announcers == "everyone" else []

    may = {person.user_id for person in people if may_announce(policy, person)}

    assert may - {"U7", "U9"} | (may & allowed) == allowed


def test_who_may_not_announce_is_told_what_to_do_instead() -> None:
    with pytest.raises(NotAllowed, match="/herald admin"):
        require_may_announce(Policy(announcers="admins"), MEMBER)


def test_a_guest_who_may_ask_may_still_not_announce() -> None:
    with pytest.raises(NotAllowed):
        require_may_announce(Policy(guests=True), GUEST)


@pytest.mark.parametrize(
    ("mentions", "member", "admin"), [("nobody", False, False), ("admins", False, True), ("everyone", True, True)]
)
def test_who_notifies_everybody_is_decided(mentions: str, member: bool, admin: bool) -> None:
    policy = Policy.model_validate({"mentions_everyone": mentions})

    assert (may_mention_everyone(policy, MEMBER), may_mention_everyone(policy, ADMIN)) == (member, admin)


def test_who_may_not_notify_everybody_is_told_beside_the_box() -> None:
    with pytest.raises(InvalidField) as refused:
        require_may_mention_everyone(NOTHING, MEMBER)

    assert refused.value.field == "mention"


def test_admins_are_slacks_and_those_whom_they_list() -> None:
    policy = Policy(admin_ids=("U1",))

    assert [is_admin(policy, person) for person in (MEMBER, ADMIN, GUEST)] == [True, True, False]
    with pytest.raises(NotAllowed):
        require_may_administer(NOTHING, MEMBER)


@pytest.mark.parametrize(("photos", "allowed"), [("off", False), ("consent", True), ("free", True)])
def test_photos_are_off_until_somebody_allows_them(photos: str, allowed: bool) -> None:
    policy = Policy.model_validate({"photos": photos})
    with nullcontext() if allowed else pytest.raises(InvalidField, match="Photos are not allowed"):
        require_may_use_photos(policy)


def test_no_list_of_avatars_allows_all_and_a_list_only_what_is_in_it() -> None:
    require_allowed(NOTHING, "avatar", "emma")
    require_allowed(Policy(avatars=("emma",)), "avatar", "emma")
    require_allowed(Policy(avatars=("emma",)), "voice", "john")
    with pytest.raises(InvalidField) as refused:
        require_allowed(Policy(avatars=("emma",)), "avatar", "jim")

    assert refused.value.field == "avatar"


@pytest.mark.parametrize(
    "script",
    [
        "We love Acme.",
        "ACME!",
        "a\u200bcme",
        "\uff21\uff23\uff2d\uff25 is full-width",
        "our ac\u00adme",
        "(acme)",
    ],
    ids=["plain", "capitals", "zero-width", "full-width", "soft-hyphen", "brackets"],
)
def test_a_banned_word_is_found_in_any_guise(script: str) -> None:
    with pytest.raises(InvalidField) as refused:
        require_clean(Policy(banned_words=("Acme",)), script)

    assert refused.value.field == "script"
    assert "“Acme”" in str(refused.value)


@pytest.mark.parametrize("script", ["acmeist", "pacme", "ac me", "acme_x", ""])
def test_only_whole_words_are_banned(script: str) -> None:
    require_clean(Policy(banned_words=("acme",)), script)


def test_a_banned_phrase_is_found_over_line_breaks() -> None:
    assert banned_in(Policy(banned_words=("big  Deal", "C++")), "a BIG\ndeal in c++") == ["big  Deal", "C++"]


@given(
    st.lists(st.text(alphabet="abcßÄİﬁ ", min_size=1, max_size=6).filter(str.strip), min_size=1, max_size=4),
    st.integers(0, 3),
)
def test_whatever_is_banned_is_found_between_other_words(words: list[str], which: int) -> None:
    word = words[which % len(words)]

    assert word in banned_in(Policy(banned_words=tuple(words)), f"so, {word.upper()}. yes")


def test_a_link_lives_as_long_as_is_decided() -> None:
    assert ttl_of(NOTHING, 86_400) == 86_400
    assert ttl_of(Policy(default_ttl_seconds=3_600), 86_400) == 3_600
    assert ttl_of(Policy(longest_ttl_seconds=7_200), 86_400) == 7_200
    require_ttl(Policy(longest_ttl_seconds=7_200), 7_200)
    with pytest.raises(InvalidField, match=re.escape("7,200 seconds")):
        require_ttl(Policy(longest_ttl_seconds=7_200), 7_201)


def test_admins_lower_the_operators_budget_and_never_raise_it() -> None:
    assert budget_of(NOTHING, Decimal(50)) == 50
    assert budget_of(Policy(monthly_budget=Decimal(20)), Decimal(50)) == 20
    assert budget_of(Policy(monthly_budget=Decimal(80)), Decimal(50)) == 50
