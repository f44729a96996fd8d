"""The last look at an announcement before it is handed in; and the small forms of its later life."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.errors import Refusal
from bot.posting.announcement import Announcement, Content
from bot.rendering.requesting import Quote
from bot.slack.surfaces.announce_form import DUE_AT
from bot.slack.surfaces.announce_words import REASON_LIMIT, describe_plan
from bot.slack.surfaces.blocks import TITLE_LIMIT, Block, context, plain, section
from bot.slack.surfaces.chosen import Labels, describe_extras, describe_speaker
from bot.slack.surfaces.inputs import FormState, input_block, text
from bot.slack.surfaces.problem import with_problem
from bot.slack.surfaces.review import describe_budget, describe_price, script_blocks

ANNOUNCE_REVIEW: Final = "announce_review"
RESCHEDULE_FORM: Final = "announce_reschedule_form"
REASON_FORM: Final = "announce_reason_form"
REASON: Final = "reason"
TOO_OLD: Final = "This form is too old to be used. Please type /herald announce again."


class Reviewed(BaseModel):
    """What the review carries with it: of which announcement it is, and which state of it was seen."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    announcement: str
    seen: datetime

    @classmethod
    def read(cls, view: Mapping[str, Any]) -> "Reviewed":
        """What came back; raises Refusal for what is not a review of this version."""
        try:
            return cls.model_validate_json(str(view.get("private_metadata") or ""))
        except ValidationError:
            raise Refusal(TOO_OLD) from None


@dataclass(frozen=True)
class AnnounceReview:
    """What the review shows; `budget_left` in US dollars."""

    announcement: Announcement
    quote: Quote
    budget_left: Decimal
    labels: Labels
    problem: str | None = None


@dataclass(frozen=True)
class Reason:
    """What a reviewer gave as their reason, and for which decision about what."""

    announcement_id: str
    tag: str
    what: Literal["changes", "rejected"]
    text: str


def build_announce_review(review: AnnounceReview) -> dict[str, Any]:
    """The view."""
    content = review.announcement.written
    seen = Reviewed(announcement=review.announcement.id, seen=content.written_at)
    extras = describe_extras(content.wishes)
    view: dict[str, Any] = {
        "type": "modal",
        "callback_id": ANNOUNCE_REVIEW,
        "private_metadata": seen.model_dump_json(),
        "title": plain("Review", TITLE_LIMIT),
        "submit": plain("Ask for approval" if content.approver_id else "Make the video", TITLE_LIMIT),
        "close": plain("Back", TITLE_LIMIT),
        "clear_on_close": False,
        "blocks": [
            *script_blocks(content.script),
            section(describe_speaker(content.wishes, review.labels)),
            *([section(f"*Also* {extras}")] if extras else []),
            section(describe_plan(content)),
            {"type": "divider"},
            section(describe_price(review.quote, content.wishes)),
            context(f"{describe_budget(review.quote, review.budget_left)} {_paid(content)}"),
        ],
    }
    return view if review.problem is None else with_problem(view, review.problem)


def build_reschedule_view(announcement: Announcement) -> dict[str, Any]:
    """The form in which it gets another time."""
    due: Block = {"type": "datetimepicker", "action_id": DUE_AT, "focus_on_load": True}
    if announcement.content.due_at is not None:
        due["initial_date_time"] = int(announcement.content.due_at.timestamp())
    hint = "In your own time. Empty: as soon as it is approved, which is at once where it is approved already."
    return {
        "type": "modal",
        "callback_id": RESCHEDULE_FORM,
        "private_metadata": announcement.id,
        "title": plain("Another time", TITLE_LIMIT),
        "submit": plain("Save", TITLE_LIMIT),
        "close": plain("Cancel", TITLE_LIMIT),
        "blocks": [section(describe_plan(announcement.content)), input_block(DUE_AT, "When", due, hint=hint)],
    }


def read_reschedule(view: Mapping[str, Any]) -> tuple[str, datetime | None]:
    """The announcement, and its new time."""
    return str(view.get("private_metadata") or ""), FormState.of(view).time(DUE_AT)


def build_reason_view(announcement: Announcement, tag: str, what: str) -> dict[str, Any]:
    """The form in which a reviewer says what is to be changed, or why it is rejected."""
    wanted = what == "changes"
    said = text(REASON, "What should be different?" if wanted else "Why?", None, limit=REASON_LIMIT, multiline=True)
    label = "What is to be changed" if wanted else "Why it is rejected"
    return {
        "type": "modal",
        "callback_id": REASON_FORM,
        "private_metadata": json.dumps({"id": announcement.id, "tag": tag, "what": what}),
        "title": plain("Ask for changes" if wanted else "Reject", TITLE_LIMIT),
        "submit": plain("Send" if wanted else "Reject", TITLE_LIMIT),
        "close": plain("Back", TITLE_LIMIT),
        "blocks": [
            section(f"<@{announcement.user_id}> gets this in a direct message."),
            input_block(REASON, label, {**said, "focus_on_load": True}, optional=not wanted),
        ],
    }


def read_reason(view: Mapping[str, Any]) -> Reason:
    """The decision with its reason; raises Refusal for a form that is not of this version."""
    try:
        kept = json.loads(str(view.get("private_metadata") or ""))
        said = (FormState.of(view).text(REASON) or "").strip()
        what: Literal["changes", "rejected"] = "changes" if kept["what"] == "changes" else "rejected"
        return Reason(str(kept["id"]), str(kept["tag"]), what, said[:REASON_LIMIT])
    except (ValueError, KeyError, TypeError):
        raise Refusal(TOO_OLD) from None


def _paid(content: Content) -> str:
    later = "Nothing is set aside before the script is approved. " if content.approver_id else ""
    return f"{later}The video is marked as AI-generated."
