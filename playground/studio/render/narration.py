"""What is heard, and how it is delivered: a script in a voice and a language, or a recording."""

from dataclasses import dataclass

from playground.studio.catalogue import Voice, engine_voice_for, voice_named
from playground.studio.render.errors import RenderError
from playground.studio.render.media.recording import RATE, recorded_samples
from playground.studio.render.request import LONGEST_SECONDS, RenderRequest
from playground.studio.render.speech.speaking import VoiceSettings, speak
from playground.studio.render.speech.text import speakable_text
from playground.studio.render.timing.delivery import Delivery, delivery_of
from playground.studio.render.timing.listening import delivery_heard
from playground.studio.render.timing.segments import Timeline, lay_out, lay_out_recording


@dataclass(frozen=True)
class Performance:
    """The sound of a clip with the lips and stresses that go with it."""

    timeline: Timeline
    delivery: Delivery


def perform(request: RenderRequest) -> Performance:
    """The recording of a request, or its script as speech. Raises RenderError for what cannot be played or spoken."""
    if request.audio is not None:
        timeline = lay_out_recording(recorded_samples(request.audio), RATE)
        return Performance(timeline, delivery_heard(timeline))
    timeline = narrate(request)
    return Performance(timeline, delivery_of(timeline))


def narrate(request: RenderRequest) -> Timeline:
    """The script as sound and visemes; a script without anything that can be said is refused."""
    voice = _voice(request.voice or "")
    text = speakable_text(request.script or "")
    settings = VoiceSettings(
        engine_voice=_engine_voice(voice, request.language),
        variant=voice.variant,
        speed=request.speed,
        pitch=request.pitch + voice.pitch,
    )
    timeline = lay_out(speak(text, settings)) if text else None
    if timeline is None or not timeline.segments:
        raise RenderError("invalidText", "The script has nothing in it that can be spoken.", parameter="speech.text")
    if timeline.seconds > LONGEST_SECONDS:
        told = f"The script takes more than {LONGEST_SECONDS // 60} minutes to say. Shorten it."
        raise RenderError("invalidText", told, parameter="speech.text")
    return timeline


def _voice(voice_id: str) -> Voice:
    voice = voice_named(voice_id)
    if voice is None:
        raise RenderError("invalidVoice", f"There is no voice {voice_id}.", parameter="speech.voice")
    return voice


def _engine_voice(voice: Voice, language: str | None) -> str:
    if language is None:
        return voice.engine_voice
    spoken = engine_voice_for(language)
    if spoken is None:
        raise RenderError("invalidLanguage", f"No voice speaks {language}.", parameter="speech.language")
    return spoken
