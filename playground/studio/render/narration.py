"""The script of a request becomes sound and visemes, in the voice and language it asks for."""

from playground.studio.catalogue import Voice, engine_voice_for, voice_named
from playground.studio.render.errors import RenderError
from playground.studio.render.request import RenderRequest
from playground.studio.render.speech.speaking import VoiceSettings, speak
from playground.studio.render.speech.text import speakable_text
from playground.studio.render.timing.segments import Timeline, lay_out


def narrate(request: RenderRequest) -> Timeline:
    """The script as sound and visemes; a script without anything that can be said is refused."""
    voice = _voice(request)
    text = speakable_text(request.script)
    settings = VoiceSettings(
        engine_voice=_engine_voice(voice, request.language),
        variant=voice.variant,
        speed=request.speed,
        pitch=request.pitch + voice.pitch,
    )
    timeline = lay_out(speak(text, settings)) if text else None
    if timeline is None or not timeline.segments:
        raise RenderError("invalidText", "The script has nothing in it that can be spoken.", parameter="speech.text")
    return timeline


def _voice(request: RenderRequest) -> Voice:
    voice = voice_named(request.voice)
    if voice is None:
        raise RenderError("invalidVoice", f"There is no voice {request.voice}.", parameter="speech.voice")
    return voice


def _engine_voice(voice: Voice, language: str | None) -> str:
    if language is None:
        return voice.engine_voice
    spoken = engine_voice_for(language)
    if spoken is None:
        raise RenderError("invalidLanguage", f"No voice speaks {language}.", parameter="speech.language")
    return spoken
