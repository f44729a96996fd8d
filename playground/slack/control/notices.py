"""What a person is told when the app does not answer what they did."""

from typing import Final

from playground.slack.dispatch.outcome import Failure
from playground.slack.local import LocalSlack
from playground.slack.model.conversations import User

_TEXTS: Final[dict[str, str]] = {
    "operation_timeout": "{app} took too long to answer. Try again?",
    "dispatch_failed": "{app} could not be reached, or answered with an error. Try again?",
}


def note_failure(slack: LocalSlack, user: User, failed: Failure | None, **place: str) -> None:
    """Tell a person that the app failed; `place` is the view or the message they used."""
    if failed is None:
        return
    text = _TEXTS[failed].format(app=slack.settings.app_name)
    about = {"id": slack.workspace.mint.new("N"), "user": user.id, "at": slack.clock.now(), "error": failed}
    slack.workspace.notices.append({**about, "text": text, **place})
    slack.changes.mark()
