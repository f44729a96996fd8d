"""What admins open: the modal with the policy and the spending, its forms, the audit list, the CSV file."""

import re
from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from typing import Any, Final

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.errors import Refusal
from bot.policy import budget_of, require_may_administer
from bot.slack.documents import Document
from bot.slack.door import translated
from bot.slack.surfaces.admin import OPEN_ADMIN, SPENDING_CSV, SPENDING_MONTH, THIS_MONTH, build_admin_view
from bot.slack.surfaces.admin_forms import POLICY_AVATARS, POLICY_VOICES, AdminForm, Part, build_admin_form
from bot.slack.surfaces.audit import AUDIT, LINES_SHOWN, NEWEST, OLDER, AuditLine, build_audit_view
from bot.slack.surfaces.spending import build_spending_csv, month_name
from bot.store.audit import Entry
from handlers.called import Called
from handlers.careful import careful
from handlers.options import JSON
from handlers.telling import tell_no_options
from handlers.tools import Tools
from handlers.touching import Touch, on_touch, show_view

DOUBLE_CLICK: Final = timedelta(seconds=5)
"""What is pressed twice in this time is meant once; a file that did not come can be asked for again after it."""
_MONTH: Final = re.compile(r"20[0-9]{2}-(0[1-9]|1[0-2])")
_KINDS: Final = {POLICY_AVATARS: "avatar", POLICY_VOICES: "voice"}


def register(app: AsyncApp, tools: Tools) -> None:
    """Listen to the buttons in Home and in the modals, and to the selects in the forms."""

    async def open_from_home(touch: Touch) -> None:
        await open_admin(tools, Called(touch.place, touch.trigger_id, touch.client))

    @careful(tell_no_options)
    async def suggest_all(ack: AsyncAck, body: dict[str, Any]) -> BoltResponse:
        kind, query = _KINDS[str(body["action_id"])], str(body.get("value") or "")
        answer = await tools.whole_offer.suggest(str(body["team"]["id"]), kind, query)
        return BoltResponse(status=200, body=answer.decode(), headers=JSON)

    on_touch(app, tools, OPEN_ADMIN, open_from_home)
    for part in Part:
        on_touch(app, tools, part.value, partial(_open_form, tools, part))
    for action_id in (SPENDING_MONTH, THIS_MONTH):
        on_touch(app, tools, action_id, partial(_show_month, tools))
    on_touch(app, tools, SPENDING_CSV, partial(_send_csv, tools))
    on_touch(app, tools, AUDIT, partial(_open_audit, tools))
    for action_id in (OLDER, NEWEST):
        on_touch(app, tools, action_id, partial(_turn_page, tools))
    for select in _KINDS:
        app.options(select)(suggest_all)


async def open_admin(tools: Tools, called: Called) -> None:
    """Open the modal for an admin; raises NotAllowed for anybody else."""
    team_id = called.place.team_id
    await require_admin(tools, team_id, called.place.user_id)
    view = await admin_view(tools, team_id)
    with translated("views.open"):
        await called.client.views_open(trigger_id=called.trigger_id, view=view)


async def require_admin(tools: Tools, team_id: str, user_id: str, *, now: bool = False) -> None:
    """Raise NotAllowed for who is no admin: as Slack says `now`, or as it said within the hour.

    Raises also StoreUnavailable, RecordUnreadable, SlackBusy, PostRefused.
    """
    person = await (tools.roster.ask(team_id, user_id) if now else tools.roster.find(team_id, user_id))
    require_may_administer(await tools.policies.get(team_id), person)


async def admin_view(tools: Tools, team_id: str, month: str | None = None) -> dict[str, Any]:
    """The modal as it is now, with the spending of a month, else of this one."""
    this_month = f"{tools.clock():%Y-%m}"
    policy = (await tools.policies.current(team_id)).policy
    spending = await tools.usages.spending(team_id, month or this_month)
    budget = budget_of(policy, tools.monthly_budget)
    return build_admin_view(policy, spending, budget=budget, this_month=this_month)


async def _open_form(tools: Tools, part: Part, touch: Touch) -> None:
    await require_admin(tools, touch.team_id, touch.user_id)
    kept = await tools.policies.current(touch.team_id)
    labels = await tools.whole_offer.labels(touch.team_id)
    await show_view(touch, build_admin_form(AdminForm(part, kept.policy, kept.version, tools.monthly_budget, labels)))


async def _show_month(tools: Tools, touch: Touch) -> None:
    await require_admin(tools, touch.team_id, touch.user_id)
    await show_view(touch, await admin_view(tools, touch.team_id, _month(touch.value)), in_place=True)


async def _send_csv(tools: Tools, touch: Touch) -> None:
    """Send the file to the admin alone; a double click sends no second one."""
    await require_admin(tools, touch.team_id, touch.user_id)
    month = _month(touch.value)
    if not await tools.memory.is_first(touch.team_id, f"csv:{touch.user_id}:{month}", within=DOUBLE_CLICK):
        return
    spending = await tools.usages.spending(touch.team_id, month)
    names = await tools.people.names(touch.team_id, [account.id for account in spending.people])
    title = f"Herald's spending in {month_name(month)}"
    document = Document(
        f"herald-spending-{month}.csv", build_spending_csv(spending, names), title, f"Here is who spent what: {title}."
    )
    await tools.documents(touch.team_id, touch.user_id, document)


async def _open_audit(tools: Tools, touch: Touch) -> None:
    await require_admin(tools, touch.team_id, touch.user_id)
    await show_view(touch, await _audit_view(tools, touch.team_id, None))


async def _turn_page(tools: Tools, touch: Touch) -> None:
    await require_admin(tools, touch.team_id, touch.user_id)
    before = None if touch.value == "newest" else touch.value
    await show_view(touch, await _audit_view(tools, touch.team_id, before), in_place=True)


async def _audit_view(tools: Tools, team_id: str, before: str | None) -> dict[str, Any]:
    page = await tools.audit.page(team_id, limit=LINES_SHOWN, before=before)
    return build_audit_view(_lines(page.entries), older=page.older, first=before is None)


def _lines(entries: Sequence[Entry]) -> list[AuditLine]:
    return [AuditLine(entry.at, entry.who, entry.what, entry.about) for entry in entries]


def _month(value: str) -> str:
    if not _MONTH.fullmatch(value):
        raise Refusal("This button is too old to be used. Please open the settings again with /herald admin.")
    return value
