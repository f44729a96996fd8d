"""Files, reactions, pins and bookmarks."""

import json
from typing import Any

from tests.contract.slack.cases import HERE, Case, channel_cases, fails, works
from tests.playground.slack.samples import section

LINK: dict[str, Any] = {"channel_id": HERE, "title": "Docs", "type": "link", "link": "https://example.org"}
BAD_BLOCKS = json.dumps([section("")])
COMPLETE = "files.completeUploadExternal"

FILES = [
    works("files.getUploadURLExternal", "upload_url", "file_id", filename="a.mp4", length=3, alt_txt="A face"),
    fails("files.getUploadURLExternal", "missing_argument", filename="a.mp4", length=0),
    fails("files.getUploadURLExternal", "missing_argument", filename="", length=3),
    fails("files.getUploadURLExternal", "alt_txt_too_large", filename="a.mp4", length=3, alt_txt="x" * 1001),
    fails("files.getUploadURLExternal", "file_upload_size_restricted", filename="a.mp4", length=(1 << 30) + 1),
    fails(
        "files.getUploadURLExternal", "snippet_too_large", filename="a.py", length=(1 << 20) + 1, snippet_type="python"
    ),
    works(COMPLETE, "files", files=[{"id": "{uploaded}", "title": "A"}], channel_id=HERE, initial_comment="Here"),
    works(COMPLETE, "files", files=[{"id": "{uploaded}"}], channels=[HERE, "C0GENERAL"]),
    works(COMPLETE, "files", files=[{"id": "{uploaded}"}]),
    fails(COMPLETE, "file_not_found", files=[{"id": "{shared}"}], channel_id=HERE),
    fails(COMPLETE, "file_not_found", files=[{"id": "{unfinished}"}]),
    fails(COMPLETE, "file_not_found", files=[{"id": "F0"}]),
    fails(COMPLETE, "invalid_arguments", files=[]),
    fails(COMPLETE, "is_archived", files=[{"id": "{uploaded}"}], channel_id="{archived}"),
    fails(
        COMPLETE,
        "channels_limit_exceeded",
        files=[{"id": "{uploaded}"}],
        channels=[f"C{n}" for n in range(101)],
    ),
    fails(COMPLETE, "invalid_blocks", files=[{"id": "{uploaded}"}], channel_id=HERE, blocks=BAD_BLOCKS),
    *channel_cases(COMPLETE, "channel_id", files=[{"id": "{uploaded}"}]),
    works("files.info", "file", "comments", "paging", file="{shared}"),
    fails("files.info", "file_not_found", file="{uploaded}"),
    fails("files.info", "file_deleted", file="{removed_file}"),
    works("files.list", "files", "paging", channel=HERE, types="videos", user="U0HERALD"),
    fails("files.list", "user_not_found", user="U0NOBODY"),
    fails("files.list", "unknown_type", types="holograms"),
    works("files.delete", file="{shared}"),
    fails("files.delete", "file_not_found", file="F0"),
    fails("files.delete", "file_deleted", file="{removed_file}"),
    fails("files.delete", "cant_delete_file", file="{persons_file}"),
]
REACTIONS = [
    works("reactions.add", channel=HERE, timestamp="{theirs}", name="thumbsup"),
    fails("reactions.add", "already_reacted", channel=HERE, timestamp="{reacted}", name="tada"),
    fails("reactions.add", "invalid_name", channel=HERE, timestamp="{mine}", name="Not a name"),
    fails("reactions.add", "bad_timestamp", channel=HERE, timestamp="now", name="tada"),
    fails("reactions.add", "message_not_found", channel=HERE, timestamp="{gone}", name="tada"),
    fails("reactions.add", "no_item_specified", channel=HERE, timestamp="", name="tada"),
    fails("reactions.add", "is_archived", channel="{archived}", timestamp="1.000001", name="tada"),
    fails("reactions.add", "too_many_reactions", channel=HERE, timestamp="{full_of_mine}", name="tada"),
    *channel_cases("reactions.add", timestamp="1.000001", name="tada"),
    works("reactions.remove", channel=HERE, timestamp="{reacted}", name="tada"),
    fails("reactions.remove", "no_reaction", channel=HERE, timestamp="{mine}", name="tada"),
    fails("reactions.remove", "invalid_name", channel=HERE, timestamp="{mine}", name="Not a name"),
    fails("reactions.remove", "message_not_found", channel=HERE, timestamp="{gone}", name="tada"),
    fails("reactions.remove", "no_item_specified", name="tada"),
    fails("reactions.remove", "bad_timestamp", channel=HERE, timestamp="now", name="tada"),
    works("reactions.get", "type", "channel", "message", channel=HERE, timestamp="{reacted}"),
    fails("reactions.get", "message_not_found", channel=HERE, timestamp="{gone}"),
    fails("reactions.get", "no_item_specified"),
    fails("reactions.get", "bad_timestamp", channel=HERE, timestamp="now"),
    *channel_cases("reactions.get", timestamp="1.000001", joined=False),
    works("reactions.list", "items", user="U0HERALD"),
    fails("reactions.list", "user_not_found", user="U0NOBODY"),
]
PINS = [
    works("pins.add", channel=HERE, timestamp="{theirs}"),
    fails("pins.add", "already_pinned", channel=HERE, timestamp="{pinned}"),
    fails("pins.add", "message_not_found", channel=HERE, timestamp="{gone}"),
    fails("pins.add", "bad_timestamp", channel=HERE, timestamp="now"),
    fails("pins.add", "no_item_specified", channel=HERE),
    *channel_cases("pins.add", timestamp="1.000001"),
    works("pins.remove", channel=HERE, timestamp="{pinned}"),
    fails("pins.remove", "no_pin", channel=HERE, timestamp="{mine}"),
    fails("pins.remove", "message_not_found", channel=HERE, timestamp="{gone}"),
    fails("pins.remove", "bad_timestamp", channel=HERE, timestamp="now"),
    fails("pins.remove", "no_item_specified", channel=HERE),
    works("pins.list", "items", channel=HERE),
    *channel_cases("pins.list"),
]
BOOKMARKS = [
    works("bookmarks.add", "bookmark", **LINK),
    fails("bookmarks.add", "invalid_link", **{**LINK, "link": "nowhere"}),
    fails("bookmarks.add", "invalid_bookmark_type", **{**LINK, "type": "tune"}),
    *channel_cases("bookmarks.add", "channel_id", title="Docs", type="link", link="https://example.org"),
    works("bookmarks.edit", "bookmark", channel_id=HERE, bookmark_id="{bookmark}", title="More"),
    fails("bookmarks.edit", "not_found", channel_id=HERE, bookmark_id="Bk0", title="More"),
    fails("bookmarks.edit", "invalid_link", channel_id=HERE, bookmark_id="{bookmark}", link="nowhere"),
    works("bookmarks.list", "bookmarks", channel_id=HERE),
    *channel_cases("bookmarks.list", "channel_id"),
    works("bookmarks.remove", channel_id=HERE, bookmark_id="{bookmark}"),
    fails("bookmarks.remove", "not_found", channel_id=HERE, bookmark_id="Bk0"),
]
CASES: list[Case] = [*FILES, *REACTIONS, *PINS, *BOOKMARKS]
