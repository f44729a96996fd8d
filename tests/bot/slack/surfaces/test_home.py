"""Home: what it shows of each thing, and that Slack takes it however much there is."""

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rendering.draft import Wishes
from bot.rendering.render import Destination, Failure, RenderState
from bot.rendering.usage import Usage
from bot.slack.surfaces.blocks import RENDER_AGAIN
from bot.slack.surfaces.home import CONTINUE_DRAFT, DELETE_DRAFT, DRAFTS_SHOWN, NEW_VIDEO
from tests.bot.slack.samples import NOW, make_render, make_result
from tests.bot.slack.surfaces.homes import (
    TEAM_URL,
    buttons_of,
    lines_of,
    make_draft,
    make_home,
    make_preset,
    problems_of_home,
    the,
)
from tests.bot.slack.surfaces.reading import marked_texts, nasty

LONG = "<!channel>" + "&" * 4990
FAILED = {"state": RenderState.FAILED, "failure": Failure(code="timeoutProvider", message="m", charged=False)}
READY = {"state": RenderState.READY, "results": (make_result(),)}


def test_a_newcomer_sees_where_to_begin_and_nothing_that_is_not_there() -> None:
    view = make_home()

    assert problems_of_home(view) == []
    assert buttons_of(view)[0] == (NEW_VIDEO, "new")
    assert "Drafts" not in lines_of(view)
    assert "None yet. Press *New video* to make the first." in lines_of(view)


def test_videos_are_said_to_be_ai_generated() -> None:
    assert the(lines_of(make_home()), "AI-generated").startswith("A minute of video costs about $6.00.")


def test_a_draft_can_be_continued_and_after_a_question_deleted() -> None:
    view = make_home(drafts=[make_draft("d1"), make_draft("d2", script=" ")])

    of_drafts = [pressed for pressed in buttons_of(view) if pressed[1] == "d1"]
    assert of_drafts == [(CONTINUE_DRAFT, "d1"), (DELETE_DRAFT, "d1")]
    deletes = [e for b in view["blocks"] for e in b.get("elements", []) if e.get("action_id") == DELETE_DRAFT]
    assert [delete["confirm"]["confirm"]["text"] for delete in deletes] == ["Delete"]


def test_drafts_that_are_not_shown_are_counted() -> None:
    drafts = [make_draft(f"d{n}") for n in range(DRAFTS_SHOWN + 2)]

    assert the(lines_of(make_home(drafts=drafts)), "older drafts") == (
        "2 older drafts come up here when you finish or delete one of these."
    )


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "*Queued*"),
        ({"state": RenderState.ANCHORED}, "*Queued*"),
        ({"state": RenderState.SUBMITTED}, "*Rendering*"),
        ({"state": RenderState.SUBMITTED, "late_notice_at": NOW}, "*Still rendering, which is longer than usual*"),
        (READY, "*Ready*"),
        (FAILED, "*No video*"),
        ({"state": RenderState.CANCELLED}, "*Cancelled*"),
        ({"state": RenderState.SUBMITTED, "withdrawn_at": NOW}, "*Called off*"),
        ({**READY, "withdrawn_at": NOW}, "*Called off, and sent to you alone*"),
        ({**READY, "deleted_at": NOW}, "*Deleted*"),
    ],
)
def test_each_video_says_how_it_stands(changes: dict[str, object], words: str) -> None:
    line = the(lines_of(make_home(renders=[make_render(**changes)])), "Good morning, team.")

    assert line.startswith(words)


def test_only_what_has_ended_can_be_made_again() -> None:
    view = make_home(renders=[make_render(id="r2", state=RenderState.SUBMITTED), make_render(id="r1", **READY)])

    assert [value for action_id, value in buttons_of(view) if action_id == RENDER_AGAIN] == ["r1"]


def test_a_failed_video_says_why_and_what_it_cost() -> None:
    details = the(lines_of(make_home(renders=[make_render(**FAILED)])), "took too long")

    assert "Nothing was charged." in details
    assert "Press Make again" in details


def test_a_finished_video_says_what_it_cost_and_where_it_is() -> None:
    render = make_render(**{**READY, "results": (make_result(cost=Decimal("1.31")),)}, anchor_ts="1795337070.000200")

    details = the(lines_of(make_home(renders=[render])), "$1.31")

    assert "<#C0GENERAL>" in details
    assert "<https://playground.slack.com/archives/C0GENERAL/p1795337070000200|Open the thread>" in details


def test_an_anchor_in_a_thread_is_linked_in_that_thread() -> None:
    place = Destination(channel_id="C0GENERAL", thread_ts="1795337000.000100")

    lines = lines_of(make_home(renders=[make_render(destination=place, anchor_ts="1795337070.000200")]))

    assert "p1795337070000200?thread_ts=1795337000.000100&amp;cid=C0GENERAL|Open" in the(lines, "Open the thread")


@pytest.mark.parametrize(("team_url", "anchor_ts"), [(None, "1795337070.000200"), (TEAM_URL, None)])
def test_there_is_no_link_where_its_address_is_not_known(team_url: str | None, anchor_ts: str | None) -> None:
    view = make_home(renders=[make_render(anchor_ts=anchor_ts)], team_url=team_url)

    assert not any("Open the thread" in line for line in lines_of(view))


def test_a_video_for_oneself_names_no_channel() -> None:
    view = make_home(renders=[make_render(destination=Destination(channel_id="D0ALICE"))])

    assert "a direct message" in the(lines_of(view), "direct message")


def test_the_month_shows_ones_own_and_the_workspaces_part() -> None:
    usage = Usage(Decimal("12.30"), Decimal("1.20"), Decimal("4.10"), Decimal("1.20"), 3)

    spent = the(lines_of(make_home(usage=usage)), "*You*")

    assert "*You*: $4.10 for 3 videos, and up to $1.20 for what is under way." in spent
    assert "*The workspace*: $12.30 of $50.00, and up to $1.20 for what is under way; $36.50 is left." in spent


def test_a_month_that_cost_more_than_its_budget_leaves_nothing() -> None:
    assert "$0.00 is left" in the(lines_of(make_home(usage=Usage(team_spent=Decimal(60)))), "*You*")


def test_the_defaults_are_the_preset_or_else_what_was_chosen_last() -> None:
    last, preset = Wishes(avatar="emma-1"), make_preset(name="Weekly")

    assert the(lines_of(make_home(begins_with=last)), "A new video begins").endswith("what you chose last: Emma.")
    assert "your preset *Weekly*: Emma" in the(
        lines_of(make_home(preset, default="p1", begins_with=last)), "A new video begins"
    )
    assert "nothing chosen" in the(lines_of(make_home()), "A new video begins")


def test_a_home_that_is_full_is_taken_by_slack() -> None:
    presets = [make_preset(f"p{n}", name="&" * 60, shared=n >= 50) for n in range(100)]
    wishes = Wishes(
        avatar="&" * 150, voice="&" * 150, language="&" * 150, motion_prompt=LONG, background_color="&" * 50
    )
    presets[0] = make_preset("p0", name="&" * 60, wishes=wishes)
    renders = [make_render(id=f"r{n}", script=LONG, **(FAILED if n % 2 else READY)) for n in range(1_000)]
    drafts = [make_draft(f"d{n}", script=LONG) for n in range(20)]

    view = make_home(*presets, default="p0", renders=renders, drafts=drafts, begins_with=wishes)

    assert problems_of_home(view) == []
    assert len(view["blocks"]) <= 100


@given(script=nasty, name=nasty, label=nasty)
def test_nothing_that_people_wrote_is_read_as_markup(script: str, name: str, label: str) -> None:
    written = [make_draft(script=script)], [make_render(script=script, team_url=None)]
    preset = make_preset(name=name, wishes=Wishes(avatar=label, motion_prompt=script))

    view = make_home(preset, default="p1", drafts=written[0], renders=written[1])

    assert problems_of_home(view) == []
    texts = " ".join(marked_texts(view["blocks"]))
    assert all(token not in texts for token in ("<!channel", "<!here", "<@U0BOB", "<!subteam", "<https://evil"))


@given(minutes=st.integers(0, 10_000))
def test_times_are_shown_in_each_readers_own_zone(minutes: int) -> None:
    asked = NOW - timedelta(minutes=minutes)

    assert f"<!date^{int(asked.timestamp())}^" in the(
        lines_of(make_home(renders=[make_render(requested_at=asked)])), "<#C0GENERAL>"
    )
