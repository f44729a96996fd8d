"""The compose file: two processes and a Redis that neither forgets nor evicts."""

from typing import Any

import pytest
import yaml

from bot.settings import Settings
from tests.deploy.dockerfile import ROOT

HERALDS = ("release", "web", "worker")


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    """The services, anchors resolved."""
    document = yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text())
    services: dict[str, Any] = document["services"]
    return services


def options(service: dict[str, Any]) -> dict[str, str]:
    """What Redis is started with."""
    words = service["command"][1:]
    return dict(zip(words[::2], words[1::2], strict=True))


def test_redis_keeps_what_it_is_given(services: dict[str, Any]) -> None:
    given = options(services["redis"])
    assert (given["--appendonly"], given["--maxmemory-policy"]) == ("yes", "noeviction")
    assert given["--appendfsync"] == "always"
    assert services["redis"]["image"].startswith("redis:7")
    assert services["redis"]["volumes"] == ["redis:/data"]


@pytest.mark.parametrize("name", HERALDS)
def test_herald_cannot_write_into_its_root_nor_gain_rights(services: dict[str, Any], name: str) -> None:
    service = services[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]


@pytest.mark.parametrize("name", HERALDS)
def test_it_waits_for_redis_and_has_time_to_leave(services: dict[str, Any], name: str) -> None:
    assert services[name]["depends_on"]["redis"] == {"condition": "service_healthy"}
    assert "healthcheck" in services["redis"]
    assert int(services[name]["stop_grace_period"].removesuffix("s")) > 4


def test_nothing_starts_on_data_that_it_cannot_read(services: dict[str, Any]) -> None:
    assert services["release"]["command"] == ["release"]
    assert services["release"]["restart"] == "no"
    for name in ("web", "worker"):
        assert services[name]["depends_on"]["release"] == {"condition": "service_completed_successfully"}


def test_a_worker_is_asked_on_its_own_port(services: dict[str, Any]) -> None:
    _how, *check = services["worker"]["healthcheck"]["test"]
    assert check == ["python", "deploy/health.py", "HERALD_WORKER_PORT"]
    assert "HERALD_WORKER_PORT" in services["worker"]["environment"]


@pytest.mark.parametrize("name", HERALDS)
def test_secrets_come_from_a_file_that_is_not_kept_with_the_code(services: dict[str, Any], name: str) -> None:
    assert services[name]["env_file"] == ["../.env"]
    assert ".env" in (ROOT / ".gitignore").read_text().splitlines()
    settings = {field.upper() for field in Settings.model_fields}
    assert set(services[name]["environment"]) <= settings


@pytest.mark.parametrize("name", HERALDS)
def test_each_starts_its_part_from_the_one_image(services: dict[str, Any], name: str) -> None:
    build = services[name]["build"]
    assert services[name]["command"] == [name]
    assert (ROOT / "deploy" / build["context"]).resolve() == ROOT
    assert (ROOT / build["dockerfile"]).is_file()


def test_web_is_reached_from_this_machine_alone(services: dict[str, Any]) -> None:
    (published,) = services["web"]["ports"]
    address, _, port = published.rpartition(":")
    assert address.startswith("127.0.0.1:")
    assert port == services["web"]["environment"]["PORT"]
    assert [name for name, service in services.items() if "ports" in service] == ["web"]
