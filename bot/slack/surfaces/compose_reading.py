"""What a person sent with the compose modal, laid over the draft that it was opened with."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from bot.errors import InvalidField
from bot.rendering.draft import Draft, Wishes
from bot.rendering.render import Destination
from bot.rendering.requesting import SCRIPT_LIMIT
from bot.slack.surfaces.compose import AVATAR, DESTINATION, LANGUAGE, MORE_SCRIPT, ONLY_ME, SCRIPT, VOICE, split_script
from bot.slack.surfaces.consent_fields import read_subject
from bot.slack.surfaces.inputs import FormState
from bot.slack.surfaces.media import read_media
from bot.slack.surfaces.more_options import read_more_options
from bot.slack.surfaces.opened import Opened


def read_compose(view: Mapping[str, Any], base: Draft, *, now: datetime) -> Draft:
    """The draft as the modal has it now; what the modal does not show stays as it was in `base`.

    Raises InvalidField for a field that cannot be read, Refusal for a modal that is not of this version.
    """
    opened, state = Opened.read(str(view.get("private_metadata") or "")), FormState.of(view)
    media = read_media(_values(view), base.wishes, audio_length=base.audio_length)
    wishes: dict[str, Any] = {
        "avatar": state.option(AVATAR),
        "voice": state.option(VOICE),
        "language": state.option(LANGUAGE),
        "image": media.image,
        "background": media.background,
        "audio": media.audio,
    }
    return base.model_copy(
        update={
            "script": _script(state, base),
            "wishes": _wished(base.wishes, wishes | read_more_options(state)),
            "destination": _destination(state, opened, base),
            "audio_length": media.audio_length,
            "subject": read_subject(state, base, image=media.image),
            "updated_at": now,
        }
    )


def salvage_compose(view: Mapping[str, Any], base: Draft, *, now: datetime) -> Draft:
    """As much of the modal as can be read, where something in it cannot: nothing typed is lost."""
    opened, state = Opened.read(str(view.get("private_metadata") or "")), FormState.of(view)
    picked = {"avatar": state.option(AVATAR), "voice": state.option(VOICE), "language": state.option(LANGUAGE)}
    update = {
        "script": _script(state, base),
        "wishes": base.wishes.model_copy(update=picked),
        "destination": _destination(state, opened, base),
        "updated_at": now,
    }
    return base.model_copy(update=update)


def check_script(draft: Draft) -> None:
    """Raise InvalidField for a script that nobody can speak, beside the field that has it."""
    if draft.wishes.audio is not None:
        return
    if not any(character.isalnum() for character in draft.script):
        raise InvalidField(SCRIPT, "Write what the presenter should say: at least one word.")
    if len(draft.script) > SCRIPT_LIMIT:
        raise InvalidField(
            SCRIPT, f"The script has {len(draft.script):,} characters; {SCRIPT_LIMIT:,} is the most. Shorten it."
        )


def _values(view: Mapping[str, Any]) -> Mapping[str, Any]:
    values: Mapping[str, Any] = (view.get("state") or {}).get("values") or {}
    return values


def _script(state: FormState, base: Draft) -> str:
    first = (state.text(SCRIPT) or "").strip()
    unseen = split_script(base.script)[1]  # the form may be without the field that holds it
    second = (state.text(MORE_SCRIPT) or "").strip() if MORE_SCRIPT in state else unseen
    return " ".join(part for part in (first, second) if part)


def _wished(before: Wishes, changes: Mapping[str, Any]) -> Wishes:
    try:
        return Wishes.model_validate(before.model_dump() | dict(changes))
    except ValidationError as error:
        field = str(next(iter(error.errors()[0]["loc"]), SCRIPT))
    raise InvalidField(field, "This is not a value that can be used. Change it or clear it.")


def _destination(state: FormState, opened: Opened, base: Draft) -> Destination | None:
    if state.ticked(ONLY_ME):
        return Destination(channel_id=base.user_id)
    channel_id = state.conversation(DESTINATION) or opened.channel
    if channel_id is None:
        return None
    return Destination(channel_id=channel_id, thread_ts=opened.thread if channel_id == opened.channel else None)
