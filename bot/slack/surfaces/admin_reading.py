"""What an admin left in a form, as changes of the policy; what cannot be used is told beside its field."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from bot.budget import CENT
from bot.errors import InvalidField, Refusal
from bot.policy import plain_form
from bot.slack.surfaces.admin_forms import MOST_CHOSEN, POLICY_AVATARS, POLICY_VOICES, UNSET, Part
from bot.slack.surfaces.escape import one_line, tidy
from bot.slack.surfaces.figures import dollars
from bot.slack.surfaces.inputs import FormState

LONGEST_WORD: Final = 60
MOST_WORDS: Final = 200
MOST_DOLLARS: Final = 1_000_000

Updates = dict[str, object]


@dataclass(frozen=True)
class AdminSubmission:
    """What was submitted: the fields of one part of the policy, and the version that they were decided on."""

    part: Part
    updates: Updates
    version: int


def read_admin_form(view: dict[str, Any], *, operators_budget: Decimal) -> AdminSubmission:
    """Take the submitted modal apart; raises InvalidField for what cannot be used, Refusal for one that is not ours."""
    try:
        part = Part(str(view.get("callback_id")))
        version = int(json.loads(str(view.get("private_metadata")))["version"])
    except (ValueError, KeyError, TypeError):
        raise Refusal("This form is too old to be used. Please open it again with /herald admin.") from None
    updates = _READERS[part](FormState.of(view))
    _check_operators(updates, operators_budget)
    return AdminSubmission(part, updates, version)


def _check_operators(updates: Updates, operators_budget: Decimal) -> None:
    wanted = updates.get("monthly_budget")
    if isinstance(wanted, Decimal) and wanted > operators_budget:
        raise InvalidField(
            "monthly_budget", f"The operator of Herald allows {dollars(operators_budget)} a month at most. Write less."
        )


def _read_budgets(state: FormState) -> Updates:
    return {field: _amount(state, field) for field in ("monthly_budget", "person_budget", "channel_budget")}


def _amount(state: FormState, field: str) -> Decimal | None:
    amount = state.number(field)
    if amount is None:
        return None
    if not amount.is_finite() or not 0 <= amount <= MOST_DOLLARS:
        raise InvalidField(field, f"Write an amount from 0 to {MOST_DOLLARS:,} US dollars, or leave it empty.")
    if amount != amount.quantize(CENT):
        raise InvalidField(field, "Write an amount in whole cents, such as 12.50.")
    return amount.quantize(CENT)


def _read_people(state: FormState) -> Updates:
    announcers = state.option("announcers") or "everyone"
    announcer_ids = _users(state, "announcer_ids")
    if announcers == "listed" and not announcer_ids:
        raise InvalidField("announcer_ids", "Pick at least one person, or choose otherwise who may announce.")
    return {
        "announcers": announcers,
        "announcer_ids": announcer_ids,
        "mentions_everyone": state.option("mentions_everyone") or "admins",
        "photos": state.option("photos") or "off",
        "guests": state.ticked("guests"),
        "strangers": state.ticked("strangers"),
        "admin_ids": _users(state, "admin_ids"),
    }


def _users(state: FormState, field: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(state.users(field)))[:MOST_CHOSEN]


def _read_looks(state: FormState) -> Updates:
    default, longest = _ttl(state, "default_ttl_seconds"), _ttl(state, "longest_ttl_seconds")
    if default is not None and longest is not None and default > longest:
        raise InvalidField("default_ttl_seconds", "This is longer than the longest that a link may live. Pick less.")
    days = state.whole("retention_days")
    if days is not None and not 1 <= days <= 365:
        raise InvalidField("retention_days", "Write a number of days from 1 to 365, or leave it empty.")
    return {
        "avatars": tuple(state.options(POLICY_AVATARS))[:MOST_CHOSEN],
        "voices": tuple(state.options(POLICY_VOICES))[:MOST_CHOSEN],
        "default_ttl_seconds": default,
        "longest_ttl_seconds": longest,
        "retention_days": days,
    }


def _ttl(state: FormState, field: str) -> int | None:
    chosen = state.option(field)
    return None if chosen is None or chosen == UNSET or not chosen.isdecimal() else int(chosen)


def _read_words(state: FormState) -> Updates:
    return {
        "banned_words": tuple(_banned(_lines(state, "banned_words"))),
        "pronunciations": dict(_pronunciation(line) for line in _lines(state, "pronunciations")),
    }


def _lines(state: FormState, field: str) -> list[str]:
    lines = [" ".join(line.split()) for line in tidy(state.text(field) or "").split("\n")]
    found = [line for line in lines if line]
    if len(found) > MOST_WORDS:
        raise InvalidField(field, f"These are {len(found)} lines; {MOST_WORDS} is the most.")
    return found


def _banned(lines: list[str]) -> list[str]:
    by_form: dict[str, str] = {}
    for line in lines:
        if len(line) > LONGEST_WORD:
            raise InvalidField(
                "banned_words", f"“{one_line(line, 30)}” is too long: {LONGEST_WORD} characters at most."
            )
        if not any(character.isalnum() for character in plain_form(line)):
            raise InvalidField("banned_words", f"“{one_line(line, 30)}” has no letter or digit in it.")
        by_form.setdefault(plain_form(line), line)
    return list(by_form.values())


def _pronunciation(line: str) -> tuple[str, str]:
    word, equals, said = (part.strip() for part in line.partition("="))
    if not equals or not word or not said:
        raise InvalidField("pronunciations", f"“{one_line(line, 40)}”: write the word, =, and how it is spoken.")
    if max(len(word), len(said)) > LONGEST_WORD:
        raise InvalidField("pronunciations", f"“{one_line(line, 30)}” is too long: {LONGEST_WORD} characters at most.")
    return word, said


_READERS: Final[dict[Part, Callable[[FormState], Updates]]] = {
    Part.BUDGETS: _read_budgets,
    Part.PEOPLE: _read_people,
    Part.LOOKS: _read_looks,
    Part.WORDS: _read_words,
}
