"""What an announcement has to keep before it is handed in: who may, to whom, when, and for how much."""

from bot.errors import InvalidField, Refusal
from bot.policy import approver_problem, may_mention_everyone, require_may_announce, require_may_mention_everyone
from bot.posting.announcement import MOST_CHANNELS, Announcement
from bot.posting.announcement_steps import request_for
from bot.posting.announcing import check_time
from bot.rendering.render import Destination
from bot.rendering.requesting import Quote
from bot.slack.surfaces.announce_form import APPROVER, CHANNELS
from bot.slack.surfaces.announce_words import describe_approver_problem
from handlers.composing import require_covered
from handlers.ports import Beginning
from handlers.tools import Tools

WHO_ARE_YOU = "I am just looking up what you may do here. Please press the button once more."


def require_allowed(beginning: Beginning) -> None:
    """Raise Refusal for a person who may not announce; one of whom nothing is known yet is asked about later."""
    if beginning.person is not None:
        require_may_announce(beginning.policy, beginning.person)


def may_mention(beginning: Beginning) -> bool:
    """Whether the person is offered to notify everybody; checked again when they hand it in."""
    return beginning.person is None or may_mention_everyone(beginning.policy, beginning.person)


async def check_announcement(tools: Tools, announcement: Announcement) -> tuple[Quote, Beginning]:
    """What its video will take, and what its author may spend; asks nobody but Redis.

    Raises InvalidField or Refusal for what keeps the announcement from being handed in.
    """
    content = announcement.written
    beginning = await tools.begin(announcement.team_id, announcement.user_id)
    if beginning.person is None:
        raise Refusal(WHO_ARE_YOU)
    require_may_announce(beginning.policy, beginning.person)
    if not content.channels:
        raise InvalidField(CHANNELS, "Pick at least one channel to post it in.")
    if len(content.channels) > MOST_CHANNELS:
        raise InvalidField(CHANNELS, f"Pick {MOST_CHANNELS} channels at most.")
    check_time(content.due_at, tools.clock())
    _check_approver(tools, announcement)
    if content.mention is not None:
        require_may_mention_everyone(beginning.policy, beginning.person)
    written = announcement.model_copy(update={"content": content})
    quote = await tools.desk.quote(request_for(written, Destination(channel_id=announcement.user_id)))
    require_covered(quote, beginning)
    return quote, beginning


def _check_approver(tools: Tools, announcement: Announcement) -> None:
    """Who is not known yet is looked up before they are asked, and the author hears of it then."""
    approver_id = announcement.written.approver_id
    if approver_id is None:
        return
    if approver_id == announcement.user_id:
        raise InvalidField(APPROVER, "Pick somebody else: without an approver you approve it yourself anyway.")
    person = tools.roster.known(announcement.team_id, approver_id)
    problem = None if person is None else approver_problem(person)
    if problem is not None:
        raise InvalidField(APPROVER, f"They cannot approve it: {describe_approver_problem(problem)}.")
