"""Checks of the blocks that show work: a plan and its tasks."""

from typing import Any, Final

from playground.slack.blocks.problems import Problems
from playground.slack.blocks.rich_text import check_rich_text
from playground.slack.model.wire import Json

_STATUSES: Final = ("pending", "in_progress", "complete", "error")


def check_plan(problems: Problems, block: Json, pointer: str) -> None:
    """Check a plan: its title is a bare string."""
    problems.string(block, "title", (1, 256), pointer)
    if block.get("tasks") is None:
        return
    for position, task in enumerate(problems.count(block["tasks"], (1, 50), f"{pointer}/tasks")):
        here = f"{pointer}/tasks/{position}"
        if not isinstance(task, dict) or task.get("type") != "task_card":
            problems.add("must be a task_card", here)
            continue
        problems.require(task, ("task_id", "title"), here)
        check_task_card(problems, task, here)


def check_task_card(problems: Problems, block: Json, pointer: str) -> None:
    """Check one task."""
    problems.string(block, "task_id", (1, 255), pointer)
    problems.string(block, "title", (1, 256), pointer)
    problems.choice(block, "status", _STATUSES, pointer)
    for key in ("details", "output"):
        if block.get(key) is not None:
            check_rich_text(problems, block[key], f"{pointer}/{key}")
    if block.get("sources") is not None:
        for position, source in enumerate(problems.count(block["sources"], (0, 50), f"{pointer}/sources")):
            _check_source(problems, source, f"{pointer}/sources/{position}")


def check_either_plan_or_tasks(problems: Problems, blocks: list[Any]) -> None:
    """Check that tasks do not stand beside a plan."""
    kinds = [block.get("type") for block in blocks if isinstance(block, dict)]
    if "plan" in kinds and "task_card" in kinds:
        problems.add("plan and task_card cannot stand side by side", f"/blocks/{kinds.index('task_card')}")


def _check_source(problems: Problems, source: Any, pointer: str) -> None:
    if not isinstance(source, dict) or source.get("type") != "url":
        problems.add("must be a url", pointer)
        return
    problems.require(source, ("url", "text"), pointer)
