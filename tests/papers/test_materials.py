"""The bill of materials names all that `requirements.txt` installs, and nothing else."""

import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from tests.papers.locks import read_lock
from tests.papers.materials import build_materials

NOW = datetime(2026, 11, 23, tzinfo=UTC)
SERIAL = UUID(int=1)


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    """The document, read."""
    read: dict[str, Any] = json.loads(build_materials(now=NOW, serial=SERIAL))
    return read


def test_every_locked_package_is_in_it_with_its_version(document: dict[str, Any]) -> None:
    named = {(part["name"], part["version"]) for part in document["components"]}
    assert named == {(package.name, package.version) for package in read_lock("requirements.txt")}


def test_every_part_has_a_licence_and_an_address_of_its_own(document: dict[str, Any]) -> None:
    parts = document["components"]
    assert [part["name"] for part in parts if not part["licenses"]] == []
    assert len({part["purl"] for part in parts}) == len(parts)


def test_it_is_about_herald_which_depends_on_all_of_them(document: dict[str, Any]) -> None:
    assert document["bomFormat"] == "CycloneDX"
    assert document["serialNumber"] == f"urn:uuid:{SERIAL}"
    assert document["metadata"]["component"]["name"] == "herald"
    (of_herald,) = [entry for entry in document["dependencies"] if entry["ref"] == "herald"]
    assert set(of_herald["dependsOn"]) == {part["bom-ref"] for part in document["components"]}


def test_the_same_release_makes_the_same_document() -> None:
    assert build_materials(now=NOW, serial=SERIAL) == build_materials(now=NOW, serial=SERIAL)
