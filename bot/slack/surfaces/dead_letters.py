"""What failed for a reason of ours, as an admin reads it: each with two buttons, to try again and to close."""

from collections.abc import Sequence
from typing import Any, Final

from bot.rendering.dead_letters import charges_again
from bot.rendering.render import Render
from bot.slack.surfaces.blocks import TITLE_LIMIT, Block, actions, button, confirmation, context, plain, section
from bot.slack.surfaces.escape import escape, one_line
from bot.slack.surfaces.explanations import explain_code
from bot.slack.surfaces.figures import dollars, moment

DEAD_LETTERS: Final = "dead_letters"
RETRY_DEAD: Final = "retry_dead_letter"
CLOSE_DEAD: Final = "close_dead_letter"
"""The `action_id`s of the button to the list and of those in it, whose values are renders' ids."""
SHOWN_AT_MOST: Final = 20

_SCRIPT_LIMIT: Final = 120


def open_button() -> Block:
    """The button that opens the list."""
    return button(DEAD_LETTERS, "Failed videos", DEAD_LETTERS)


def build_dead_letters_view(renders: Sequence[Render], *, note: str | None = None) -> dict[str, Any]:
    """The modal; `note` says what became of the button that was pressed in it."""
    more = len(renders) - SHOWN_AT_MOST
    return {
        "type": "modal",
        "callback_id": DEAD_LETTERS,
        "title": plain("Failed videos", TITLE_LIMIT),
        "close": plain("Back", TITLE_LIMIT),
        "blocks": [
            *([section(escape(note))] if note else []),
            context("Videos that failed through no fault of those who asked for them. Each was told, and why."),
            *(block for render in renders[:SHOWN_AT_MOST] for block in _build_one(render)),
            *([context(f"And {more} more, which follow when these are seen to.")] if more > 0 else []),
            *([] if renders else [section("There is none that waits to be seen to.")]),
        ],
    }


def _build_one(render: Render) -> list[Block]:
    code = "" if render.failure is None else render.failure.code
    script = escape(one_line(render.script, _SCRIPT_LIMIT))
    price = f"about {dollars(render.price)}"
    costs = f"Trying again *charges again*, {price}." if charges_again(render) else f"Trying again costs {price}, once."
    asked = f"Asked for by <@{render.user_id}>, {moment(render.requested_at)}"
    again = confirmation(
        "Try this video again?",
        f"It is made in the name of the person who asked for it. {costs.replace('*', '')}",
        yes="Try again",
        no="Not now",
    )
    return [
        section(f"{script}\n{asked}\n{escape(explain_code(code).what)} {costs}"),
        actions(
            button(RETRY_DEAD, "Try again", render.id, confirm=again), button(CLOSE_DEAD, "Let it rest", render.id)
        ),
    ]
