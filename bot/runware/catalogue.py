"""What the service offers: avatars, voices, languages and every other enumeration of its schema document."""

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from pydantic import AwareDatetime, BaseModel, ConfigDict

from bot.errors import RunwareError
from bot.runware.labels import avatar_label, voice_label
from bot.runware.languages import language_label
from bot.runware.schema import Enumeration, find_enumerations, longest_of

MOST_OPTIONS: Final = 20_000
"""Of one kind; the service lists some 2,300 voices, and what is searched at each keystroke is held in memory."""

_LONGEST_ID: Final = 150  # Slack takes no longer value in an option
_CHOICES: Final = ("avatar", "voice", "language", "resolution")


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class Option(_Frozen):
    """One thing to choose: the service's id, a name to read, and the URL of a picture or sound where there is one."""

    id: str
    label: str
    preview: str | None = None


class Catalogue(_Frozen):
    """All there is to choose from, in the service's order.

    `others` has the document's other enumerations by property: `outputFormat`, `safety.mode`.
    """

    avatars: tuple[Option, ...]
    voices: tuple[Option, ...]
    languages: tuple[Option, ...]
    resolutions: tuple[Option, ...]
    others: Mapping[str, tuple[str, ...]] = {}

    @property
    def ids(self) -> dict[str, tuple[str, ...]]:
        """The ids by kind: `avatar`, `voice`, `language`, `resolution`, then the others."""
        listed = (self.avatars, self.voices, self.languages, self.resolutions)
        chosen = zip(_CHOICES, listed, strict=True)
        return {kind: tuple(option.id for option in options) for kind, options in chosen} | dict(self.others)


class KeptCatalogue(_Frozen):
    """A catalogue, when it was fetched, and from where."""

    fetched_at: AwareDatetime
    source: str
    catalogue: Catalogue

    @property
    def stamp(self) -> str:
        """What tells it from another copy."""
        return stamp_of(self.fetched_at)


def stamp_of(fetched_at: datetime) -> str:
    """The date that a copy carries, as text."""
    return fetched_at.isoformat()


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

    Raises RunwareError when the document lists nothing of one kind, or has lost half of what `previous` had.
    """
    found = find_enumerations(document)
    avatars, voices, languages, resolutions = (_chosen(found, kind) for kind in _CHOICES)
    others = {name: _good_ids(found[name]) for name in sorted(found) if name.rpartition(".")[2] not in _CHOICES}
    catalogue = Catalogue(
        avatars=avatars,
        voices=voices,
        languages=languages,
        resolutions=resolutions,
        others={name: ids for name, ids in others.items() if 0 < len(ids) <= MOST_OPTIONS},
    )
    if previous is not None:
        _check_not_shrunken(previous, catalogue)
    return catalogue


def _chosen(found: Mapping[str, Enumeration], kind: str) -> tuple[Option, ...]:
    label: Callable[[str], str] = {"avatar": avatar_label, "voice": voice_label, "language": language_label}.get(
        kind, str
    )
    options = _options(label, longest_of(found, kind))
    if not options:
        raise RunwareError(f"the schema document lists no values for {kind}")
    if len(options) > MOST_OPTIONS:
        raise RunwareError(
            f"the schema document lists {len(options):,} values for {kind}; {MOST_OPTIONS:,} is the most"
        )
    return options


def _options(label: Callable[[str], str], enumeration: Enumeration) -> tuple[Option, ...]:
    """The ids with their labels; where two labels are the same, each shows its id."""
    ids = _good_ids(enumeration)
    labels = [_label(label, enumeration, id_) for id_ in ids]
    times = Counter(labels)
    return tuple(
        Option(id=id_, label=text if times[text] == 1 else f"{text} ({id_})", preview=_preview(enumeration, id_))
        for id_, text in zip(ids, labels, strict=True)
    )


def _good_ids(enumeration: Enumeration) -> tuple[str, ...]:
    return tuple(id_ for id_ in enumeration.ids if len(id_) <= _LONGEST_ID and id_.isprintable())


def _label(label: Callable[[str], str], enumeration: Enumeration, id_: str) -> str:
    """What the id itself says, else the document's name for it: the first has the gender and the language too."""
    own, given = label(id_), " ".join(enumeration.names.get(id_, "").split())
    return given if own == id_ and given and given.isprintable() else own


def _preview(enumeration: Enumeration, id_: str) -> str | None:
    url = enumeration.previews.get(id_)
    return url if url is not None and url.startswith(("https://", "http://")) else None


def _check_not_shrunken(previous: Catalogue, catalogue: Catalogue) -> None:
    for name in ("avatars", "voices", "languages"):
        before, now = len(getattr(previous, name)), len(getattr(catalogue, name))
        if now * 2 <= before:
            raise RunwareError(
                f"the schema document lists {now:,} {name}, before it listed {before:,}; "
                "if that is right, run: python -m bot catalogue refresh --accept-losses"
            )
