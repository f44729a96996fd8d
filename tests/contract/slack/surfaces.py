"""Views, functions, assistant threads, and what is told of app and team."""

from typing import Any

from tests.contract.slack.cases import HERE, HOME, NAMED, Case, channel_cases, fails, works
from tests.playground.slack.samples import MODAL, plain, section

HUGE: dict[str, Any] = {**MODAL, "blocks": [section("x" * 2600)] * 100}
LONG_TITLE: dict[str, Any] = {**MODAL, "title": plain("x" * 25)}
PROMPT = {"title": "A video", "message": "Make a video"}

TRIGGERED = [
    (method, trigger, error)
    for method in ("views.open", "views.push")
    for trigger, error in (
        ("{used_trigger}", "exchanged_trigger_id"),
        ("{old_trigger}", "expired_trigger_id"),
        ("1.2.3", "invalid_trigger_id"),
    )
]
VIEWS = [
    works("views.open", "view", trigger_id="{trigger}", view=MODAL),
    works("views.open", "view", interactivity_pointer="{trigger}", trigger_id="", view=MODAL),
    works("views.push", "view", trigger_id="{trigger_over_view}", view=MODAL),
    *(fails(method, error, trigger_id=trigger, view=MODAL) for method, trigger, error in TRIGGERED),
    fails("views.open", "view_too_large", trigger_id="{trigger}", view=HUGE),
    fails("views.open", "invalid_arguments", trigger_id="{trigger}", view=LONG_TITLE),
    fails("views.open", "invalid_arguments", trigger_id="{trigger}", view=HOME),
    fails("views.open", "duplicate_external_id", trigger_id="{trigger_over_named_view}", view=NAMED),
    fails("views.push", "view_too_large", trigger_id="{trigger}", view=HUGE),
    fails("views.push", "not_found", trigger_id="{trigger}", view=MODAL),
    fails("views.push", "push_limit_reached", trigger_id="{trigger_over_three}", view=MODAL),
    fails("views.push", "duplicate_external_id", trigger_id="{trigger_over_named_view}", view=NAMED),
    works("views.update", "view", view_id="{view}", view=MODAL),
    fails("views.update", "hash_conflict", view_id="{view}", view=MODAL, hash="{stale_hash}"),
    fails("views.update", "not_found", view_id="V0", view=MODAL),
    fails("views.update", "not_found", external_id="nothing", view=MODAL),
    fails("views.update", "view_too_large", view_id="{view}", view=HUGE),
    works("views.publish", "view", user_id="U0ALICE", view=HOME),
    fails("views.publish", "hash_conflict", user_id="U0ALICE", view=HOME, hash="{stale_home_hash}"),
    fails("views.publish", "view_too_large", user_id="U0ALICE", view={**HUGE, "type": "home"}),
    fails("views.publish", "user_not_found", user_id="U0NOBODY", view=HOME),
    fails("views.publish", "invalid_arguments", user_id="U0ALICE", view=MODAL),
]
FUNCTIONS = [
    works("functions.completeSuccess", function_execution_id="{execution}", outputs={"link": "https://example.org"}),
    works("functions.completeError", function_execution_id="{execution}", error="Nothing to say"),
    *(
        fails(method, error, function_execution_id=execution, **outcome)
        for method, outcome in (
            ("functions.completeSuccess", {"outputs": {"link": "x"}}),
            ("functions.completeError", {"error": "No"}),
        )
        for execution, error in (
            ("{finished}", "execution_not_in_running_state"),
            ("Fx0", "function_execution_not_found"),
        )
    ),
    *(
        fails(
            "functions.completeSuccess",
            "parameter_validation_failed",
            function_execution_id="{execution}",
            outputs=outputs,
        )
        for outputs in ({}, {"link": "x", "colour": "red"})
    ),
]
ASSISTANT = [
    case
    for method, words in (
        ("assistant.threads.setStatus", {"status": "is thinking…"}),
        ("assistant.threads.setTitle", {"title": "Videos"}),
        ("assistant.threads.setSuggestedPrompts", {"prompts": [PROMPT]}),
    )
    for case in (
        works(method, channel_id=HERE, thread_ts="{mine}", **words),
        fails(method, "invalid_thread_ts", channel_id=HERE, thread_ts="1.000001", **words),
        *channel_cases(method, "channel_id", thread_ts="1.000001", joined=False, **words),
    )
]
PROMPTS = [
    fails(
        "assistant.threads.setSuggestedPrompts", "invalid_arguments", channel_id=HERE, thread_ts="{mine}", prompts=wrong
    )
    for wrong in ([PROMPT] * 5, [], [{"title": "A video"}])
]
VALIDATE = [
    works("blocks.validate", blocks=[section()]),
    works("blocks.validate", view=MODAL),
    works("blocks.validate", message={"text": "Hello", "blocks": [section()]}),
    fails("blocks.validate", "invalid_blocks", blocks=[section("")]),
    fails("blocks.validate", "invalid_view", view=LONG_TITLE),
    fails("blocks.validate", "invalid_message", message={"text": ""}),
    fails("blocks.validate", "invalid_arguments"),
]
META = [
    works("api.test", "args", flavour="mint"),
    fails("api.test", "my_error", error="my_error"),
    works("auth.test", "url", "team", "user", "team_id", "user_id", "bot_id"),
    Case("auth.test", error="invalid_auth", token="xoxb-wrong"),
    Case("auth.test", error="not_allowed_token_type", token="{app_token}"),
    works("team.info", "team"),
    works("bots.info", "bot", bot="B0HERALD"),
    fails("bots.info", "bot_not_found", bot="B0OTHER"),
    works("emoji.list", "emoji", include_categories=True),
    works("apps.connections.open", "url", app_token="{app_token}"),
    Case("chat.shout", error="unknown_method"),
]
CASES: list[Case] = [*VIEWS, *FUNCTIONS, *ASSISTANT, *PROMPTS, *VALIDATE, *META]
