"""Asking first, the conversation, its samples, and what they mean."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Final
from uuid import uuid4

import httpx
import typer
from pydantic import SecretStr

from bot.errors import RunwareError, SettingsInvalid
from bot.operator.findings import Finding, problems_in
from bot.operator.live.assumptions import hold_against
from bot.operator.live.conversation import Conversation
from bot.operator.live.samples import Redactor, Sample, write_sample
from bot.operator.running import opened_http, settings_for
from bot.rendering.render import Choices
from bot.rendering.tasks import TaskOrder
from bot.runware.catalogue import Option, built_in_catalogue
from bot.runware.document import fetch_catalogue
from bot.runware.exchange import Exchange
from bot.settings import Settings

SCRIPT: Final = "Hello. This is a test."
SECONDS: Final = (2, 3)
"""How long the script speaks, from, to."""
_TTL_SECONDS: Final = 3600


@dataclass(frozen=True)
class Live:
    """What the operator asked for; no avatar or voice means one that is listed."""

    yes: bool
    folder: Path
    avatar: str = ""
    voice: str = ""


async def examine_live(live: Live) -> int:
    """Make one short real task and say whether what Herald takes for granted holds; the command's exit code."""
    settings = settings_for("RUNWARE_API_KEY", "RUNWARE_API_URL", "RUNWARE_SCHEMA_URL", "HERALD_PRICE_PER_SECOND_USD")
    key = settings.runware_api_key or SecretStr("")
    if not live.yes and not typer.confirm(_question(settings.herald_price_per_second_usd)):
        typer.echo("Nothing was sent.")
        return 1
    notebook = Notebook(_made(live.folder), Redactor(key, {}))
    async with opened_http() as http:
        choices = await _choices(settings, http, live)
        typer.echo(f"using the avatar {choices.avatar} and the voice {choices.voice}")
        exchange = Exchange(http, api_key=key, api_url=settings.runware_api_url)
        order = TaskOrder(uuid4(), SCRIPT, choices, _TTL_SECONDS)
        conversation = Conversation(exchange, order, uuid4, asyncio.sleep, notebook.keep, typer.echo)
        await conversation.hold()
    return await _report(notebook, conversation.lost)


@dataclass
class Notebook:
    """Where answers are kept, redacted, as they come."""

    folder: Path
    redactor: Redactor
    samples: list[Sample] = field(default_factory=list)

    def keep(self, sample: Sample) -> None:
        """Write one more down; raises SettingsInvalid where the folder cannot be written to."""
        self.samples.append(self.redactor.sample(sample))
        try:
            write_sample(self.folder, len(self.samples), self.samples[-1])
        except OSError as error:
            raise _unusable(self.folder, error) from None


async def _report(notebook: Notebook, lost: Sequence[str]) -> int:
    findings = [
        *await hold_against(notebook.samples),
        *(
            Finding("answer", f"no answer to {what}", "see to the network, and run it again")
            for what in dict.fromkeys(lost)
        ),
    ]
    for finding in findings:
        typer.echo(finding.line())
    typer.echo(
        f"{len(notebook.samples)} answers are in {notebook.folder}, without key, account and true UUIDs. "
        "Look them over before you share them."
    )
    return 1 if problems_in(findings) else 0


def _question(price_per_second: Decimal) -> str:
    cheapest, dearest = (price_per_second * seconds for seconds in SECONDS)
    return (
        f"This makes one real video of {SECONDS[0]} to {SECONDS[1]} seconds with your key, which costs about "
        f"${cheapest:.2f} to ${dearest:.2f}. Go on?"
    )


def _made(folder: Path) -> Path:
    """The folder, empty: before any money is spent, see that the answers can be kept."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        taken = any(folder.iterdir())
    except OSError as error:
        raise _unusable(folder, error) from None
    if taken:
        raise SettingsInvalid([f"--samples: {folder} is not empty: name a new folder, so that no sample is lost."])
    return folder


def _unusable(folder: Path, error: OSError) -> SettingsInvalid:
    return SettingsInvalid([f"--samples: {folder} cannot be written to ({error.strerror}): name another folder."])


async def _choices(settings: Settings, http: httpx.AsyncClient, live: Live) -> Choices:
    """The avatar and the voice asked for, else the model's own examples where they are listed, else the first."""
    few = built_in_catalogue()
    try:
        kept = await fetch_catalogue(http, settings.runware_schema_url, before=None, now=datetime.now(UTC))
        listed = kept.catalogue
    except RunwareError:
        listed = few
    return Choices(
        avatar=live.avatar or _pick(listed.avatars, few.avatars), voice=live.voice or _pick(listed.voices, few.voices)
    )


def _pick(listed: Sequence[Option], preferred: Sequence[Option]) -> str:
    ids = [option.id for option in listed]
    return next((option.id for option in preferred if option.id in ids), ids[0])
