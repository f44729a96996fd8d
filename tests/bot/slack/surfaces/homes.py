"""What Homes are made of in tests, and what Slack would refuse of one."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from bot.rendering.draft import Draft, Wishes
from bot.rendering.preset import Preset, PresetShelf
from bot.rendering.usage import Usage
from bot.slack.surfaces.home import HomeContents, build_home
from playground.slack.blocks.views import is_too_large, view_problems
from tests.bot.slack.samples import NOW, name_of

ALICE = "U0ALICE"
TEAM_URL = "https://playground.slack.com/"


def make_draft(draft_id: str = "d1", *, script: str = "Good morning, team.") -> Draft:
    """A draft of Alice's."""
    return Draft(id=draft_id, team_id="T0PLAY", user_id=ALICE, script=script, updated_at=NOW)


def make_preset(preset_id: str = "p1", **fields: Any) -> Preset:
    """A preset of Alice's."""
    usual: dict[str, Any] = {
        "id": preset_id,
        "team_id": "T0PLAY",
        "maker_id": ALICE,
        "name": f"Preset {preset_id}",
        "wishes": Wishes(avatar="emma-1", voice="john-1"),
        "updated_at": NOW,
    }
    return Preset.model_validate(usual | fields)


def make_home(*presets: Preset, default: str | None = None, **fields: Any) -> dict[str, Any]:
    """Alice's Home, empty but for what is given."""
    usual: dict[str, Any] = {
        "user_id": ALICE,
        "budget": Decimal(50),
        "price_per_second": Decimal("0.10"),
        "usage": Usage(),
        "shelf": PresetShelf(presets, default),
        "team_url": TEAM_URL,
    }
    return build_home(HomeContents(**(usual | fields)), now=NOW, labels=name_of)


def problems_of_home(view: dict[str, Any]) -> list[str]:
    """What Slack would refuse of a Home."""
    return view_problems(view, ("home",)) + (["view_too_large"] if is_too_large(view) else [])


def lines_of(view: dict[str, Any]) -> list[str]:
    """The paragraphs, titles and small lines, in order."""
    found: list[str] = []
    for block in view["blocks"]:
        if "text" in block:
            found.append(block["text"]["text"])
        found += [element["text"] for element in block.get("elements", []) if element["type"] == "mrkdwn"]
    return found


def buttons_of(view: dict[str, Any]) -> list[tuple[str, str | None]]:
    """The `action_id` and value of each button, in order."""
    rows: list[dict[str, Any]] = []
    for block in view["blocks"]:
        rows += [block["accessory"]] if "accessory" in block else block.get("elements", [])
    return [(row["action_id"], row.get("value")) for row in rows if row["type"] == "button"]


def the(lines: Sequence[str], words: str) -> str:
    """The one line that has these words."""
    (found,) = [line for line in lines if words in line]
    return found
