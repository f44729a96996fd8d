"""A person's announcements: as Home and the list show them, and each on its own with what can be done."""

from collections.abc import Sequence
from typing import Any, Final

from bot.posting.announcement import Announcement, AnnouncementState, subject_of
from bot.posting.posting import Posting, PostingState
from bot.slack.surfaces.announce_cards import (
    again_button,
    cancel_button,
    edit_button,
    reschedule_button,
    retry_button,
)
from bot.slack.surfaces.announce_words import (
    describe_channels,
    describe_plan,
    describe_posting,
    describe_reason,
    describe_state,
    explain_no_video,
    fitting,
)
from bot.slack.surfaces.blocks import TITLE_LIMIT, Block, actions, button, context, header, plain, section
from bot.slack.surfaces.chosen import Labels, describe_speaker
from bot.slack.surfaces.escape import escape, one_line
from bot.slack.surfaces.figures import moment
from bot.slack.surfaces.review import script_blocks

NEW: Final = "announce_new"
OPEN: Final = "announce_open"
ALL: Final = "announce_all"
"""The buttons: a new one, one of the list (the value is its id), and the whole list."""
LIST_VIEW: Final = "announce_list_view"
ONE_VIEW: Final = "announce_one_view"
SHOWN_AT_HOME: Final = 4
SHOWN_IN_LIST: Final = 30
_QUOTE_LIMIT: Final = 100


def new_announcement_button() -> Block:
    """*New announcement*."""
    return button(NEW, "New announcement", "new")


def listed(announcements: Sequence[Announcement], user_id: str) -> list[Announcement]:
    """Those that a person is to see: their own that have something in them, and those that wait for their decision.

    What is still to come stands first.
    """
    kept = [one for one in announcements if _concerns(one, user_id)]
    return sorted(kept, key=lambda one: one.state is not AnnouncementState.DRAFT and one.over)


def build_announcements(announcements: Sequence[Announcement], user_id: str) -> list[Block]:
    """Home's part: the next and the last few; nothing for somebody who has none."""
    kept = listed(announcements, user_id)
    if not kept:
        return []
    more = [actions(button(ALL, "All announcements", "all"))] if len(kept) > SHOWN_AT_HOME else []
    return [header("Announcements"), *(_line(one, user_id) for one in kept[:SHOWN_AT_HOME]), *more]


def build_list_view(announcements: Sequence[Announcement], user_id: str) -> dict[str, Any]:
    """All of them that are kept."""
    kept = listed(announcements, user_id)
    lines = [_line(one, user_id) for one in kept[:SHOWN_IN_LIST]]
    return {
        "type": "modal",
        "callback_id": LIST_VIEW,
        "title": plain("Announcements", TITLE_LIMIT),
        "close": plain("Back", TITLE_LIMIT),
        "blocks": lines or [section("None yet. What you announce is listed here.")],
    }


def build_one_view(announcement: Announcement, postings: Sequence[Posting], *, labels: Labels) -> dict[str, Any]:
    """One announcement of one's own: how it stands, what is in it, and what can be done with it."""
    content = announcement.written
    rows = [actions(*part) for part in _parts(_buttons(announcement, postings))]
    return {
        "type": "modal",
        "callback_id": ONE_VIEW,
        "private_metadata": announcement.id,
        "title": plain("Announcement", TITLE_LIMIT),
        "close": plain("Back", TITLE_LIMIT),
        "blocks": [
            section(f"*{describe_state(announcement)}*{_why(announcement)}"),
            *([section(lines)] if (lines := fitting([describe_posting(posting) for posting in postings])) else []),
            *rows,
            *script_blocks(content.script),
            section(f"{describe_speaker(content.wishes, labels)}\n{describe_plan(content)}"),
            context(f"Begun {moment(announcement.requested_at)}. {_decisions(announcement)}"),
        ],
    }


def _concerns(announcement: Announcement, user_id: str) -> bool:
    if announcement.user_id != user_id:
        return announcement.tag is not None and announcement.reviewer_id == user_id
    draft = announcement.state is AnnouncementState.DRAFT
    return bool(announcement.content.script.strip()) or not draft


def _line(announcement: Announcement, user_id: str) -> Block:
    content = announcement.written
    said = escape(one_line(content.script, _QUOTE_LIMIT)) or "No script yet."
    places = describe_channels(content.channels[:3]) + (" and more" if len(content.channels) > 3 else "")
    line = section(f"*{describe_state(announcement)}* · {said}\n{places} · {_time(announcement)}")
    if announcement.user_id == user_id:
        line["accessory"] = button(OPEN, "Open", announcement.id)
    return line


def _time(announcement: Announcement) -> str:
    due = announcement.written.due_at
    if announcement.state is AnnouncementState.POSTED:
        return moment(announcement.goes_out_at)
    return f"begun {moment(announcement.requested_at)}" if due is None else moment(due)


def _why(announcement: Announcement) -> str:
    if announcement.state is AnnouncementState.FAILED:
        return f"\n{escape(explain_no_video(announcement.failure))}"
    decided = announcement.state in {AnnouncementState.CHANGES_WANTED, AnnouncementState.REJECTED}
    return describe_reason(announcement.reason) if decided else ""


def _decisions(announcement: Announcement) -> str:
    words = {"approved": "approved", "changes": "asked for changes to", "rejected": "rejected"}
    lines = [
        f"<@{one.by}> {words[one.what]} the {subject_of(one.tag)} {moment(one.at)}."
        for one in announcement.decisions[-5:]
    ]
    return " ".join(lines)


def _buttons(announcement: Announcement, postings: Sequence[Posting]) -> list[Block]:
    draft = announcement.state is AnnouncementState.DRAFT
    buttons = []
    if announcement.may_be_edited:
        buttons.append(edit_button(announcement))
    if announcement.may_be_cancelled and not draft:
        buttons.append(reschedule_button(announcement))
    if not announcement.may_be_cancelled:
        buttons.append(again_button(announcement.id))
    if announcement.may_be_cancelled:
        buttons.append(cancel_button(announcement))
    failed = [posting for posting in postings if posting.state is PostingState.FAILED]
    for place, posting in enumerate(failed, start=1):
        number = f" ({place})" if len(failed) > 1 else ""
        again = retry_button(posting, f"Try again{number}")
        buttons.append({**again, "action_id": f"{again['action_id']}:{place}"})
    return buttons


def _parts(buttons: Sequence[Block]) -> list[Sequence[Block]]:
    """Rows that are not too long to be read on a phone."""
    return [buttons[start : start + 4] for start in range(0, len(buttons), 4)]
