"""What the person in a picture is shown: who asks, the script, two buttons, and afterwards what came of it."""

from typing import Final

from bot.rendering.consent import Consent, ConsentState
from bot.rendering.draft import Wishes
from bot.rendering.render import Render
from bot.slack.surfaces.blocks import Message, actions, button, confirmation, context, section
from bot.slack.surfaces.chosen import describe_extras
from bot.slack.surfaces.escape import defuse, escape, one_line
from bot.slack.surfaces.figures import moment
from bot.slack.surfaces.review import script_blocks

ALLOW: Final = "consent_allow"
DECLINE: Final = "consent_decline"
"""Each is an `action_id`; the value is the render's id."""
WAITING: Final = "Waiting for permission"
NEVER_ASKED: Final = "If you do not know why you are asked, decline: nothing is made then."

_OUTCOMES: Final = {
    ConsentState.ALLOWED: "You allowed this once: one video with this script. For another you would be asked anew.",
    ConsentState.DECLINED: "You declined this. No video was made of your picture, and it was not sent anywhere.",
    ConsentState.EXPIRED: "You did not answer in time, so no video was made of your picture.",
    ConsentState.WITHDRAWN: "This was called off before you answered. No video was made of your picture.",
}


def picture_comment(render: Render) -> str:
    """The words with which the picture itself is shown."""
    return f"<@{render.user_id}> would like to make a video in which this picture of you speaks."


def build_question(render: Render) -> Message:
    """The script and the buttons."""
    consent = render.consent
    if consent is None:
        raise ValueError(f"render {render.id} needs nobody's permission")
    until = f"You can answer until {moment(consent.expires_at)}. {NEVER_ASKED}"
    line = (
        f"<@{render.user_id}> asks: may a video be made in which the picture above speaks this script? "
        "The picture and the script go to Herald's video service only if you allow it."
    )
    extras = describe_extras(Wishes.of(render.choices))
    blocks = [
        section(line),
        *script_blocks(render.script),
        *([context(f"Also {extras}")] if extras else []),
        context(f"{_place(render)} It is marked as AI-generated. {until}"),
        actions(
            button(ALLOW, "Allow once", render.id, confirm=_ASK),
            button(DECLINE, "Decline", render.id),
        ),
    ]
    return Message(f"{line} {defuse(one_line(render.script, 200))}", blocks)


def build_outcome(render: Render) -> Message:
    """What stands in the place of the buttons when there is nothing to be answered any more."""
    if render.consent is None or render.consent.waits:
        raise ValueError(f"render {render.id} has no outcome of a permission")
    line = f"<@{render.user_id}> asked to make a video of a picture of you. {_OUTCOMES[render.consent.state]}"
    said = section("> " + escape(one_line(render.script, 300)))
    return Message(f"{line} {defuse(one_line(render.script, 80))}", [section(line), said])


def describe_waiting(consent: Consent) -> str:
    """What the anchor says while the person is asked; their name is nobody else's business."""
    return (
        f"the person in the photo is asked, and can answer until {moment(consent.expires_at)}. "
        "Nothing is made or paid before they allow it."
    )


def _place(render: Render) -> str:
    channel_id = render.destination.channel_id
    if channel_id.startswith(("C", "G")):
        return f"It would be posted in <#{channel_id}>, and <@{render.user_id}> can share it with other channels."
    return f"It would be sent to <@{render.user_id}> alone, who can share it with channels."


_ASK: Final = confirmation(
    "Allow this video?",
    "One video is made in which your picture speaks this script, and it is posted where this message says. "
    "This cannot be taken back.",
    yes="Allow once",
    no="Not yet",
)
