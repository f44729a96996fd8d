"""The audit list as it is read: a page at a time, with nothing live in it but the people whom it names."""

import json
from typing import Any

from hypothesis import given

from bot.slack.surfaces.audit import LINES_SHOWN, NEWEST, OLDER, AuditLine, build_audit_view
from tests.bot.slack.samples import NOW
from tests.bot.slack.surfaces.reading import nasty, problems_of_view


def line(who: str | None = "U0BOB", what: str = "approved", about: str = "an announcement") -> AuditLine:
    """One line."""
    return AuditLine(NOW, who, what, about)


def text_of(view: dict[str, Any]) -> str:
    """All paragraphs."""
    return "\n".join(block["text"]["text"] for block in view["blocks"] if block["type"] == "section")


def buttons_of(view: dict[str, Any]) -> list[tuple[str, str]]:
    """The buttons."""
    rows = [block["elements"] for block in view["blocks"] if block["type"] == "actions"]
    return [(button["action_id"], button["value"]) for row in rows for button in row]


def test_a_line_says_who_did_what_and_when() -> None:
    text = text_of(build_audit_view([line(about="a clip for <@U0DAN>")], older=None, first=True))

    assert "<@U0BOB> · *approved*\na clip for <@U0DAN>" in text


def test_a_changed_setting_has_its_name() -> None:
    view = build_audit_view([line(what="setting", about="person_budget: not set → 12.50")], older=None, first=True)

    assert "*changed a setting*\nBudget of each person: not set → 12.50" in text_of(view)


def test_who_was_forgotten_has_no_name() -> None:
    assert "Somebody who was forgotten" in text_of(build_audit_view([line(None)], older=None, first=True))


def test_pages_lead_to_older_ones_and_back() -> None:
    first = build_audit_view([line()], older="1-1", first=True)
    last = build_audit_view([], older=None, first=False)

    assert (buttons_of(first), buttons_of(last)) == ([(OLDER, "1-1")], [(NEWEST, "newest")])
    assert "nothing older" in text_of(last)


def test_an_empty_list_says_so() -> None:
    assert "Nothing has been noted yet" in text_of(build_audit_view([], older=None, first=True))


@given(nasty, nasty)
def test_slack_takes_any_line_and_nothing_of_it_pings_or_links(what: str, about: str) -> None:
    lines = [line(what=what, about=about)] * LINES_SHOWN

    view = build_audit_view(lines, older="1-1", first=False)

    assert problems_of_view(view) == []
    assert "<!channel" not in json.dumps(view)
    assert "<http" not in json.dumps(view)
