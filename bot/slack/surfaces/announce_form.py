"""The form of an announcement, and what a person left in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from bot.posting.announcement import MOST_CHANNELS, Announcement, Content, Mention
from bot.rendering.draft import Wishes
from bot.slack.surfaces.blocks import OPTION_LIMIT, TITLE_LIMIT, Block, actions, button, context, option, plain, section
from bot.slack.surfaces.compose import AVATAR, LANGUAGE, MORE_SCRIPT, SCRIPT, VOICE, split_script
from bot.slack.surfaces.escape import escape, one_line
from bot.slack.surfaces.figures import dollars
from bot.slack.surfaces.inputs import NOT_SHARED, OWN_CHANNELS, FormState, Pick, input_block, search, select, text, tick
from bot.slack.surfaces.opened import Opened

ANNOUNCE: Final = "announce"
ANNOUNCE_PRESET: Final = "announce_preset"
ANNOUNCE_LIST: Final = "announce_list"
CHANNELS: Final = "channels"
DUE_AT: Final = "due_at"
APPROVER: Final = "approver"
MENTION: Final = "mention"
UNASKED: Final = "unasked"
"""Each is the `action_id` of its field; and the `block_id`, until the field is filled in anew."""
_MENTIONS: Final[Mapping[str, str]] = {"channel": "@channel: everybody in it", "here": "@here: everybody who is there"}


@dataclass(frozen=True)
class AnnounceForm:
    """What the form shows; `may_mention` whether its author may notify everybody."""

    announcement: Announcement
    opened: Opened
    price_per_second: Decimal
    may_mention: bool
    avatar: Pick | None = None
    voice: Pick | None = None
    language: Pick | None = None
    presets: Sequence[Pick] = ()
    notices: Sequence[str] = ()
    lists: bool = False


def build_announce_view(form: AnnounceForm) -> dict[str, Any]:
    """The form, filled in with what is known."""
    return {
        "type": "modal",
        "callback_id": ANNOUNCE,
        "private_metadata": form.opened.write(),
        "title": plain("Announcement", TITLE_LIMIT),
        "submit": plain("Review", TITLE_LIMIT),
        "close": plain("Cancel", TITLE_LIMIT),
        "blocks": [
            *(section(escape(said)) for notice in form.notices if (said := one_line(notice, 500))),
            *([actions(button(ANNOUNCE_LIST, "Scheduled and past ones", "list"))] if form.lists else []),
            *_said_blocks(form),
            *_place_blocks(form),
            context("Nothing is posted before it was approved. What you write here is kept once you press Review."),
        ],
    }


def read_announce_form(view: Mapping[str, Any], base: Content, *, now: datetime) -> Content:
    """What the form holds; what has no field in it stays as in `base`."""
    state = FormState.of(view)
    wishes: Wishes = base.wishes.model_copy(
        update={
            "avatar": state.option(AVATAR),
            "voice": state.option(VOICE),
            "language": state.option(LANGUAGE),
            "number_results": None,
        }
    )
    ticked = state.options(MENTION)
    mention: Mention | None = "channel" if "channel" in ticked else "here" if "here" in ticked else None
    return Content(
        script=" ".join(filter(None, ((state.text(field) or "").strip() for field in (SCRIPT, MORE_SCRIPT)))),
        wishes=wishes,
        channels=tuple(state.conversations(CHANNELS)),
        due_at=state.time(DUE_AT),
        approver_id=state.user(APPROVER),
        mention=mention,
        unasked=state.ticked(UNASKED),
        written_at=now,
    )


def _said_blocks(form: AnnounceForm) -> list[Block]:
    opened = form.opened
    first, second = split_script(form.announcement.written.script)
    script = {**text(SCRIPT, "What should the presenter say?", first, multiline=True), "focus_on_load": True}
    minute = dollars(form.price_per_second * 60)
    hint = f"150 words speak for about a minute; a minute costs about {minute}."
    presets = select(ANNOUNCE_PRESET, "Begin with a preset", form.presets[:100], None) if form.presets else None
    return [
        input_block(SCRIPT, "Script", script, hint=hint, optional=False),
        input_block(MORE_SCRIPT, "More script", text(MORE_SCRIPT, "It goes on here", second, multiline=True)),
        *([input_block(opened.block(ANNOUNCE_PRESET), "Preset", presets, told=True)] if presets else []),
        input_block(opened.block(AVATAR), "Avatar", search(AVATAR, "Search by name", form.avatar), optional=False),
        input_block(opened.block(LANGUAGE), "Language", search(LANGUAGE, "The voice's own", form.language)),
        input_block(
            opened.block(VOICE), "Voice", search(VOICE, "Search by name, language, …", form.voice), optional=False
        ),
    ]


def _place_blocks(form: AnnounceForm) -> list[Block]:
    content = form.announcement.written
    due: Block = {"type": "datetimepicker", "action_id": DUE_AT}
    if content.due_at is not None:
        due["initial_date_time"] = int(content.due_at.timestamp())
    approver: Block = {
        "type": "users_select",
        "action_id": APPROVER,
        "placeholder": plain("Nobody: I approve it myself", OPTION_LIMIT),
    }
    if content.approver_id is not None:
        approver["initial_user"] = content.approver_id
    box = tick(UNASKED, "Post it without asking me again", ticked=content.unasked)
    return [
        input_block(
            CHANNELS,
            "Post in",
            _channels(content),
            hint=f"I have to be a member of each. {NOT_SHARED}.",
            optional=False,
        ),
        input_block(DUE_AT, "When", due, hint="In your own time. Empty: as soon as it is approved."),
        input_block(APPROVER, "Approver", approver, hint="They get the script first, then the finished video."),
        *([input_block(MENTION, "Notify", _mentions(content))] if form.may_mention else []),
        input_block(UNASKED, "Without an approver", box, hint="Else I show you the video first, and you post it."),
    ]


def _channels(content: Content) -> Block:
    element: Block = {
        "type": "multi_conversations_select",
        "action_id": CHANNELS,
        "filter": {"include": ["public", "private"], **OWN_CHANNELS},
        "max_selected_items": MOST_CHANNELS,
        "placeholder": plain("Pick channels", OPTION_LIMIT),
    }
    if content.channels:
        element["initial_conversations"] = list(content.channels)
    return element


def _mentions(content: Content) -> Block:
    boxes = {value: option(value, label) for value, label in _MENTIONS.items()}
    element: Block = {"type": "checkboxes", "action_id": MENTION, "options": list(boxes.values())}
    if content.mention is not None:
        element["initial_options"] = [boxes[content.mention]]
    return element
