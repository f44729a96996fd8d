"""Who is seen before what: a drawn presenter or a person from a photo, at the size of the film."""

from dataclasses import dataclass

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


def stage_for(request: RenderRequest) -> Stage:
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
