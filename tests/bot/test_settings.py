"""Wrong settings are all named at once, each with its mend."""

import pytest

from bot.errors import SettingsInvalid
from bot.settings import Part, read_settings

GOOD = {
    "SLACK_SIGNING_SECRET": "secret",
    "SLACK_BOT_TOKEN": "xoxb-1-2",
    "RUNWARE_API_KEY": "key",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
}


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings that are right, and none from the machine."""
    for name in ("SLACK_APP_TOKEN", "PORT", "HERALD_TTL_SECONDS", "LOG_LEVEL", "SLACK_API_URL", "PUBLIC_URL"):
        monkeypatch.delenv(name, raising=False)
    for name in ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "SLACK_SIGNING_SECRET_PREVIOUS", "HERALD_ENCRYPTION_KEYS"):
        monkeypatch.delenv(name, raising=False)
    for name, value in GOOD.items():
        monkeypatch.setenv(name, value)


def problems(part: Part) -> str:
    """What is said to be wrong."""
    with pytest.raises(SettingsInvalid) as wrong:
        read_settings(part)
    return str(wrong.value)


@pytest.mark.parametrize("part", ["web", "worker", "all"])
def test_good_settings_start_every_part(part: Part) -> None:
    assert read_settings(part).port == 3000


@pytest.mark.parametrize(
    ("name", "value", "mend"),
    [
        ("SLACK_SIGNING_SECRET", "", "Basic Information"),
        ("SLACK_BOT_TOKEN", "", "Bot User OAuth Token"),
        ("SLACK_BOT_TOKEN", "xoxp-1", "does not start with xoxb-"),
        ("SLACK_APP_TOKEN", "abc", "does not start with xapp-"),
        ("SLACK_API_URL", "http://slack.example/api/", "must be an https URL"),
        ("RUNWARE_API_KEY", "", "API keys"),
        ("RUNWARE_MEDIA_ORIGINS", "example.com", "takes origins"),
        ("REDIS_URL", "http://redis", "must start with redis://"),
        ("REDIS_URL", "redis://:p@ss@redis:abc/0", "no port that is a number"),
        ("PORT", "0", "greater than or equal to 1"),
        ("HERALD_TTL_SECONDS", "59", "greater than or equal to 60"),
        ("HERALD_TTL_SECONDS", "99999999999999", "less than or equal to 31536000"),
        ("HERALD_BUDGET_USD_MONTH", "-1", "greater than or equal to 0"),
        ("LOG_LEVEL", "LOUD", "DEBUG"),
        ("PUBLIC_URL", "herald.example.com", "must be an https address"),
        ("PUBLIC_URL", "http://herald.example.com", "plain http only to this machine"),
        ("PUBLIC_URL", "http://127.0.0.1.example.com", "plain http only to this machine"),
        ("PUBLIC_URL", "ftp://localhost", "must be an https address"),
        ("PUBLIC_URL", "https://herald.example.com/app", "nothing after it"),
        ("PUBLIC_URL", "https://herald.example.com?a=b", "nothing after it"),
        ("PUBLIC_URL", "https://herald.example.com#a", "nothing after it"),
        ("PUBLIC_URL", "https://user:pass@herald.example.com", "nothing after it"),
        ("PUBLIC_URL", "https://herald.example.com:port", "nothing after it"),
        ("PUBLIC_URL", "https://her ald.example.com", "nothing after it"),
        ("PUBLIC_URL", "https://", "nothing after it"),
    ],
)
def test_a_wrong_setting_is_named_with_its_mend(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, mend: str
) -> None:
    monkeypatch.setenv(name, value)

    said = problems("web")

    assert said.startswith(name)
    assert mend in said


def test_all_that_is_wrong_is_said_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SLACK_BOT_TOKEN", "RUNWARE_API_KEY", "REDIS_URL"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("PORT", "x")

    assert len(problems("worker").splitlines()) == 4


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://herald.example.com", "https://herald.example.com"),
        ("https://herald.example.com:8443/", "https://herald.example.com:8443"),
        ("http://localhost:3000", "http://localhost:3000"),
        ("http://127.0.0.1:3000/", "http://127.0.0.1:3000"),
        ("http://[::1]:3000", "http://[::1]:3000"),
        ("", None),
    ],
)
def test_the_public_address_is_kept_without_its_last_slash(
    monkeypatch: pytest.MonkeyPatch, given: str, kept: str | None
) -> None:
    monkeypatch.setenv("PUBLIC_URL", given)

    assert read_settings("web").public_url == kept


def test_only_the_separate_parts_need_a_redis(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REDIS_URL")

    assert read_settings("all").redis_url is None
    assert "REDIS_URL is not set" in problems("web")


def test_socket_mode_needs_no_signing_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SLACK_SIGNING_SECRET")
    monkeypatch.setenv("SLACK_APP_TOKEN", "xapp-1")

    assert read_settings("web").slack_app_token is not None


def test_a_secret_is_not_in_what_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "canary-token")

    assert "canary" not in problems("web")


def test_an_empty_variable_counts_as_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("REDIS_URL", "SLACK_APP_TOKEN", "PORT", "RUNWARE_MEDIA_ORIGINS"):
        monkeypatch.setenv(name, "")

    settings = read_settings("all")

    assert (settings.redis_url, settings.slack_app_token, settings.port) == (None, None, 3000)
    assert settings.runware_media_origins == ("https://*.runware.ai",)


def test_blanks_around_a_secret_are_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-1-2\n")
    token = read_settings("web").slack_bot_token

    assert token is not None
    assert token.get_secret_value() == "xoxb-1-2"


KEY = "A" * 42 + "8="
MANY = {
    "SLACK_BOT_TOKEN": "",
    "SLACK_CLIENT_ID": "1.2",
    "SLACK_CLIENT_SECRET": "hush",
    "HERALD_ENCRYPTION_KEYS": KEY,
    "PUBLIC_URL": "https://herald.example.com",
}


def set_many(monkeypatch: pytest.MonkeyPatch, **changed: str) -> None:
    """The settings for many workspaces, but for what is changed."""
    for name, value in (MANY | changed).items():
        monkeypatch.setenv(name, value)


@pytest.mark.parametrize("part", ["web", "worker", "all"])
def test_many_workspaces_need_no_bot_token(monkeypatch: pytest.MonkeyPatch, part: Part) -> None:
    set_many(monkeypatch, HERALD_ENCRYPTION_KEYS=f"{KEY}, {KEY}")

    settings = read_settings(part)

    assert (settings.many_workspaces, settings.encryption_keys) == (True, (KEY, KEY))


def test_one_workspace_needs_none_of_it() -> None:
    assert not read_settings("all").many_workspaces


@pytest.mark.parametrize(
    ("changed", "mend"),
    [
        ({"SLACK_CLIENT_ID": ""}, "SLACK_CLIENT_ID is not set: copy it"),
        ({"SLACK_CLIENT_SECRET": ""}, "SLACK_CLIENT_SECRET is not set: copy it"),
        ({"HERALD_ENCRYPTION_KEYS": ""}, "python -m bot keys new"),
        ({"HERALD_ENCRYPTION_KEYS": "canary"}, "HERALD_ENCRYPTION_KEYS: takes keys as `python -m bot keys new` prints"),
        ({"HERALD_ENCRYPTION_KEYS": f"{KEY},canary"}, "the newest first"),
        ({"PUBLIC_URL": ""}, "PUBLIC_URL is not set: give the https address"),
        ({"SLACK_BOT_TOKEN": "xoxb-1"}, "take the one or the others away"),
        ({"SLACK_SIGNING_SECRET_PREVIOUS": "secret"}, "is the same as SLACK_SIGNING_SECRET"),
        ({"SLACK_SIGNING_SECRET_PREVIOUS": "old", "SLACK_SIGNING_SECRET": ""}, "put the new secret into the latter"),
    ],
)
def test_settings_that_do_not_go_together_never_start(
    monkeypatch: pytest.MonkeyPatch, changed: dict[str, str], mend: str
) -> None:
    set_many(monkeypatch, **changed)

    said = problems("all")

    assert mend in said
    assert "canary" not in said


def test_what_is_wrong_is_not_said_to_be_missing_too(monkeypatch: pytest.MonkeyPatch) -> None:
    set_many(monkeypatch, HERALD_ENCRYPTION_KEYS="x")

    assert len(problems("all").splitlines()) == 1
