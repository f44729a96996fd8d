"""What the hash-locked requirements name, and what the installed packages say of themselves."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageMetadata, PackageNotFoundError, metadata
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
LOCKS: Final = ("requirements.txt", "requirements-playground.txt", "requirements-dev.txt")
"""Each holds all of the one before it."""

_PIN: Final = re.compile(r"([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)")
_CLASSIFIERS: Final = {
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}
_FREE_TEXTS: Final = {
    "Apache 2.0": "Apache-2.0",
    "3-Clause BSD License": "BSD-3-Clause",
    "BSD 2-Clause License": "BSD-2-Clause",
}
UNSAID: Final = {
    "async-timeout": "Apache-2.0",
    "axe-playwright-python": "MIT",
    "colorama": "BSD-3-Clause",
    "espeakng-loader": "GPL-3.0-or-later",
    "tzdata": "Apache-2.0",
}
"""Licences of packages that are for other machines than this one, or whose metadata name none."""


@dataclass(frozen=True)
class Package:
    """A pinned package."""

    name: str
    version: str


def read_lock(lock: str) -> tuple[Package, ...]:
    """The packages of a lock, by name; one that differs by Python's version is there twice."""
    return tuple(sorted(_packages((ROOT / lock).read_text()), key=lambda package: (package.name, package.version)))


def _packages(text: str) -> Iterator[Package]:
    for line in text.splitlines():
        pin = _PIN.match(line)
        if pin:
            yield Package(pin[1], pin[2])


def licence_of(name: str) -> str:
    """The licence of a package, as it says itself where it is installed and says so; raises KeyError for none."""
    return said_licence(name) or UNSAID[name]


def said_licence(name: str) -> str | None:
    """What the installed package says, as an SPDX expression where it allows one; None where it says nothing."""
    try:
        said = metadata(name)
    except PackageNotFoundError:
        return None
    return said["License-Expression"] or _short_text(said) or _classified(said)


def _short_text(said: PackageMetadata) -> str | None:
    """The field for free text, where that is a name: some put all of the licence into it, some only its family."""
    text = (said["License"] or "").strip()
    named = _FREE_TEXTS.get(text, text)
    return named if re.fullmatch(r"[A-Za-z]+-[0-9A-Za-z.-]+|MIT( OR Apache-2\.0)?", named) else None


def _classified(said: PackageMetadata) -> str | None:
    names = [line.rpartition(" :: ")[2] for line in said.get_all("Classifier") or () if line.startswith("License ::")]
    return " OR ".join(_CLASSIFIERS[name] for name in names) or None
