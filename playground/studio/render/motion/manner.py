"""The manner of a presenter: how lively, and what a prompt asks of face and head.

A prompt is obeyed where moving a drawn presenter can do it: smile or look serious, nod, shake or tilt the head, look
left, right, up or down, raise the brows, keep still. Left and right are those of the picture. Everything else in a
prompt is left alone, and so is what follows a "no", "not", "never", "without" or "don't".
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from playground.studio.render.request import Expressiveness


@dataclass(frozen=True)
class Manner:
    """Factors for the size of each movement, and poses that are held: -1 to 1, or 0 to 1 where one side is nothing."""

    head: float = 1.0
    nod: float = 1.0
    brow: float = 1.0
    opening: float = 1.0
    glance: float = 1.0
    smile: float = 0.0
    raised: float = 0.0
    turn: float = 0.0
    lift: float = 0.0
    tilt: float = 0.0
    nodding: float = 0.0
    shaking: float = 0.0


_LEVELS: Final[dict[Expressiveness, Manner]] = {
    "low": Manner(),
    "medium": Manner(head=1.7, nod=1.5, brow=1.3, opening=1.12, glance=1.2),
    "high": Manner(head=2.6, nod=2.1, brow=1.6, opening=1.25, glance=1.4),
}

_LOOK: Final = (
    r"(?:look\w*|glanc\w*|gaz\w*|fac(?:e|es|ing)|turn\w*)\W+"
    r"(?:(?:to|toward|towards|the|over|your|his|her|their|slightly|head|eyes)\W+)*"
)
_DIRECTIONS: Final[tuple[tuple[str, Callable[[Manner], Manner]], ...]] = (
    (
        r"smil\w*|grin\w*|happ(?:y|ily|iness)|cheer\w*|joy\w*|friendly|warmly|delighted",
        lambda manner: replace(manner, smile=1.0),
    ),
    (
        r"serious\w*|stern\w*|solemn\w*|grave(?:ly)?|unsmiling|sad(?:ly)?|sombre|somber",
        lambda manner: replace(manner, smile=-1.0, raised=manner.raised - 0.35),
    ),
    (r"nod\w*", lambda manner: replace(manner, nodding=1.0)),
    (r"shak(?:e|es|ing)\W+(?:(?:the|your|his|her|their)\W+)?heads?", lambda manner: replace(manner, shaking=1.0)),
    (r"tilt\w*", lambda manner: replace(manner, tilt=1.0)),
    (_LOOK + r"left\w*", lambda manner: replace(manner, turn=-1.0)),
    (_LOOK + r"right\w*(?!\W+(?:at|in|into)\b)", lambda manner: replace(manner, turn=1.0)),
    (_LOOK + r"up\w*", lambda manner: replace(manner, lift=1.0)),
    (_LOOK + r"down\w*", lambda manner: replace(manner, lift=-1.0)),
    (
        r"rais\w*\W+(?:(?:the|your|his|her|their)\W+)?(?:eye)?brows?|surpris\w*|astonish\w*|amaz\w*",
        lambda manner: replace(manner, raised=0.7),
    ),
    (
        r"calm(?:ly)?|motionless|composed|(?:keep|stay|hold|sit|stand)\w*\W+still",
        lambda manner: replace(manner, head=0.5 * manner.head, nod=0.5 * manner.nod, glance=0.5 * manner.glance),
    ),
)
_REACH_OF_NO: Final = 40
_NEGATED: Final = re.compile(
    r"\b(?:no|not|never|without|don['’]?t|doesn['’]?t|avoid|stop)\b(?:\W+(?:any|a|the|be|look|to|too|so|very|much))*\W*$"
)


def manner_for(expressiveness: Expressiveness, prompt: str | None) -> Manner:
    """The manner that a level and a prompt ask for together."""
    manner = _LEVELS[expressiveness]
    for words, obey in _DIRECTIONS:
        if _asks_for(words, (prompt or "").casefold()):
            manner = obey(manner)
    return manner


def _asks_for(words: str, prompt: str) -> bool:
    found = re.finditer(rf"\b(?:{words})\b", prompt)
    return any(not _NEGATED.search(prompt[max(0, match.start() - _REACH_OF_NO) : match.start()]) for match in found)
