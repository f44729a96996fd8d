"""The audit list as its admins read it, a page at a time."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from bot.slack.surfaces.admin_forms import FIELD_NAMES
from bot.slack.surfaces.blocks import TITLE_LIMIT, Block, actions, button, context, plain, section
from bot.slack.surfaces.escape import escape, one_line
from bot.slack.surfaces.figures import moment
from bot.slack.surfaces.spending import FORGOTTEN

AUDIT: Final = "audit"
OLDER: Final = "audit_older"
NEWEST: Final = "audit_newest"
"""The `action_id`s of the button to the list and of those in it; the value of *Older* is where the next page begins."""
LINES_SHOWN: Final = 15

_ABOUT_LIMIT: Final = 450
_PERSON: Final = re.compile(r"(<@[UW][A-Z0-9]+>)")


@dataclass(frozen=True)
class AuditLine:
    """One line: who (None for somebody who was forgotten) did what to what, and when."""

    at: datetime
    who: str | None
    what: str
    about: str


def build_audit_view(lines: Sequence[AuditLine], *, older: str | None, first: bool) -> dict[str, Any]:
    """The modal; `older` is where the next page begins, `first` says that this is the newest one."""
    buttons = [button(OLDER, "Older", older)] if older is not None else []
    if not first:
        buttons.append(button(NEWEST, "Newest", "newest"))
    empty = "Nothing has been noted yet." if first else "There is nothing older."
    return {
        "type": "modal",
        "callback_id": AUDIT,
        "title": plain("Audit list", TITLE_LIMIT),
        "close": plain("Back", TITLE_LIMIT),
        "blocks": [
            context("Who decided what, for 400 days. People who had themselves forgotten have no name here."),
            *(_build_line(line) for line in lines),
            *([] if lines else [section(empty)]),
            *([actions(*buttons)] if buttons else []),
        ],
    }


def _build_line(line: AuditLine) -> Block:
    who = FORGOTTEN if line.who is None else f"<@{line.who}>"
    field, colon, change = line.about.partition(": ")
    about = f"{FIELD_NAMES[field]}: {change}" if colon and field in FIELD_NAMES else line.about
    what = "changed a setting" if line.what == "setting" else line.what
    return section(f"{moment(line.at)} · {who} · *{escape(one_line(what, 60))}*\n{_with_people(about)}")


def _with_people(about: str) -> str:
    """The text with nothing live in it but the people whom the list itself names."""
    parts = _PERSON.split(one_line(about, _ABOUT_LIMIT))
    return "".join(part if _PERSON.fullmatch(part) else escape(part) for part in parts)
