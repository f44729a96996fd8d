"""The results of one render in words: those that are there, one by one, and those that will not come."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from bot.posting.posting import Posting, PostingState
from bot.rendering.render import DEFECT, Render, Result
from bot.slack.surfaces.blocks import link
from bot.slack.surfaces.escape import escape
from bot.slack.surfaces.explanations import Explanation, explain_code
from bot.slack.surfaces.figures import exact_length, moment
from bot.slack.surfaces.words import NOTHING_CHARGED

_WHY_LEFT: Final = {
    "missing_scope": "Herald was installed without the permission to look for it",
    "is_archived": "the channel is archived",
    "channel_not_found": "I am not in that channel any more",
    "not_in_channel": "I am not in that channel any more",
    DEFECT: "something in Herald itself broke",
}


def are_several(render: Render) -> bool:
    """Whether the render's results are told apart by numbers."""
    return render.expected_results > 1


def describe_results(render: Render, postings: Sequence[Posting], now: datetime) -> list[str]:
    """A line for each result that is there and wanted: where it can be seen, or why not; markup."""
    by_position = {posting.position: posting for posting in own(postings)}
    return [
        f"*Video {position + 1}* · {_describe(result, by_position.get(position), now)}"
        for position, result in enumerate(render.results)
        if render.wants(position)
    ]


def own(postings: Sequence[Posting]) -> list[Posting]:
    """The postings to where the render was asked for, without those to other channels."""
    return [posting for posting in postings if not posting.elsewhere]


def describe_shares(postings: Sequence[Posting]) -> str | None:
    """Where else the results stand; markup."""
    places = dict.fromkeys(
        mention(posting.destination.channel_id)
        for posting in postings
        if posting.elsewhere and posting.state is PostingState.POSTED
    )
    return f"Also shared with {', '.join(places)}." if places else None


def describe_leftover(postings: Sequence[Posting]) -> str | None:
    """What could not be removed, and why; markup."""
    lines = []
    for posting in postings:
        for what, _, code in (each.partition(":") for each in posting.leftover):
            lines.append(f"the {what} in {mention(posting.destination.channel_id)} ({_why_left(code)})")
    unique = list(dict.fromkeys(lines))
    return f"This could not be removed: {'; '.join(unique)}. Slack lets a person delete it there." if unique else None


def mention(channel_id: str) -> str:
    """A channel or a person as Slack shows it; a DM has no name to be shown."""
    if channel_id.startswith(("U", "W")):
        return f"<@{channel_id}>"
    return f"<#{channel_id}>" if channel_id.startswith(("C", "G")) else "a direct message"


def _why_left(code: str) -> str:
    return _WHY_LEFT.get(code, "Slack did not let me")


def all_lost(render: Render, postings: Sequence[Posting], now: datetime) -> bool:
    """Whether nothing is left of any result: no link that lives, and no file."""
    kept = any(posting.file_id is not None for posting in own(postings))
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
    in_thread = posting is not None and posting.in_thread
    long = "" if posting is None or posting.length is None else f" · {exact_length(posting.length)}"
    if address is not None:
        stays = " The video stays in the thread for longer." if in_thread else ""
        return f"{address}{long}\nThe link works until {moment(result.deadline)}.{stays}"
    if in_thread:
        return f"in the thread.{long}"
    if posting is None:
        return "finished."
    if posting.state is PostingState.POSTED:
        return "its link has ended, and no copy could be kept."
    return escape(explain_code("expired").what)
