"""What is said in a video, in writing: a transcript, and captions in WebVTT made from the script and the real length.

https://www.w3.org/TR/webvtt1/
"""

import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from bot.rendering.render import Render
from bot.slack.surfaces.escape import tidy

LINE: Final = 42
"""The usual most that fits on one line of captions."""
CUE: Final = 2 * LINE
LEAD: Final = 0.25
"""Seconds before the presenter begins to speak, and after the last word."""
_PAUSES: Final = {".": 8, "!": 8, "?": 8, "…": 8, ":": 5, ";": 5, ",": 4, "。": 8, "！": 8, "？": 8, "、": 4, "，": 4}
"""For how many characters a pause lasts."""
_SENTENCE: Final = re.compile(r"[^.!?…。！？\n]+[.!?…。！？]*[\"'”’)»]*\s*")
_WIDE: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def build_transcript(render: Render) -> str:
    """The script as a text file."""
    return tidy(render.script).strip() + "\n"


def build_captions(script: str, length: timedelta) -> str:
    """Captions for a video of this length: each as long on the screen as its part of the script takes to say."""
    cues = _cues(tidy(script))
    weights = [_weight(cue) for cue in cues]
    seconds = length.total_seconds()
    lead = min(LEAD, seconds / 10)
    per_weight = (seconds - 2 * lead) / max(sum(weights), 1)
    blocks, start = ["WEBVTT\n"], lead
    for cue, weight in zip(cues, weights, strict=True):
        end = start + weight * per_weight
        blocks.append(f"{_timestamp(start)} --> {_timestamp(end)}\n{_laid_out(cue)}\n")
        start = end
    return "\n".join(blocks)


def _cues(script: str) -> Sequence[str]:
    """The script in pieces that fit on the screen: sentences, and longer ones cut between words."""
    cues = []
    for sentence in _SENTENCE.findall(script):
        words = " ".join(sentence.split())
        while len(words) > CUE:
            cut = words.rfind(" ", CUE // 2, CUE + 1)
            cut = cut if cut > 0 else CUE
            cues.append(words[:cut].strip())
            words = words[cut:].strip()
        if words:
            cues.append(words)
    return cues


def _weight(cue: str) -> int:
    """How long a piece takes to say, in characters; an ideograph or a syllable block takes about three."""
    return len(cue) + 2 * len(_WIDE.findall(cue)) + sum(_PAUSES.get(character, 0) for character in cue)


def _laid_out(cue: str) -> str:
    """A piece on at most two lines, in which nothing is markup."""
    middle = cue.rfind(" ", 0, LINE + 1) if len(cue) > LINE else -1
    lines = [cue] if middle < 0 else [cue[:middle], cue[middle + 1 :]]
    return "\n".join(lines).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _timestamp(seconds: float) -> str:
    thousandths = round(seconds * 1000)
    minutes, thousandths = divmod(thousandths, 60_000)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{thousandths // 1000:02d}.{thousandths % 1000:03d}"
