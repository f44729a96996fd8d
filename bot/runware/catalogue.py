"""What the service offers: avatars, voices, languages and resolutions, from its schema document."""

import asyncio
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Final

import httpx
from pydantic import BaseModel, ConfigDict
from pydantic_core import from_json

from bot.errors import RunwareError
from bot.runware.body import read_capped
from bot.runware.labels import avatar_label, voice_label
from bot.runware.languages import language_label
from bot.runware.schema import Enumeration, find_enumeration

FETCH_DEADLINE: Final = timedelta(seconds=10)
LARGEST_DOCUMENT_BYTES: Final = 16 * 1024 * 1024

_LONGEST_ID: Final = 150  # Slack takes no longer value in an option
_LEAST_SHARE_KEPT: Final = 0.2


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class Option(_Frozen):
    """One thing to choose: the service's id, a name to read, and the URL of a picture or sound where there is one."""

    id: str
    label: str
    preview: str | None = None


class Catalogue(_Frozen):
    """All there is to choose from, in the service's order."""

    avatars: tuple[Option, ...]
    voices: tuple[Option, ...]
    languages: tuple[Option, ...]
    resolutions: tuple[Option, ...]


def built_in_catalogue() -> Catalogue:
    """The few ids that the model's own examples use, for a first start without a network."""
    return Catalogue(
        avatars=_options(avatar_label, Enumeration(("Aditya_public_4", "Caroline_Business_Standing_Front_public"))),
        voices=_options(voice_label, Enumeration(("jenny_female_english", "john_doe_male_english"))),
        languages=_options(language_label, Enumeration(("en-US", "en-GB", "es-ES", "fr-FR", "de-DE", "pt-BR"))),
        resolutions=_options(str, Enumeration(("720p", "1080p"))),
    )


def parse_schema(document: object, *, previous: Catalogue | None = None) -> Catalogue:
    """The catalogue in a schema document.

    Raises RunwareError when the document lists nothing of one kind, or has lost nearly all that `previous` had.
    """
    catalogue = Catalogue(
        avatars=_found(document, "avatar", avatar_label),
        voices=_found(document, "voice", voice_label),
        languages=_found(document, "language", language_label),
        resolutions=_found(document, "resolution", str),
    )
    if previous is not None:
        _check_not_shrunken(previous, catalogue)
    return catalogue


async def fetch_schema(http: httpx.AsyncClient, url: str, *, deadline: timedelta = FETCH_DEADLINE) -> object:
    """The schema document behind `url`, as JSON; raises RunwareError when there is none to be had."""
    try:
        async with (
            asyncio.timeout(deadline.total_seconds()),
            http.stream("GET", url, headers={"Accept": "application/json"}, follow_redirects=True) as response,
        ):
            status, body = response.status_code, await read_capped(response, LARGEST_DOCUMENT_BYTES)
    except (httpx.HTTPError, httpx.InvalidURL, TimeoutError) as error:
        raise RunwareError(f"the schema document cannot be fetched ({type(error).__name__})") from None
    if status != 200 or body is None:
        raise RunwareError(
            f"the schema document cannot be had: HTTP {status}, {'too long' if body is None else 'refused'}"
        )
    try:
        document: object = from_json(body)
    except ValueError:
        raise RunwareError("the schema document is not JSON") from None
    return document


def _found(document: object, name: str, label: Callable[[str], str]) -> tuple[Option, ...]:
    options = _options(label, find_enumeration(document, name))
    if not options:
        raise RunwareError(f"the schema document lists no values for {name}")
    return options


def _options(label: Callable[[str], str], enumeration: Enumeration) -> tuple[Option, ...]:
    """The ids with their labels; where two labels are the same, each shows its id."""
    ids = [id_ for id_ in enumeration.ids if len(id_) <= _LONGEST_ID and id_.isprintable()]
    labels = [label(id_) for id_ in ids]
    times = Counter(labels)
    return tuple(
        Option(id=id_, label=text if times[text] == 1 else f"{text} ({id_})", preview=_preview(enumeration, id_))
        for id_, text in zip(ids, labels, strict=True)
    )


def _preview(enumeration: Enumeration, id_: str) -> str | None:
    url = enumeration.previews.get(id_)
    return url if url is not None and url.startswith(("https://", "http://")) else None


def _check_not_shrunken(previous: Catalogue, catalogue: Catalogue) -> None:
    for name in ("avatars", "voices", "languages"):
        before, now = len(getattr(previous, name)), len(getattr(catalogue, name))
        if now < before * _LEAST_SHARE_KEPT:
            raise RunwareError(f"the schema document lists {now} {name}, before it listed {before}")
