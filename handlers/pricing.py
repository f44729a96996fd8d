"""The video service's own price, put into a review that is open already: asked for after the ack, by a dry run."""

from typing import Any
from uuid import uuid4

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.rendering.draft import Draft
from bot.rendering.media import files_of
from bot.rendering.requesting import Quote
from bot.rendering.tasks import TaskOrder
from handlers.careful import careful
from handlers.composing import review_view
from handlers.drafting import destination_of, request_of
from handlers.ports import Beginning, Price
from handlers.pushed import named, update_pushed
from handlers.telling import tell_nobody
from handlers.tools import Tools


async def push_review(
    tools: Tools, ack: AsyncAck, client: AsyncWebClient, draft: Draft, quote: Quote, begun: Beginning
) -> BoltResponse:
    """Answer a submitted form with its review; where the service may be asked, its price follows."""
    view = await review_view(tools, draft, quote, begun=begun)
    price = tools.price
    if price is None or files_of(draft.wishes.choices()):  # a person's files are not at the service yet
        shown: BoltResponse = await ack(response_action="push", view=view)
        return shown
    name = f"review-{tools.new_render_id()}"
    acked: BoltResponse = await ack(response_action="push", view=named(view, name))
    tools.afterwards.start(_add_price(tools=tools, price=price, client=client, name=name, draft=draft, quote=quote))
    return acked


@careful(tell_nobody)  # the estimate stands, and is what money is kept for
async def _add_price(tools: Tools, price: Price, client: AsyncWebClient, name: str, draft: Draft, quote: Quote) -> None:
    asked = await price(await _order(tools, draft))
    if asked is not None:
        view: dict[str, Any] = await review_view(tools, draft, quote, service_price=asked)
        await update_pushed(client, name, named(view, name))


async def _order(tools: Tools, draft: Draft) -> TaskOrder:
    request = request_of(draft, await destination_of(tools, draft))
    policy = await tools.policies.get(draft.team_id)
    ttl_seconds = draft.wishes.ttl_seconds or policy.default_ttl_seconds or 86_400  # has no price
    return TaskOrder(uuid4(), request.spoken(policy) or request.script.strip(), request.choices, ttl_seconds)
