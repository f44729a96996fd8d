"""The speech engine, in its own process."""

import json
import subprocess
import sys

import numpy as np
import pytest

from playground.studio.catalogue import languages, voices
from playground.studio.render.errors import RenderError
from playground.studio.render.request import LONGEST_SECONDS
from playground.studio.render.speech.languages import spoken_languages
from playground.studio.render.speech.scripts import parts_of
from playground.studio.render.speech.speaking import Speech, VoiceSettings, speak
from playground.studio.render.speech.text import speakable_text

ENGLISH = VoiceSettings("gmw/en-US", "f2")

# Runs in a process of its own, as the engine always does; prints the voices that say nothing or cannot be set.
MUTE_VOICES = """
import json, sys
from playground.studio.render.speech.espeak import Engine
engine = Engine(600)
def mute(voice):
    before, known = len(engine.utterance.samples), len(engine.utterance.phonemes)
    try:
        utterance = engine.speak("12 3 Салам", voice=voice, speed=1.5, pitch=0.0)
    except ValueError:
        return True
    return sum(1 for _, ipa in utterance.phonemes[known:] if ipa) < 3 or len(utterance.samples) - before < 8000
print(json.dumps([voice for voice in json.load(sys.stdin) if mute(voice)]))
"""


def mute_voices(candidates: set[str]) -> list[str]:
    command = [sys.executable, "-c", MUTE_VOICES]
    order = json.dumps(sorted(candidates))
    done = subprocess.run(command, input=order, capture_output=True, text=True, check=True, timeout=60)
    return list(json.loads(done.stdout))


def seconds(speech: Speech) -> float:
    return len(speech.samples) / speech.rate


def test_every_voice_has_a_usable_engine_voice() -> None:
    combinations = {f"{voice.engine_voice}+{voice.variant}" for voice in voices()}
    engine_voices = {accent.engine_voice for language in spoken_languages() for accent in language.accents}
    variants = {f"gmw/en-US+{voice.variant}" for voice in voices()}
    assert {combination.partition("+")[0] for combination in combinations} <= engine_voices
    assert mute_voices(engine_voices | variants) == []


def test_a_voice_that_does_not_exist_is_noticed() -> None:
    assert mute_voices({"xx/none", "gmw/en-US"}) == ["xx/none"]


def test_the_engine_is_never_loaded_beside_the_renderer() -> None:
    check = "import sys, playground.studio.render.process; print('espeakng_loader' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "False"


def test_speech_has_sound_and_phonemes_in_order() -> None:
    speech = speak("Good morning.", ENGLISH)
    starts = [phoneme.start for phoneme in speech.phonemes]
    assert starts == sorted(starts)
    assert "m" in {phoneme.ipa for phoneme in speech.phonemes}
    assert 0.5 < seconds(speech) < 2.0


def test_a_higher_speed_is_shorter() -> None:
    slow, fast = (speak("One two three four five.", VoiceSettings("gmw/en-US", "f2", speed=s)) for s in (0.5, 1.5))
    assert seconds(fast) < 0.5 * seconds(slow)


def test_all_voices_are_about_equally_loud() -> None:
    loud, quiet = (speak("One two three four five.", VoiceSettings("gmw/en-US", name)) for name in ("john", "Hugo"))
    levels = [float(np.sqrt(np.mean(speech.samples.astype(float) ** 2))) for speech in (loud, quiet)]
    assert max(levels) < 1.5 * min(levels)


def test_an_unknown_voice_is_a_render_error() -> None:
    with pytest.raises(RenderError) as caught:
        speak("Hi.", VoiceSettings("xx/none", ""))
    assert caught.value.code == "speechFailed"


@pytest.mark.parametrize("code", ["ja-JP", "zh-CN", "ar-SA", "hi-IN", "ru-RU"])
def test_a_language_is_spoken_in_its_own_script(code: str) -> None:
    greetings = {"ja-JP": "おはよう", "zh-CN": "你好", "ar-SA": "مرحبا", "hi-IN": "नमस्ते", "ru-RU": "привет"}
    accents = {accent.code: accent.engine_voice for language in spoken_languages() for accent in language.accents}
    assert code in languages()
    assert seconds(speak(speakable_text(greetings[code]), VoiceSettings(accents[code], "m3"))) > 0.2


@pytest.mark.parametrize(
    ("script", "text"),
    [
        ("Hello  there", "Hello there"),
        ("Done 🎉!", "Done !"),
        ("One\nTwo\r\n\r\nThree", "One\n\nTwo\n\nThree"),
        ("a\u200bb\x00c\ufe0f", "a b c"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("🎉\n👍🏽", ""),
        ("5 % & 3 €", "5 % & 3 €"),
        ("*Bold* and _soft_ `code`, ~gone~", "Bold and soft code , gone"),
        ("Above\n-----\n***\nbelow", "Above\n\nbelow"),
        ("2*3, snake_case", "2*3, snake_case"),
        ("１２３ 𝓗𝓲 Ⅳ ½ x²", "123 Hi IV ½ x²"),
    ],
)
def test_a_script_becomes_speakable_text(script: str, text: str) -> None:
    assert speakable_text(script) == text


@pytest.mark.parametrize(
    ("text", "voice", "parts"),
    [
        ("Hello team", "gmw/en-US", [("Hello team", "gmw/en-US")]),
        ("Hi 你好, all", "gmw/en-US", [("Hi ", "gmw/en-US"), ("你好, ", "sit/cmn"), ("all", "gmw/en-US")]),
        ("привіт", "zle/uk", [("привіт", "zle/uk")]),
        ("привіт", "gmw/de", [("привіт", "zle/ru")]),
        ("مرحبا 3 سلام", "ira/fa", [("مرحبا 3 سلام", "ira/fa")]),
        ("你好 24 people", "gmw/en", [("你好 ", "sit/cmn"), ("24 people", "gmw/en")]),
        ("π is 3", "gmw/en", [("π is 3", "gmw/en")]),
        ("𓀀𓀁 stays 𐤀", "gmw/en", [("stays ", "gmw/en")]),
        ("Oʼzbek ʻokina 1ª", "trk/uz", [("Oʼzbek ʻokina 1ª", "trk/uz")]),
        ("", "gmw/en", [("", "gmw/en")]),
        ("𓀀", "gmw/en", []),
    ],
)
def test_words_are_given_to_a_voice_that_reads_them(text: str, voice: str, parts: list[tuple[str, str]]) -> None:
    assert [(part.text, part.engine_voice) for part in parts_of(text, voice)] == parts


def test_every_voice_that_stands_in_can_speak() -> None:
    text = "你好 おは カタ 안녕 سلام שלום мир αβγ नम สวัส ሰላም բարև გამა নম வணக் నమ નમ ನಮ നമ ਸਤ ନମ ආයු မင်္ဂ"
    voices_used = {part.engine_voice for part in parts_of(text, "gmw/en-US")}
    assert "gmw/en-US" not in voices_used
    assert mute_voices(voices_used) == []


def test_a_text_in_two_scripts_is_said_by_two_voices_in_one_go() -> None:
    both, first = speak("Good morning мир.", ENGLISH), speak("Good morning.", ENGLISH)
    starts = [phoneme.start for phoneme in both.phonemes]
    assert starts == sorted(starts)
    assert "rʲ" not in {phoneme.ipa for phoneme in first.phonemes}
    assert "mʲ" in {phoneme.ipa for phoneme in both.phonemes}
    assert seconds(both) > seconds(first) + 0.2


def test_a_text_that_no_voice_can_read_is_silence() -> None:
    speech = speak("𓀀𓀁", ENGLISH)
    assert (len(speech.samples), speech.phonemes) == (0, ())


def pitch_hertz(speech: Speech) -> float:
    """The median of the fundamental, by autocorrelation of the loudest pieces."""
    pieces = np.array_split(speech.samples.astype(float), len(speech.samples) // 1024)
    loud = sorted(pieces, key=lambda piece: -float(np.mean(piece**2)))[: len(pieces) // 3]
    shortest, longest = speech.rate // 400, speech.rate // 60

    def period(piece: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> int:
        match = np.correlate(piece, piece, "full")[len(piece) - 1 :]
        return shortest + int(np.argmax(match[shortest:longest]))

    return float(speech.rate / np.median([period(piece) for piece in loud]))


def test_a_higher_pitch_is_higher() -> None:
    text = "One two three four five."
    low, middle, high = (pitch_hertz(speak(text, VoiceSettings("gmw/en-US", "m3", pitch=p))) for p in (-40, 0, 40))
    assert low * 1.1 < middle
    assert middle * 1.1 < high


def test_the_engine_falls_silent_when_enough_is_said() -> None:
    speech = speak("123456789 " * 3000, ENGLISH)
    assert LONGEST_SECONDS < seconds(speech) < LONGEST_SECONDS + 60
