"""Each method of the Web API, by both of Slack's clients: its success, and each of its refusals."""

import pytest

from playground.slack.api.registry import METHODS
from tests.contract.slack import chat, content, places, surfaces
from tests.contract.slack.cases import Case
from tests.contract.slack.conftest import Call
from tests.contract.slack.stage import Stage

CASES: list[Case] = [*chat.CASES, *content.CASES, *places.CASES, *surfaces.CASES]


@pytest.mark.filterwarnings("ignore:The top-level `text` argument is missing")  # the clients' advice, not heeded here
@pytest.mark.parametrize("case", CASES, ids=str)
async def test_a_call_ends_as_slacks_would(case: Case, call: Call, stage: Stage) -> None:
    args = await stage.filled(case.args)
    body = await call(case.method, args, await stage.filled(case.token))
    assert body.get("error") == case.error, body
    assert body["ok"] is (case.error is None)
    assert set(case.shows) <= body.keys()


ELSEWHERE = {"oauth.v2.access", "oauth.v2.exchange", "auth.revoke", "apps.uninstall"}
"""Methods whose contract is told with the installation of the app."""


def test_every_method_succeeds_in_some_case() -> None:
    assert set(METHODS) - ELSEWHERE == {case.method for case in CASES if case.error is None} - ELSEWHERE
