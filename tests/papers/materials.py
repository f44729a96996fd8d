"""The bill of materials of a release: what `requirements.txt` installs, as CycloneDX 1.6 in JSON."""

import tomllib
from datetime import datetime
from uuid import UUID

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output import make_outputter
from cyclonedx.schema import OutputFormat, SchemaVersion
from packageurl import PackageURL

from tests.papers.locks import ROOT, Package, licence_of, read_lock


def build_materials(*, now: datetime, serial: UUID) -> str:
    """The document: each package with its version and its licence. The hashes of its files stand in the lock."""
    herald = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    licences = LicenseFactory()
    root = Component(
        name=herald["name"],
        version=herald["version"],
        type=ComponentType.APPLICATION,
        bom_ref=herald["name"],
        description=herald["description"],
        licenses=[licences.make_from_string(herald["license"])],
    )
    bom = Bom(serial_number=serial)
    bom.metadata.timestamp = now
    bom.metadata.component = root
    parts = [_component(package, licences) for package in read_lock("requirements.txt")]
    bom.components.update(parts)
    bom.register_dependency(root, parts)
    for part in parts:
        bom.register_dependency(part)
    return make_outputter(bom, OutputFormat.JSON, SchemaVersion.V1_6).output_as_string(indent=2)


def _component(package: Package, licences: LicenseFactory) -> Component:
    purl = PackageURL(type="pypi", name=package.name.lower().replace("_", "-"), version=package.version)
    return Component(
        name=package.name,
        version=package.version,
        type=ComponentType.LIBRARY,
        bom_ref=purl.to_string(),
        purl=purl,
        licenses=[licences.make_from_string(licence_of(package.name))],
    )
