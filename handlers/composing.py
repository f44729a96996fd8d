"""Opening the form and the review: what they start with."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from slack_sdk.web.async_client import AsyncWebClient

from bot.budget import estimate
from bot.errors import BudgetExceeded, Refusal
from bot.policy import Photos
from bot.rendering.draft import Draft, Wishes
from bot.rendering.render import Destination
from bot.rendering.requesting import SCRIPT_LIMIT, Quote
from bot.slack.door import translated
from bot.slack.surfaces.compose import ComposeForm, build_compose_view, needs_more
from bot.slack.surfaces.compose_reading import check_script
from bot.slack.surfaces.escape import shorten, width
from bot.slack.surfaces.figures import dollars, length
from bot.slack.surfaces.inputs import Pick
from bot.slack.surfaces.opened import Opened
from bot.slack.surfaces.review import Review, build_review_view
from handlers.drafting import destination_of, freshen, request_of
from handlers.ports import Beginning
from handlers.tools import Tools

ANYWHERE: Final = Destination(channel_id="")
"""For a question that does not depend on where the video goes."""


async def open_compose(
    tools: Tools, client: AsyncWebClient, trigger_id: str, draft: Draft, *, notices: Sequence[str] = ()
) -> None:
    """Show the form at once: the trigger lives three seconds; raises SlackError when it is not shown.

    The draft is kept before, so that not even a form that fails loses it.
    """
    draft = await _begun(tools, draft)
    view = await compose_view(tools, draft, opened_for(draft), notices=notices)
    with translated("views.open"):
        await client.views_open(trigger_id=trigger_id, view=view)


async def open_review(tools: Tools, client: AsyncWebClient, trigger_id: str, draft: Draft) -> None:
    """Show the review of a draft that is complete, with a button to change it; the form where it is not.

    Raises SlackError when it is not shown.
    """
    await tools.drafts.save(draft)
    try:
        quote = await quote_for(tools, draft)
    except Refusal as refused:
        await open_compose(tools, client, trigger_id, draft, notices=[str(refused)])
        return
    view = await review_view(tools, draft, quote, stands_alone=True)
    with translated("views.open"):
        await client.views_open(trigger_id=trigger_id, view=view)


def opened_for(draft: Draft) -> Opened:
    """What the form of a draft carries with it when it is first shown."""
    there = draft.destination if draft.destination and draft.destination.channel_id != draft.user_id else None
    return Opened(
        draft=draft.id,
        channel=there.channel_id if there else None,
        thread=there.thread_ts if there else None,
        origin=draft.origin,
        more=needs_more(draft),
        language=draft.wishes.language,
    )


async def compose_view(tools: Tools, draft: Draft, opened: Opened, *, notices: Sequence[str] = ()) -> dict[str, Any]:
    """The form with what the draft has, without what is not on offer any more; the draft is kept."""
    beginning, shelf = await tools.begin_with_presets(draft.team_id, draft.user_id)
    photos = beginning.policy.photos
    fresh = await freshen(tools, draft.team_id, draft.wishes)
    said = [*notices, *fresh.notices, *_cut_notice(draft), *_photo_notice(draft, photos)]
    draft = _cut(draft).model_copy(update={"wishes": fresh.wishes})
    if photos == "off":
        draft = _without_photo(draft)
    await tools.drafts.save(draft)  # an empty one too: the form shows only a part of what is chosen
    wishes = draft.wishes
    form = ComposeForm(
        draft=draft,
        opened=opened.model_copy(update={"language": wishes.language}),
        price_per_second=tools.price_per_second,
        budget_left=beginning.budget_left,
        avatar=fresh.avatar,
        voice=fresh.voice,
        language=fresh.language,
        picture=tools.offer.preview(wishes.avatar) if wishes.avatar else None,
        sample=tools.offer.preview(wishes.voice) if wishes.voice else None,
        takes=await _takes(tools, draft),
        resolutions=tools.offer.resolutions,
        presets=[Pick(preset.id, preset.name) for preset in shelf.presets],
        notices=said,
        photos=photos,
        addresses=tools.people_urls,
    )
    return build_compose_view(form)


async def quote_for(tools: Tools, draft: Draft) -> Quote:
    """What the draft's video will take; raises InvalidField for what keeps it from being made."""
    return await tools.desk.quote(request_of(draft, await destination_of(tools, draft)))


async def quote_within_budget(tools: Tools, draft: Draft) -> tuple[Quote, Beginning]:
    """The same, with what its person may spend; raises also InvalidField for its script, BudgetExceeded."""
    check_script(draft)
    quote = await quote_for(tools, draft)
    beginning = await tools.begin(draft.team_id, draft.user_id)
    require_covered(quote, beginning)
    return quote, beginning


def require_covered(quote: Quote, beginning: Beginning) -> None:
    """Raise BudgetExceeded where less is left than what the video may cost."""
    if quote.reserve > beginning.budget_left:
        raise BudgetExceeded(needed=quote.reserve, left=beginning.budget_left, whose=beginning.left_of)


async def review_view(
    tools: Tools,
    draft: Draft,
    quote: Quote,
    *,
    begun: Beginning | None = None,
    stands_alone: bool = False,
    problem: str | None = None,
    service_price: Decimal | None = None,
) -> dict[str, Any]:
    """The review of a draft; `begun` is what its person may spend, where that is known already."""
    beginning = begun or await tools.begin(draft.team_id, draft.user_id)
    opened = opened_for(draft).model_copy(update={"seen": draft.updated_at})
    return build_review_view(
        Review(
            draft=draft,
            opened=opened,
            quote=quote,
            budget_left=beginning.budget_left,
            labels=await tools.offer.labels(draft.team_id),
            problem=problem,
            stands_alone=stands_alone,
            service_price=service_price,
        )
    )


async def _begun(tools: Tools, draft: Draft) -> Draft:
    """The draft with somebody to speak it, where nobody and nothing was ever chosen: a newcomer only has to write."""
    if draft.wishes != Wishes():
        return draft
    first = {kind: await tools.offer.first(draft.team_id, kind) for kind in ("avatar", "voice")}
    return draft.model_copy(update={"wishes": Wishes(**first)})


def _cut(draft: Draft) -> Draft:
    return draft.model_copy(update={"script": shorten(draft.script, SCRIPT_LIMIT)})


def _cut_notice(draft: Draft) -> list[str]:
    if width(draft.script) <= SCRIPT_LIMIT:
        return []
    return [f"Your text was longer than the {SCRIPT_LIMIT:,} characters that fit, so its end was cut off."]


def _without_photo(draft: Draft) -> Draft:
    return draft.model_copy(update={"wishes": draft.wishes.model_copy(update={"image": None}), "subject": None})


def _photo_notice(draft: Draft, photos: Photos) -> list[str]:
    if photos != "off" or draft.wishes.image is None:
        return []
    return ["Photos are not allowed in this workspace (any more), so the one given before was left out."]


async def _takes(tools: Tools, draft: Draft) -> str | None:
    """How long the script speaks and what it costs, as it stands."""
    wishes = draft.wishes
    if not draft.script.strip() or wishes.audio is not None:
        return None
    try:
        found = await tools.desk.quote(request_of(draft, ANYWHERE))
        duration, price = found.duration, found.price
    except Refusal:  # something else is missing or wrong: the script can be counted all the same
        counted = estimate(draft.script, price_per_second=tools.price_per_second, language=wishes.language)
        duration, price = counted.duration, counted.price
    return f"As it stands, it speaks for about {length(duration)} and costs about {dollars(price)}."
