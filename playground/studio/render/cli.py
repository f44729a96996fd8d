"""Rendering from a terminal, with a progress bar; the work is done by the same child process as the service's."""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from playground.studio.render.face.models import are_installed

_ROOT: Final = Path(__file__).parents[3]
_FORMATS: Final = {".webm": "WEBM", ".mov": "MOV"}


@dataclass(frozen=True)
class RenderOptions:
    """What may be left to its default; `language` None is the voice's own, a size of None 720p in the photo's shape."""

    language: str | None = None
    speed: float = 1.0
    pitch: float = 0.0
    width: int | None = None
    height: int | None = None
    quality: int = 95
    seed: int = 0
    label: bool = True
    expressiveness: str = "low"
    prompt: str | None = None
    background_color: str | None = None
    background_image: str | None = None
    remove_background: bool = False


def run_render(script: str, who: str | Path, voice: str, out: Path, options: RenderOptions | None = None) -> int:
    """Render `script` to `out`, whose ending chooses the format; returns the process's exit status.

    `who` is the id of an avatar, or the path of a photo.
    """
    path = Path(out).resolve()
    order = {
        "script": script,
        **({"image": str(who.resolve())} if isinstance(who, Path) else {"avatar": who}),
        "voice": voice,
        "format": _FORMATS.get(path.suffix.lower(), "MP4"),
        "out": str(path),
        **asdict(options or RenderOptions()),
    }
    return _tell(_run([], order), lambda facts: [_facts(out, facts)])


def run_sheets(out: Path) -> int:
    """Draw the sheets into a folder; returns the process's exit status."""

    def told(facts: dict[str, Any]) -> list[str]:
        lacking = [] if are_installed() else ["The sheets of a photo need the face models: run scripts/photo first."]
        return [*facts["files"], *lacking]

    return _tell(_run(["sheet", "--out", str(out.resolve())]), told)


def _facts(out: Path, facts: dict[str, Any]) -> str:
    return f"{out}: {facts['duration_seconds']:.1f} s, {facts['width']}x{facts['height']}"


def _tell(final: dict[str, Any], told: Callable[[dict[str, Any]], list[str]]) -> int:
    """Say what the last line said; the exit status."""
    console = Console(stderr=True)
    if "done" in final:
        for line in told(final["done"]):
            console.print(line, highlight=False, soft_wrap=True)
        return 0
    error = final.get("error", {"message": "the renderer stopped without an answer"})
    console.print(f"[red]Not rendered:[/red] {error['message']}", highlight=False)
    return 1


def _run(arguments: list[str], order: dict[str, Any] | None = None) -> dict[str, Any]:
    """The last line the renderer wrote."""
    console = Console(stderr=True)
    columns = (TextColumn("Rendering"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    command = [sys.executable, "-m", "playground.studio.render", *arguments]
    last: dict[str, Any] = {}
    with (
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=_ROOT) as process,  # noqa: S603 - our own module
        Progress(*columns, console=console, transient=True) as progress,
    ):
        assert process.stdin is not None
        assert process.stdout is not None
        if order is not None:
            process.stdin.write(json.dumps(order) + "\n")
        process.stdin.close()
        bar = progress.add_task("Rendering", total=1.0)
        for line in process.stdout:
            last = json.loads(line)
            progress.update(bar, completed=last.get("progress", 1.0))
    return last
