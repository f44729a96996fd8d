"""Every failure in words for a person: what happened, whether it cost anything, what to do next, a reference."""

from dataclasses import dataclass
from typing import Final

from bot.errors import (
    BudgetExceeded,
    HeraldError,
    PostRefused,
    PostUncertain,
    Refusal,
    RunwareBusy,
    SlackBusy,
    StoreUnavailable,
    TaskRefused,
    TaskUncertain,
)
from bot.rendering.render import Failure, Render
from bot.slack.surfaces.consent_words import explain_consent
from bot.slack.surfaces.explanations import OPERATOR, Explanation, explain_code
from bot.slack.surfaces.figures import dollars
from bot.slack.surfaces.file_words import explain_file

NOTHING_CHARGED: Final = "Nothing was charged."
TRY_AGAIN: Final = f"Please try again; if it happens again, tell {OPERATOR}."
_PASSING: Final = (
    (StoreUnavailable, "Herald cannot reach its own records just now."),
    (SlackBusy, "Slack is busy just now."),
    (RunwareBusy, "The video service is busy just now."),
    (HeraldError, "That did not work this time."),
)

_BUDGETS: Final = {
    "workspace": ("this month's budget", OPERATOR),
    "person": ("your own budget for this month", "an admin of the workspace"),
    "channel": ("this channel's budget for this month", "an admin of the workspace"),
}


@dataclass(frozen=True)
class Words:
    """A failure as a person is told it; plain text, not yet escaped."""

    what: str
    cost: str
    advice: str
    reference: str = ""

    @property
    def text(self) -> str:
        """All of it, in the order in which it is wanted."""
        return " ".join(part for part in (self.what, self.cost, self.advice, self.reference) if part)


def short_reference(render_id: str) -> str:
    """What a person quotes when they ask for help: the beginning of the render's id."""
    return f"Reference: {render_id[:8]}."


def explain_failure(failure: Failure, render: Render) -> Words:
    """Why the render ended without a video."""
    explanation = explain_file(failure) or explain_consent(failure) or explain_code(failure.code, failure.parameter)
    cost = _cost(failure, render)
    return Words(explanation.what, cost, explanation.advice, short_reference(render.id))


def explain_error(error: Exception, render_id: str | None = None) -> Words:
    """Why what a person just did was not done."""
    reference = short_reference(render_id) if render_id else ""
    if isinstance(error, Refusal) and not isinstance(error, BudgetExceeded):
        return Words(str(error), "", "", "")
    explanation = _of_error(error)
    cost = "" if isinstance(error, TaskUncertain | PostUncertain) else NOTHING_CHARGED
    return Words(explanation.what, cost, explanation.advice, reference)


def _cost(failure: Failure, render: Render) -> str:
    if failure.charged is None:
        counted = f", so {dollars(render.owed)} of the budget counts as spent on it" if render.owed else ""
        return f"Nobody can say whether it was charged{counted}."
    return "The video was charged." if failure.charged else NOTHING_CHARGED


def _of_error(error: Exception) -> Explanation:
    if isinstance(error, BudgetExceeded):
        return _of_budget(error)
    if isinstance(error, PostRefused | TaskRefused):
        return Explanation(explain_code(error.code).what, TRY_AGAIN)
    for kind, what in _PASSING:
        if isinstance(error, kind):
            return Explanation(what, "Please try again in a minute.")
    return Explanation("Something went wrong on Herald's side.", TRY_AGAIN)


def _of_budget(error: BudgetExceeded) -> Explanation:
    what, who = _BUDGETS[error.whose]
    return Explanation(
        f"This video may cost up to {dollars(error.needed)}, and {dollars(error.left)} of {what} is left.",
        f"Shorten the script, or ask {who} to raise the budget.",
    )
