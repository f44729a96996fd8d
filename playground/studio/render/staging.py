"""Who is seen before what: a drawn presenter or a person from a photo, at the size of the film."""

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from playground.studio.render.compose.compositor import Composer, Compositor, Overlay
from playground.studio.render.compose.label import label_area, label_planes
from playground.studio.render.compose.scene import background_for
from playground.studio.render.compose.whole import WholePicture
from playground.studio.render.face.matte import clean_colours, person_cover
from playground.studio.render.request import RenderRequest
from playground.studio.render.rigs.drawn import DrawnRig, Size
from playground.studio.render.rigs.look import look_for
from playground.studio.render.rigs.photo.portrait import Portrait
from playground.studio.render.rigs.photo.rig import PhotoRig
from playground.studio.render.rigs.photo.sitting import film_size, portrait_of, read_sitter


@dataclass(frozen=True)
class Stage:
    """What makes the frames of a request whose width and height are settled."""

    request: RenderRequest
    composer: Composer


_SEEN: Final = frozenset({"avatar", "background_color", "remove_background", "width", "height", "resolution", "label"})


class Staging:
    """Keeps the last stage with all that was drawn for it, for the next clip that shows the same."""

    def __init__(self) -> None:
        self._sign: object = None
        self._stage: Stage | None = None

    def stage_for(self, request: RenderRequest) -> Stage:
        """The stage of a request; raises RenderError for a photo or a background that cannot be used."""
        sign = _sign(request)
        if self._stage is None or sign != self._sign:
            self._stage = None  # so that two are never held at once
            self._stage, self._sign = _stage_for(request), sign
        width, height = self._stage.request.size
        return Stage(request.sized(width, height), self._stage.composer)


def _sign(request: RenderRequest) -> object:
    """Equal for requests that show the same presenter before the same background at the same size."""
    transparent = request.format == "WEBM" and request.remove_background
    pictures = (_digest(request.image), _digest(request.background_image))
    return request.model_dump(include=set(_SEEN)), transparent, pictures


def _digest(picture: Path | None) -> bytes | None:
    """What a file holds, since it may come by another name; what cannot be read is refused by whoever shows it."""
    with suppress(OSError):
        if picture is not None:
            with picture.open("rb") as file:
                return hashlib.file_digest(file, "sha256").digest()
    return None


def _stage_for(request: RenderRequest) -> Stage:
    """The stage of a request; raises RenderError for a photo or a background that cannot be used."""
    if request.avatar is not None:
        look, (width, height) = look_for(request.avatar), request.size
        rig = DrawnRig(look, Size(width, height))
        return Stage(request, Compositor(rig, background_for(request, look.wall), _overlays(request)))
    sitter = read_sitter(request)
    sized = request.sized(*film_size(request, sitter.picture))
    return Stage(sized, _photo_composer(sized, portrait_of(sitter, sized.size)))


def _photo_composer(request: RenderRequest, portrait: Portrait) -> Composer:
    """The photo with its own background, or the person cut out of it before another."""
    if not request.replaces_background:
        return WholePicture(PhotoRig(portrait), _overlays(request))
    anatomy = portrait.anatomy
    cover = person_cover(portrait.picture, anatomy.centre, anatomy.width)
    person = Portrait(clean_colours(portrait.picture, cover, anatomy.width), portrait.points)
    return Compositor(PhotoRig(person, cover), background_for(request), _overlays(request))


def _overlays(request: RenderRequest) -> list[Overlay]:
    area = label_area(*request.size)
    return [Overlay(area, label_planes(area))] if request.label else []
