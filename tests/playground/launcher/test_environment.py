"""The children see nothing of the person's own accounts."""

from pathlib import Path

from playground.launcher.environment import Places, bot_environment, service_environment

PLACES = Places(
    slack={
        "url": "http://127.0.0.1:1",
        "api_url": "http://127.0.0.1:1/api/",
        "signing_secret": "s",
        "bot_token": "xoxb-made-up",
    },
    studio={
        "url": "http://127.0.0.1:2",
        "api_url": "http://127.0.0.1:2/v1",
        "schema_url": "http://127.0.0.1:2/schema.json",
        "api_key": "k",
    },
    bot_port=3,
    data_dir=Path("/data"),
)


def test_the_person_s_own_secrets_reach_no_child() -> None:
    own = {"SLACK_APP_TOKEN": "xapp-own", "RUNWARE_API_KEY": "own", "REDIS_URL": "redis://own", "PATH": "/bin"}
    seen = service_environment(own)
    assert seen["PATH"] == "/bin"
    assert not [value for value in seen.values() if "own" in value]


def test_the_bot_is_given_the_playground_s_addresses() -> None:
    seen = bot_environment({"SLACK_BOT_TOKEN": "xoxb-own"}, PLACES, log_level="INFO")
    assert seen["SLACK_BOT_TOKEN"] == "xoxb-made-up"
    assert seen["RUNWARE_MEDIA_ORIGINS"] == "http://127.0.0.1:2"
    assert (seen["PORT"], seen["HERALD_DATA_DIR"]) == ("3", "/data")
    assert "REDIS_URL" not in seen


def test_a_proxy_is_not_asked_for_this_machine() -> None:
    assert "https_proxy" not in service_environment({"https_proxy": "http://proxy"})


def test_the_product_s_own_dials_stay_as_they_were_set() -> None:
    assert service_environment({"HERALD_TTL_SECONDS": "60"})["HERALD_TTL_SECONDS"] == "60"
