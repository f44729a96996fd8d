"""Who somebody is, from Slack's own words."""

from typing import Any

import pytest

from bot.policy import Person
from bot.slack.people import read_person


@pytest.mark.parametrize(
    ("user", "person"),
    [
        ({}, Person("U1")),
        ({"is_admin": True}, Person("U1", is_admin=True)),
        ({"is_owner": True}, Person("U1", is_admin=True)),
        ({"is_primary_owner": True}, Person("U1", is_admin=True)),
        ({"is_restricted": True}, Person("U1", is_guest=True)),
        ({"is_restricted": True, "is_ultra_restricted": True}, Person("U1", is_guest=True)),
        ({"deleted": True}, Person("U1", is_gone=True)),
        ({"is_bot": True}, Person("U1", is_bot=True)),
        ({"is_stranger": True}, Person("U1", is_stranger=True)),
        ({"team_id": "T2"}, Person("U1", is_stranger=True)),
        ({"team_id": "T2", "is_admin": True}, Person("U1", is_stranger=True)),
        ({"team_id": "T2", "enterprise_user": {"teams": ["T1", "T2"]}}, Person("U1")),
        ({"team_id": "T2", "enterprise_user": {"teams": ["T3"]}}, Person("U1", is_stranger=True)),
        ({"team_id": "T1", "enterprise_user": {"enterprise_id": "E1", "teams": ["T1"]}}, Person("U1")),
    ],
)
def test_roles_are_read(user: dict[str, Any], person: Person) -> None:
    assert read_person({"id": "U1", "team_id": "T1", **user}, "T1", "U1") == person


def test_an_organisation_sees_the_people_of_its_workspaces() -> None:
    user = {"team_id": "T1", "enterprise_user": {"enterprise_id": "E1", "teams": ["T1"]}}

    assert not read_person(user, "E1", "U1").is_stranger
