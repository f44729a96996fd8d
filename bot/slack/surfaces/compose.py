"""The modal in which a video is asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from bot.policy import Photos
from bot.rendering.draft import Draft, Origin
from bot.rendering.requesting import SCRIPT_LIMIT
from bot.slack.surfaces.background_address import address_block
from bot.slack.surfaces.blocks import OPTION_LIMIT, TITLE_LIMIT, Block, context, link, plain, section
from bot.slack.surfaces.consent_fields import subject_block
from bot.slack.surfaces.escape import escape, one_line, tidy, width
from bot.slack.surfaces.figures import dollars
from bot.slack.surfaces.inputs import (
    NOT_SHARED,
    OWN_CHANNELS,
    TEXT_LIMIT,
    Pick,
    input_block,
    search,
    select,
    text,
    tick,
)
from bot.slack.surfaces.media import media_blocks, photo_block
from bot.slack.surfaces.more_options import build_more_options
from bot.slack.surfaces.opened import Opened
from bot.slack.surfaces.script_file import script_file_block

COMPOSE: Final = "compose"
SCRIPT: Final = "script"
MORE_SCRIPT: Final = "more_script"
PRESET: Final = "preset"
AVATAR: Final = "avatar"
LANGUAGE: Final = "language"
VOICE: Final = "voice"
DESTINATION: Final = "destination"
ONLY_ME: Final = "only_me"
MORE: Final = "more_options"
"""Each is the `action_id` of its field; and the `block_id`, until the field is filled in anew."""

SECOND_HALF: Final = 2900
"""Where a script that one field cannot hold goes on in the second; leaves room to add a few words in the first."""


@dataclass(frozen=True)
class ComposeForm:
    """What the modal shows; amounts in US dollars.

    `avatar`, `voice` and `language` are the draft's, where they are on offer. `takes` says how long the script speaks
    and what it costs, where that is known. `picture` and `sample` are addresses. `presets` may be begun with;
    `notices` are sentences said first. With `addresses` a background picture may be given by its own.
    """

    draft: Draft
    opened: Opened
    price_per_second: Decimal
    budget_left: Decimal
    avatar: Pick | None = None
    voice: Pick | None = None
    language: Pick | None = None
    picture: str | None = None
    sample: str | None = None
    takes: str | None = None
    resolutions: Sequence[str] = ()
    presets: Sequence[Pick] = ()
    notices: Sequence[str] = ()
    photos: Photos = "off"
    addresses: bool = False


def build_compose_view(form: ComposeForm) -> dict[str, Any]:
    """The modal, filled in with what is known."""
    return {
        "type": "modal",
        "callback_id": COMPOSE,
        "private_metadata": form.opened.write(),
        "title": plain("Make a video", TITLE_LIMIT),
        "submit": plain("Review", TITLE_LIMIT),
        "close": plain("Cancel", TITLE_LIMIT),
        "blocks": [
            *(section(escape(said)) for notice in form.notices if (said := one_line(notice, TEXT_LIMIT // 10))),
            *_preset_blocks(form),
            *_script_blocks(form),
            *_looks_blocks(form),
            *_voice_blocks(form),
            *_destination_blocks(form),
            _toggle(form.opened.more),
            *(_more_blocks(form) if form.opened.more else []),
            context(
                f"{dollars(max(form.budget_left, Decimal(0)))} of this month's budget is left. "
                "The video is AI-generated and is marked as such where it is posted."
            ),
        ],
    }


def split_script(script: str) -> tuple[str, str]:
    """The script in two fields, the second empty while one can hold it; cut between words where there are some."""
    written = tidy(script).strip()
    if width(written) <= TEXT_LIMIT:
        return written, ""
    first = written[:SECOND_HALF]
    while width(first) > TEXT_LIMIT:
        first = first[:-1]
    spaces = [at for at in (first.rfind(" "), first.rfind("\n")) if at > len(first) // 2]
    cut = max(spaces, default=len(first))
    return written[:cut].rstrip(), written[cut:].strip()


def needs_more(draft: Draft) -> bool:
    """Whether the draft has something that only the form with all its fields can show."""
    return bool(split_script(draft.script)[1])


def _preset_blocks(form: ComposeForm) -> list[Block]:
    if not form.presets:
        return []
    element = select(PRESET, "Begin with a preset", form.presets[:100], None)
    return [input_block(form.opened.block(PRESET), "Preset", element, told=True)]


def _script_blocks(form: ComposeForm) -> list[Block]:
    first, second = split_script(form.draft.script)
    required = form.draft.wishes.audio is None and not form.opened.more
    element = text(SCRIPT, "What should the presenter say?", first, multiline=True)
    element["focus_on_load"] = True
    element["dispatch_action_config"] = {"trigger_actions_on": ["on_character_entered"]}
    blocks = [
        input_block(SCRIPT, "Script", element, hint=_script_hint(form), optional=not required, told=True),
    ]
    if form.opened.more:
        rest = text(MORE_SCRIPT, "It goes on here", second, multiline=True)
        hint = f"For what does not fit above; {SCRIPT_LIMIT:,} characters in all."
        blocks += [input_block(MORE_SCRIPT, "More script", rest, hint=hint), script_file_block()]
    return blocks


def _script_hint(form: ComposeForm) -> str:
    if form.takes is not None:
        return form.takes
    minute = dollars(form.price_per_second * 60)
    return f"150 words speak for about a minute; a minute costs about {minute}."


def _looks_blocks(form: ComposeForm) -> list[Block]:
    element = search(AVATAR, "Search by name", form.avatar)
    required = form.draft.wishes.image is None and not form.opened.more
    blocks = [input_block(form.opened.block(AVATAR), "Avatar", element, optional=not required, told=True)]
    if form.avatar is not None and form.picture is not None and link(form.picture, "x") is not None:
        blocks.append(
            {
                "type": "image",
                "image_url": form.picture,
                "alt_text": one_line(form.avatar.label, OPTION_LIMIT) or "The avatar",
            }
        )
    return blocks


def _voice_blocks(form: ComposeForm) -> list[Block]:
    opened, required = form.opened, form.draft.wishes.audio is None and not form.opened.more
    language = search(LANGUAGE, "The voice's own", form.language)
    voice = search(VOICE, "Search by name, language, …", form.voice)
    blocks = [
        input_block(opened.block(LANGUAGE), "Language", language, hint="It narrows the voices on offer.", told=True),
        input_block(opened.voice_block, "Voice", voice, optional=not required, told=True),
    ]
    heard = None if form.sample is None or form.voice is None else link(form.sample, "Hear this voice")
    return [*blocks, context(heard)] if heard else blocks


def _destination_blocks(form: ComposeForm) -> list[Block]:
    draft, opened = form.draft, form.opened
    chosen = draft.destination.channel_id if draft.destination is not None else None
    typed_here = draft.origin is Origin.COMMAND and chosen == opened.channel
    element: Block = {
        "type": "conversations_select",
        "action_id": DESTINATION,
        "default_to_current_conversation": True,
        "filter": {"exclude_bot_users": True} if opened.channel else dict(OWN_CHANNELS),
        "placeholder": plain("Pick a channel", OPTION_LIMIT),
    }
    if chosen is not None and chosen.startswith(("C", "G")) and not typed_here:
        element["initial_conversation"] = chosen
    hint = "Where you came from, it is answered in that thread." if opened.thread else None
    if opened.channel is None:
        hint = f"{NOT_SHARED}: to post in one of them, type /herald there."
    box = tick(ONLY_ME, "Only me: send it to me alone", ticked=chosen == draft.user_id)
    return [
        input_block(DESTINATION, "Post in", element, hint=hint),
        input_block(ONLY_ME, "Or keep it private", box, told=True),
    ]


def _toggle(more: bool) -> Block:
    button = {
        "type": "button",
        "action_id": MORE,
        "text": plain("Fewer options" if more else "More options", OPTION_LIMIT),
        "value": "fewer" if more else "more",
    }
    return {"type": "actions", "block_id": MORE, "elements": [button]}


def _more_blocks(form: ComposeForm) -> list[Block]:
    wishes = form.draft.wishes
    photo = [] if form.photos == "off" else [photo_block()]
    asked = [subject_block(form.draft.subject)] if form.photos == "consent" else []
    address = [address_block(wishes.background)] if form.addresses else []
    own = [*photo, *asked, *media_blocks(wishes), *address]
    return build_more_options(wishes, form.opened, resolutions=form.resolutions, media=own)
