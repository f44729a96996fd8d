"""The workspace's token goes to the places where Slack keeps files, and nowhere else."""

import pytest

from bot.slack.calls import SlackCalls
from bot.slack.clients import SlackClients, open_session
from bot.slack.download import FileHost
from bot.slack.upload import TRANSFER_TIMEOUT
from bot.slack.workspaces import OneWorkspace, Workspaces
from tests.bot.slack.conftest import no_pause
from tests.bot.slack.test_origins import HOME, STRANGE


@pytest.mark.parametrize("url", STRANGE, ids=range(len(STRANGE)))
async def test_a_place_that_only_looks_like_slacks_is_none(url: str) -> None:
    async with open_session() as session:
        clients = SlackClients(session, "http://127.0.0.1:9/api/", no_pause)
        host = FileHost(SlackCalls(clients, Workspaces(OneWorkspace("xoxb-1", clients))), session, [HOME])

        assert not host.keeps(url)
        with pytest.raises(ValueError, match="must not leave"):
            async with host.opened("T1", url, method="download", patience=TRANSFER_TIMEOUT):
                pass
