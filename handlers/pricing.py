"""The video service's own price, put into a review that is open already: asked for after the ack, by a dry run."""

from dataclasses import dataclass
from typing import Final
from uuid import uuid4

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.policy import ttl_of
from bot.rendering.draft import Draft
from bot.rendering.media import files_of
from bot.rendering.requesting import Quote
from bot.rendering.tasks import TaskOrder
from handlers.careful import careful
from handlers.composing import ANYWHERE, review_view
from handlers.drafting import request_of
from handlers.ports import Beginning, Price
from handlers.pushed import named, update_pushed
from handlers.telling import tell_nobody
from handlers.tools import Tools

_ANY_TTL: Final = 86_400
"""How long the result's address lives has no price."""


@dataclass(frozen=True)
class Priced:
    """A draft that may be reviewed, what its video will take, and what its person may spend."""

    draft: Draft
    quote: Quote
    begun: Beginning


async def push_review(tools: Tools, ack: AsyncAck, client: AsyncWebClient, priced: Priced) -> BoltResponse:
    """Answer a submitted form with its review; where the service may be asked, its price follows."""
    view = await review_view(tools, priced.draft, priced.quote, begun=priced.begun)
    if _price(tools, priced) is None:
        shown: BoltResponse = await ack(response_action="push", view=view)
        return shown
    name = f"review-{tools.new_render_id()}"
    acked: BoltResponse = await ack(response_action="push", view=named(view, name))
    tools.afterwards.start(add_price(tools=tools, client=client, name=name, priced=priced))
    return acked


@careful(tell_nobody)  # the estimate stands, and is what money is kept for
async def add_price(tools: Tools, client: AsyncWebClient, name: str, priced: Priced) -> None:
    """Put the service's price into the review of that name, where the service may be asked and says it."""
    price = _price(tools, priced)
    asked = None if price is None else await price(_order(priced))
    if asked is not None:
        view = await review_view(tools, priced.draft, priced.quote, begun=priced.begun, service_price=asked)
        await update_pushed(client, name, named(view, name))


def _price(tools: Tools, priced: Priced) -> Price | None:
    """What the service is asked by, where it may be: a person's files are not there yet."""
    return None if files_of(priced.draft.wishes.choices()) else tools.price


def _order(priced: Priced) -> TaskOrder:
    draft, policy = priced.draft, priced.begun.policy
    request = request_of(draft, ANYWHERE)
    ttl_seconds = draft.wishes.ttl_seconds or ttl_of(policy, _ANY_TTL)
    return TaskOrder(uuid4(), request.spoken(policy) or request.script.strip(), request.choices, ttl_seconds)
