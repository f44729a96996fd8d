"""The names of Herald's keys; those of a workspace start with it, the indexes over all workspaces with `herald:`."""

from datetime import timedelta
from typing import Final
from uuid import UUID

RECORD_TTL: Final = timedelta(days=30)
MONEY_TTL: Final = timedelta(days=400)
CHOICES_TTL: Final = timedelta(days=180)
DRAFT_TTL: Final = timedelta(days=30)
PRESET_TTL: Final = timedelta(days=400)
"""Since somebody last looked at it."""
HOME_TTL: Final = timedelta(minutes=15)
"""For how long after it was opened a Home is kept up to date."""
EVENT_TTL: Final = timedelta(hours=2)
"""Slack sends an event again within some minutes."""
TIMES_TTL: Final = timedelta(days=180)
HASTENED_TTL: Final = timedelta(minutes=10)
"""A task whose submission is in doubt is polled by then at the latest."""
AUDIT_TTL: Final = timedelta(days=400)
PERSON_TTL: Final = timedelta(hours=1)
"""Roles change rarely; deactivated people are refused by Slack itself meanwhile."""
CONSENT_TTL: Final = timedelta(days=400)
SLOT_TTL: Final = timedelta(hours=26)
"""A clip under way is given up after 24 hours at the latest, so an older slot was left behind."""


def record(team_id: str, kind: str, record_id: str) -> str:
    """A render or a posting: a hash of version, op, state, record (JSON) and at (Redis's own time)."""
    return f"t:{team_id}:{kind}:{record_id}"


def open_index(kind: str) -> str:
    """The records of a kind whose life is not over, by the time of their last change."""
    return f"herald:open:{kind}"


def budget(team_id: str, month: str) -> str:
    """A workspace's month (`2026-11`): spent and reserved."""
    return f"t:{team_id}:budget:{month}"


def ledger(team_id: str, month: str) -> str:
    """A workspace's month: what was reserved and settled, by render."""
    return f"t:{team_id}:ledger:{month}"


def choices(team_id: str, user_id: str) -> str:
    """What a person chose last."""
    return f"t:{team_id}:choices:{user_id}"


def draft(team_id: str, user_id: str, draft_id: str) -> str:
    """What a person has begun to ask for."""
    return f"t:{team_id}:draft:{user_id}:{draft_id}"


def drafts(team_id: str, user_id: str) -> str:
    """The ids of a person's drafts, by the time of their last change."""
    return f"t:{team_id}:drafts:{user_id}"


def direct(team_id: str, user_id: str) -> str:
    """The conversation that Herald has with a person alone."""
    return f"t:{team_id}:direct:{user_id}"


def lengths(team_id: str, voice: str) -> str:
    """How long a voice really took, beside what was estimated: the newest of its videos."""
    return f"t:{team_id}:lengths:{voice}"


def all_lengths() -> str:
    """The newest estimates of all workspaces and what became of them, for the operator."""
    return "herald:lengths"


def event(team_id: str, event_id: str) -> str:
    """The mark of an event that was taken: Slack sends some twice."""
    return f"t:{team_id}:event:{event_id}"


def presets(team_id: str, user_id: str | None = None) -> str:
    """A person's presets, by id; the workspace's without a person."""
    return f"t:{team_id}:presets:{user_id}" if user_id is not None else f"t:{team_id}:presets"


def preset_defaults(team_id: str, user_id: str | None = None) -> str:
    """Which preset a person begins with, by channel; everybody without a person."""
    return f"t:{team_id}:preset-defaults:{user_id}" if user_id is not None else f"t:{team_id}:preset-defaults"


def mine(team_id: str, user_id: str, batch_id: str | None = None) -> str:
    """The ids of a person's renders, by the time of the request; those of a batch are kept by themselves."""
    return f"t:{team_id}:mine:{user_id}" if batch_id is None else f"t:{team_id}:clips:{batch_id}"


def batch_slots(team_id: str) -> str:
    """The clips of batches that are under way, by the time since when: `batch/clip`."""
    return f"t:{team_id}:batch-slots"


def batches_running(team_id: str) -> str:
    """The batches that have clips waiting, by the time at which each last asked for a slot."""
    return f"t:{team_id}:batches-running"


def batches(team_id: str, user_id: str) -> str:
    """The ids of the batches that a person handed in, by the time at which they did."""
    return f"t:{team_id}:batches:{user_id}"


def announcements(team_id: str, user_id: str) -> str:
    """The ids of the announcements that a person wrote or was asked to approve, by the time of the first request."""
    return f"t:{team_id}:announcements:{user_id}"


def budget_by_person(team_id: str, month: str) -> str:
    """A workspace's month: what each person spent and reserved, and their videos: `spent/U1`."""
    return f"t:{team_id}:budget-by-person:{month}"


def home(team_id: str, user_id: str) -> str:
    """When the person's Home, which they looked at lately, was last published."""
    return f"t:{team_id}:home:{user_id}"


def consent(team_id: str, render_id: str) -> str:
    """Whether the person in a render's picture allowed it, kept beyond the render."""
    return f"t:{team_id}:consent:{render_id}"


def hastened(task_uuid: UUID) -> str:
    """The mark of a task that is to be asked about as soon as it is there to be asked about."""
    return f"herald:polls:hastened:{task_uuid}"


POLLS: Final = "herald:polls:due"
"""The tasks under way, by the time at which they are next asked about."""
POLLS_SUBMITTED: Final = "herald:polls:submitted"
"""The same, by the time at which each was submitted."""
POLLS_SEEN: Final = "herald:polls:seen"
"""When each of them was last said to be processing."""


def times(team_id: str) -> str:
    """How long a workspace's past renders took, by the time of their end."""
    return f"t:{team_id}:times"


TIMES: Final = "herald:times"
"""The same for all workspaces together."""


def allowed(team_id: str) -> str:
    """What a workspace's admins allow beside the catalogue: a hash from `kind/id` to its label."""
    return f"t:{team_id}:allowed"


def policy(team_id: str) -> str:
    """What a workspace's admins decided: a hash from a field of the policy to its JSON, with version and op."""
    return f"t:{team_id}:policy"


def audit(team_id: str) -> str:
    """A workspace's audit list: a stream."""
    return f"t:{team_id}:audit"


def audit_people(team_id: str) -> str:
    """Which pseudonym of the audit list is whose."""
    return f"t:{team_id}:audit-people"


def audit_secret(team_id: str) -> str:
    """What makes the pseudonyms of the audit list."""
    return f"t:{team_id}:audit-secret"


def person(team_id: str, user_id: str) -> str:
    """Who somebody is in the workspace, as Slack last said."""
    return f"t:{team_id}:person:{user_id}"


def budget_by_channel(team_id: str, month: str) -> str:
    """A workspace's month: what each channel spent and reserved, and its videos: `spent/C1`."""
    return f"t:{team_id}:budget-by-channel:{month}"


def installation(place_id: str) -> str:
    """The installation in a workspace or an organisation, sealed: a hash of revision and sealed."""
    return f"t:{place_id}:installation"


def renewing(place_id: str) -> str:
    """The lock of whoever renews an installation's token."""
    return f"t:{place_id}:renewing"


def organisation(team_id: str) -> str:
    """The organisation whose installation a workspace belongs to."""
    return f"t:{team_id}:organisation"


def members(enterprise_id: str) -> str:
    """The workspaces that were seen under an organisation's installation."""
    return f"t:{enterprise_id}:workspaces"


INSTALLATIONS: Final = "herald:installations"
"""Every installation, by the time at which its token ends."""
ORGANISATION_TTL: Final = timedelta(days=60)
"""Longer than a record: whose token finishes a render is known as long as there are renders."""
STATE_TTL: Final = timedelta(minutes=10)
"""How long a person may take over installing Herald."""
REPLAY_TTL: Final = timedelta(minutes=11)
"""A request's signature holds for five minutes before its time and five after."""


def install_state(digest: str) -> str:
    """The browser that began to install Herald with a state; both are digests."""
    return f"herald:install:{digest}"


def replay(digest: str) -> str:
    """The mark of a request that was taken, by its signature."""
    return f"herald:replay:{digest}"


def dead_index(kind: str) -> str:
    """The records of a kind that somebody has to see to, by the time since when."""
    return f"herald:dead:{kind}"


PAUSES: Final = "herald:paused"
"""Where nothing new is accepted, and why: a hash by workspace, `*` for all of them."""
FORMAT: Final = "herald:format"
"""Which form the stored data has."""
CATALOGUE: Final = "herald:catalogue"
CATALOGUE_STAMP: Final = "herald:catalogue:stamp"
