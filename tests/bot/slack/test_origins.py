"""An address is Slack's when it begins with one of Slack's places to the letter, and never by a reading of it."""

import pytest

from bot.slack.origins import Origins

HOME = "https://files.slack.com"
STRANGE = [
    "https://files.slack.com",
    "https://files.slack.com.evil.example/a",
    "https://files.slack.com@evil.example/a",
    "https://evil.example\\@files.slack.com/a",
    "https://evil.example/https://files.slack.com/a",
    "https://evil.example#https://files.slack.com/",
    "https://files.slack.com:8443/a",
    "https://files.slack.com:443@evil.example/a",
    "https://files.slack.com\\.evil.example/a",
    "https://files.slack.com\t.evil.example/a",
    "https://token:x@files.slack.com/a",
    "https://x\\@files.slack.com/a",
    "http://files.slack.com/a",
    "//files.slack.com/a",
    " https://files.slack.com/a",
    "https://slack.com/api/api.test",
    "https://files。slack.com/a",
    "",
]


@pytest.mark.parametrize("url", STRANGE, ids=range(len(STRANGE)))
def test_a_place_that_only_looks_like_slacks_is_none(url: str) -> None:
    assert not Origins([HOME]).have(url)


@pytest.mark.parametrize("path", ["/files-pri/T1-F1/a.png", "/a?pub_secret=1", "/a@b#c", "/upload/v1/a"])
@pytest.mark.parametrize("home", [HOME, HOME.upper(), "https://files.slack.com:8443"])
def test_slacks_own_place_is_known(home: str, path: str) -> None:
    assert Origins([f"{home}/"]).have(home + path)
    assert Origins(["https://hooks.slack.com", home]).have(home.upper() + path)
