"""Rendering from a terminal, with a progress bar; the work is done by the same child process as the service's."""

import json
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

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
    console = Console(stderr=True)
    final = _run(order, console)
    if "done" in final:
        facts = final["done"]
        console.print(f"{out}: {facts['duration_seconds']:.1f} s, {facts['width']}x{facts['height']}", highlight=False)
        return 0
    error = final.get("error", {"message": "the renderer stopped without an answer"})
    console.print(f"[red]Not rendered:[/red] {error['message']}", highlight=False)
    return 1


def _run(order: dict[str, Any], console: Console) -> dict[str, Any]:
    """The last line the renderer wrote."""
    columns = (TextColumn("Rendering"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    command = [sys.executable, "-m", "playground.studio.render"]
    last: dict[str, Any] = {}
    with (
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=_ROOT) as process,  # noqa: S603 - our own module
        Progress(*columns, console=console, transient=True) as progress,
    ):
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps(order))
        process.stdin.close()
        bar = progress.add_task("Rendering", total=1.0)
        for line in process.stdout:
            last = json.loads(line)
            progress.update(bar, completed=last.get("progress", 1.0))
    return last
