"""The workspace's token goes to the places where Slack keeps files, and nowhere else."""

import pytest

from bot.slack.calls import SlackCalls
from bot.slack.clients import SlackClients, open_session
from bot.slack.download import FileHost
from bot.slack.upload import TRANSFER_TIMEOUT
from bot.slack.workspaces import OneWorkspace, Workspaces
from tests.bot.slack.answering import scripted, text
from tests.bot.slack.conftest import no_pause

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
    "http://files.slack.com/a",
    "//files.slack.com/a",
    " https://files.slack.com/a",
    "https://slack.com/api/api.test",
    "https://files。slack.com/a",
    "",
]


@pytest.mark.parametrize("url", STRANGE, ids=range(len(STRANGE)))
async def test_a_place_that_only_looks_like_slacks_is_none(url: str) -> None:
    async with open_session() as session:
        clients = SlackClients(session, "http://127.0.0.1:9/api/", no_pause)
        host = FileHost(SlackCalls(clients, Workspaces(OneWorkspace("xoxb-1", clients))), session, [HOME])

        assert not host.keeps(url)
        with pytest.raises(ValueError, match="must not leave"):
            async with host.opened("T1", url, method="download", patience=TRANSFER_TIMEOUT):
                pass


@pytest.mark.parametrize("path", ["/files-pri/T1-F1/a.png", "/a?pub_secret=1", "/a@b#c"])
async def test_slacks_own_place_is_known(path: str) -> None:
    async with scripted(text("x", "image/png")) as (clients, _):
        host = FileHost(SlackCalls(clients, Workspaces(OneWorkspace("xoxb-1", clients))), clients.session, [f"{HOME}/"])

        assert host.keeps(HOME + path)
        assert host.keeps(HOME.upper() + path)
