"""Home: what a person can begin here, what became of their videos, what the month costs, and their presets."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from bot.posting.announcement import Announcement
from bot.posting.batch import Batch
from bot.rendering.draft import Draft, Wishes
from bot.rendering.preset import PresetShelf
from bot.rendering.render import Render
from bot.rendering.usage import Spending, Usage
from bot.slack.surfaces.admin import build_home_for_admins
from bot.slack.surfaces.announce_list import build_announcements, new_announcement_button
from bot.slack.surfaces.batch_list import build_batches
from bot.slack.surfaces.blocks import OPTION_LIMIT, Block, actions, button, context, header, plain, section
from bot.slack.surfaces.escape import escape, one_line
from bot.slack.surfaces.figures import count, dollars, moment
from bot.slack.surfaces.past import build_past
from bot.slack.surfaces.personal import personal_clips_button
from bot.slack.surfaces.presets import build_preset_list, describe_wishes

HOME: Final = "home"
NEW_VIDEO: Final = "new_video"
CONTINUE_DRAFT: Final = "continue_draft"
DELETE_DRAFT: Final = "delete_draft"
CHANGE_DEFAULTS: Final = "change_defaults"
"""The `action_id`s of the buttons; the value of those of a draft is its id."""
RENDERS_SHOWN: Final = 10
DRAFTS_SHOWN: Final = 8

_QUOTE_LIMIT: Final = 150
Labels = Callable[[str], str]


@dataclass(frozen=True)
class HomeContents:
    """All that a Home shows of one person; money in US dollars, the newest drafts and renders first.

    `own_budget` is the person's limit, `spending` everybody's for an admin. `begins_with` is what the form is filled
    in with where no preset says otherwise. `team_url` ends with a slash; without it there are no links to threads.
    """

    user_id: str
    budget: Decimal
    price_per_second: Decimal
    usage: Usage
    shelf: PresetShelf
    drafts: Sequence[Draft] = ()
    renders: Sequence[Render] = ()
    announcements: Sequence[Announcement] = ()
    batches: Sequence[Batch] = ()
    own_budget: Decimal | None = None
    spending: Spending | None = None
    begins_with: Wishes | None = None
    team_url: str | None = None


def build_home(contents: HomeContents, *, now: datetime, labels: Labels) -> dict[str, Any]:
    """The Home tab as it is published."""
    blocks = [
        *_build_beginning(),
        *build_announcements(contents.announcements, contents.user_id),
        *build_batches(contents.batches, team_url=contents.team_url),
        *_build_drafts(contents.drafts),
        *build_past(contents.renders[:RENDERS_SHOWN], team_url=contents.team_url),
        *_build_usage(contents, now),
        *([] if contents.spending is None else build_home_for_admins(contents.spending, budget=contents.budget)),
        *build_preset_list(contents.shelf, contents.user_id, labels=labels),
        *_build_defaults(contents, labels),
        *_build_help(contents.price_per_second),
    ]
    return {"type": "home", "callback_id": HOME, "blocks": blocks}


def _build_beginning() -> list[Block]:
    return [
        section("*Herald turns a script into a video of a presenter who speaks it.*"),
        {
            "type": "actions",
            "elements": [
                button(NEW_VIDEO, "New video", "new", primary=True),
                new_announcement_button(),
                personal_clips_button(),
            ],
        },
    ]


def _build_drafts(drafts: Sequence[Draft]) -> list[Block]:
    kept = [draft for draft in drafts if not draft.empty]
    if not kept:
        return []
    blocks = [header("Drafts")]
    for draft in kept[:DRAFTS_SHOWN]:
        quote = escape(one_line(draft.script, _QUOTE_LIMIT)) or "No script yet, but a file of yours."
        blocks += [section(f"{quote}\nLast changed {moment(draft.updated_at)}"), _build_draft_buttons(draft.id)]
    left = len(kept) - DRAFTS_SHOWN
    if left > 0:
        older = "One older draft comes" if left == 1 else f"{left} older drafts come"
        blocks.append(context(f"{older} up here when you finish or delete one of these."))
    return blocks


def _build_draft_buttons(draft_id: str) -> Block:
    ask = {
        "title": plain("Delete this draft?", OPTION_LIMIT),
        "text": plain("What you wrote and chose in it is gone then.", OPTION_LIMIT),
        "confirm": plain("Delete", OPTION_LIMIT),
        "deny": plain("Keep it", OPTION_LIMIT),
        "style": "danger",
    }
    delete = button(DELETE_DRAFT, "Delete", draft_id, confirm=ask)
    return actions(button(CONTINUE_DRAFT, "Continue", draft_id), delete)


def _build_usage(contents: HomeContents, now: datetime) -> list[Block]:
    usage, budget = contents.usage, contents.budget
    left = max(budget - usage.team_spent - usage.team_reserved, Decimal(0))
    videos = count(usage.own_videos, "video")
    limit = "" if contents.own_budget is None else f" of {dollars(contents.own_budget)}"
    own = f"*You*: {dollars(usage.own_spent)}{limit} for {videos}{_under_way(usage.own_reserved)}."
    team = (
        f"*The workspace*: {dollars(usage.team_spent)} of {dollars(budget)}{_under_way(usage.team_reserved)}; "
        f"{dollars(left)} is left."
    )
    return [header(f"Spent in {now:%B}"), section(f"{own}\n{team}")]


def _under_way(reserved: Decimal) -> str:
    return f", and up to {dollars(reserved)} for what is under way" if reserved else ""


def _build_defaults(contents: HomeContents, labels: Labels) -> list[Block]:
    preset = contents.shelf.default_for(None)
    wishes = contents.begins_with if preset is None else preset.wishes
    described = escape(describe_wishes(wishes, labels)) if wishes is not None else ""
    if preset is not None:
        name = escape(one_line(preset.name, OPTION_LIMIT))
        line = f"A new video begins with your preset *{name}*{f': {described}' if described else ''}."
    elif described:
        line = f"A new video begins with what you chose last: {described}."
    else:
        line = "A new video begins with nothing chosen. Choose an avatar, a voice and a language once for all."
    block = section(line)
    block["accessory"] = button(CHANGE_DEFAULTS, "Change", "change")
    return [header("Your defaults"), block]


def _build_help(price_per_second: Decimal) -> list[Block]:
    minute = dollars(price_per_second * int(timedelta(minutes=1).total_seconds()))
    return [
        header("How it works"),
        section(
            "• Type `/herald` and your script in any channel. `/herald help` says what else it can do.\n"
            "• Choose *Make video from this* in the menu of a message to have it spoken in its thread.\n"
            "• In a private channel, first type `/invite @Herald`."
        ),
        context(f"A minute of video costs about {minute}. Videos are AI-generated and marked as such."),
    ]
