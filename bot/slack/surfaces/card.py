"""The private preview after `/herald <text>`: one click makes the video."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from bot.rendering.draft import Draft
from bot.rendering.requesting import Quote
from bot.slack.surfaces.blocks import OPTION_LIMIT, Block, Message, context, plain, section
from bot.slack.surfaces.chosen import Labels, describe_destination, describe_extras, describe_speaker
from bot.slack.surfaces.escape import escape, one_line
from bot.slack.surfaces.figures import dollars, length
from bot.slack.surfaces.review import describe_budget, script_blocks

MAKE_IT: Final = "make_it"
EDIT_DRAFT: Final = "edit_draft"
DROP_DRAFT: Final = "drop_draft"
"""The `action_id`s of the buttons; their value is the draft's id, and with `make_it` its stamp behind an @."""

_PROBLEM_LIMIT: Final = 500


@dataclass(frozen=True)
class Card:
    """What the card shows; `budget_left` in US dollars. `stamp` tells this state of the draft from a later one."""

    draft: Draft
    stamp: str
    quote: Quote
    budget_left: Decimal
    labels: Labels


def build_card(card: Card) -> Message:
    """The preview that only the person sees."""
    draft, takes = card.draft, _takes(card.quote)
    extras = describe_extras(draft.wishes)
    blocks: list[Block] = [
        *script_blocks(draft.script),
        section(f"{describe_speaker(draft.wishes, card.labels)}\n*Posted* {describe_destination(draft)}"),
        *([context(f"Also: {extras}")] if extras else []),
        _buttons(draft.id, make=(f"Make it · {takes}", f"{draft.id}@{card.stamp}")),
        context(f"Only you see this. {describe_budget(card.quote, card.budget_left)}"),
    ]
    return Message(f"Your video: {escape(takes)}. Press Make it, Edit or Cancel.", blocks)


def build_problem_card(draft_id: str, problem: str) -> Message:
    """What takes the card's place when its video could not be made: why, and the way on."""
    text = escape(one_line(problem, _PROBLEM_LIMIT))
    kept = context("Your text is kept: Edit opens the form with it.")
    return Message(f"Not made yet. {text}", [section(f"*Not made yet.* {text}"), kept, _buttons(draft_id, "Edit")])


def build_editing_card(draft_id: str) -> Message:
    """What takes the card's place while its draft is open in the form, where length and price may change."""
    line = "Your text is open in the form, and kept while you change it."
    return Message(line, [section(line), _buttons(draft_id, "Open the form again")])


def build_taken_card(draft: Draft) -> Message:
    """What takes the card's place when its video is on its way."""
    line = f"On its way: the video comes {describe_destination(draft)}."
    return Message(line, [section(line)])


def build_settled_card(line: str) -> Message:
    """What takes the card's place when there is nothing more to do with it."""
    return Message(escape(line), [section(escape(line))])


def _takes(quote: Quote) -> str:
    return f"{length(quote.duration)} · about {dollars(quote.price)}"


def _buttons(draft_id: str, edit: str = "Edit", *, make: tuple[str, str] | None = None) -> Block:
    first = [] if make is None else [{**_button(MAKE_IT, *make), "style": "primary"}]
    rest = [_button(EDIT_DRAFT, edit, draft_id), _button(DROP_DRAFT, "Cancel", draft_id)]
    return {"type": "actions", "elements": [*first, *rest]}


def _button(action_id: str, label: str, value: str) -> Block:
    return {"type": "button", "action_id": action_id, "text": plain(label, OPTION_LIMIT), "value": value}
