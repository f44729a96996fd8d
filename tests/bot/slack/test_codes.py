"""Every error code that Slack documents for a post, an edit and an upload has one outcome, which the person sees."""

from datetime import timedelta
from enum import StrEnum
from typing import Any, Final

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.errors import HeraldError, PostRefused, PostUncertain, SlackBusy
from bot.rendering.render import Failure
from bot.slack.door import RATE_LIMITED, UNSURE, translated
from bot.slack.surfaces.explanations import explain_code
from bot.slack.surfaces.words import explain_failure
from tests.bot.rendering.fakes import a_render

METHODS: Final = ("chat.postMessage", "chat.update", "files.completeUploadExternal")
POST: Final = """
as_user_not_supported channel_not_found duplicate_channel_not_found duplicate_message_not_found invalid_blocks
invalid_blocks_format invalid_metadata_format invalid_metadata_schema is_archived markdown_text_conflict
message_limit_exceeded messages_tab_disabled metadata_must_be_sent_from_app metadata_too_large msg_blocks_too_long
msg_too_long no_text not_in_channel rate_limited restricted_action restricted_action_non_threadable_channel
restricted_action_read_only_channel restricted_action_thread_locked restricted_action_thread_only_channel
slack_connect_canvas_sharing_blocked slack_connect_file_link_sharing_blocked slack_connect_lists_sharing_blocked
team_access_not_granted team_not_found thread_not_found too_many_attachments too_many_contact_cards
cannot_reply_to_message unfurl_link_disabled
"""
UPDATE: Final = """
block_mismatch cant_broadcast_message cant_update_message channel_not_found edit_window_closed
external_channel_migrating file_not_found invalid_attachments invalid_blocks invalid_metadata_format is_inactive
message_not_found msg_too_long no_dual_broadcast_content_update no_text
not_in_channel rate_limited streaming_state_conflict too_many_attachments
update_failed
"""
UPLOAD: Final = """
access_denied channel_not_found file_not_found file_update_failed file_upload_size_restricted file_uploads_disabled
file_uploads_except_images_disabled invalid_channel invalid_ts malware_detected not_in_channel
posting_to_general_channel_denied restricted_action slack_connect_blocked_file_type slack_connect_clip_sharing_blocked
slack_connect_file_upload_sharing_blocked storage_limit_reached team_access_not_granted unknown_subtype
user_not_found
"""
EVERYWHERE: Final = """
access_denied account_inactive accesslimited
deprecated_endpoint ekm_access_denied enterprise_is_restricted fatal_error
internal_error invalid_arg_name invalid_arguments invalid_array_arg invalid_auth invalid_charset invalid_form_data
invalid_post_type is_bot method_deprecated missing_args missing_post_type missing_scope no_permission
not_allowed_token_type not_authed org_login_required ratelimited request_timeout service_unavailable
team_added_to_org token_expired token_revoked two_factor_setup_required
"""
CODES: Final = {
    method: sorted({*own.split(), *EVERYWHERE.split()})
    for method, own in zip(METHODS, (POST, UPDATE, UPLOAD), strict=True)
}
EVERY: Final = [(method, code) for method, codes in CODES.items() for code in codes]


class Outcome(StrEnum):
    """What becomes of a call."""

    WAITS = "it is made again later"
    DOUBTED = "whether it took effect is looked up"
    REFUSED = "the person is told why"


def outcome_of(method: str, code: str) -> tuple[Outcome, HeraldError]:
    """The one outcome of an answer with the code."""
    try:
        with translated(method, repeatable=method == "chat.update"):
            raise SlackApiError("refused", answer(code))  # type: ignore[no-untyped-call]  # slack_sdk has no types here
    except SlackBusy as busy:
        return Outcome.WAITS, busy
    except PostUncertain as uncertain:
        return Outcome.DOUBTED, uncertain
    except PostRefused as refused:
        return Outcome.REFUSED, refused


def answer(code: str) -> AsyncSlackResponse:
    """Slack's answer with the code."""
    limited = code in RATE_LIMITED
    body: dict[str, Any] = {"ok": False, "error": code}
    return AsyncSlackResponse(
        client=None,
        http_verb="POST",
        api_url="https://slack.com/api/",
        req_args={},
        data=body,
        headers={"Retry-After": "7"} if limited else {},
        status_code=429 if limited else 200,
    )


def expected(method: str, code: str) -> Outcome:
    """As docs/reliability.md has it."""
    if code in RATE_LIMITED:
        return Outcome.WAITS
    if code in UNSURE:
        return Outcome.WAITS if method == "chat.update" else Outcome.DOUBTED
    return Outcome.REFUSED


@pytest.mark.parametrize(("method", "code"), EVERY)
def test_a_code_has_the_outcome_that_is_documented(method: str, code: str) -> None:
    outcome, error = outcome_of(method, code)

    assert outcome is expected(method, code)
    if isinstance(error, SlackBusy):
        assert error.retry_after == timedelta(seconds=7 if code in RATE_LIMITED else 2)
    if isinstance(error, PostRefused):
        assert error.code == code


@pytest.mark.parametrize("code", sorted({code for _, code in EVERY} - RATE_LIMITED - UNSURE))
def test_a_refusal_is_explained_with_what_it_cost_and_what_to_do(code: str) -> None:
    failure = Failure(code=code, message=f"chat.postMessage: {code}")
    words = explain_failure(failure, a_render())

    assert code not in words.text
    assert words.text.count(".") >= 2
    assert "charged" in words.text or "cost" in words.text


@pytest.mark.parametrize("code", sorted({code for _, code in EVERY} - RATE_LIMITED))
def test_no_code_of_slacks_is_put_down_to_the_video_service_or_to_nothing(code: str) -> None:
    told = explain_code(code).what

    assert "Slack" in told or "I " in told
