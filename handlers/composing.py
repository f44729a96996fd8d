"""Opening the compose modal: what it starts with."""

from slack_sdk.web.async_client import AsyncWebClient

from bot.rendering.render import Choices
from bot.slack.door import translated
from bot.slack.surfaces.compose import ComposeDraft, Pick, build_compose_view
from handlers.tools import Beginning, Tools


async def open_compose(client: AsyncWebClient, trigger_id: str, draft: ComposeDraft) -> None:
    """Show the modal at once: the trigger lives three seconds; raises SlackError when it is not shown."""
    with translated("views.open"):
        await client.views_open(trigger_id=trigger_id, view=build_compose_view(draft))


async def begin_draft(
    tools: Tools, beginning: Beginning, *, team_id: str, channel_id: str, script: str, choices: Choices | None
) -> ComposeDraft:
    """A new draft with a render id of its own, which whatever is submitted carries."""
    return ComposeDraft(
        render_id=tools.new_render_id(),
        channel_id=channel_id,
        price_per_second=tools.price_per_second,
        budget_left=beginning.budget_left,
        script=script,
        avatar=await _pick(tools, team_id, "avatar", choices.avatar if choices else None),
        voice=await _pick(tools, team_id, "voice", choices.voice if choices else None),
        language=await _pick(tools, team_id, "language", choices.language if choices else None),
    )


async def _pick(tools: Tools, team_id: str, kind: str, value: str | None) -> Pick | None:
    if value is None or not await tools.offer.has(team_id, kind, value):
        return None
    return Pick(value, (await tools.offer.labels(team_id))(value))
