"""What a workflow gave to Herald's step, checked and made a request; each refusal says which input to mend."""

import json
import re
from collections.abc import Sequence
from typing import Final, Protocol

from bot.errors import InvalidField
from bot.posting.workflow_run import RunInputs, WorkflowRun
from bot.rendering.render import Choices, Destination
from bot.rendering.requesting import Request
from bot.slack.surfaces.escape import one_line, tidy, unescape

SHOWN: Final = 3
"""How many names are suggested for one that nobody has."""
_NAME_LIMIT: Final = 60
_CHANNEL: Final = re.compile(r"[CG][A-Z0-9]{2,}")
_PERSON: Final = re.compile(r"[UW][A-Z0-9]{2,}")


class Offer(Protocol):
    """What a workspace may choose from."""

    async def has(self, team_id: str, kind: str, value: str, /) -> bool:
        """Whether the workspace may use `value` as this `kind`."""

    async def suggest(
        self, team_id: str, kind: str, query: str, /, *, first: Sequence[str] = (), language: str | None = None
    ) -> bytes:
        """What fits `query`, as Slack takes options (JSON)."""


def read_inputs(given: dict[str, object]) -> RunInputs:
    """The inputs as Slack hands them over; what is missing is empty."""
    texts = {name: str(given.get(name) or "").strip() for name in RunInputs.model_fields}
    return RunInputs(**texts)


async def request_for(run: WorkflowRun, offer: Offer) -> Request:
    """What the run asks for; raises InvalidField, with the input's name and its mend."""
    inputs = run.inputs
    if not _PERSON.fullmatch(inputs.person):
        raise InvalidField("person", "Person: pick who the video is asked for by, in the workflow's step.")
    if not _CHANNEL.fullmatch(inputs.channel):
        raise InvalidField("channel", "Channel: pick the channel that the video is posted in, in the workflow's step.")
    return Request(
        render_id=run.render_id,
        team_id=run.team_id,
        user_id=inputs.person,
        script=tidy(unescape(inputs.script)).strip(),
        choices=Choices(
            avatar=await _find(offer, run.team_id, "avatar", inputs.avatar),
            voice=await _find(offer, run.team_id, "voice", inputs.voice),
        ),
        destination=Destination(channel_id=inputs.channel),
    )


async def _find(offer: Offer, team_id: str, kind: str, said: str) -> str:
    """The id that somebody meant by an id, or by a name as the form shows it."""
    title = kind.capitalize()
    if not said:
        raise InvalidField(kind, f"{title}: it is empty. Write a name as Herald's form shows it, or an id.")
    if await offer.has(team_id, kind, said):
        return said
    found = _options(await offer.suggest(team_id, kind, said))
    exact = [value for value, label in found if label.casefold() == " ".join(said.split()).casefold()]
    if exact:
        return exact[0]
    near = ", ".join(f"“{one_line(label, _NAME_LIMIT)}”" for _, label in found[:SHOWN])
    name = one_line(said, _NAME_LIMIT)
    raise InvalidField(
        kind, f"{title}: “{name}” is not on offer. {f'Did you mean {near}?' if near else 'Write another name.'}"
    )


def _options(answer: bytes) -> list[tuple[str, str]]:
    """The ids and names among options as Slack takes them."""
    options = json.loads(answer).get("options") or []
    return [(str(option["value"]), str(option["text"]["text"])) for option in options]
