"""What a person types, in Slack's notation."""

import pytest

from playground.dials import Clock
from playground.slack.control.typed import encode, rich_text
from playground.slack.model.changes import Changes
from playground.slack.model.workspace import Workspace


@pytest.mark.parametrize(
    ("typed", "encoded"),
    [
        ("a < b & c", "a &lt; b &amp; c"),
        ("@Bob Brooks and @alice", "<@U0BOB> and <@U0ALICE>"),
        ("@bobby, bob@alice.example", "@bobby, bob@alice.example"),
        ("#launch #secret", "<#C0LAUNCH|launch> #secret"),
        ("@here!", "<!here>!"),
        ("see https://example.org/?a=1&b=#launch now", "see <https://example.org/?a=1&amp;b=#launch> now"),
        ("<@U0BOB> <#C0LAUNCH|launch> <!channel>", "<@U0BOB> <#C0LAUNCH|launch> &lt;!channel&gt;"),
    ],
)
def test_typed_text_is_encoded(typed: str, encoded: str) -> None:
    assert encode(Workspace(Clock(), Changes()), typed, with_names=False) == encoded


def test_rich_text_tells_channels_broadcasts_and_links_apart() -> None:
    text = encode(Workspace(Clock(), Changes()), "@here #launch https://example.org/?a=1&b=2", with_names=False)
    (section,) = rich_text(text, "b")["elements"]
    assert [part for part in section["elements"] if part["type"] != "text"] == [
        {"type": "broadcast", "range": "here"},
        {"type": "channel", "channel_id": "C0LAUNCH"},
        {"type": "link", "url": "https://example.org/?a=1&b=2"},
    ]


def test_rich_text_shows_people_and_plain_characters() -> None:
    (section,) = rich_text("<@U0BOB> &lt;hi&gt;", "b")["elements"]
    assert section["elements"] == [{"type": "user", "user_id": "U0BOB"}, {"type": "text", "text": " <hi>"}]
