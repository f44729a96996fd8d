"""Which journey exercises what Herald listens to: each button, form, command, shortcut, search, event and step."""

from collections.abc import Mapping
from typing import Final

JOURNEYS: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "test_admin": {
        "test_a_banned_word_is_told_beside_the_script": (
            "action admin_words",
            "view admin_words",
        ),
        "test_a_guest_is_refused_until_guests_may": (
            "action admin_people",
            "view admin_people",
        ),
        "test_an_earlier_month_is_shown_and_this_one_again": (
            "action spending_month",
            "action spending_this_month",
        ),
        "test_home_shows_admins_who_spent_what_and_sends_it_as_a_file": ("action spending_csv",),
        "test_only_allowed_avatars_are_offered": (
            "action admin_looks",
            "options allowed_presenters",
            "view admin_looks",
        ),
        "test_the_audit_list_tells_who_changed_what": (
            "action admin_budgets",
            "action audit",
            "view admin_budgets",
        ),
    },
    "test_admin_lists": {
        "test_home_opens_the_settings_for_an_admin": ("action open_admin",),
        "test_the_audit_list_is_turned_page_by_page": (
            "action audit_older",
            "action audit_newest",
        ),
        "test_videos_that_failed_through_herald_are_tried_again_or_laid_to_rest": (
            "action dead_letters",
            "action retry_dead_letter",
            "action close_dead_letter",
        ),
        "test_voices_are_searched_for_those_that_may_be_used": ("options allowed_speakers",),
    },
    "test_announcements": {
        "test_a_cancelled_announcement_is_not_posted_at_its_time": (
            "view announce",
            "view announce_review",
            "action announce_approve",
            "action announce_open",
            "action announce_cancel",
        ),
        "test_a_channel_that_refuses_is_told_of_and_tried_again": ("action announce_retry(:[0-9]+)?",),
        "test_a_new_announcement_is_begun_from_home": ("action announce_new",),
        "test_a_rejected_announcement_ends_there_and_can_be_used_again": (
            "action announce_again",
            "action announce_reject",
            "view announce_reason_form",
        ),
        "test_a_scheduled_announcement_waits_for_its_time_and_may_be_given_another": (
            "action announce_reschedule",
            "view announce_reschedule_form",
        ),
        "test_changes_to_the_video_have_it_made_anew_from_what_was_edited": (
            "action announce_edit",
            "action announce_changes",
        ),
        "test_the_announcements_are_listed_in_the_form_and_a_draft_goes_on_from_there": ("action announce_list",),
    },
    "test_asking": {
        "test_a_first_timer_types_reviews_and_makes_it": (
            "view compose",
            "view review",
        ),
        "test_a_language_narrows_the_voices": ("action language", "options language", "options voice"),
        "test_a_mention_is_answered_in_its_thread": (
            "action start_here",
            "event app_mention",
        ),
        "test_a_repeat_user_needs_one_command_and_one_click": (
            "command /herald",
            "action make_it",
        ),
        "test_more_options_arrive_in_the_studios_task": ("action more_options",),
        "test_only_me_is_answered_in_the_direct_message": ("action only_me",),
        "test_the_cards_cancel_leaves_nothing": ("action drop_draft",),
        "test_the_cards_edit_opens_the_form_and_review_makes_the_changed_text": ("action edit_draft",),
        "test_the_global_shortcut_opens_the_form_from_anywhere": ("shortcut create_video",),
        "test_the_message_shortcut_answers_in_the_messages_thread": ("shortcut video_from_message",),
    },
    "test_forgetting": {
        "test_videos_go_too_where_that_is_ticked": ("view forget_me",),
    },
    "test_form_buttons": {
        "test_a_preset_fills_in_the_form_and_leaves_the_script": ("action preset",),
        "test_a_preset_fills_in_the_form_of_an_announcement": ("action announce_preset",),
        "test_home_lists_the_next_announcements_and_opens_the_list_of_all": ("action announce_all",),
        "test_of_many_presets_any_is_opened_from_home": ("action pick_preset",),
        "test_the_review_that_stands_alone_leads_back_to_the_form": ("action edit_reviewed",),
        "test_what_a_video_begins_with_is_changed_in_home": ("action change_defaults",),
        "test_what_is_typed_and_chosen_is_kept_though_the_form_is_closed": (
            "action script",
            "action avatar",
            "options avatar",
            "action voice",
        ),
    },
    "test_home": {
        "test_a_draft_is_continued_from_home": ("action continue_draft",),
        "test_a_draft_is_deleted_from_home": ("action delete_draft",),
        "test_a_preset_is_made_used_and_deleted": (
            "action new_preset",
            "action preset_menu",
            "action delete_preset",
            "view preset_form",
        ),
        "test_a_video_is_begun_from_home": (
            "event app_home_opened",
            "action new_video",
        ),
        "test_a_video_is_made_again_from_home": ("action render_again",),
        "test_the_choices_in_a_review_are_saved_as_a_preset": ("action save_as_preset",),
    },
    "test_many_workspaces": {
        "test_two_workspaces_and_an_organisation_each_get_their_own_videos": (
            "event app_uninstalled",
            "event tokens_revoked",
        ),
    },
    "test_personal_clips": {
        "test_a_list_is_changed_and_dropped_and_makes_nothing": (
            "action batch_drop",
            "action batch_change",
        ),
        "test_everybody_in_the_list_gets_a_clip_of_their_own": ("view personal",),
        "test_home_opens_the_form": ("action personal_clips",),
        "test_what_failed_is_tried_again_and_nobody_gets_two": (
            "action batch_sample",
            "action batch_make",
            "action batch_retry",
        ),
        "test_what_was_stopped_is_made_when_it_is_wanted_after_all": ("action batch_stop",),
    },
    "test_photos": {
        "test_a_photo_that_was_declined_costs_nothing_and_is_told_by_dm": ("action consent_decline",),
        "test_somebody_else_is_asked_and_nothing_leaves_slack_before_they_allow_it": ("action consent_allow",),
    },
    "test_result_buttons": {
        "test_a_finished_video_is_shared_with_another_channel": (
            "action share_result",
            "view share_result",
        ),
        "test_a_video_that_was_not_sent_yet_is_cancelled_for_nothing": ("action cancel_render",),
        "test_edit_script_opens_the_form_filled_in": ("action edit_script",),
        "test_one_of_several_is_used_and_the_others_are_removed": ("action use_result:[0-9]",),
        "test_regenerate_opens_the_review_filled_in_and_makes_a_new_video": ("action regenerate",),
        "test_what_cannot_be_deleted_is_said": ("action delete_results",),
    },
    "test_workflow_step": {
        "test_an_event_that_slack_sends_again_makes_one_video": ("function make_talking_video",),
    },
}
"""By test module and test: the listeners that the test has to reach, else it fails."""
UNPLAYED: Final[Mapping[str, str]] = {
    "event team_access_revoked": "the local Slack's organisation takes no workspace away by itself; the listener is "
    "sent the event in tests/handlers/test_events.py",
    "options .*": "Herald shows no select that it does not know; tests/handlers/test_options.py has one",
}
"""What no journey can reach, and why."""
