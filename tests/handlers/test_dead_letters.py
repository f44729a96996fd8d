"""What failed for a reason of ours, as admins see to it: for them alone, once each, noted on the audit list."""

import json

import pytest

from bot.rendering.render import Failure, Render, RenderState
from bot.slack.surfaces.dead_letters import CLOSE_DEAD, DEAD_LETTERS, RETRY_DEAD
from bot.store.kinds import RENDERS
from bot.store.records import Records
from tests.bot.rendering.fakes import NOON, a_render
from tests.handlers.counter import Counter, view_in
from tests.handlers.payloads import ALICE, BOB, TEAM, touch

SCRIPT = "The script of the video that failed."


@pytest.fixture
async def dead(counter: Counter) -> Render:
    """A render that failed by a defect, in a workspace whose admin is Alice."""
    let_be_admin(counter, admin=True)
    renders = Records(counter.ground.redis, RENDERS)
    await renders.create(a_render(team_id=TEAM, user_id=BOB, script=SCRIPT))
    render = await renders.get(TEAM, "r1")
    assert render is not None
    failure = Failure(code="herald_defect", message="a step broke")
    return await renders.change(render, state=RenderState.FAILED, failure=failure, closed=True)


def let_be_admin(counter: Counter, *, admin: bool) -> None:
    """Let Slack say whether people are admins."""
    counter.slack.answers["users.info"] = {"user": {"id": ALICE, "team_id": TEAM, "is_admin": admin}}


def shown(counter: Counter) -> str:
    """The list as it was last shown."""
    calls = [call for name, call in counter.slack.calls if name in {"views.open", "views.push", "views.update"}]
    return json.dumps(view_in(calls[-1]), ensure_ascii=False)


@pytest.mark.parametrize(("modal", "method"), [(True, "views.push"), (False, "views.open")])
async def test_an_admin_opens_the_list(counter: Counter, dead: Render, modal: bool, method: str) -> None:
    await counter.whole(touch(DEAD_LETTERS, DEAD_LETTERS, modal=modal))

    assert len(counter.slack.sent(method)) == 1
    assert SCRIPT in shown(counter)


async def test_a_retry_makes_the_video_in_the_name_of_its_person(counter: Counter, dead: Render) -> None:
    await counter.whole(touch(RETRY_DEAD, dead.id, modal=True))

    (fresh,) = [key for key in await counter.woken() if key.startswith("anchor:")]
    render = await counter.render(fresh.rpartition(":")[2])
    assert render is not None
    assert (render.user_id, render.script, render.state) == (BOB, SCRIPT, RenderState.REQUESTED)
    assert "It is being made once more." in shown(counter)
    assert SCRIPT not in shown(counter)


async def test_what_is_done_is_not_told_as_failed_when_the_list_cannot_be_shown(counter: Counter, dead: Render) -> None:
    counter.slack.errors["views.update"] = "fatal_error"

    await counter.whole(touch(RETRY_DEAD, dead.id, modal=True))

    (line,) = (await counter.ground.audit.page(TEAM, limit=5)).entries
    (fresh,) = [key.rpartition(":")[2] for key in await counter.woken() if key.startswith("anchor:")]
    assert line.about == f"{fresh[:8]}: It is being made once more."
    assert counter.slack.sent("views.open") == []


async def test_a_budget_that_does_not_cover_it_is_told_in_words(counter: Counter, dead: Render) -> None:
    await counter.ground.policies.change(TEAM, {"monthly_budget": "0.01"}, actor=ALICE, at=NOON)

    await counter.whole(touch(RETRY_DEAD, dead.id, modal=True))

    assert "of this month's budget is left" in shown(counter)


async def test_two_presses_retry_once(counter: Counter, dead: Render) -> None:
    for _ in range(2):
        await counter.whole(touch(RETRY_DEAD, dead.id, modal=True))

    assert len([key for key in await counter.woken() if key.startswith("anchor:")]) == 1
    assert "no failed video of that number" in shown(counter)


async def test_what_is_let_rest_is_listed_no_more(counter: Counter, dead: Render) -> None:
    await counter.whole(touch(CLOSE_DEAD, dead.id, modal=True))

    assert "It rests now." in shown(counter)
    assert "none that waits" in shown(counter)
    assert [key for key in await counter.woken() if key.startswith("anchor:")] == []


@pytest.mark.parametrize("action_id", [DEAD_LETTERS, RETRY_DEAD, CLOSE_DEAD])
async def test_nobody_else_may(counter: Counter, dead: Render, action_id: str) -> None:
    let_be_admin(counter, admin=False)

    await counter.whole(touch(action_id, dead.id, modal=True))

    after = await counter.render(dead.id)
    assert after is not None
    assert after.attended_at is None
    assert await counter.woken() == []
    assert SCRIPT not in json.dumps(counter.slack.calls)


async def test_the_dead_of_another_workspace_are_not_there(counter: Counter, dead: Render) -> None:
    renders = Records(counter.ground.redis, RENDERS)
    await renders.create(a_render(team_id="T0OTHER", id="r9"))
    other = await renders.get("T0OTHER", "r9")
    assert other is not None
    await renders.change(other, state=RenderState.FAILED, failure=dead.failure, closed=True)

    await counter.whole(touch(RETRY_DEAD, "r9", modal=True))

    assert "no failed video of that number" in shown(counter)
    assert await counter.woken() == []
