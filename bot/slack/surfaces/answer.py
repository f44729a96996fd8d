"""The answer: the one message that notifies, when a video is finished; and what is said by DM instead."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Final

from bot.posting.posting import Posting
from bot.rendering.render import DEFECT, Failure, Render, RenderState
from bot.slack.surfaces.anchor import AI_MARK, EXPIRED, QUOTE_LIMIT
from bot.slack.surfaces.announce_words import describe_announced
from bot.slack.surfaces.blocks import Message, context, link, render_again_button, section
from bot.slack.surfaces.escape import defuse, escape, one_line
from bot.slack.surfaces.explanations import OPERATOR, explain_code
from bot.slack.surfaces.figures import dollars, exact_length, moment
from bot.slack.surfaces.media import shown_script
from bot.slack.surfaces.results import are_several, describe_leftover, describe_missing, mention
from bot.slack.surfaces.words import explain_failure, short_reference

_MARK_LINE: Final = f"{AI_MARK}, made with Herald."
_NO_MEMBER: Final = frozenset({"not_in_channel", "channel_not_found"})


def build_answer(render: Render, posting: Posting, *, now: datetime) -> str:
    """The comment under which the file is shared, or the reply that carries the link alone."""
    address = link(posting.result.url, "Watch it here") if posting.in_time(now) else None
    parts = [_opening(render, posting)]
    if address is not None:
        parts.append(f"{address} – the link works until {moment(posting.result.deadline)}.")
    elif posting.message_ts is not None:
        parts.append("Its link has ended." if posting.file_id is None else "Its link has ended; the file stays.")
    if posting.length is not None:
        parts.append(f"It is {exact_length(posting.length)} long.")
    for_others = posting.elsewhere or render.batch_id is not None
    parts.append(_MARK_LINE if for_others else _cost_line(render, posting.result.cost))
    return " ".join(parts)


def _opening(render: Render, posting: Posting) -> str:
    number = f"video {posting.position + 1} of {render.expected_results}" if are_several(render) else None
    if posting.announcement_id is not None:
        return describe_announced(posting, shown_script(render))
    if posting.elsewhere:
        return f"<@{render.user_id}> shares a video."
    if render.batch_id is not None:
        return f"<@{render.user_id}> sends you a video, made for you."
    if render.withdrawn_at is not None:
        return f"<@{render.user_id}>, {number or 'the video'} that you cancelled is finished. It was paid for already."
    return f"<@{render.user_id}>, {number or 'your video'} is ready."


def build_private_notice(render: Render) -> Message:
    """A DM on a render that ended without its anchor, or without some of its results: what became of it, what to do."""
    missing = describe_missing(render)
    if missing is not None:
        others = "in the thread" if render.withdrawn_at is None else "here"
        line = f"Not all of your videos came: {missing} The others are {others}."
        return _notice(render, f"{line} {short_reference(render.id)}")
    if render.state is RenderState.CANCELLED:
        line = "The video that you asked for was called off, and nothing was charged."
        return _notice(render, f"{line} Press Render again to make it after all.")
    failure = render.failure or Failure(code="unknown", message="no reason was stored", charged=None)
    start = (
        "Your video was made, but I could not bring it to you." if render.results else "I could not make your video."
    )
    return _notice(render, f"{start} {explain_failure(failure, render).text}")


def build_expired_notice(render: Render) -> Message:
    """A DM on a video that could not be delivered while its link lived."""
    return _notice(render, explain_failure(EXPIRED, render).text)


def build_unshared_notice(render: Render, posting: Posting) -> Message:
    """A DM on a video that could not be shared to another channel: why, and what to do."""
    if {posting.failure, posting.keep_failed} & _NO_MEMBER:
        why = "I am not a member of it. Type `/invite @Herald` there, then press Share to… again."
    elif posting.failure is None:
        why = "its link has ended, and I have no copy of it that I may read."
    elif posting.failure == DEFECT:
        why = f"{explain_code(DEFECT).what} Tell {OPERATOR}, who can see what broke."
    else:
        why = f"Slack did not let me. {explain_code(posting.failure).what} Pick another channel, or ask an admin."
    line = f"I could not share your video with {mention(posting.destination.channel_id)}: {why}"
    blocks = [section(line), section("> " + escape(one_line(shown_script(render), QUOTE_LIMIT)))]
    return Message(f"{line} The script: {defuse(one_line(shown_script(render), 80))}", blocks)


def build_leftover_notice(render: Render, postings: Sequence[Posting]) -> Message:
    """A DM on a deletion that left something behind where the anchor cannot say so."""
    line = f"Your video was deleted. {describe_leftover(postings) or ''} {short_reference(render.id)}"
    return Message(line, [section(line)])


def build_undelivered_notice(render: Render, posting: Posting, *, now: datetime) -> Message:
    """A DM on a finished video that Slack does not let into its thread: its link while that lives, and what to do."""
    why = (
        "Slack did not let me post it in its thread. Type `/invite @Herald` in the channel "
        "if I am not a member of it; if that is not the reason, ask an admin."
    )
    if posting.failure == DEFECT:
        why = f"I could not post it in its thread. {explain_code(DEFECT).what} Tell {OPERATOR}, who can see what broke."
    line = f"Your video is finished, but {why}"
    message = _notice(render, f"{line} {_cost_line(render, posting.result.cost)} {short_reference(render.id)}")
    address = link(posting.result.url, "Watch the video") if posting.in_time(now) else None
    if address is None:
        return message
    where = section(f"{address} – the link works until {moment(posting.result.deadline)}. Keep a copy while it does.")
    return Message(message.text, [message.blocks[0], where, *message.blocks[1:]])


def _cost_line(render: Render, cost: Decimal | None) -> str:
    amount = f"It cost {dollars(cost)}." if cost is not None else f"It cost about {dollars(render.price_per_result)}."
    return f"{amount} {_MARK_LINE}"


def _notice(render: Render, line: str) -> Message:
    blocks = [
        section(escape(line)),
        section("> " + escape(one_line(shown_script(render), QUOTE_LIMIT))),
        context(f"{_where(render)}Your script is kept: the button opens the form with it filled in."),
        render_again_button(render.id),
    ]
    return Message(f"{escape(line)} The script: {defuse(one_line(shown_script(render), 80))}", blocks)


def _where(render: Render) -> str:
    channel_id = render.destination.channel_id
    return f"Asked for in <#{channel_id}>. " if channel_id.startswith(("C", "G")) else ""
