"""The espeak-ng library through ctypes. Loaded by the speech process only, since its licence is the GPL.

The library is one global state machine and gives slightly different samples on a second call, so an `Engine` is made
for one utterance in a process of its own, and says its parts in order.
"""

import ctypes
from dataclasses import dataclass, field
from typing import Any, Final

import espeakng_loader

_SYNCHRONOUS: Final = 2
_PHONEME_EVENTS: Final = 0x0001
_PHONEME_IPA: Final = 0x0002
_DONT_EXIT: Final = 0x8000
_TEXT_IS_UTF8: Final = 0x0001
_END_PAUSE: Final = 0x1000
_EVENT_LIST_ENDS: Final = 0
_EVENT_WORD: Final = 1
_EVENT_PHONEME: Final = 7
_RATE, _PITCH, _RANGE = 1, 3, 4
_WORDS_PER_MINUTE: Final = 165


class _EventId(ctypes.Union):
    _fields_ = (("number", ctypes.c_int), ("name", ctypes.c_char_p), ("string", ctypes.c_char * 8))


class _Event(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", _EventId),
    )


_Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event))


@dataclass
class Utterance:
    """What the engine gave: 16-bit mono samples, and phonemes and words with the sample at which each begins.

    A word is told by the place of its first character in all texts together.
    """

    rate: int
    samples: bytearray = field(default_factory=bytearray)
    phonemes: list[tuple[int, str]] = field(default_factory=list)
    words: list[tuple[int, int]] = field(default_factory=list)


class Engine:
    """One initialised library, which falls silent after `most_seconds` of speech.

    Raises OSError when it cannot be loaded or has no data.
    """

    def __init__(self, most_seconds: float) -> None:
        self._library: Any = ctypes.CDLL(str(espeakng_loader.get_library_path()))
        data = str(espeakng_loader.get_data_path()).encode()
        rate = self._library.espeak_Initialize(_SYNCHRONOUS, 0, data, _PHONEME_EVENTS | _PHONEME_IPA | _DONT_EXIT)
        if rate <= 0:
            raise OSError("the speech engine could not start")
        self.utterance = Utterance(rate)
        self._said_before = self._characters_before = self._characters = 0
        self._most_bytes = int(most_seconds * rate) * 2
        self._callback = _Callback(self._collect)
        self._library.espeak_SetSynthCallback(self._callback)

    def speak(self, text: str, *, voice: str, speed: float, pitch: float) -> Utterance:
        """Say `text` after what was said before; speed 0.5 to 1.5, pitch -50 to 50.

        Returns all that was said so far. Raises ValueError for an unknown voice.
        """
        if self._library.espeak_SetVoiceByName(voice.encode()) != 0:
            raise ValueError(f"the speech engine has no voice {voice}")
        self._library.espeak_SetParameter(_RATE, round(_WORDS_PER_MINUTE * speed), 0)
        self._library.espeak_SetParameter(_PITCH, round(min(99.0, max(0.0, 50.0 + pitch))), 0)
        self._library.espeak_SetParameter(_RANGE, 50, 0)
        self._said_before = len(self.utterance.samples) // 2
        self._characters_before, self._characters = self._characters, self._characters + len(text)
        self._library.espeak_ng_SetRandSeed(ctypes.c_long(1))  # breath is noise, seeded with the clock otherwise
        data = text.encode() + b"\0"
        flags = _TEXT_IS_UTF8 | _END_PAUSE
        code = self._library.espeak_Synth(data, ctypes.c_size_t(len(data)), 0, 1, 0, flags, None, None)
        if code != 0:
            raise OSError(f"the speech engine failed with code {code}")
        self._library.espeak_Synchronize()
        return self.utterance

    @property
    def is_full(self) -> bool:
        """Whether all has been said that may be said."""
        return len(self.utterance.samples) >= self._most_bytes

    def _collect(self, samples: Any, count: int, events: Any) -> int:
        if samples and count > 0:
            self.utterance.samples += ctypes.string_at(samples, count * 2)
        position = 0
        while events[position].type != _EVENT_LIST_ENDS:
            event = events[position]
            if event.type == _EVENT_WORD:
                place = self._characters_before + event.text_position - 1
                self.utterance.words.append((self._said_before + event.sample, place))
            if event.type == _EVENT_PHONEME:
                phoneme = event.id.string.decode("utf-8", "ignore")
                self.utterance.phonemes.append((self._said_before + event.sample, phoneme))
            position += 1
        return int(self.is_full)
