"""The messages of an announcement's life: to the reviewer, who decides, and to the author, who hears of it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from bot.posting.announcement import Announcement, Ask, Decision, News, subject_of
from bot.posting.posting import Posting, PostingState
from bot.slack.surfaces.announce_words import (
    describe_approver_problem,
    describe_channels,
    describe_plan,
    describe_posting,
    describe_reason,
    explain_no_video,
    explain_refusal,
    fitting,
    quote,
)
from bot.slack.surfaces.blocks import Block, Message, actions, button, confirmation, context, link, section
from bot.slack.surfaces.chosen import Labels, describe_speaker
from bot.slack.surfaces.escape import defuse, escape, one_line
from bot.slack.surfaces.figures import dollars, length, moment
from bot.slack.surfaces.results import mention
from bot.slack.surfaces.review import script_blocks

APPROVE: Final = "announce_approve"
CHANGES: Final = "announce_changes"
REJECT: Final = "announce_reject"
"""The reviewer's buttons; the value is the announcement and what is decided: `a1@script1`."""
EDIT: Final = "announce_edit"
CANCEL: Final = "announce_cancel"
RESCHEDULE: Final = "announce_reschedule"
AGAIN: Final = "announce_again"
"""The author's buttons; the value is the announcement."""
RETRY: Final = "announce_retry"
"""The same for one channel; the value is the posting behind the announcement: `a1/a1.1-c0`."""
_TEXT_QUOTE: Final = 80


def build_ask(announcement: Announcement, shown: Posting | None, *, labels: Labels, now: datetime) -> Message:
    """The question to the reviewer: what is announced, where and when, and the buttons."""
    content, author = announcement.content, f"<@{announcement.user_id}>"
    own, of_script = content.approver_id is None, subject_of(announcement.tag or "") == "script"
    if own:
        title = "Your announcement is ready"
        line = f"*The video of your announcement is ready.* {_where(shown, now, 'in the thread above this message')}"
    elif of_script:
        title, line = (
            f"{author} asks you to approve an announcement",
            f"*{author} asks you to approve an announcement.* This is its script; the video comes to you, too, before "
            "anything is posted.",
        )
    else:
        title, line = (
            f"The video of {author}'s announcement waits for you",
            f"*The video of {author}'s announcement is finished.* {_where(shown, now, 'above this message')}",
        )
    blocks = [
        section(line),
        *script_blocks(content.script),
        section(f"{describe_speaker(content.wishes, labels)}\n{describe_plan(content, approver=False)}"),
        _own_row(announcement) if own else _reviewer_row(announcement),
        context(f"{describe_length(announcement)} AI-generated video. {_before(announcement)}"),
    ]
    return Message(f"{title}: {defuse(one_line(content.script, _TEXT_QUOTE))}", blocks)


def build_closed_ask(announcement: Announcement, ask: Ask) -> Message:
    """What takes the question's place: what was decided, or why nothing is to be decided any more."""
    decision = next((one for one in reversed(announcement.decisions) if one.tag == ask.tag), None)
    if decision is None:
        line = "This is not asked any more: the announcement was changed, put aside or called off."
    else:
        line = f"*{_describe_decision(decision, ask)}*{describe_reason(decision.reason)}"
    author = context(f"An announcement of <@{announcement.user_id}>.")
    return Message(line, [section(line), section(quote(announcement.content)), author])


def build_news(announcement: Announcement, postings: Sequence[Posting]) -> Message:
    """What the author is told, with what to do next."""
    line, buttons = _news(announcement, postings)
    blocks = [section(line), section(quote(announcement.content)), *([actions(*buttons)] if buttons else [])]
    return Message(f"{line} {defuse(one_line(announcement.content.script, _TEXT_QUOTE))}", blocks)


def build_refused_channel(posting: Posting, script: str) -> Message:
    """A DM to the author on one channel that has not got the announcement: why, and what to do."""
    place = mention(posting.destination.channel_id)
    line = f"I could not post your announcement in {place}: {escape(explain_refusal(posting))}"
    announcement_id = posting.announcement_id or ""
    row = actions(
        again_button(announcement_id) if posting.state is PostingState.EXPIRED else retry_button(posting, "Try again")
    )
    said = section(f"> {escape(one_line(script, 300)) or '…'}")
    return Message(f"{line} {defuse(one_line(script, _TEXT_QUOTE))}", [section(line), said, row])


def retry_button(posting: Posting, label: str) -> Block:
    """*Try again* for a channel."""
    return button(RETRY, label, f"{posting.announcement_id}/{posting.id}")


def again_button(announcement_id: str) -> Block:
    """*Use it again*: a new announcement with what this one had."""
    return button(AGAIN, "Use it again", announcement_id)


def cancel_button(announcement: Announcement) -> Block:
    """*Cancel*, which asks first."""
    ask = confirmation(
        "Call this announcement off?",
        "Nothing of it is posted from now on. A video that is being made already, or is made, stays paid.",
        yes="Call it off",
        no="Keep it",
    )
    return button(CANCEL, "Cancel announcement", announcement.id, confirm=ask, danger=True)


def reschedule_button(announcement: Announcement) -> Block:
    """*Reschedule*."""
    return button(RESCHEDULE, "Reschedule", announcement.id)


def edit_button(announcement: Announcement, *, primary: bool = False) -> Block:
    """*Edit*."""
    return button(EDIT, "Edit", announcement.id, primary=primary)


def _where(shown: Posting | None, now: datetime, place: str) -> str:
    """Where its reviewer sees the video: the link alone where Slack did not take the file."""
    if shown is not None and shown.state is PostingState.POSTED:
        return f"It is {place}."
    address = link(shown.result.url, "Watch it here") if shown is not None and shown.in_time(now) else None
    if address is None or shown is None:
        return "Slack did not let me show it to you here, and its link has ended. Ask its author to show it to you."
    return f"Slack did not let me send you the file: {address}, until {moment(shown.result.deadline)}."


def _reviewer_row(announcement: Announcement) -> Block:
    value = f"{announcement.id}@{announcement.tag}"
    return actions(
        button(APPROVE, "Approve", value, primary=True),
        button(CHANGES, "Ask for changes", value),
        button(REJECT, "Reject", value, danger=True),
    )


def _own_row(announcement: Announcement) -> Block:
    label = "Post it now" if announcement.content.due_at is None else "Post it at its time"
    return actions(
        button(APPROVE, label, f"{announcement.id}@{announcement.tag}", primary=True),
        edit_button(announcement),
        reschedule_button(announcement),
        cancel_button(announcement),
    )


def _before(announcement: Announcement) -> str:
    if subject_of(announcement.tag or "") == "script":
        return "Nothing is made or posted before you approve it."
    return "Nothing is posted before you say so."


def describe_length(announcement: Announcement) -> str:
    """How long it is and what it costs, before it is made."""
    takes = length(timedelta(seconds=announcement.expected_seconds))
    return f"About {takes}, about {dollars(announcement.price)}."


def _describe_decision(decision: Decision, ask: Ask) -> str:
    what = subject_of(decision.tag)
    who = "You" if decision.by == ask.user_id else f"<@{decision.by}>"
    if decision.what == "approved":
        return f"{who} approved the {what}."
    return f"{who} asked for changes:" if decision.what == "changes" else f"{who} rejected the {what}."


def _news(announcement: Announcement, postings: Sequence[Posting]) -> tuple[str, list[Block]]:
    content, approver = announcement.content, f"<@{announcement.reviewer_id}>"
    match announcement.news:
        case News.CHANGES:
            return _changes_line(announcement), [edit_button(announcement, primary=True), cancel_button(announcement)]
        case News.REJECTED:
            line = f"{approver} rejected your announcement.{describe_reason(announcement.reason)}"
            return line, [again_button(announcement.id)]
        case News.FAILED:
            why = escape(explain_no_video(announcement.failure))
            line = f"There is no video for your announcement. {why} Press Edit to change it and try again."
            return line, [edit_button(announcement, primary=True), cancel_button(announcement)]
        case News.CALLED_OFF:
            line = "Your announcement was called off, because its video was cancelled or deleted."
            return line, [again_button(announcement.id)]
        case News.APPROVED:
            places = describe_channels(content.channels)
            line = (
                f"{approver} approved your announcement. It is posted in {places}, {moment(announcement.goes_out_at)}."
            )
            return line, [reschedule_button(announcement), cancel_button(announcement)]
        case _:
            return _posted_line(postings), []


def _changes_line(announcement: Announcement) -> str:
    approver = f"<@{announcement.reviewer_id}>"
    if announcement.failure is not None:
        why = escape(describe_approver_problem(announcement.failure.code))
        return f"I cannot ask {approver} to approve your announcement: {why}. Press Edit to pick somebody else."
    what = subject_of(announcement.decisions[-1].tag) if announcement.decisions else "video"
    reason = describe_reason(announcement.reason)
    return f"{approver} asks for changes to the {what} of your announcement.{reason}"


def _posted_line(postings: Sequence[Posting]) -> str:
    done = [mention(one.destination.channel_id) for one in postings if one.state is PostingState.POSTED]
    rest = [describe_posting(one) for one in postings if one.state is not PostingState.POSTED]
    line = f"Your announcement was posted in {', '.join(done)}." if done else "Your announcement was posted nowhere."
    return fitting([line, *(f"• {each}" for each in rest)])
