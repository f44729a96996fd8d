"""The catalogue held in memory, searched at each keystroke, and replaced whole when a newer one is good."""

from collections.abc import Sequence
from datetime import datetime

from bot.runware.catalogue import Catalogue, built_in_catalogue
from bot.runware.labels import voice_language
from bot.runware.languages import language_code
from bot.runware.search import SuggestionIndex, suggest_from


class Shelf:
    """What there is to choose from, by kind: `avatar`, `voice`, `language`.

    `loading` until a catalogue was found, or looked for in vain: until then the few built-in ids are on offer.
    `fetched_at` is when the service listed what is on offer; None while that is the few built-in ids.
    """

    def __init__(self) -> None:
        self.put(built_in_catalogue())
        self.loading = True
        self.fetched_at: datetime | None = None

    def put(self, catalogue: Catalogue) -> None:
        """Offer `catalogue` from now on."""
        indexes = {
            "avatar": SuggestionIndex(catalogue.avatars),
            "voice": SuggestionIndex(catalogue.voices),
            "language": SuggestionIndex(catalogue.languages),
        }
        self._catalogue, self._indexes = catalogue, indexes
        self._voices_of: dict[str, SuggestionIndex | None] = {}
        listed = (*catalogue.avatars, *catalogue.voices)
        self._previews = {option.id: option.preview for option in listed if option.preview is not None}

    @property
    def catalogue(self) -> Catalogue:
        """What is offered now."""
        return self._catalogue

    def has(self, kind: str, value: str) -> bool:
        """Whether `value` is an id of this `kind`."""
        return value in self._indexes[kind]

    def label(self, value: str) -> str:
        """What a person reads for the id; the id itself when it is no longer on offer."""
        for index in self._indexes.values():
            if value in index:
                return index.label(value)
        return value

    def first(self, kind: str) -> str | None:
        """What leads the list of avatars or voices, where English voices lead the others; None where there is none."""
        listed = self._catalogue.avatars if kind == "avatar" else self._catalogue.voices
        english = (option for option in listed if kind == "voice" and spoken_by(option.id) == "en")
        found = next(english, None) or next(iter(listed), None)
        return None if found is None else found.id

    def preview(self, value: str) -> str | None:
        """The address of an avatar's picture, or of a sample of a voice, where the service gives one."""
        return self._previews.get(value)

    def speaks(self, voice: str, language: str) -> bool:
        """Whether the voice is one for the language (a code); true where nothing is known of the voice."""
        spoken = spoken_by(voice)
        return spoken is None or spoken == primary(language) or not self._voices_for(language)

    def suggest(
        self,
        kind: str,
        query: str,
        *,
        first: Sequence[str] = (),
        own: SuggestionIndex | None = None,
        language: str | None = None,
    ) -> bytes:
        """The answer to a keystroke as Slack wants it (JSON): a workspace's `own` ids ahead of the catalogue's.

        With nothing typed, the ids `first` lead. Voices are those for `language` (a code), where there are some.
        """
        index = self._voices_for(language) if kind == "voice" and language is not None else None
        index = index or self._indexes[kind]
        if own is None:
            return index.suggest(query, first=first)
        return suggest_from((own, index), query, first=first)

    def _voices_for(self, language: str) -> SuggestionIndex | None:
        """The voices for a language, made when they are first asked for; None where there are none."""
        code = primary(language)
        if code not in self._voices_of:
            spoken = {voice: spoken_by(voice.id) for voice in self._catalogue.voices}
            fitting = [voice for voice, known in spoken.items() if known in (None, code)]
            self._voices_of[code] = SuggestionIndex(fitting) if code in spoken.values() else None
        return self._voices_of[code]


def spoken_by(voice: str) -> str | None:
    """The code of the language that the voice's id names, without a region."""
    name = voice_language(voice)
    return None if name is None else language_code(name)


def primary(language: str) -> str:
    """A language's code without region and script: `en-US` → `en`; what is written in two ways counts as one."""
    code = language.replace("_", "-").partition("-")[0].casefold()
    return {"no": "nb", "iw": "he", "cmn": "zh"}.get(code, code)
