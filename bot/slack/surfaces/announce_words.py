"""An announcement in words: how it stands, where it goes, when, and what became of it in each channel."""

from collections.abc import Sequence
from typing import Final

from bot.posting.announcement import Announcement, AnnouncementState, Content
from bot.posting.posting import Posting, PostingState
from bot.rendering.render import Failure
from bot.slack.surfaces.escape import escape, one_line, width
from bot.slack.surfaces.explanations import explain_code
from bot.slack.surfaces.figures import moment
from bot.slack.surfaces.results import mention
from bot.slack.surfaces.words import NOTHING_CHARGED

REASON_LIMIT: Final = 1000
QUOTE_LIMIT: Final = 200
PARAGRAPH_LIMIT: Final = 2900
QUOTED_LIMIT: Final = 2000
"""Of a reason as it is shown: what is escaped takes more room than what was typed."""
ANNOUNCED_LIMIT: Final = 2000
"""Of the script above the posted video; all of it is in the transcript."""
NOTIFIES: Final = {"channel": "everybody in the channel (@channel)", "here": "everybody who is there (@here)"}
STATES: Final = {
    AnnouncementState.DRAFT: "Draft",
    AnnouncementState.SCRIPT_REVIEW: "The script waits for approval",
    AnnouncementState.CHANGES_WANTED: "Changes are wanted",
    AnnouncementState.MAKING: "The video is being made",
    AnnouncementState.VIDEO_REVIEW: "The video waits for approval",
    AnnouncementState.APPROVED: "Approved",
    AnnouncementState.POSTED: "Posted",
    AnnouncementState.REJECTED: "Rejected",
    AnnouncementState.CANCELLED: "Called off",
    AnnouncementState.FAILED: "No video",
}
_APPROVER_PROBLEMS: Final = {
    "approver_gone": "their account is deactivated",
    "approver_guest": "they are a guest, and guests approve nothing",
    "approver_stranger": "they belong to another organisation",
    "approver_bot": "it is an app, not a person",
    "approver_yourself": "it is you",
}
_NOT_MEMBER: Final = frozenset({"not_in_channel", "channel_not_found"})


def describe_approver_problem(code: str) -> str:
    """Why somebody cannot approve, to go on after their name."""
    return _APPROVER_PROBLEMS.get(code) or f"Slack does not let me write to them: {explain_code(code).what}"


def describe_channels(channels: Sequence[str]) -> str:
    """The channels as Slack shows them; markup."""
    names = [mention(channel_id) for channel_id in channels]
    return ", ".join(names) or "no channel yet"


def describe_when(content: Content) -> str:
    """When it is posted; markup."""
    return "as soon as it is approved" if content.due_at is None else moment(content.due_at)


def describe_plan(content: Content, *, approver: bool = True) -> str:
    """Where, when, by whose leave and with whom notified, a line each; markup."""
    lines = [f"*Posted in* {describe_channels(content.channels)}", f"*When* {describe_when(content)}"]
    if approver:
        lines.append(f"*Approved by* {_describe_approver(content)}")
    if content.mention is not None:
        lines.append(f"*Notifies* {NOTIFIES[content.mention]}")
    return "\n".join(lines)


def describe_state(announcement: Announcement) -> str:
    """How it stands, in a few words; markup."""
    words = STATES[announcement.state]
    if announcement.tag is not None and announcement.content.approver_id is not None:
        return f"{words} by <@{announcement.reviewer_id}>"
    if announcement.state is AnnouncementState.VIDEO_REVIEW:
        return "The video waits for you to post it"
    if announcement.state is AnnouncementState.APPROVED:
        return f"{words}, posted {moment(announcement.goes_out_at)}"
    return words


def describe_posting(posting: Posting) -> str:
    """What became of it in one channel; markup."""
    place = mention(posting.destination.channel_id)
    match posting.state:
        case PostingState.POSTED:
            return f"{place} · posted"
        case PostingState.FAILED | PostingState.EXPIRED:
            return f"{place} · not posted: {explain_refusal(posting)}"
        case PostingState.WITHDRAWN:
            return f"{place} · taken back"
        case PostingState.WAITING:
            return f"{place} · waits for approval"
        case _:
            return f"{place} · to be posted {moment(posting.due_at)}"


def explain_refusal(posting: Posting) -> str:
    """Why a channel has not got it, and what helps; plain text."""
    code = posting.failure or posting.keep_failed or "unknown"
    if posting.state is PostingState.EXPIRED:
        return "the link to the video has ended, and I have no copy of it that I may read. Press Use it again."
    if code in _NOT_MEMBER:
        return "I am not a member of it. Type /invite @Herald there, then press Try again."
    if code == "is_archived":
        return "it is archived. Once somebody has unarchived it, press Try again."
    return f"Slack did not let me. {explain_code(code).what} Ask an admin, then press Try again."


def explain_no_video(failure: Failure | None) -> str:
    """Why there is no video for it, and what that cost; plain text."""
    if failure is None:
        return "The reason is not known."
    if failure.code == "refused":
        return failure.message
    explained = explain_code(failure.code, failure.parameter)
    doubt = "Nobody can say whether it was charged."
    cost = doubt if failure.charged is None else "The video was charged." if failure.charged else NOTHING_CHARGED
    return f"{explained.what} {cost}"


def describe_announced(posting: Posting, script: str) -> str:
    """What stands above the video in a channel: whose announcement it is, and what it says; markup.

    Nobody but the author's own tick puts a mention there: the script is escaped.
    """
    if posting.for_approval:
        return f"<@{posting.user_id}> asks you to approve this video."
    notifies = "" if posting.mention is None else f"<!{posting.mention}> "
    said = _escaped(script, ANNOUNCED_LIMIT)
    return f"{notifies}*An announcement of <@{posting.user_id}>*\n{f'> {said}' if said else ''}\n"


def describe_reason(reason: str) -> str:
    """What somebody gave as their reason, quoted; markup, empty where they gave none."""
    said = _escaped(reason, QUOTED_LIMIT)
    return f"\n> {said}" if said else ""


def quote(content: Content) -> str:
    """The beginning of the script, quoted; markup."""
    return f"> {escape(one_line(content.script, QUOTE_LIMIT)) or '…'}"


def fitting(lines: Sequence[str]) -> str:
    """As many of the lines as one paragraph holds, none of them cut."""
    kept, room = list[str](), PARAGRAPH_LIMIT
    for line in lines:
        room -= width(line) + 1
        if room < 0:
            return "\n".join([*kept, "…"])
        kept.append(line)
    return "\n".join(kept)


def _escaped(text: str, limit: int) -> str:
    """A text on one line, of at most `limit` characters when it is escaped."""
    size = limit
    while width(said := escape(one_line(text, size))) > limit:
        size = size * 3 // 4
    return said


def _describe_approver(content: Content) -> str:
    if content.approver_id is not None:
        return f"<@{content.approver_id}>: first the script, then the finished video"
    if content.unasked:
        return "you, with this review: it goes out without one more question"
    return "you: you see the finished video before it is posted"
