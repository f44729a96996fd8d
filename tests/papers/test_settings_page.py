"""The page on settings is read from the example and from the code, whatever the environment says."""

import os

import pytest

from tests.papers.settings_page import Entry, build_settings_page, needed_by, read_example

EXAMPLE = """# About the file.

# --- Serving ---
# Where it
# listens.
#HOST=0.0.0.0
#PORT=3000

# How long | a link lives.
#HERALD_TTL_SECONDS=86400
"""


def test_a_comment_is_about_the_variables_below_it() -> None:
    (chapter,) = read_example(EXAMPLE)
    assert chapter.title == "Serving"
    assert chapter.entries[0] == Entry(("HOST", "PORT"), "Where it listens.")


def test_a_row_has_bounds_and_default_from_the_code() -> None:
    rows = build_settings_page(EXAMPLE).splitlines()
    assert "| `HOST`, `PORT` | a text, a number, 1 to 65,535 | `0.0.0.0`, `3000` | – | Where it listens. |" in rows


def test_a_bar_in_a_comment_does_not_end_its_cell() -> None:
    assert "How long \\| a link lives." in build_settings_page(EXAMPLE)


def test_what_is_needed_is_asked_of_the_code_with_nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:1/0")

    needed = needed_by()

    assert needed["REDIS_URL"] == ["`web`", "`worker`"]
    assert needed["SLACK_BOT_TOKEN"] == ["`web`", "`worker`", "`all`"]
    assert needed["HERALD_ENCRYPTION_KEYS"] == ["many workspaces"]
    assert "HERALD_TTL_SECONDS" not in needed
    assert os.environ["REDIS_URL"] == "redis://127.0.0.1:1/0"
    assert "SLACK_CLIENT_ID" not in os.environ
