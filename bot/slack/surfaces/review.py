"""The last look before money is spent: what will be made, how long it is, what it costs, what is left."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from bot.rendering.draft import Draft, Wishes
from bot.rendering.requesting import Quote
from bot.slack.surfaces.blocks import OPTION_LIMIT, TITLE_LIMIT, Block, context, plain, section
from bot.slack.surfaces.chosen import Labels, describe_destination, describe_extras, describe_speaker
from bot.slack.surfaces.escape import escape, one_line, tidy, width
from bot.slack.surfaces.figures import dollars, length
from bot.slack.surfaces.media import MEASURED_LATER, spoken_text
from bot.slack.surfaces.opened import Opened
from bot.slack.surfaces.presets import SAVE_AS_PRESET

REVIEW: Final = "review"
EDIT_REVIEWED: Final = "edit_reviewed"
"""The button of a review that was opened without the form under it."""

PRICE_BLOCK: Final = "price"
_SECTION_LIMIT: Final = 2900


@dataclass(frozen=True)
class Review:
    """What the review shows; `budget_left` in US dollars. `problem` says why it could not be made just now.

    `service_price` is the service's own, where it was asked. `stands_alone` where there is no form under it to go back
    to.
    """

    draft: Draft
    opened: Opened
    quote: Quote
    budget_left: Decimal
    labels: Labels
    problem: str | None = None
    stands_alone: bool = False
    service_price: Decimal | None = None


def build_review_view(review: Review) -> dict[str, Any]:
    """The view."""
    draft, wishes = review.draft, review.draft.wishes
    extras = describe_extras(wishes)
    return {
        "type": "modal",
        "callback_id": REVIEW,
        "private_metadata": review.opened.write(),
        "title": plain("Review", TITLE_LIMIT),
        "submit": plain("Make it", TITLE_LIMIT),
        "close": plain("Cancel" if review.stands_alone else "Back", TITLE_LIMIT),
        "clear_on_close": False,
        "blocks": [
            *([section(f"*Not made yet.* {escape(one_line(review.problem, 500))}")] if review.problem else []),
            *script_blocks("" if wishes.audio is not None else draft.script),
            section(f"{describe_speaker(wishes, review.labels)}\n*Posted* {describe_destination(draft)}"),
            *([section(f"*Also* {extras}")] if extras else []),
            {"type": "divider"},
            {**section(describe_price(review.quote, wishes)), "block_id": PRICE_BLOCK},
            *([context(MEASURED_LATER)] if wishes.audio is not None else []),
            *_service_price(review.service_price),
            *_consent_lines(review),
            context(f"{describe_budget(review.quote, review.budget_left)} The video is marked as AI-generated."),
            _build_buttons(draft, stands_alone=review.stands_alone),
        ],
    }


def _service_price(amount: Decimal | None) -> list[Block]:
    return [] if amount is None else [context(f"The video service's own price for it is {dollars(amount)}.")]


def _consent_lines(review: Review) -> list[Block]:
    """Who is asked before anything is made."""
    consent = review.quote.consent
    if consent is None or not consent.waits:
        return []
    return [
        section(
            f"*<@{consent.person_id}> is asked first*: they get the photo and this script. Nothing is made or paid "
            "until they allow it; if they do not within 48 hours, you are told, and the money is free again."
        )
    ]


def script_blocks(script: str) -> list[Block]:
    """The script as it will be spoken, nothing in it taken for markup."""
    rest, parts = tidy(spoken_text(script)).strip(), []
    while rest:
        part = rest[:_SECTION_LIMIT]
        while width(part) > _SECTION_LIMIT:
            part = part[:-1]
        cut = part.rfind(" ") if len(part) < len(rest) and part.rfind(" ") > 0 else len(part)
        parts.append(rest[:cut])
        rest = rest[cut:].lstrip()
    return [{"type": "section", "text": plain(part, _SECTION_LIMIT + 1)} for part in parts]


def describe_price(quote: Quote, wishes: Wishes) -> str:
    """`About 14 s, about $1.37`; of a recording, which is not measured yet, the most that it can be."""
    how, videos = "about" if wishes.audio is None else "at most", wishes.number_results or 1
    each = f"{videos} videos of {how}" if videos > 1 else how.capitalize()
    return f"*{each} {length(quote.duration)}, {how} {dollars(quote.price)}*"


def describe_budget(quote: Quote, budget_left: Decimal) -> str:
    """What is left of the month's budget now, and what is set aside for this."""
    left = dollars(max(budget_left, Decimal(0)))
    return (
        f"{left} of this month's budget is left; {dollars(quote.reserve)} is set aside until the true price is known."
    )


def _build_buttons(draft: Draft, *, stands_alone: bool) -> Block:
    labels = {EDIT_REVIEWED: "Edit"} if stands_alone else {}
    buttons = [
        {"type": "button", "action_id": action_id, "text": plain(label, OPTION_LIMIT), "value": draft.id}
        for action_id, label in {**labels, SAVE_AS_PRESET: "Save as preset"}.items()
    ]
    return {"type": "actions", "elements": buttons}
