"""The forms in which admins decide what holds in their workspace, a part of the policy in each."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

from bot.policy import Policy
from bot.slack.surfaces.blocks import OPTION_LIMIT, TITLE_LIMIT, Block, context, option, plain, section
from bot.slack.surfaces.escape import escape, one_line
from bot.slack.surfaces.figures import dollars
from bot.slack.surfaces.inputs import Pick, input_block, number, select, text, tick

POLICY_AVATARS: Final = "allowed_presenters"
POLICY_VOICES: Final = "allowed_speakers"
"""The selects that search the whole offer, named apart from those of other forms; other fields are as in the policy."""
MOST_CHOSEN: Final = 100
UNSET: Final = "unset"

_NOTICE_LIMIT: Final = 600
_ANNOUNCERS: Final = (
    Pick("everyone", "Every member of the workspace"),
    Pick("admins", "Only admins"),
    Pick("listed", "Admins, and the people picked below"),
)
_MENTIONS: Final = (
    Pick("nobody", "Nobody"),
    Pick("admins", "Only admins"),
    Pick("everyone", "Everybody who may announce"),
)
_PHOTOS: Final = (
    Pick("off", "Nobody"),
    Pick("consent", "Everybody, with the consent of the person in it"),
    Pick("free", "Everybody, without asking"),
)
_TTLS: Final = (
    (3_600, "1 hour"),
    (6 * 3_600, "6 hours"),
    (86_400, "1 day"),
    (3 * 86_400, "3 days"),
    (7 * 86_400, "7 days"),
    (30 * 86_400, "30 days"),
)

Labels = Callable[[str], str]


class Part(StrEnum):
    """What a form is about; its value is the form's `callback_id`, and the `action_id` of the button to it."""

    BUDGETS = "admin_budgets"
    PEOPLE = "admin_people"
    LOOKS = "admin_looks"
    WORDS = "admin_words"


TITLES: Final = {
    Part.BUDGETS: "Budgets",
    Part.PEOPLE: "Who may do what",
    Part.LOOKS: "Looks and links",
    Part.WORDS: "Words",
}


@dataclass(frozen=True)
class AdminForm:
    """What a form shows: the policy, and the version of it that the admin decides on.

    `operators_budget` is what the operator allows, in US dollars a month; `problem` why it was not saved.
    """

    part: Part
    policy: Policy
    version: int
    operators_budget: Decimal
    labels: Labels
    problem: str | None = None


def build_admin_form(form: AdminForm) -> dict[str, Any]:
    """The modal, filled in with what is decided."""
    problem = one_line(form.problem or "", _NOTICE_LIMIT)
    notices = [section(escape(problem))] if problem else []
    return {
        "type": "modal",
        "callback_id": form.part.value,
        "private_metadata": json.dumps({"version": form.version}),
        "title": plain(TITLES[form.part], TITLE_LIMIT),
        "submit": plain("Save", TITLE_LIMIT),
        "close": plain("Back", TITLE_LIMIT),
        "blocks": [*notices, *_BUILDERS[form.part](form)],
    }


def build_saving_view(part: Part) -> dict[str, Any]:
    """What takes the form's place while Slack is asked whether the person is still an admin."""
    return _notice(part, "Saving … Should this stay here, open the settings again to see what holds.")


def build_saved_view(part: Part, changed: Sequence[str]) -> dict[str, Any]:
    """What takes the form's place when it is saved; `changed` are the policy's fields."""
    if not changed:
        return _notice(part, "Nothing was changed: it was all so already.")
    names = ", ".join(FIELD_NAMES.get(name, name).lower() for name in changed)
    return _notice(part, f"*Saved*: {escape(names)}. It holds everywhere within a few seconds, and budgets at once.")


FIELD_NAMES: Final = {
    "monthly_budget": "Budget of the workspace",
    "person_budget": "Budget of each person",
    "channel_budget": "Budget of each channel",
    "announcers": "Who may announce",
    "announcer_ids": "People who may announce",
    "mentions_everyone": "Who may use @channel and @here",
    "photos": "Who may use photos of people",
    "guests": "Guests may make videos",
    "strangers": "People of other organisations may make videos",
    "admin_ids": "People who administer Herald too",
    "default_ttl_seconds": "How long a link lives",
    "longest_ttl_seconds": "The longest that a link may live",
    "avatars": "Allowed avatars",
    "voices": "Allowed voices",
    "banned_words": "Banned words",
    "pronunciations": "Pronunciations",
    "retention_days": "Days for which videos are remembered",
}


def _notice(part: Part, line: str) -> dict[str, Any]:
    return {
        "type": "modal",
        "title": plain(TITLES[part], TITLE_LIMIT),
        "close": plain("Back", TITLE_LIMIT),
        "blocks": [section(line)],
    }


def _build_budgets(form: AdminForm) -> list[Block]:
    policy, most = form.policy, dollars(form.operators_budget)

    def amount(field: str, value: Decimal | None, hint: str) -> Block:
        return input_block(field, FIELD_NAMES[field], number(field, "No limit", value, least="0.00"), hint=hint)

    return [
        context("US dollars a month. What would pass one of them is not made; what is under way is finished."),
        amount("monthly_budget", policy.monthly_budget, f"At most {most}, which the operator of Herald set."),
        amount("person_budget", policy.person_budget, "For all that a person asks for, wherever it goes."),
        amount("channel_budget", policy.channel_budget, "For all that goes to a channel. Direct messages have none."),
    ]


def _build_people(form: AdminForm) -> list[Block]:
    policy = form.policy
    return [
        _choice("announcers", _ANNOUNCERS, policy.announcers),
        _people("announcer_ids", policy.announcer_ids),
        _choice("mentions_everyone", _MENTIONS, policy.mentions_everyone),
        _choice("photos", _PHOTOS, policy.photos),
        input_block("guests", "Guests", tick("guests", "Guests may make videos", ticked=policy.guests)),
        input_block(
            "strangers",
            "Other organisations",
            tick("strangers", "People of other organisations may, in shared channels", ticked=policy.strangers),
        ),
        _people("admin_ids", policy.admin_ids, hint="Besides the admins and owners of the workspace."),
    ]


def _build_looks(form: AdminForm) -> list[Block]:
    policy = form.policy
    return [
        _offer(POLICY_AVATARS, FIELD_NAMES["avatars"], policy.avatars, form.labels),
        _offer(POLICY_VOICES, FIELD_NAMES["voices"], policy.voices, form.labels),
        _ttl("default_ttl_seconds", policy.default_ttl_seconds, "As the operator set"),
        _ttl("longest_ttl_seconds", policy.longest_ttl_seconds, "No limit"),
        input_block(
            "retention_days",
            FIELD_NAMES["retention_days"],
            number("retention_days", "30", policy.retention_days, least="1", most="365"),
            hint="Then Herald forgets the script and the choices. Files and messages in Slack stay.",
        ),
    ]


def _build_words(form: AdminForm) -> list[Block]:
    policy = form.policy
    spoken = "\n".join(f"{word} = {said}" for word, said in policy.pronunciations.items())
    banned = text("banned_words", "One word or phrase on each line", "\n".join(policy.banned_words), multiline=True)
    said = text("pronunciations", "Nguyen = Win", spoken, multiline=True)
    return [
        input_block("banned_words", FIELD_NAMES["banned_words"], banned, hint="A script with one of them is not made."),
        input_block(
            "pronunciations",
            FIELD_NAMES["pronunciations"],
            said,
            hint="One on each line: the word = how it is spoken. What people read stays as it was written.",
        ),
    ]


def _choice(field: str, picks: Sequence[Pick], chosen: str) -> Block:
    return input_block(field, FIELD_NAMES[field], select(field, "Pick one", picks, chosen), optional=False)


def _people(field: str, chosen: Sequence[str], *, hint: str | None = None) -> Block:
    element: Block = {
        "type": "multi_users_select",
        "action_id": field,
        "max_selected_items": MOST_CHOSEN,
        "placeholder": plain("Pick people", OPTION_LIMIT),
    }
    if chosen:
        element["initial_users"] = list(chosen[:MOST_CHOSEN])
    return input_block(field, FIELD_NAMES[field], element, hint=hint)


def _offer(action_id: str, label: str, chosen: Sequence[str], labels: Labels) -> Block:
    element: Block = {
        "type": "multi_external_select",
        "action_id": action_id,
        "min_query_length": 0,
        "max_selected_items": MOST_CHOSEN,
        "placeholder": plain("All that are on offer", OPTION_LIMIT),
    }
    if chosen:
        element["initial_options"] = [option(value, labels(value)) for value in chosen[:MOST_CHOSEN]]
    return input_block(action_id, label, element, hint="None picked: all may be used.")


def _ttl(field: str, chosen: int | None, unset: str) -> Block:
    known = dict(_TTLS)
    if chosen is not None:
        known.setdefault(chosen, f"{chosen:,} seconds")
    picks = [Pick(UNSET, unset), *(Pick(str(seconds), label) for seconds, label in sorted(known.items()))]
    chosen_value = UNSET if chosen is None else str(chosen)
    return input_block(field, FIELD_NAMES[field], select(field, "Pick one", picks, chosen_value), optional=False)


_BUILDERS: Final[dict[Part, Callable[[AdminForm], list[Block]]]] = {
    Part.BUDGETS: _build_budgets,
    Part.PEOPLE: _build_people,
    Part.LOOKS: _build_looks,
    Part.WORDS: _build_words,
}
