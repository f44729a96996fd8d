"""The anchor: the one message in the thread that says how the video is coming along, edited in place."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Final

from bot.posting.posting import Posting, PostingState
from bot.rendering.render import Failure, Render, RenderState
from bot.slack.surfaces.blocks import Block, Message, context, link, render_again_button, section
from bot.slack.surfaces.escape import defuse, escape, one_line
from bot.slack.surfaces.figures import dollars, length, moment
from bot.slack.surfaces.results import all_lost, are_several, describe_missing, describe_results
from bot.slack.surfaces.words import explain_failure

QUOTE_LIMIT: Final = 300
TYPICAL_TIME: Final = "1 to 5 minutes"
"""What people report of HeyGen Avatar IV; nobody promises it."""
LATE_AFTER: Final = timedelta(minutes=20)
AI_MARK: Final = "AI-generated video"
EXPIRED: Final = Failure(code="expired", message="the result's URL ended", charged=True)

Labels = Callable[[str], str]
LabelsOf = Callable[[str], Awaitable[Labels]]
"""The labels of a workspace: its own ids have names that no other knows."""
"""The name that the catalogue gives to the id of an avatar or a voice."""


def build_anchor(render: Render, *, now: datetime, labels: Labels) -> Message:
    """The anchor of a render, by its state and age; of a ready one, whose posting adds its link, that it is ready."""
    if render.state is RenderState.FAILED:
        return build_failed_anchor(render, labels=labels)
    if render.state is RenderState.CANCELLED:
        lines = ["*Cancelled* · this video was called off. Press Render again to make it after all."]
        return _build(render, "Cancelled", lines, labels, again=True)
    if render.results and are_several(render):
        return build_results_anchor(render, (), now=now, labels=labels)
    if render.state is RenderState.READY:
        return _build(render, "Ready", ["*Ready* · the video is finished and on its way to this thread."], labels)
    title, line = _describe_progress(render, now)
    missing = describe_missing(render)
    return _build(render, title, [f"*{title}* · {line}", *([escape(missing)] if missing else [])], labels)


def build_failed_anchor(render: Render, *, labels: Labels, failure: Failure | None = None) -> Message:
    """The anchor of a render that has nothing to show: why, what it cost, what to do, and the button for it."""
    reason = failure or render.failure or Failure(code="unknown", message="no reason was stored", charged=None)
    words = explain_failure(reason, render)
    return _build(render, f"No video: {words.what}", [f"*No video* · {escape(words.text)}"], labels, again=True)


def build_results_anchor(render: Render, postings: Sequence[Posting], *, now: datetime, labels: Labels) -> Message:
    """The anchor of a render with results, of which some may be still to come: each one's link, or what is left of it.

    A render with several has a line for each, and one for those that will not come.
    """
    if not are_several(render):
        return _build_single(render, postings[0], now=now, labels=labels)
    there = f"{len(render.results)} of {render.expected_results}"
    if render.ended:
        title = f"Ready: {there} videos" if render.missing else f"Ready: {len(render.results)} videos"
        line = f"*{title}*"
    else:
        title, progress = _describe_progress(render, now)
        line = f"*{title}* · {there} ready. {progress}"
    missing = describe_missing(render)
    lines = [line, *describe_results(render, postings, now), *([escape(missing)] if missing else [])]
    return _build(render, title, lines, labels, again=all_lost(render, postings, now))


def _build_single(render: Render, posting: Posting, *, now: datetime, labels: Labels) -> Message:
    """The link while it lives; then what is left of the video."""
    address = link(posting.result.url, "Watch the video") if posting.in_time(now) else None
    if address is not None:
        line = f"*Ready* · {address}\nThe link works until {moment(posting.result.deadline)}."
        return _build(render, "Ready: the link is in this message", [line + _file_line(posting)], labels)
    if posting.file_id is not None:
        return _build(render, "Ready: the video is in the thread", ["*Ready* · the video is in the thread."], labels)
    if posting.state is PostingState.POSTED:
        line = (
            "*Ended* · the link to this video has ended, and no copy could be kept. Press Render again for a new one."
        )
        return _build(render, "The link has ended", [line], labels, again=True)
    return build_failed_anchor(render, labels=labels, failure=EXPIRED)


def _file_line(posting: Posting) -> str:
    return " The video stays in the thread for longer." if posting.file_id is not None else ""


def _describe_progress(render: Render, now: datetime) -> tuple[str, str]:
    if render.state is RenderState.SUBMITTED:
        elapsed = now - (render.submitted_at or render.requested_at)
        if render.late_notice_at is not None or elapsed >= LATE_AFTER:
            return "Still rendering", (
                f"{length(elapsed)} so far, which is longer than usual. You need not do anything: "
                "I keep looking for 24 hours and post the video here as soon as it is there."
            )
        return "Rendering", f"{length(elapsed)} so far; it usually takes {TYPICAL_TIME}."
    if render.uncertain or render.sent_at is not None:
        return "Waiting for the video service", (
            "it does not answer yet. You need not do anything: I keep trying for 10 minutes and never pay twice."
        )
    if render.attempt > 1:
        return "Queued again", "the first try failed and cost nothing, so I am trying once more."
    return "Queued", f"rendering starts in a moment; it usually takes {TYPICAL_TIME}."


def _build(render: Render, title: str, lines: Sequence[str], labels: Labels, *, again: bool = False) -> Message:
    blocks: list[Block] = [section(line) for line in lines]
    blocks.append(section("> " + escape(one_line(render.script, QUOTE_LIMIT))))
    blocks.append(context(_about(render, labels)))
    if again:
        blocks.append(render_again_button(render.id))
    text = f"{escape(title)} – a video asked for by <@{render.user_id}>: {defuse(one_line(render.script, 80))}"
    return Message(text, blocks)


def _about(render: Render, labels: Labels) -> str:
    chosen = [which for which in (render.choices.avatar, render.choices.voice) if which is not None]
    parts = [f"Asked for by <@{render.user_id}>", *(escape(one_line(labels(which), 80)) for which in chosen)]
    if render.state not in {RenderState.FAILED, RenderState.CANCELLED}:
        amount = dollars(render.cost) if render.cost is not None else f"about {dollars(render.price)}"
        parts += [f"about {length(timedelta(seconds=render.expected_seconds))}", amount, AI_MARK]
    return " · ".join(parts)
