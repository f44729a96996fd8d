"""How a stock presenter looks: who they are comes from the name in the avatar id, what they wear from the whole id."""

import hashlib
import re
from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np

from playground.studio.render.names import Gender, gender_of
from playground.studio.render.rigs.colour import darker, lighter, mix

HairStyle = Literal["long", "bob", "bun", "wavy", "curly", "short", "side", "crop", "curls", "bald", "hidden"]
Headwear = Literal["none", "scarf", "turban", "cap"]
Top = Literal["blazer", "crew", "turtleneck", "shirt"]
Glasses = Literal["none", "round", "square"]
Beard = Literal["none", "stubble", "full"]

_SKINS: Final = ("#fbe0cf", "#f6cfb3", "#eebd98", "#e0a57c", "#c98a5e", "#a86b43", "#875233", "#6b4029")
_HAIRS: Final = (
    "#1e1a1d",
    "#2f2220",
    "#4a2f22",
    "#6d4427",
    "#94612f",
    "#c39349",
    "#a8452a",
    "#6f5446",
    "#8d8b8e",
    "#d8d4cf",
)
_CLOTHES: Final = ("#24405f", "#2d2f3a", "#7a2f3c", "#2f5d50", "#5a4a7c", "#b8562f", "#3f6f9e", "#8a8f99", "#c9a44c")
_LININGS: Final = ("#ffffff", "#f2efe8", "#dfe8f2", "#f6e3dc")
_IRISES: Final = ("#5a3a22", "#3d2616", "#4c6b3f", "#3f6688", "#6b7f8c", "#7a5a2a")
_WALLS: Final = (
    "#d9d2c6",
    "#c3d0dc",
    "#c7d8c6",
    "#d3c9dc",
    "#dccfc4",
    "#c9d6d8",
    "#d8d8cf",
    "#e3cfc2",
    "#aebfcb",
    "#b9c9b4",
    "#d9c7cf",
    "#c8c3b4",
    "#9fb3b8",
)
_HEADWEAR: Final[dict[Gender, tuple[tuple[Headwear, float], ...]]] = {
    "female": (("scarf", 0.11), ("cap", 0.05)),
    "male": (("turban", 0.07), ("cap", 0.07)),
}
_GREY: Final = ("#8d8b8e", "#d8d4cf", "#a9a39d")
_SHARE_OF_ELDERS: Final = 0.16
_UNDER_A_CAP: Final = frozenset({"long", "bob", "wavy", "short", "side", "crop", "bald"})
_HAIR_STYLES: Final[dict[Gender, tuple[HairStyle, ...]]] = {
    "female": ("long", "bob", "bun", "wavy", "curly"),
    "male": ("short", "side", "crop", "curls", "bald", "short", "side"),
}
_FIRST_DARK_SKIN: Final = 4
_SHARES_OF_HAIR: Final = (3, 3, 3, 3, 3, 3, 2, 3, 1, 1)  # grey is rarer

_TOP_OF_LOOK: Final[dict[str, Top]] = {"Business": "blazer", "Office": "shirt", "Casual": "crew"}
_TITLE: Final = re.compile(r"^[a-z]+_(?P<name>[a-z]+)_[0-9a-f]{8}$")


@dataclass(frozen=True)
class Look:
    """Everything that tells one presenter from another."""

    gender: Gender
    skin: str
    pale: bool
    hair: str
    hair_style: HairStyle
    iris: str
    glasses: Glasses
    beard: Beard
    earrings: bool
    face_width: float
    jaw: float
    eye_size: float
    top: Top
    cloth: str
    lining: str
    wall: str
    headwear: Headwear = "none"
    headwear_colour: str = "#000000"
    elder: bool = False

    @property
    def skin_shade(self) -> str:
        """Skin on the side away from the light."""
        return mix(self.skin, "#7a2f1d", 0.20)

    @property
    def skin_deep(self) -> str:
        """Skin in folds and under the chin."""
        return mix(self.skin, "#7a2f1d", 0.38)

    @property
    def chin_fold(self) -> str:
        """Folds around the mouth: in the skin, or in a full beard."""
        return self.hair_dark if self.beard == "full" else self.skin_deep

    @property
    def skin_light(self) -> str:
        """Skin where the light falls."""
        return mix(self.skin, "#fff0de", 0.35 if self.pale else 0.16)

    @property
    def lip(self) -> str:
        """The lips' colour."""
        return mix(self.skin, "#b5343f", 0.48 if self.gender == "female" else 0.28)

    @property
    def lip_fullness(self) -> float:
        """How thick the lips are, around 1."""
        return 1.15 if self.gender == "female" else 0.92

    @property
    def hair_light(self) -> str:
        """Hair in the light."""
        return lighter(self.hair, 0.16)

    @property
    def hair_dark(self) -> str:
        """Hair in the shade."""
        return darker(self.hair, 0.3)


def look_for(avatar: str) -> Look:
    """The look of an avatar id, the same on every run; looks of one person share face and hair."""
    person = person_of(avatar)
    face, dress = _dice(f"person {person}"), _dice(f"dress {avatar}")
    gender = gender_of(person) or ("female" if face.random() < 0.5 else "male")
    tone = int(face.integers(len(_SKINS)))
    pale = tone < _FIRST_DARK_SKIN
    female = gender == "female"
    named_top = next((top for word, top in _TOP_OF_LOOK.items() if f"_{word}_" in avatar), None)
    tops: tuple[Top, ...] = ("blazer", "crew", "turtleneck", "shirt")
    glasses: tuple[Glasses, ...] = ("none", "none", "none", "round", "square")
    beards: tuple[Beard, ...] = ("none", "none", "stubble", "full")
    look = Look(
        gender=gender,
        skin=_SKINS[tone],
        pale=pale,
        hair=_hair(face, pale=pale),
        hair_style=_HAIR_STYLES[gender][int(face.integers(len(_HAIR_STYLES[gender])))],
        iris=_IRISES[int(face.integers(len(_IRISES) if pale else 2))],
        glasses=glasses[int(face.integers(len(glasses)))],
        beard="none" if female else beards[int(face.integers(len(beards)))],
        earrings=female and bool(face.random() < 0.6),
        face_width=float(face.uniform(0.95, 1.05)),
        jaw=float(face.uniform(-6, 8)) + (0 if female else 8),
        eye_size=float(face.uniform(0.96, 1.08)) * (1.05 if female else 0.97),
        top=named_top or tops[int(dress.integers(len(tops)))],
        cloth=_CLOTHES[int(dress.integers(len(_CLOTHES)))],
        lining=_LININGS[int(dress.integers(len(_LININGS)))],
        wall=_WALLS[int(dress.integers(len(_WALLS)))],
    )
    return _with_headwear(_aged(look, person), person, avatar)


def _aged(look: Look, person: str) -> Look:
    """Some people are older: their hair is grey, if they have any, and their face has lines."""
    dice = _dice(f"age {person}")
    if dice.random() >= _SHARE_OF_ELDERS:
        return look
    return replace(look, elder=True, hair=_GREY[int(dice.integers(len(_GREY)))])


def _with_headwear(look: Look, person: str, avatar: str) -> Look:
    """Some people cover their head, on every picture of them, each time in the colour that goes with the clothes."""
    chance = _dice(f"headwear {person}").random()
    colours = [colour for colour in _CLOTHES if colour != look.cloth]
    colour = colours[int(_dice(f"headwear {avatar}").integers(len(colours)))]
    for headwear, share in _HEADWEAR[look.gender]:
        if chance < share and (headwear != "cap" or look.hair_style in _UNDER_A_CAP):
            hair_style = look.hair_style if headwear == "cap" else "hidden"
            return replace(look, headwear=headwear, headwear_colour=colour, hair_style=hair_style)
        chance -= share
    return look


def _hair(dice: np.random.Generator, *, pale: bool) -> str:
    if not pale:
        return _HAIRS[int(dice.integers(4))]
    return str(dice.choice(_HAIRS, p=np.array(_SHARES_OF_HAIR) / sum(_SHARES_OF_HAIR)))


def person_of(avatar: str) -> str:
    """The first name in an avatar id: `Aditya` of `Aditya_public_4`, `mattheus` of `doctor_mattheus_edafdca0`."""
    portrait = _TITLE.match(avatar)
    return (portrait["name"] if portrait else avatar.partition("_")[0]).casefold()


def _dice(text: str) -> np.random.Generator:
    return np.random.default_rng(int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big"))
