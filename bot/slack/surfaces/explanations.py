"""What each error code means to a person, and what they can do about it.

The service's codes are hundreds and change (https://runware.ai/docs/platform/errors), so they are told apart by name
where that matters, by how they begin where it does not, and an unknown one still gets a way on.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Explanation:
    """What happened, and what to do next; plain sentences."""

    what: str
    advice: str


OPERATOR: Final = "the person who runs Herald here"
INVITE: Final = "Type `/invite @Herald` in the channel, then press Render again."
PICK_CHANNEL: Final = "Press Render again and pick another channel."
LATER: Final = "Wait a few minutes, then press Render again."

_ACCESS: Final = Explanation(
    "The video service does not accept Herald's access.",
    f"Ask {OPERATOR} to check Herald's key at the service, then press Render again.",
)
_CREDIT: Final = Explanation(
    "Herald's account at the video service has run out of credit.",
    f"Ask {OPERATOR} to top it up, then press Render again.",
)
_BUSY: Final = Explanation("The video service had no room for this video.", LATER)
_MODERATION: Final = Explanation(
    "The video service's content check turned this video down.",
    "Press Render again and change the wording.",
)
_PROVIDER: Final = Explanation(
    "The video service could not finish this video.",
    "Press Render again; if it fails again, try another avatar or a shorter script.",
)
_TIMEOUT: Final = Explanation(
    "The video service took too long over this video and stopped.",
    "Press Render again; a shorter script is quicker.",
)
_LOST: Final = Explanation("The video service lost track of this video.", "Press Render again.")
_MODEL: Final = Explanation(
    "The video service does not offer Herald's avatar engine at the moment.",
    f"Wait a while and press Render again; if that does not help, tell {OPERATOR}.",
)
_MEDIA: Final = Explanation(
    "The video service does not have the picture or sound any more.",
    "Press Render again and choose it anew.",
)
_SERVER: Final = Explanation("The video service had a problem of its own.", LATER)
_MIXED_UP: Final = Explanation(
    "The video service took this video for one that it already has.",
    f"Press Render again; if it fails again, tell {OPERATOR}.",
)
_UNKNOWN: Final = Explanation(
    "The video could not be made, for a reason that Herald does not know.",
    f"Press Render again; if it fails again, tell {OPERATOR}.",
)

_NOT_A_MEMBER: Final = Explanation("I cannot post in that channel, because I am not a member of it.", INVITE)
_RESTRICTED: Final = Explanation(
    "I may not post in that channel: its settings, or the workspace's, do not let me.",
    "If it is enough that I join, type `/invite @Herald` in the channel; else ask an admin. Then press Render again, "
    "or pick another channel.",
)
_ARCHIVED: Final = Explanation("I cannot post in that channel, because it is archived.", PICK_CHANNEL)
_THREAD_GONE: Final = Explanation(
    "I cannot post in that thread, because it is not there any more.",
    "Press Render again and pick where the video should go.",
)
_NOT_INSTALLED: Final = Explanation(
    "Slack does not let me in any more: Herald was removed from the workspace, or its access has ended.",
    "Ask an admin of the workspace to install Herald again, then press Render again.",
)
_SCOPE: Final = Explanation(
    "Slack does not let me do that: Herald was installed without the permission for it.",
    "Ask an admin of the workspace to install Herald again with all its permissions, then press Render again.",
)
_UPLOAD: Final = Explanation(
    "Slack did not take the video file: uploads are switched off here, or there is no room left for them.",
    "Ask an admin of the workspace about file uploads, then press Render again.",
)
_DEACTIVATED: Final = Explanation(
    "The account that asked for this video is deactivated.", "Ask again from an account that is not."
)
_STRANGER: Final = Explanation(
    "Herald works in this workspace for its own members only, and you belong to another organisation.",
    "Ask an admin of the workspace to allow it with /herald admin, then press Render again.",
)
_GUEST: Final = Explanation(
    "Guests cannot make videos in this workspace.",
    "Ask an admin of the workspace to allow it with /herald admin, then press Render again.",
)
_NOT_TAKEN: Final = Explanation(
    "Slack did not take my message.",
    f"Press Render again; if it fails again, tell {OPERATOR}.",
)

_BY_EXPLANATION: Final[dict[Explanation, str]] = {
    _ACCESS: "invalidApiKey missingApiKey forbidden permissionDenied accountSuspended organizationDisabled",
    _CREDIT: "insufficientCredits providerInsufficientCredits thirdPartyInsufficientCredits quotaExceeded "
    "paymentRequired",
    _BUSY: "rateLimitExceeded inferenceRateLimitExceeded providerRateLimitExceeded noAvailableServer",
    _MODERATION: "contentPolicyViolation providerContentPolicyViolation sensitiveContentDetected "
    "unsafeContentDetected nsfwContentDetected promptBlocked imageBlocked moderationFailed invalidProviderContent",
    _PROVIDER: "providerError providerUnavailable inferenceError processingFailed taskFailed downloadFailed "
    "uploadFailed",
    _TIMEOUT: "timeoutProvider providerTimeout providerGatewayTimeout webhookTimeout",
    _LOST: "taskNotFound taskExpired taskCancelled taskFailedOrNotFound",
    _MODEL: "modelUnavailable modelNotReady modelNotFound unknownModel invalidModel missingModel",
    _MEDIA: "mediaNotFound mediaExpired",
    _SERVER: "internalServerError serviceUnavailable standardError unknownError",
    _MIXED_UP: "conflictTaskUUID",
    _NOT_A_MEMBER: "not_in_channel channel_not_found",
    _ARCHIVED: "is_archived",
    _THREAD_GONE: "thread_not_found message_not_found cannot_reply_to_message cant_update_message edit_window_closed",
    _NOT_INSTALLED: "token_revoked token_expired account_inactive invalid_auth not_authed access_denied "
    "accesslimited team_access_not_granted team_not_found team_added_to_org two_factor_setup_required "
    "enterprise_is_restricted user_not_found",
    _SCOPE: "missing_scope not_allowed_token_type no_permission",
    _UPLOAD: "file_uploads_disabled file_upload_size_restricted storage_limit_reached upload_url_not_allowed "
    "slack_connect_file_upload_sharing_blocked file_uploads_except_images_disabled malware_detected file_not_found",
    _RESTRICTED: "posting_to_general_channel_denied restricted_action not_allowed user_not_in_channel "
    "ekm_access_denied org_login_required is_inactive external_channel_migrating messages_tab_disabled",
    _DEACTIVATED: "asker_gone",
    _STRANGER: "asker_stranger",
    _GUEST: "asker_guest",
    _NOT_TAKEN: "msg_too_long msg_blocks_too_long invalid_blocks invalid_blocks_format no_text invalid_arguments",
    Explanation("The video service could not be reached for 10 minutes, so I stopped trying.", LATER): "unreachable",
    Explanation(
        "Something in Herald itself is broken, and trying again did not help.",
        f"Press Render again; if it fails again, tell {OPERATOR}, who can see what broke.",
    ): "herald_defect",
    Explanation(
        "Slack did not keep the form open for long enough.", "Start again."
    ): "expired_trigger_id exchanged_trigger_id invalid_trigger_id hash_conflict not_found",
    Explanation(
        "The video service had nothing to show for this video after 24 hours, so I stopped waiting.",
        "Press Render again; that makes and charges a new one.",
    ): "gone_after_24h",
    Explanation(
        "The video was finished, but its link ended before I could deliver it.", "Press Render again."
    ): "expired",
}
_BY_CODE: Final = {code: explanation for explanation, codes in _BY_EXPLANATION.items() for code in codes.split()}

_BEGINNINGS: Final = (
    ("restricted_action", _RESTRICTED),
    ("slack_connect_", _RESTRICTED),
)
_VALIDATION: Final = ("missing", "invalid", "value", "array", "max", "min", "unsupported", "incompatible")
_VALIDATION_CODES: Final = frozenset({"unknownParameter", "validationFailed"})
_PARTS: Final = (
    ("voice", "voice"),
    ("avatar", "avatar"),
    ("language", "language"),
    ("text", "script"),
    ("backgroundcolor", "background colour"),
    ("background", "background picture"),
    ("audio", "recording"),
    ("image", "picture"),
)


def explain_code(code: str, parameter: str | None = None) -> Explanation:
    """What `code` means; `parameter` is the part of the request that it is about, in the service's words."""
    known = _BY_CODE.get(code)
    if known is not None:
        return known
    for beginning, explanation in _BEGINNINGS:
        if code.startswith(beginning):
            return explanation
    if code in _VALIDATION_CODES or _is_validation(code):
        return _explain_validation(f"{parameter or ''} {code}".lower())
    return _NOT_TAKEN if _is_slacks(code) else _UNKNOWN


def _is_slacks(code: str) -> bool:
    """Slack writes its codes as words with underscores between them, the video service writes them in one."""
    return "_" in code and code == code.lower()


def _is_validation(code: str) -> bool:
    return any(code.startswith(word) and code[len(word) : len(word) + 1].isupper() for word in _VALIDATION)


def _explain_validation(about: str) -> Explanation:
    for word, part in _PARTS:
        if word in about:
            return Explanation(
                f"The video service did not accept the {part}.", f"Press Render again and change the {part}."
            )
    return Explanation(
        "The video service did not accept the request.",
        f"Press Render again with other choices; if it fails again, tell {OPERATOR}.",
    )
