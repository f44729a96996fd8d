"""What admins see: the part of Home that is theirs, and the modal from which everything is decided."""

from decimal import Decimal
from typing import Any, Final

from bot.policy import Policy
from bot.rendering.usage import Spending
from bot.slack.surfaces.admin_forms import TITLES
from bot.slack.surfaces.audit import AUDIT
from bot.slack.surfaces.blocks import TITLE_LIMIT, Block, actions, button, header, plain, section
from bot.slack.surfaces.dead_letters import open_button
from bot.slack.surfaces.figures import dollars
from bot.slack.surfaces.spending import build_spending

ADMIN: Final = "admin"
OPEN_ADMIN: Final = "open_admin"
SPENDING_CSV: Final = "spending_csv"
SPENDING_MONTH: Final = "spending_month"
THIS_MONTH: Final = "spending_this_month"
"""The `action_id`s of the buttons; the value of those about spending is the month (`2026-11`)."""
ROWS_IN_MODAL: Final = 15

_ANNOUNCERS: Final = {"everyone": "every member", "admins": "only admins", "listed": "admins and people whom they list"}
_MENTIONS: Final = {"nobody": "nobody", "admins": "only admins", "everyone": "everybody who may announce"}
_PHOTOS: Final = {"off": "nobody", "consent": "everybody, with consent", "free": "everybody"}


def build_admin_view(policy: Policy, spending: Spending, *, budget: Decimal, this_month: str) -> dict[str, Any]:
    """The modal: what is decided, with buttons to change it; who spent what in the shown month; the audit list.

    `budget` is what holds for the workspace, in US dollars a month.
    """
    return {
        "type": "modal",
        "callback_id": ADMIN,
        "title": plain("Herald for admins", TITLE_LIMIT),
        "close": plain("Close", TITLE_LIMIT),
        "blocks": [
            header("What holds in this workspace"),
            section(_describe(policy, budget)),
            actions(*(button(part.value, title, part.value) for part, title in TITLES.items())),
            header("Who spent what"),
            *build_spending(spending, budget=budget, rows=ROWS_IN_MODAL),
            _build_spending_buttons(spending.month, this_month),
            header("Audit list"),
            section("Every change of these settings, approvals, consents and batches: who decided what, and when."),
            actions(button(AUDIT, "Show the audit list", AUDIT), open_button()),
        ],
    }


def build_home_for_admins(spending: Spending, *, budget: Decimal) -> list[Block]:
    """The part of an admin's Home: the month's spending, and the ways to everything else."""
    return [
        header("For admins"),
        *build_spending(spending, budget=budget),
        actions(
            button(OPEN_ADMIN, "Settings", ADMIN),
            button(SPENDING_CSV, "Send me all as CSV", spending.month),
            button(AUDIT, "Audit list", AUDIT),
        ),
    ]


def _build_spending_buttons(month: str, this_month: str) -> Block:
    buttons = [
        button(SPENDING_CSV, "Send me all as CSV", month),
        button(SPENDING_MONTH, "Month before", month_before(month)),
    ]
    if month != this_month:
        buttons.append(button(THIS_MONTH, "This month", this_month))
    return actions(*buttons)


def month_before(month: str) -> str:
    """`2026-10` for `2026-11`."""
    year, number = map(int, month.split("-"))
    return f"{year - 1:04}-12" if number == 1 else f"{year:04}-{number - 1:02}"


def _describe(policy: Policy, budget: Decimal) -> str:
    def limit(amount: Decimal | None) -> str:
        return "no limit" if amount is None else f"{dollars(amount)} a month"

    lines = [
        f"*Budgets*: the workspace {dollars(budget)} a month; each person {limit(policy.person_budget)}; "
        f"each channel {limit(policy.channel_budget)}.",
        f"*Announcements*: {_ANNOUNCERS[policy.announcers]}; @\u2060channel and @\u2060here: "
        f"{_MENTIONS[policy.mentions_everyone]}.",
        f"*Photos of people*: {_PHOTOS[policy.photos]}. *Guests* may{'' if policy.guests else ' not'} make videos, "
        f"people of other organisations may{'' if policy.strangers else ' not'}.",
        f"*Avatars*: {_count(policy.avatars)}. *Voices*: {_count(policy.voices)}. "
        f"*Banned words*: {len(policy.banned_words) or 'none'}. "
        f"*Pronunciations*: {len(policy.pronunciations) or 'none'}.",
    ]
    return "\n".join(lines)


def _count(allowed: tuple[str, ...]) -> str:
    return f"{len(allowed)} allowed" if allowed else "all that are on offer"
