"""The `conversations.*` and `users.*` methods."""

from typing import Any

from tests.contract.slack.cases import ELSEWHERE, HERE, SECRET, Case, channel_cases, fails, works

LISTS: list[tuple[str, str, dict[str, Any]]] = [
    ("conversations.list", "channels", {}),
    ("users.conversations", "channels", {"user": "U0ALICE"}),
    ("users.list", "members", {}),
    ("conversations.members", "members", {"channel": HERE}),
    ("conversations.history", "messages", {"channel": HERE}),
    ("conversations.replies", "messages", {"channel": HERE, "ts": "{mine}"}),
]
READING = [
    *(works(method, shown, **args) for method, shown, args in LISTS),
    *(fails(method, "invalid_cursor", cursor="x", **args) for method, _, args in LISTS),
    *(fails(method, "invalid_limit", limit=1001, **args) for method, _, args in LISTS[:2]),
    *(fails(method, "invalid_types", types="public_channel,fan_club", **args) for method, _, args in LISTS[:2]),
    *(
        fails(method, f"invalid_ts_{name}", **{name: "x"}, **args)
        for name in ("oldest", "latest")
        for method, _, args in LISTS[4:]
    ),
    fails("conversations.members", "invalid_limit", channel=HERE, limit=-1),
    *channel_cases("conversations.members", joined=False),
    *channel_cases("conversations.history"),
    *channel_cases("conversations.replies", ts="1.000001"),
    fails("conversations.replies", "thread_not_found", channel=HERE, ts="1.000001"),
    works("conversations.info", "channel", channel=ELSEWHERE, include_num_members=True, include_locale=True),
    *channel_cases("conversations.info", joined=False),
    works("conversations.mark", channel=HERE, ts="{mine}"),
    *channel_cases("conversations.mark", ts="1.000001"),
    fails("conversations.mark", "invalid_timestamp", channel=HERE, ts="now"),
]
OPENING = [
    works("conversations.open", "channel", users="U0ALICE"),
    works("conversations.open", "channel", users="U0ALICE,U0BOB", return_im=True),
    works("conversations.open", "channel", channel="{direct}"),
    fails("conversations.open", "channel_not_found", channel="D0NOWHERE"),
    fails("conversations.open", "method_not_supported_for_channel_type", channel=HERE),
    fails("conversations.open", "users_list_not_supplied", users=""),
    fails("conversations.open", "too_many_users", users=",".join(f"U{n}" for n in range(9))),
    fails("conversations.open", "user_not_found", users="U0NOBODY"),
    fails("conversations.open", "user_disabled", users="U0OLGA"),
    works("conversations.close", channel="{direct}"),
    fails("conversations.close", "method_not_supported_for_channel_type", channel=HERE),
    *channel_cases("conversations.close", joined=False),
]
MEMBERS = [
    works("conversations.join", "channel", channel=ELSEWHERE),
    works("conversations.join", "channel", "warning", channel=HERE),
    fails("conversations.join", "channel_not_found", channel="C0NOWHERE"),
    fails("conversations.join", "method_not_supported_for_channel_type", channel=SECRET),
    fails("conversations.join", "is_archived", channel="{archived}"),
    works("conversations.leave", channel=HERE),
    works("conversations.leave", "not_in_channel", channel=ELSEWHERE),
    fails("conversations.leave", "cant_leave_general", channel="C0GENERAL"),
    fails("conversations.leave", "last_member", channel="{private}"),
    fails("conversations.leave", "is_archived", channel="{archived}"),
    fails("conversations.leave", "method_not_supported_for_channel_type", channel="{direct}"),
    *channel_cases("conversations.leave", joined=False),
    works("conversations.invite", "channel", channel="{own}", users="U0ALICE,U0BOB"),
    fails("conversations.invite", "no_user", channel="{own}", users=""),
    fails("conversations.invite", "user_not_found", channel="{own}", users="U0NOBODY"),
    fails("conversations.invite", "already_in_channel", channel=HERE, users="U0ALICE"),
    fails("conversations.invite", "cant_invite_self", channel=HERE, users="U0HERALD"),
    fails("conversations.invite", "cant_invite", channel=HERE, users="U0OLGA"),
    fails("conversations.invite", "is_archived", channel="{archived}", users="U0ALICE"),
    fails("conversations.invite", "method_not_supported_for_channel_type", channel="{direct}", users="U0BOB"),
    *channel_cases("conversations.invite", users="U0ALICE"),
    works("conversations.kick", channel=HERE, user="U0BOB"),
    fails("conversations.kick", "cant_kick_self", channel=HERE, user="U0HERALD"),
    fails("conversations.kick", "cant_kick_from_general", channel="C0GENERAL", user="U0BOB"),
    fails("conversations.kick", "user_not_found", channel=HERE, user="U0NOBODY"),
    fails("conversations.kick", "not_in_channel", channel="{own}", user="U0BOB"),
    fails("conversations.kick", "method_not_supported_for_channel_type", channel="{direct}", user="U0ALICE"),
    *channel_cases("conversations.kick", user="U0BOB"),
]
TOLD = (("conversations.setTopic", "topic"), ("conversations.setPurpose", "purpose"))


def _told_cases(method: str, fits: dict[str, Any], too_long: dict[str, Any]) -> list[Case]:
    return [
        works(method, "channel", channel=HERE, **fits),
        fails(method, "too_long", channel=HERE, **too_long),
        fails(method, "is_archived", channel="{archived}", **fits),
        fails(method, "method_not_supported_for_channel_type", channel="{direct}", **fits),
        *channel_cases(method, **fits),
    ]


CHANNELS = [
    works("conversations.create", "channel", name="news"),
    fails("conversations.create", "name_taken", name="launch"),
    fails("conversations.create", "invalid_name_required", name=""),
    fails("conversations.create", "invalid_name_maxlength", name="x" * 81),
    fails("conversations.create", "invalid_name_punctuation", name="--"),
    fails("conversations.create", "invalid_name_specials", name="News!"),
    works("conversations.archive", channel="{own}"),
    fails("conversations.archive", "already_archived", channel="{archived}"),
    fails("conversations.archive", "cant_archive_general", channel="C0GENERAL"),
    *channel_cases("conversations.archive"),
    works("conversations.unarchive", channel="{archived}"),
    fails("conversations.unarchive", "not_archived", channel=HERE),
    *channel_cases("conversations.unarchive", joined=False),
    works("conversations.rename", "channel", channel="{own}", name="theirs"),
    fails("conversations.rename", "not_authorized", channel=HERE, name="theirs"),
    fails("conversations.rename", "name_taken", channel="{own}", name="launch"),
    fails("conversations.rename", "invalid_name_specials", channel="{own}", name="A"),
    fails("conversations.rename", "is_archived", channel="{archived}", name="older"),
    *channel_cases("conversations.rename", name="theirs"),
    *(case for method, name in TOLD for case in _told_cases(method, {name: "Videos"}, {name: "x" * 251})),
]
USERS = [
    works("users.info", "user", user="U0ALICE", include_locale=True),
    fails("users.info", "user_not_found", user="U0NOBODY"),
    works("users.lookupByEmail", "user", email="Alice@playground.example"),
    fails("users.lookupByEmail", "users_not_found", email="nobody@playground.example"),
    fails("users.lookupByEmail", "users_not_found", email="olga@playground.example"),
    works("users.profile.get", "profile", user="U0BOB"),
    fails("users.profile.get", "user_not_found", user="U0NOBODY"),
    works("users.getPresence", "presence", user="U0BOB"),
    fails("users.getPresence", "user_not_found", user="U0NOBODY"),
    fails("users.conversations", "user_not_found", user="U0NOBODY"),
]
CASES: list[Case] = [*READING, *OPENING, *MEMBERS, *CHANNELS, *USERS]
