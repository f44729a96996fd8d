"""A person's last videos, as Home lists them: how each stands, when, what it cost, and where it is."""

from collections.abc import Sequence
from typing import Final

from bot.rendering.render import Failure, Render, RenderState
from bot.slack.surfaces.blocks import (
    OPTION_LIMIT,
    RENDER_AGAIN,
    Block,
    context,
    header,
    link,
    message_address,
    plain,
    section,
)
from bot.slack.surfaces.consent import WAITING
from bot.slack.surfaces.escape import escape, one_line
from bot.slack.surfaces.figures import dollars, moment
from bot.slack.surfaces.media import shown_script
from bot.slack.surfaces.results import describe_missing
from bot.slack.surfaces.words import explain_failure

QUOTE_LIMIT: Final = 120
MAKE_AGAIN: Final = "Make again"
_STATES: Final = {
    RenderState.REQUESTED: "Queued",
    RenderState.ANCHORED: "Queued",
    RenderState.FAILED: "No video",
    RenderState.CANCELLED: "Cancelled",
}
_ADDRESSED: Final = ("C", "G", "D")
"""How the ids of conversations begin: https://docs.slack.dev/reference/objects/conversation-object"""


def build_past(renders: Sequence[Render], *, team_url: str | None) -> list[Block]:
    """The renders, the newest first; each that has ended with a button to make it again."""
    blocks = [header("Your last videos")]
    if not renders:
        return [*blocks, section("None yet. Press *New video* to make the first.")]
    for render in renders:
        line = section(f"*{_describe_state(render)}* · {escape(one_line(shown_script(render), QUOTE_LIMIT))}")
        if render.ended:
            line["accessory"] = {
                "type": "button",
                "action_id": RENDER_AGAIN,
                "text": plain(MAKE_AGAIN, OPTION_LIMIT),
                "value": render.id,
            }
        blocks += [line, context(_describe(render, team_url))]
    return blocks


def thread_address(render: Render, team_url: str | None) -> str | None:
    """Where the render's anchor is; None while there is none, or where nobody knows the workspace's address."""
    channel_id, anchor_ts = render.destination.channel_id, render.anchor_ts
    if team_url is None or anchor_ts is None or not channel_id.startswith(_ADDRESSED):
        return None
    address = message_address(team_url, channel_id, anchor_ts)
    thread_ts = render.destination.thread_ts
    return address if thread_ts is None else f"{address}?thread_ts={thread_ts}&cid={channel_id}"


def _describe_state(render: Render) -> str:
    if render.deleted_at is not None:
        return "Deleted"
    if render.withdrawn_at is not None:
        return "Called off, and sent to you alone" if render.results else "Called off"
    if render.consent is not None and render.consent.waits and not render.ended:
        return WAITING
    match render.state:
        case RenderState.READY:
            return "Ready, but not all of it" if render.missing else "Ready"
        case RenderState.SUBMITTED:
            return "Rendering" if render.late_notice_at is None else "Still rendering, which is longer than usual"
        case other:
            return _STATES[other]


def _describe(render: Render, team_url: str | None) -> str:
    address = thread_address(render, team_url)
    parts = [
        moment(render.requested_at),
        _describe_cost(render),
        _describe_place(render.destination.channel_id),
        link(address, "Open the thread") if address is not None else None,
        _describe_problem(render),
    ]
    return " · ".join(part for part in parts if part)


def _describe_cost(render: Render) -> str | None:
    if render.state in {RenderState.FAILED, RenderState.CANCELLED}:
        return None  # the reason says what it cost
    return dollars(render.cost) if render.cost is not None else f"about {dollars(render.price)}"


def _describe_place(channel_id: str) -> str | None:
    return f"<#{channel_id}>" if channel_id.startswith(("C", "G")) else "a direct message"


def _describe_problem(render: Render) -> str | None:
    if render.state is RenderState.FAILED:
        failure = render.failure or Failure(code="unknown", message="no reason was stored", charged=None)
        return escape(explain_failure(failure, render).text.replace("Render again", MAKE_AGAIN))
    missing = describe_missing(render) if render.ended else None
    return escape(missing) if missing else None
