"""Running the build stage of the image one step after another, in a folder instead of a container.

The paths of the image stand below the folder: `/herald` is `FOLDER/herald`. What the last stage runs makes a user and
needs root, so it is not run.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

from tests.deploy.dockerfile import DOCKERFILE, ROOT, Instruction, read_stages

STEP_SECONDS = 600


class StepFailed(Exception):
    """A step of the Dockerfile that failed, with the last of what it said."""


class NothingToFetch(StepFailed):
    """The packages cannot be fetched here, so nothing can be said of the step."""


def rehearse(folder: Path) -> Path:
    """Run the build stage; returns where `/herald` is. Raises StepFailed, or NothingToFetch."""
    stage = read_stages(DOCKERFILE.read_text())[0]
    at = folder
    for instruction in stage.instructions:
        if instruction.word == "WORKDIR":
            at = folder / instruction.text.lstrip("/")
            at.mkdir(parents=True)
        elif instruction.word == "COPY":
            _copy(instruction, at)
        elif instruction.word == "RUN":
            _run(instruction, at, folder)
    return at


def python_of(folder: Path) -> Path:
    """The image's Python."""
    return folder / "opt" / "herald" / "bin" / "python"


def _copy(copy: Instruction, at: Path) -> None:
    *sources, target = copy.words
    for source in sources:
        if (ROOT / source).is_dir():
            shutil.copytree(ROOT / source, at / target, ignore=shutil.ignore_patterns("__pycache__", "*.pyc"))
        else:
            (at / target).mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / source, at / target)


def _run(run: Instruction, at: Path, folder: Path) -> None:
    text = re.sub(r"(?<!\S)/(opt|herald)\b", rf"{folder}/\1", run.text)
    text = re.sub(r"^python\b", lambda _: shlex.quote(sys.executable), text)
    done = subprocess.run(
        ["sh", "-ec", text],
        cwd=at,
        env={name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=STEP_SECONDS,
    )
    if done.returncode:
        away = re.search("No matching distribution|Max retries exceeded|Temporary failure in name", done.stdout)
        raise (NothingToFetch if away else StepFailed)(f"{run.text}\n{done.stdout[-2000:]}")
