"""Every failure has words, and a way on."""

import re
from datetime import timedelta
from decimal import Decimal
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import (
    BudgetExceeded,
    InvalidField,
    PostRefused,
    PostUncertain,
    RunwareBusy,
    SlackBusy,
    StoreUnavailable,
    TaskRefused,
    TaskUncertain,
)
from bot.rendering.render import Failure, RenderState
from bot.slack.surfaces.explanations import explain_code
from bot.slack.surfaces.words import explain_error, explain_failure
from tests.bot.slack.samples import NOW, make_render

CODES = {
    "does not accept Herald's access": "invalidApiKey missingApiKey forbidden permissionDenied accountSuspended "
    "organizationDisabled",
    "run out of credit": "insufficientCredits providerInsufficientCredits thirdPartyInsufficientCredits quotaExceeded "
    "paymentRequired",
    "no room": "rateLimitExceeded inferenceRateLimitExceeded providerRateLimitExceeded noAvailableServer",
    "already has": "conflictTaskUUID",
    "content check": "contentPolicyViolation providerContentPolicyViolation sensitiveContentDetected "
    "unsafeContentDetected nsfwContentDetected promptBlocked imageBlocked moderationFailed invalidProviderContent",
    "could not finish": "providerError providerUnavailable inferenceError processingFailed taskFailed downloadFailed "
    "uploadFailed",
    "avatar engine": "modelUnavailable modelNotReady modelNotFound unknownModel",
    "too long over this video": "timeoutProvider providerTimeout providerGatewayTimeout webhookTimeout",
    "lost track": "taskNotFound taskExpired taskCancelled taskFailedOrNotFound",
    "does not have the picture or sound": "mediaNotFound mediaExpired",
    "a problem of its own": "internalServerError serviceUnavailable standardError unknownError",
    "did not accept the request": "unsupportedParameter missingTaskType invalidOutputFormat valueTooLong arrayTooLong "
    "maxLengthExceeded incompatibleParameters unknownParameter validationFailed",
    "not a member": "not_in_channel channel_not_found",
    "archived": "is_archived",
    "its settings": "restricted_action restricted_action_read_only_channel posting_to_general_channel_denied "
    "slack_connect_canvas_sharing_blocked",
    "not there any more": "thread_not_found message_not_found cannot_reply_to_message",
    "Herald was removed": "token_revoked token_expired account_inactive invalid_auth not_authed",
    "without the permission": "missing_scope",
    "did not take the video file": "file_uploads_disabled file_upload_size_restricted storage_limit_reached",
    "did not take my message": "msg_too_long invalid_blocks",
    "could not be reached for 10 minutes": "unreachable",
    "after 24 hours": "gone_after_24h",
    "link ended": "expired",
    "for a reason that Herald does not know": "somethingQuiteNew maxim inValid",
}
EVERY_CODE = [(code, words) for words, codes in CODES.items() for code in codes.split()]
NEXT_STEP = re.compile(r"Press|press|Ask|Type|Wait|Please|Start|Shorten")


def explained(code: str, **more: object) -> str:
    """The words for a failure with this code."""
    failure = Failure.model_validate({"code": code, "message": "boom at 0x7f", **more})
    return explain_failure(failure, make_render()).text


@pytest.mark.parametrize(("code", "words"), EVERY_CODE)
def test_each_code_says_what_happened_what_it_cost_and_what_to_do(code: str, words: str) -> None:
    text = explained(code)

    assert words in text
    assert "charged" in text
    assert NEXT_STEP.search(text)
    assert text.endswith("Reference: 1a2b3c4d.")


@given(code=st.text(), parameter=st.one_of(st.none(), st.text()))
def test_an_unknown_code_has_a_way_on_and_shows_nothing_raw(code: str, parameter: str | None) -> None:
    text = explained(code, parameter=parameter)

    assert NEXT_STEP.search(text)
    assert "boom" not in text


@pytest.mark.parametrize(
    ("code", "parameter", "part"),
    [
        ("invalidVoice", "speech.voice", "voice"),
        ("invalidValue", "inputs.avatar", "avatar"),
        ("valueTooLong", "speech.text", "script"),
        ("missingLanguage", None, "language"),
    ],
)
def test_a_choice_that_the_service_refused_is_named(code: str, parameter: str | None, part: str) -> None:
    assert f"change the {part}" in explained(code, parameter=parameter)


@pytest.mark.parametrize("code", ["not_in_channel", "channel_not_found", "restricted_action"])
def test_where_herald_cannot_post_the_person_is_told_to_invite_it(code: str) -> None:
    assert "/invite @Herald" in explained(code)


@pytest.mark.parametrize(
    ("charged", "words"),
    [
        (False, "Nothing was charged."),
        (None, "Nobody can say whether it was charged."),
        (True, "The video was charged."),
    ],
)
def test_the_cost_is_what_is_known_of_it(charged: bool | None, words: str) -> None:
    assert words in explained("providerError", charged=charged)


def test_a_task_that_nobody_knows_the_cost_of_counts_as_spent() -> None:
    failure = Failure(code="gone_after_24h", message="", charged=None)
    render = make_render(state=RenderState.FAILED, submitted_at=NOW, failure=failure)

    assert "whether it was charged, so $1.20 of the budget counts as spent" in explain_failure(failure, render).text


def test_a_budget_that_does_not_reach_is_told_with_both_amounts() -> None:
    text = explain_error(BudgetExceeded(needed=Decimal("1.56"), left=Decimal("0.40"))).text

    assert "$1.56" in text
    assert "$0.40" in text
    assert "Nothing was charged." in text


@pytest.mark.parametrize(
    ("whose", "words"),
    [
        ("workspace", "$0.40 of this month's budget is left"),
        ("person", "$0.40 of your own budget for this month is left"),
        ("channel", "$0.40 of this channel's budget for this month is left"),
    ],
)
def test_it_is_told_whose_budget_does_not_reach(whose: Literal["workspace", "person", "channel"], words: str) -> None:
    assert words in explain_error(BudgetExceeded(needed=Decimal(1), left=Decimal("0.40"), whose=whose)).text


@pytest.mark.parametrize("code", ["asker_gone", "asker_stranger", "asker_guest"])
def test_who_may_not_ask_is_told_why_and_what_to_do(code: str) -> None:
    explanation = explain_code(code)

    assert "Herald does not know" not in explanation.what
    assert explanation.advice


def test_a_wrong_field_is_told_in_its_own_words() -> None:
    assert explain_error(InvalidField("voice", "Pick another voice.")).text == "Pick another voice."


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (StoreUnavailable("redis:6379 refused"), "its own records"),
        (SlackBusy("views.open", retry_after=timedelta(seconds=3)), "Slack is busy"),
        (RunwareBusy("503"), "video service is busy"),
        (PostRefused("views.open", "expired_trigger_id"), "keep the form open"),
        (TaskRefused("invalidVoice", "bad voice 7"), "did not accept the voice"),
        (ZeroDivisionError("line 7"), "on Herald's side"),
    ],
)
def test_an_error_of_the_moment_says_that_nothing_was_charged_and_what_to_do(error: Exception, words: str) -> None:
    text = explain_error(error, "1a2b3c4d5e6f").text

    assert words in text
    assert "Nothing was charged." in text
    assert NEXT_STEP.search(text)
    assert str(error) not in text


@pytest.mark.parametrize("error", [TaskUncertain("reset"), PostUncertain("reset")])
def test_an_uncertain_outcome_does_not_say_that_nothing_was_charged(error: Exception) -> None:
    assert "charged" not in explain_error(error).text
