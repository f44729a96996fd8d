"""The anchor: the one message in the thread that says how the video is coming along, edited in place."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Final

from bot.posting.posting import Posting, PostingState
from bot.rendering.progress import Progress
from bot.rendering.render import Failure, Render, RenderState
from bot.slack.surfaces.anchor_buttons import cancel_row, choice_row, result_row
from bot.slack.surfaces.blocks import Block, Message, context, link, render_again_button, section
from bot.slack.surfaces.consent import WAITING, describe_waiting
from bot.slack.surfaces.escape import defuse, escape, one_line
from bot.slack.surfaces.figures import dollars, exact_length, length, moment
from bot.slack.surfaces.media import shown_script
from bot.slack.surfaces.progress import NOTHING_KNOWN, describe_progress
from bot.slack.surfaces.results import (
    all_lost,
    are_several,
    describe_leftover,
    describe_missing,
    describe_results,
    describe_shares,
    own,
)
from bot.slack.surfaces.words import explain_failure

QUOTE_LIMIT: Final = 300
AI_MARK: Final = "AI-generated video"
EXPIRED: Final = Failure(code="expired", message="the result's URL ended", charged=True)
_CANCELLED: Final = (
    "*Cancelled* · this video was called off, and nothing was charged. Press Render again to make it after all."
)

Labels = Callable[[str], str]
LabelsOf = Callable[[str], Awaitable[Labels]]
"""The labels of a workspace: its own ids have names that no other knows."""
"""The name that the catalogue gives to the id of an avatar or a voice."""


def build_anchor(render: Render, *, now: datetime, labels: Labels, progress: Progress = NOTHING_KNOWN) -> Message:
    """The anchor of a render, by its state and age; of a ready one, whose posting adds its link, that it is ready."""
    if render.state is RenderState.FAILED:
        return build_failed_anchor(render, labels=labels)
    if render.state is RenderState.CANCELLED:
        return _build(render, "Cancelled", [_CANCELLED], labels, buttons=[render_again_button(render.id)])
    if render.withdrawn_at is not None:
        return _build(render, "Cancelled", [_describe_withdrawn(render)], labels)
    if render.results and are_several(render):
        return build_results_anchor(render, (), now=now, labels=labels)
    if render.state is RenderState.READY:
        return _build(render, "Ready", ["*Ready* · the video is finished and on its way to this thread."], labels)
    title, line = _describe_under_way(render, now, progress)
    missing = describe_missing(render)
    lines = [f"*{title}* · {line}", *([escape(missing)] if missing else [])]
    return _build(render, title, lines, labels, buttons=[cancel_row(render)])


def _describe_under_way(render: Render, now: datetime, progress: Progress) -> tuple[str, str]:
    """A title, and what it means."""
    if render.consent is not None and render.consent.waits:
        return WAITING, describe_waiting(render.consent)
    return describe_progress(render, now, progress)


def build_failed_anchor(render: Render, *, labels: Labels, failure: Failure | None = None) -> Message:
    """The anchor of a render that has nothing to show: why, what it cost, what to do, and the button for it."""
    reason = failure or render.failure or Failure(code="unknown", message="no reason was stored", charged=None)
    words = explain_failure(reason, render)
    called_off = "it had been cancelled anyway. " if render.withdrawn_at is not None else ""
    lines = [f"*No video* · {called_off}{escape(words.text)}"]
    return _build(render, f"No video: {words.what}", lines, labels, buttons=[render_again_button(render.id)])


def build_results_anchor(render: Render, postings: Sequence[Posting], *, now: datetime, labels: Labels) -> Message:
    """The anchor of a render with results, of which some may be still to come: each one's link, or what is left of it.

    A render with several has a line for each, and one for those that will not come. `postings` may be to other
    channels too, of which their names are shown.
    """
    if render.deleted_at is not None:
        return _build_deleted(render, postings)
    if render.withdrawn_at is not None:
        lines = [_describe_withdrawn(render), *_describe_rest(postings)]
        return _build(render, "Cancelled", lines, labels, buttons=_buttons(render, postings, now))
    if not are_several(render):
        return _build_single(render, postings, now=now, labels=labels)
    title, line = _describe_several(render, now)
    missing = describe_missing(render)
    lines = [line, *describe_results(render, postings, now), *([escape(missing)] if missing else [])]
    lines += _describe_rest(postings)
    return _build(render, title, lines, labels, buttons=_buttons(render, postings, now))


def _build_single(render: Render, postings: Sequence[Posting], *, now: datetime, labels: Labels) -> Message:
    """The link while it lives; then what is left of the video."""
    posting = own(postings)[0]
    rest, buttons = _describe_rest(postings), _buttons(render, postings, now)
    address = link(posting.result.url, "Watch the video") if posting.in_time(now) else None
    if address is not None:
        line = f"*Ready* · {address}\nThe link works until {moment(posting.result.deadline)}.{_file_line(posting)}"
        title = "Ready: the link is in this message"
    elif posting.in_thread:
        title, line = "Ready: the video is in the thread", "*Ready* · the video is in the thread. Its link has ended."
    elif posting.file_id is not None:
        title = "The link has ended"
        line = (
            "*Ended* · the link to this video has ended, and it could not be posted in the thread. "
            "Press Regenerate for a new one."
        )
    elif posting.state is PostingState.POSTED:
        title = "The link has ended"
        line = (
            "*Ended* · the link to this video has ended, and no copy could be kept. Press Render again for a new one."
        )
    else:
        return build_failed_anchor(render, labels=labels, failure=EXPIRED)
    return _build(render, title, [line, *rest], labels, buttons=buttons, real=posting.length)


def _build_deleted(render: Render, postings: Sequence[Posting]) -> Message:
    """What is left to be said of a video that its person deleted: not its script."""
    lines = [f"*Deleted* · <@{render.user_id}> deleted this video.", *_describe_rest(postings)]
    blocks = [*map(section, lines), render_again_button(render.id)]
    return Message(f"Deleted – a video asked for by <@{render.user_id}>", blocks)


def _describe_several(render: Render, now: datetime) -> tuple[str, str]:
    there = f"{len(render.results)} of {render.expected_results}"
    if not render.ended:
        title, progress = describe_progress(render, now, NOTHING_KNOWN)
        return title, f"*{title}* · {there} ready. {progress}"
    if render.chosen is not None:
        title = f"Ready: video {render.chosen + 1} was chosen"
    else:
        title = f"Ready: {there} videos" if render.missing else f"Ready: {len(render.results)} videos"
    return title, f"*{title}*"


def _describe_withdrawn(render: Render) -> str:
    """What became of a video that was called off when it was paid for already."""
    who = f"<@{render.user_id}>"
    if render.state is RenderState.READY:
        return f"*Cancelled* · {who} called this video off. It was paid for already, so it went to them alone."
    return (
        f"*Cancelled* · {who} called this video off. It is being made already and paid for, so it goes to them alone "
        "when it is finished."
    )


def _describe_rest(postings: Sequence[Posting]) -> list[str]:
    return [line for line in (describe_shares(postings), describe_leftover(postings)) if line is not None]


def _buttons(render: Render, postings: Sequence[Posting], now: datetime) -> list[Block]:
    """What the person can do: nothing but wait while results are still to come, except to cancel."""
    if all_lost(render, postings, now):
        return [render_again_button(render.id)]
    if not render.ended:
        return [] if render.withdrawn_at is not None else [cancel_row(render)]
    wanted = [position for position in range(len(render.results)) if render.wants(position)]
    choice = [choice_row(render, wanted)] if len(wanted) > 1 else []
    return [*choice, result_row(render)]


def _file_line(posting: Posting) -> str:
    return " The video stays in the thread for longer." if posting.in_thread else ""


def _build(
    render: Render,
    title: str,
    lines: Sequence[str],
    labels: Labels,
    *,
    buttons: Sequence[Block] = (),
    real: timedelta | None = None,
) -> Message:
    blocks: list[Block] = [section(line) for line in lines]
    script = shown_script(render)
    blocks.append(section("> " + escape(one_line(script, QUOTE_LIMIT))))
    blocks += [context(_about(render, labels, real)), *buttons]
    text = f"{escape(title)} – a video asked for by <@{render.user_id}>: {defuse(one_line(script, 80))}"
    return Message(text, blocks)


def _about(render: Render, labels: Labels, real: timedelta | None) -> str:
    chosen = [which for which in (render.choices.avatar, render.choices.voice) if which is not None]
    parts = [f"Asked for by <@{render.user_id}>", *(escape(one_line(labels(which), 80)) for which in chosen)]
    if render.state not in {RenderState.FAILED, RenderState.CANCELLED}:
        estimated = f"about {length(timedelta(seconds=render.expected_seconds))}"
        amount = dollars(render.cost) if render.cost is not None else f"about {dollars(render.price)}"
        parts += [estimated if real is None else exact_length(real), amount, AI_MARK]
    return " · ".join(parts)
