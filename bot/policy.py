"""Who may do what: what a workspace's admins decided, and the checks that hold people to it."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from bot.errors import InvalidField, NotAllowed

Money = Annotated[Decimal, Field(ge=0, le=1_000_000, decimal_places=2)]
"""US dollars a month."""
Seconds = Annotated[int, Field(ge=60)]
Photos = Literal["off", "consent", "free"]

_WORD: Final = r"(?<!\w){}(?!\w)"


class Policy(BaseModel):
    """What the admins of a workspace decided; a default is what holds while nobody decided.

    No budget means no limit but the operator's. Empty `avatars` or `voices` mean all that are on offer. `admin_ids`
    are people who administer Herald besides the workspace's own admins. `pronunciations` are words and how they are
    spoken.
    """

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    monthly_budget: Money | None = None
    person_budget: Money | None = None
    channel_budget: Money | None = None
    announcers: Literal["everyone", "admins", "listed"] = "everyone"
    announcer_ids: tuple[str, ...] = ()
    mentions_everyone: Literal["nobody", "admins", "everyone"] = "admins"
    photos: Photos = "off"
    guests: bool = False
    strangers: bool = False
    default_ttl_seconds: Seconds | None = None
    longest_ttl_seconds: Seconds | None = None
    avatars: tuple[str, ...] = ()
    voices: tuple[str, ...] = ()
    banned_words: tuple[str, ...] = ()
    pronunciations: dict[str, str] = {}
    retention_days: Annotated[int, Field(ge=1, le=365)] | None = None
    admin_ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Person:
    """Who somebody is in the workspace: `is_stranger` belongs to another organisation, `is_gone` was deactivated."""

    user_id: str
    is_admin: bool = False
    is_guest: bool = False
    is_stranger: bool = False
    is_gone: bool = False
    is_bot: bool = False


def is_admin(policy: Policy, person: Person) -> bool:
    """Whether the person administers Herald in the workspace."""
    return not person.is_gone and (person.is_admin or person.user_id in policy.admin_ids)


def require_may_ask(policy: Policy, person: Person) -> None:
    """Raise NotAllowed where the person may not make videos at all."""
    if person.is_gone:
        raise NotAllowed("asker_gone", "This account is deactivated, so nothing can be made for it.")
    if person.is_stranger and not policy.strangers:
        raise NotAllowed(
            "asker_stranger",
            "Herald works here for members of this workspace only; you belong to another organisation. "
            "An admin of this workspace can change that with /herald admin.",
        )
    if person.is_guest and not policy.guests:
        raise NotAllowed(
            "asker_guest",
            "Guests cannot make videos in this workspace. An admin of it can change that with /herald admin.",
        )


def approver_problem(person: Person) -> str | None:
    """Why the person cannot approve announcements, as a code; None where they can."""
    reasons = {
        "approver_gone": person.is_gone,
        "approver_bot": person.is_bot,
        "approver_stranger": person.is_stranger,
        "approver_guest": person.is_guest,
    }
    return next((code for code, holds in reasons.items() if holds), None)


def may_announce(policy: Policy, person: Person) -> bool:
    """Whether the person may make announcements to channels."""
    if person.is_gone or person.is_stranger or person.is_guest:
        return False
    if policy.announcers == "everyone" or is_admin(policy, person):
        return True
    return policy.announcers == "listed" and person.user_id in policy.announcer_ids


def require_may_announce(policy: Policy, person: Person) -> None:
    """Raise NotAllowed where the person may not make announcements."""
    require_may_ask(policy, person)
    if not may_announce(policy, person):
        raise NotAllowed(
            "not_an_announcer",
            "You may not make announcements in this workspace. Ask an admin of it to allow you to, "
            "with /herald admin, or make a clip for one channel with /herald.",
        )


def require_may_administer(policy: Policy, person: Person) -> None:
    """Raise NotAllowed where the person does not administer Herald in the workspace."""
    if not is_admin(policy, person):
        raise NotAllowed(
            "not_an_admin",
            "Only admins of this workspace, and people whom they list, can see and change Herald's settings. "
            "Ask one of them.",
        )


def may_mention_everyone(policy: Policy, person: Person) -> bool:
    """Whether the person's announcements may notify everybody with @channel or @here."""
    if policy.mentions_everyone == "admins":
        return is_admin(policy, person)
    return policy.mentions_everyone == "everyone" and may_announce(policy, person)


def require_may_mention_everyone(policy: Policy, person: Person) -> None:
    """Raise InvalidField (`mention`) where the person may not use @channel or @here."""
    if not may_mention_everyone(policy, person):
        raise InvalidField(
            "mention", "You may not notify everybody with @channel or @here. Untick it, or ask an admin."
        )


def require_may_use_photos(policy: Policy) -> None:
    """Raise InvalidField (`image`) where no photos of people are taken."""
    if policy.photos == "off":
        raise InvalidField("image", "Photos are not allowed in this workspace. Pick an avatar, or ask an admin.")


def require_allowed(policy: Policy, kind: str, value: str) -> None:
    """Raise InvalidField (`kind`) for an avatar or a voice that the admins did not allow."""
    if not allows(policy, kind, value):
        raise InvalidField(kind, f"The admins of this workspace do not allow this {kind}. Pick another one.")


def allows(policy: Policy, kind: str, value: str) -> bool:
    """Whether the admins allow `value` as this `kind`: `avatar` or `voice`; of others they say nothing."""
    allowed = allowed_of(policy, kind)
    return not allowed or value in allowed


def allowed_of(policy: Policy, kind: str) -> tuple[str, ...]:
    """The ids of this `kind` that the admins allow, where they chose some; else none."""
    return {"avatar": policy.avatars, "voice": policy.voices}.get(kind, ())


def require_clean(policy: Policy, script: str) -> None:
    """Raise InvalidField (`script`) where a banned word is in the script: whole, in any case or guise."""
    found = banned_in(policy, script)
    if found:
        named = ", ".join(f"“{word}”" for word in found[:5])
        raise InvalidField("script", f"The admins of this workspace do not allow this in a script: {named}.")


def banned_in(policy: Policy, script: str) -> list[str]:
    """The banned words and phrases that the script has, as the admins wrote them."""
    text = plain_form(script)
    return [word for word in policy.banned_words if _has_word(text, plain_form(word))]


def require_ttl(policy: Policy, ttl_seconds: int) -> None:
    """Raise InvalidField (`ttl_seconds`) for a link that would live longer than the admins allow."""
    longest = policy.longest_ttl_seconds
    if longest is not None and ttl_seconds > longest:
        raise InvalidField("ttl_seconds", f"A link lives for {longest:,} seconds at most in this workspace.")


def ttl_of(policy: Policy, operators: int) -> int:
    """For how many seconds a link lives where its person chose nothing."""
    wanted = operators if policy.default_ttl_seconds is None else policy.default_ttl_seconds
    return wanted if policy.longest_ttl_seconds is None else min(wanted, policy.longest_ttl_seconds)


def budget_of(policy: Policy, operators: Decimal) -> Decimal:
    """The workspace's budget, in US dollars a month: the admins may only lower the operator's."""
    return operators if policy.monthly_budget is None else min(operators, policy.monthly_budget)


def plain_form(text: str) -> str:
    """A text without its guises: full-width letters, ligatures, case, invisible characters, long spaces."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    seen = "".join(character for character in folded if unicodedata.category(character) != "Cf")
    return " ".join(seen.split())


def _has_word(text: str, word: str) -> bool:
    return bool(word) and re.search(_WORD.format(re.escape(word)), text) is not None
