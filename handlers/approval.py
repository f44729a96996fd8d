"""What may be done with the video of an announcement outside it: nothing that shows people what nobody approved."""

from typing import Final

from bot.errors import Refusal
from bot.posting.announcement import FINAL, announcement_of
from bot.rendering.render import Render
from handlers.tools import Tools

_SEE: Final = "To see where it stands, type /herald announce and press Scheduled and past ones."
WAITS_FOR_APPROVER: Final = f"This video can be shared once its approver has approved it. {_SEE}"
WAITS_FOR_AUTHOR: Final = f"This video can be shared once you have posted its announcement. {_SEE}"
SUPERSEDED: Final = f"This video belongs to a version of an announcement that was not approved. {_SEE}"


async def require_approved(tools: Tools, render: Render) -> None:
    """Raise Refusal for the video of an announcement that nobody approved; raises StoreUnavailable too."""
    announcement_id = announcement_of(render.id)
    if announcement_id is None:
        return
    announcement = await tools.announcing.get(render.team_id, announcement_id)
    if announcement is None or announcement.render_id != render.id:
        raise Refusal(SUPERSEDED)
    if announcement.approved_at is not None:
        return
    if announcement.state in FINAL:
        raise Refusal(SUPERSEDED)
    raise Refusal(WAITS_FOR_AUTHOR if announcement.content.approver_id is None else WAITS_FOR_APPROVER)
