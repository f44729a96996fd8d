"""The `views.*` methods."""

from typing import Any

from playground.slack.api.arguments import Arguments
from playground.slack.api.errors import SlackError, invalid
from playground.slack.blocks.normal import normal_view
from playground.slack.blocks.views import is_too_large, view_problems
from playground.slack.local import LocalSlack
from playground.slack.model.tickets import TicketError, Trigger
from playground.slack.model.views import STACK_LIMIT, OpenView, Views
from playground.slack.model.wire import Json


async def open_view(slack: LocalSlack, args: Arguments) -> Json:
    """`views.open`: needs a trigger id that is fresh and unused."""
    content = _read_view(args, ("modal",))
    _refuse_duplicate(slack.workspace.views, content)
    trigger = _redeem(slack, args)
    view = slack.workspace.open_view(content, trigger.user, channel=trigger.channel)
    view.execution = slack.execution
    return {"view": view.document()}


async def push(slack: LocalSlack, args: Arguments) -> Json:
    """`views.push`: on top of what the person has open, three at most."""
    content = _read_view(args, ("modal",))
    _refuse_duplicate(slack.workspace.views, content)
    trigger = _redeem(slack, args)
    stack = slack.workspace.views.stack(trigger.user)
    if not stack:
        raise SlackError("not_found")
    if len(stack) >= STACK_LIMIT:
        raise SlackError("push_limit_reached")
    view = slack.workspace.open_view(content, trigger.user, channel=stack[-1].channel, under=stack[-1])
    view.execution = slack.execution or view.execution
    return {"view": view.document()}


async def update(slack: LocalSlack, args: Arguments) -> Json:
    """`views.update`: by `view_id` or `external_id`; with `hash`, only if nothing changed meanwhile."""
    content = _read_view(args, ("modal", "home"))
    if not args.text("view_id") and not args.text("external_id"):
        raise invalid("invalid_arguments", ["missing required field: view_id"])
    views = slack.workspace.views
    view = views.find(view_id=args.text("view_id"), external_id=args.text("external_id"))
    if view is None or view.content["type"] != content["type"]:
        raise SlackError("not_found")
    _refuse_conflict(view, args)
    _refuse_duplicate(views, content, besides=view.id)
    slack.workspace.replace_view(view, content)
    return {"view": view.document()}


async def publish(slack: LocalSlack, args: Arguments) -> Json:
    """`views.publish`: a person's Home tab."""
    user = args.required("user_id")
    if user not in slack.workspace.users:
        raise SlackError("user_not_found")
    if not slack.settings.home_tab:
        raise SlackError("not_enabled")
    content = _read_view(args, ("home",))
    current = slack.workspace.views.homes.get(user)
    if current is not None:
        _refuse_conflict(current, args)
    _refuse_duplicate(slack.workspace.views, content, besides=current.id if current else None)
    return {"view": slack.workspace.publish_home(content, user).document()}


def checked_view(view: Any, kinds: tuple[str, ...]) -> Json:
    """A view's content with ids and defaults in place. Raises SlackError for one that Slack refuses."""
    if isinstance(view, dict) and is_too_large(view):
        raise SlackError("view_too_large")
    problems = view_problems(view, kinds, "/view")
    if problems:
        raise invalid("invalid_arguments", problems)
    return normal_view(view)


def _read_view(args: Arguments, kinds: tuple[str, ...]) -> Json:
    view = args.document("view", "invalid_arguments")
    if view is None:
        raise invalid("invalid_arguments", ["missing required field: view"])
    return checked_view(view, kinds)


def _redeem(slack: LocalSlack, args: Arguments) -> Trigger:
    trigger_id = args.text("trigger_id") or args.text("interactivity_pointer")
    if not trigger_id:
        raise invalid("invalid_arguments", ["missing required field: trigger_id"])
    try:
        return slack.workspace.tickets.redeem(trigger_id)
    except TicketError as error:
        raise SlackError(str(error)) from None


def _refuse_conflict(view: OpenView, args: Arguments) -> None:
    given = args.text("hash")
    if given and given != view.hash:
        raise SlackError("hash_conflict")


def _refuse_duplicate(views: Views, content: Json, besides: str | None = None) -> None:
    if views.has_external_id(content["external_id"], besides=besides):
        raise SlackError("duplicate_external_id")
