"""The results of one render in words: those that are there, one by one, and those that will not come."""

from collections.abc import Sequence
from datetime import datetime

from bot.posting.posting import Posting, PostingState
from bot.rendering.render import Render, Result
from bot.slack.surfaces.blocks import link
from bot.slack.surfaces.escape import escape
from bot.slack.surfaces.explanations import Explanation, explain_code
from bot.slack.surfaces.figures import moment
from bot.slack.surfaces.words import NOTHING_CHARGED


def are_several(render: Render) -> bool:
    """Whether the render's results are told apart by numbers."""
    return render.expected_results > 1


def describe_results(render: Render, postings: Sequence[Posting], now: datetime) -> list[str]:
    """A line for each result that is there: where it can be seen, or why not; markup."""
    by_position = {posting.position: posting for posting in postings}
    return [
        f"*Video {position + 1}* · {_describe(result, by_position.get(position), now)}"
        for position, result in enumerate(render.results)
    ]


def all_lost(render: Render, postings: Sequence[Posting], now: datetime) -> bool:
    """Whether nothing is left of any result: no link that lives, and no file."""
    kept = any(posting.file_id is not None for posting in postings)
    return render.ended and not kept and not any(now < result.deadline for result in render.results)


def describe_missing(render: Render) -> str | None:
    """How many results will not come, why, and what they cost; plain text. None where all came."""
    count = render.missing if render.ended else len(render.failures)
    if not count:
        return None
    free = all(failure.charged is False for failure in render.failures)
    cost = NOTHING_CHARGED if free else "Nobody can say whether they were charged."
    return f"{count} of {render.expected_results} could not be made. {_reason(render).what} {cost}"


def _reason(render: Render) -> Explanation:
    if not render.failures:
        return Explanation("The video service did not say why.", "")
    return explain_code(render.failures[0].code, render.failures[0].parameter)


def _describe(result: Result, posting: Posting | None, now: datetime) -> str:
    address = link(result.url, "Watch the video") if now < result.deadline else None
    in_thread = posting is not None and posting.file_id is not None
    if address is not None:
        stays = " The video stays in the thread for longer." if in_thread else ""
        return f"{address}\nThe link works until {moment(result.deadline)}.{stays}"
    if in_thread:
        return "in the thread."
    if posting is None:
        return "finished."
    if posting.state is PostingState.POSTED:
        return "its link has ended, and no copy could be kept."
    return escape(explain_code("expired").what)
