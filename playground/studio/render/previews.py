"""Previews for people who choose: a still of an avatar, a spoken sentence of a voice."""

import wave
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import av
import cv2

from playground.studio.catalogue import Voice, avatar_ids, voice_named
from playground.studio.render.encode.sound import sound_packets
from playground.studio.render.errors import RenderError
from playground.studio.render.rigs.drawn import Size
from playground.studio.render.speech.greetings import greeting
from playground.studio.render.speech.speaking import Speech, VoiceSettings, speak
from playground.studio.render.stills import still
from playground.studio.render.telling import answered

_STILL: Final = Size(512, 288)
_SOUND_BITS: Final = 64_000


def main(make: Callable[[str, Path], dict[str, Any]], wanted: str, out: Path) -> int:
    """Make a preview and write one JSON line about it, as the renderer does; 0, or 1 when an error was written."""
    part = out.with_name(f".{out.name}.part{out.suffix.lower()}")

    def made() -> dict[str, Any]:
        facts = make(wanted, part)
        part.replace(out)
        return facts

    try:
        return answered(made)
    finally:
        part.unlink(missing_ok=True)


def preview_avatar(avatar: str, out: Path) -> dict[str, Any]:
    """Draw the avatar before its own wall, 512 x 288."""
    if avatar not in avatar_ids():
        raise RenderError("invalidAvatar", f"There is no avatar {avatar}.", parameter="inputs.avatar")
    _check_ending(out, ".png", ".jpg", ".jpeg")
    encoded, data = cv2.imencode(out.suffix, still(avatar, _STILL))
    assert encoded
    out.write_bytes(data.tobytes())
    return {"width": _STILL.width, "height": _STILL.height}


def preview_voice(voice_id: str, out: Path) -> dict[str, Any]:
    """Speak a sentence of the voice's own language."""
    voice = voice_named(voice_id)
    if voice is None:
        raise RenderError("invalidVoice", f"There is no voice {voice_id}.", parameter="speech.voice")
    _check_ending(out, ".m4a", ".wav")
    speech = _introduction(voice)
    if out.suffix == ".wav":
        _write_wav(speech, out)
    else:
        _write_m4a(speech, out)
    return {"duration_seconds": round(len(speech.samples) / speech.rate, 3)}


def _check_ending(out: Path, *allowed: str) -> None:
    if out.suffix not in allowed:
        raise RenderError("invalidRequest", f"The file must end in {' or '.join(allowed)}.", parameter="out")


def _introduction(voice: Voice) -> Speech:
    settings = VoiceSettings(voice.engine_voice, voice.variant, pitch=voice.pitch)
    return speak(greeting(voice.language, voice.name), settings)


def _write_wav(speech: Speech, out: Path) -> None:
    with out.open("wb") as target, wave.open(target, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(speech.rate)
        file.writeframes(speech.samples.astype("<i2").tobytes())


def _write_m4a(speech: Speech, out: Path) -> None:
    options = {"movflags": "+faststart", "fflags": "+bitexact"}
    with av.open(str(out), "w", format="mp4", options=options) as container:
        stream = container.add_stream("aac", rate=44_100, layout="mono")
        stream.bit_rate = _SOUND_BITS
        for packet in sound_packets(stream, speech.samples, speech.rate):
            container.mux(packet)
