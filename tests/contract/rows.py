"""The table of parameters: for each, values that the contract allows and values that it does not."""

import base64
import uuid
from dataclasses import dataclass
from typing import Any, Final

from playground.studio.catalogue import avatar_ids, languages, voices

PIXEL: Final = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)
SILENCE: Final = (
    b"RIFF$\x00\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00@\x1f\x00\x00\x80>\x00\x00\x02\x00\x10\x00data\0\0\0\0"
)
PICTURE_UUID: Final = "the UUID of a stored picture"
RECORDING_UUID: Final = "the UUID of a stored recording"
ABSENT: Final = object()

Json = dict[str, Any]


@dataclass(frozen=True)
class Row:
    """A value of a parameter, and which fields of the plain task it stands beside or takes the place of."""

    parameter: str
    value: object
    beside: tuple[tuple[str, object], ...] = ()

    @property
    def title(self) -> str:
        """The row's name in a test report."""
        shown = "absent" if self.value is ABSENT else repr(self.value)
        return f"{self.parameter}={shown if len(shown) < 40 else f'{shown[:12]}… {len(shown)}'}"

    def task(self) -> Json:
        """The plain task with this row in it."""
        task: Json = {
            "taskType": "videoInference",
            "taskUUID": str(uuid.uuid4()),
            "model": "heygen:avatar@4",
            "ttl": 3600,
            "inputs": {"avatar": avatar_ids()[0]},
            "speech": {"text": "Good morning, team.", "voice": voices()[0].id},
        }
        for path, value in (*self.beside, (self.parameter, self.value)):
            _put(task, path, value)
        return task


def _put(task: Json, path: str, value: object) -> None:
    group, _, key = path.rpartition(".")
    place = task.setdefault(group, {}) if group else task
    if value is ABSENT:
        place.pop(key, None)
    else:
        place[key] = value


def _rows(parameter: str, *values: object, beside: tuple[tuple[str, object], ...] = ()) -> list[Row]:
    return [Row(parameter, value, beside) for value in values]


_PNG_BASE64: Final = base64.b64encode(PIXEL).decode()
_PNG_URI: Final = f"data:image/png;base64,{_PNG_BASE64}"
_LONG: Final = "é" * 5000
_NO_AVATAR: Final = (("inputs.avatar", ABSENT),)
_NO_SPEECH: Final = (("speech", ABSENT),)
_CHECKED: Final = (("safety.checkContent", True),)

ALLOWED: Final = [
    *_rows("taskUUID", "4f2b6c1e-9a7d-4c3b-8e5f-0a1b2c3d4e5f", "4F2B6C1E-9A7D-4C3B-BE5F-0A1B2C3D4E5F"),
    *_rows("outputType", "URL", ABSENT),
    *_rows("outputFormat", "MP4", "WEBM", "MOV", ABSENT),
    *_rows("outputQuality", 20, 99, ABSENT),
    *_rows("webhookURL", "http://127.0.0.1:9/h", "https://hooks.example:8443/runware?token=a%20b#c", ABSENT),
    *_rows("deliveryMethod", "async", ABSENT),
    *_rows("uploadEndpoint", "http://127.0.0.1:9/u", "https://bucket.example/v.mp4?X-Signature=a&b=c", ABSENT),
    *_rows("safety.checkContent", True, False, ABSENT),
    *_rows("safety.mode", "none", ABSENT),
    *_rows("safety.mode", "fast", "full", "none", beside=_CHECKED),
    *_rows("ttl", 60, 2**31, ABSENT),
    *_rows("includeCost", True, False, ABSENT),
    *_rows("numberResults", 1, 4, ABSENT),
    *_rows("inputs.image", PICTURE_UUID, "https://e.example/a.png", _PNG_URI, _PNG_BASE64, beside=_NO_AVATAR),
    *_rows("inputs.audio", RECORDING_UUID, "https://sounds.example/a.mp3?x=1", beside=_NO_SPEECH),
    *_rows("inputs.avatar", avatar_ids()[0], avatar_ids()[-1]),
    *_rows("inputs.background", PICTURE_UUID, "https://e.example/a.png", _PNG_URI, _PNG_BASE64, ABSENT),
    *_rows("positivePrompt", "a", _LONG, ABSENT),
    *_rows("width", 640, beside=(("height", 360),)),
    *_rows("height", 1920, beside=(("width", 1080),)),
    *_rows("resolution", "360p", "480p", "540p", "720p", "1080p", ABSENT),
    *_rows("speech.text", "a", _LONG),
    *_rows("speech.voice", voices()[0].id, voices()[-1].id),
    *_rows("speech.language", languages()[0], languages()[-1], ABSENT),
    *_rows("speech.speed", 0.5, 1.5, 1, 0.57, 1.15, ABSENT),
    *_rows("speech.pitch", -50, 50, -0.3, 12.7, ABSENT),
    *_rows("settings.backgroundColor", "#000000", "#FFffFF", ABSENT),
    *_rows("settings.expressiveness", "low", "medium", "high", ABSENT),
    *_rows("settings.removeBackground", True, False, ABSENT),
]

REFUSED: Final = [
    *_rows("taskType", "imageInference", 1),
    *_rows("taskUUID", "4f2b", "4f2b6c1e-9a7d-1c3b-8e5f-0a1b2c3d4e5f", 7),
    *_rows("model", "heygen:avatar@5", ""),
    *_rows("outputType", "base64Data", "url"),
    *_rows("outputFormat", "mp4", "GIF"),
    *_rows("outputQuality", 19, 100, 50.5, "95", True),
    *_rows("webhookURL", "ftp://hooks.example/", "hooks.example/h", "https://", "https://a b.example/", ""),
    *_rows("webhookURL", "http:///path-alone", "https://hooks.example:0/"),
    *_rows("deliveryMethod", "sync", True),
    *_rows("uploadEndpoint", "file:///etc/passwd", "bucket", ""),
    *_rows("safety.checkContent", "yes", 1),
    *_rows("safety.mode", "strict", "FAST", beside=_CHECKED),
    *_rows("ttl", 59, 60.5, "3600", True),
    *_rows("includeCost", "true", 1),
    *_rows("numberResults", 0, 5, 1.5, True),
    *_rows("inputs.image", "", "portrait.png", "ftp://e.example/a.png", beside=_NO_AVATAR),
    *_rows("inputs.audio", "", "a.mp3", _PNG_URI, _PNG_BASE64, beside=_NO_SPEECH),
    *_rows("inputs.avatar", "", 4),
    *_rows("inputs.background", "", "wall.png", 4),
    *_rows("positivePrompt", "", _LONG + "é", 4),
    *_rows("width", 0, "640", 640.5, beside=(("height", 360),)),
    *_rows("height", 0, "360", True, beside=(("width", 640),)),
    *_rows("resolution", "", 720),
    *_rows("speech.text", "", " \n", _LONG + "é", 4),
    *_rows("speech.voice", "", 4),
    *_rows("speech.language", "", 4),
    *_rows("speech.speed", 0.49, 1.51, 1.005, "1", True),
    *_rows("speech.pitch", -50.1, 50.1, 0.05, "0"),
    *_rows("settings.backgroundColor", "#fff", "red", "#ff0000\n"),
    *_rows("settings.expressiveness", "extreme", "LOW"),
    *_rows("settings.removeBackground", "true", 0),
    *_rows("seed", 3),
    *_rows("duration", 5),
    *_rows("fps", 25),
    *_rows("inputs.video", "https://e.example/a.mp4"),
    *_rows("speech.volume", 1),
    *_rows("settings.caption", True),
    *_rows("settings.fit", "cover"),
    *_rows("safety.level", "high"),
]

BROKEN_RULES: Final = [
    Row("inputs.image", _PNG_URI),
    Row("inputs.avatar", ABSENT),
    Row("inputs.audio", "https://sounds.example/a.mp3"),
    Row("speech", ABSENT),
    Row("width", 1280),
    Row("height", 720),
    Row("width", 1280, (("height", 720), ("resolution", "720p"))),
    Row("width", 1280, (("height", 721),)),
    Row("height", 1280, (("width", 1280),)),
    Row("settings.backgroundColor", "#00ff00", (("inputs.background", _PNG_URI),)),
    Row("safety.mode", "fast"),
    Row("safety.mode", "full", (("safety.checkContent", False),)),
]

MISSING: Final = [Row(parameter, ABSENT) for parameter in ("speech.text", "speech.voice", "taskUUID")]

KNOWN_TO_THE_SERVICE_ONLY: Final = [
    Row("inputs.avatar", "Nobody_public"),
    Row("speech.voice", "nobody_female_english"),
    Row("speech.language", "xx-XX"),
    Row("resolution", "4k"),
    Row("inputs.image", str(uuid.UUID(int=1)), _NO_AVATAR),
]
