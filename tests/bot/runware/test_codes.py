"""Every error code that Runware is known to use becomes the error that can be acted on."""

import httpx
import pytest

from bot.errors import TaskRefused
from bot.runware.codes import Category, category_of
from tests.bot.runware.samples import TASK, answer, client_for, error

CODES = {
    Category.AUTH: "invalidApiKey missingApiKey forbidden permissionDenied accountSuspended organizationDisabled",
    Category.QUOTA: "insufficientCredits providerInsufficientCredits thirdPartyInsufficientCredits quotaExceeded "
    "paymentRequired",
    Category.RATE_LIMIT: "rateLimitExceeded inferenceRateLimitExceeded providerRateLimitExceeded",
    Category.CONFLICT: "conflictTaskUUID",
    Category.VALIDATION: "unsupportedParameter missingVoice invalidHeight valueTooLarge arrayTooLong maxLength "
    "incompatibleParameters unknownParameter validationFailed unknownModel",
    Category.MODERATION: "contentPolicyViolation providerContentPolicyViolation sensitiveContentDetected "
    "unsafeContentDetected nsfwContentDetected promptBlocked imageBlocked moderationFailed invalidProviderContent",
    Category.PROVIDER: "providerError providerUnavailable inferenceError processingFailed taskFailed downloadFailed "
    "uploadFailed noAvailableServer modelUnavailable modelNotReady",
    Category.TIMEOUT: "timeoutProvider providerTimeout providerGatewayTimeout webhookTimeout",
    Category.CONNECTION: "connectionLost",
    Category.NOT_FOUND: "taskNotFound taskFailedOrNotFound",
    Category.GONE: "mediaNotFound mediaExpired",
    Category.SERVER: "internalServerError serviceUnavailable standardError unknownError",
    Category.OTHER: "taskExpired taskCancelled modelNotFound neverHeardOf",
}
EACH = [(code, category) for category, codes in CODES.items() for code in codes.split()]
WORTH_ANOTHER_TRY = {Category.PROVIDER, Category.TIMEOUT, Category.CONNECTION}


@pytest.mark.parametrize(("code", "category"), EACH)
def test_a_code_is_known_for_what_it_is_about_however_it_is_spelled(code: str, category: Category) -> None:
    assert (category_of(code), category_of(code.upper())) == (category, category)


@pytest.mark.parametrize(
    ("code", "category"),
    [(code, category) for code, category in EACH if category not in {Category.AUTH, Category.CONFLICT}],
)
async def test_a_task_that_failed_keeps_the_code_and_what_can_be_done(code: str, category: Category) -> None:
    failed = error(code, taskUUID=str(TASK), status="error", parameter=["a.b", "c"])
    async with client_for(answer(errors=[failed])) as client:
        report = (await client.poll([TASK])).get(TASK)
    if category is Category.NOT_FOUND or code in {"rateLimitExceeded", "inferenceRateLimitExceeded"}:
        assert report is None
        return
    assert isinstance(report, TaskRefused)
    assert (report.code, report.parameter, report.task_uuid) == (code, "a.b, c", TASK)
    assert report.retryable == (category in WORTH_ANOTHER_TRY | {Category.SERVER, Category.RATE_LIMIT})


@pytest.mark.parametrize("status", [400, 409])
async def test_an_error_with_hints_of_any_kind_is_read(status: int) -> None:
    hints = {"type": "integer", "min": 1, "max": 4, "multiplier": 1, "allowedValues": {"0": "a", "1": "b"}}
    refused = httpx.Response(status, json={"errors": [error("invalidNumberResults", taskUUID=str(TASK), **hints)]})
    async with client_for(refused) as client:
        with pytest.raises(TaskRefused) as caught:
            await client.poll([TASK])
    assert caught.value.code == "invalidNumberResults"
