"""Checks of the options an app answers to a search."""

from typing import Any

from playground.slack.blocks.composition import check_option_groups, check_options
from playground.slack.blocks.problems import Problems


def suggestion_problems(answer: Any) -> list[str]:
    """What is wrong with an answer to a block_suggestion; Slack then shows no options."""
    problems = Problems()
    if not isinstance(answer, dict):
        problems.add("must be an object", "")
    elif "options" in answer:
        check_options(problems, answer["options"], (0, 100), "/options")
    elif answer.get("option_groups") != []:
        check_option_groups(problems, answer.get("option_groups"), "/option_groups")
    return problems.found
