"""What Runware's error codes mean for us: by name where the name is known, by its form where it is not."""

from enum import Enum
from typing import Final


class Category(Enum):
    """What an error is about; Runware's own clients try again after the last five."""

    CONFLICT = "conflict"
    NOT_FOUND = "notFound"
    GONE = "gone"
    AUTH = "auth"
    QUOTA = "quota"
    VALIDATION = "validation"
    MODERATION = "moderation"
    OTHER = "other"
    PROVIDER = "provider"
    TIMEOUT = "timeout"
    CONNECTION = "connection"
    RATE_LIMIT = "rateLimit"
    SERVER = "serverError"


RETRYABLE: Final = frozenset(
    {Category.PROVIDER, Category.TIMEOUT, Category.CONNECTION, Category.RATE_LIMIT, Category.SERVER}
)

_NAMES: Final = {
    Category.CONFLICT: "conflictTaskUUID",
    Category.NOT_FOUND: "taskNotFound taskFailedOrNotFound",
    Category.AUTH: "invalidApiKey missingApiKey forbidden permissionDenied accountSuspended organizationDisabled",
    Category.QUOTA: "quotaExceeded paymentRequired",
    Category.MODERATION: "promptBlocked imageBlocked moderationFailed invalidProviderContent",
    Category.PROVIDER: "inferenceError processingFailed taskFailed downloadFailed uploadFailed noAvailableServer "
    "modelUnavailable modelNotReady",
    Category.SERVER: "internalServerError serviceUnavailable standardError unknownError",
    Category.OTHER: "taskExpired taskCancelled modelNotFound",
    Category.GONE: "mediaNotFound mediaExpired",
}
_BY_NAME: Final = {code.casefold(): category for category, codes in _NAMES.items() for code in codes.split()}

_PARTS: Final = (
    ("insufficientcredits", Category.QUOTA),
    ("ratelimit", Category.RATE_LIMIT),
    ("contentpolicy", Category.MODERATION),
    ("contentdetected", Category.MODERATION),
    ("timeout", Category.TIMEOUT),
    ("connection", Category.CONNECTION),
)
_STARTS: Final = (
    (
        ("missing", "invalid", "unsupported", "unknown", "value", "array", "max", "incompatible", "validation"),
        Category.VALIDATION,
    ),
    (("provider",), Category.PROVIDER),
)


def category_of(code: str) -> Category:
    """What an error with this code is about."""
    folded = code.casefold()
    named = _BY_NAME.get(folded)
    if named is not None:
        return named
    for part, category in _PARTS:
        if part in folded:
            return category
    return next((category for start, category in _STARTS if folded.startswith(start)), Category.OTHER)
