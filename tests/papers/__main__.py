"""`scripts/papers`: write the pages that are made from the code, or the bill of materials of a release."""

import argparse
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from uuid import uuid4

from tests.papers.commands_page import build_commands_page
from tests.papers.licences_page import build_licences_page
from tests.papers.locks import ROOT
from tests.papers.materials import build_materials
from tests.papers.settings_page import build_settings_page

PAGES: Final[dict[str, Callable[[], str]]] = {
    "commands.md": build_commands_page,
    "licences.md": build_licences_page,
    "settings.md": lambda: build_settings_page((ROOT / ".env.example").read_text()),
}
"""The pages of `docs/` that nobody writes by hand."""


def main() -> None:
    """Write what is asked for."""
    parser = argparse.ArgumentParser(prog="scripts/papers", description="Write the pages that are made from the code.")
    parser.add_argument("--materials", type=Path, metavar="FILE", help="write the bill of materials there instead")
    materials = parser.parse_args().materials
    if materials is not None:
        materials.write_text(build_materials(now=datetime.now(UTC), serial=uuid4()) + "\n")
        return
    for name, build in PAGES.items():
        (ROOT / "docs" / name).write_text(build())


if __name__ == "__main__":
    main()
