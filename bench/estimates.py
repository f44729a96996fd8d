"""How near the estimated lengths of forty scripts are to the lengths that the studio's voices really take."""

import asyncio
from typing import Final

from bench.estimate_scripts import KNOWN, SCRIPTS
from bench.harness import Measure, percentile
from bot.speaking import speaking_time
from playground.studio.catalogue import Voice, voices
from playground.studio.render.speech.speaking import VoiceSettings, speak
from playground.studio.render.speech.text import speakable_text
from playground.studio.render.timing.segments import lay_out

QUICK: Final = 8


async def run(*, quick: bool = False) -> list[Measure]:
    """The errors of all, and of those that were written when the estimator was finished; a few when it is `quick`."""
    chosen = SCRIPTS[KNOWN - QUICK // 2 : KNOWN + QUICK // 2] if quick else SCRIPTS
    known = QUICK // 2 if quick else KNOWN
    errors = [await asyncio.to_thread(error_of, language, script) for language, script in chosen]
    return [
        Measure("estimates: median error", percentile(errors, 50), "%", at_most=10),
        Measure("estimates: p95 of the error", percentile(errors, 95), "%", at_most=20),
        Measure("estimates: median error of unknown scripts", percentile(errors[known:], 50), "%", at_most=10),
        Measure("estimates: p95 of the error of unknown scripts", percentile(errors[known:], 95), "%", at_most=20),
    ]


def error_of(language: str, script: str) -> float:
    """How far the estimate is off, either way, in percent of the length of the studio's clip."""
    real = real_seconds(language, script)
    return 100 * abs(speaking_time(script, language=language).total_seconds() / real - 1)


def real_seconds(language: str, script: str) -> float:
    """How long the studio's clip of a script is, with its first voice for the language."""
    voice = _voice_for(language)
    return lay_out(speak(speakable_text(script), VoiceSettings(voice.engine_voice, voice.variant))).seconds


def _voice_for(language: str) -> Voice:
    same = [voice for voice in voices() if voice.language.partition("-")[0] == language.partition("-")[0]]
    return next((voice for voice in same if voice.language == language), same[0])
