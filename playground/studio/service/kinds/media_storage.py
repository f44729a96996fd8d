"""`mediaStorage` and the older `imageUpload`: media that tasks name by UUID afterwards."""

from playground.studio.render.media.sniffing import sniff
from playground.studio.service.envelope import Answer, Body, Call
from playground.studio.service.errors import ApiError, Refused
from playground.studio.service.media.fetching import NotFetched, fetch
from playground.studio.service.media.library import PATH, Library
from playground.studio.service.media.sources import inline_content, source_of
from playground.studio.service.media.table import Media


class MediaStorage:
    """Keeps and deletes media."""

    def __init__(self, library: Library) -> None:
        self._library = library

    async def answer(self, task: Body, call: Call, answer: Answer) -> None:
        """Upload from a URL, a data URI or base64; delete by UUID."""
        if task["operation"] == "delete":
            media = self._library.delete_named(task["media"])
            answer.accept(task, operation="delete", mediaUUID=media.media_uuid)
            return
        media = self._library.store(await _content(task["media"], "media"), "media")
        answer.accept(task, operation="upload", mediaUUID=media.media_uuid, mediaURL=_url(media, call))

    async def answer_image(self, task: Body, call: Call, answer: Answer) -> None:
        """Upload a picture, in the older spelling."""
        content = await _content(task["image"], "image")
        found = sniff(content)
        if found is not None and found.family != "image":
            raise Refused(ApiError("invalidImage", "Invalid value for 'image'. It is not a picture.", "image"))
        media = self._library.store(content, "image")
        answer.accept(task, imageUUID=media.media_uuid, imageURL=_url(media, call))


async def _content(text: str, parameter: str) -> bytes:
    match source_of(text):
        case "URL":
            try:
                return await fetch(text)
            except NotFetched as error:
                message = f"'{parameter}' could not be fetched: {error}."
                raise Refused(ApiError("invalidMediaURL", message, parameter)) from error
        case "UUID":
            raise Refused(ApiError("invalidMedia", f"'{parameter}' is kept already: it is a UUID.", parameter))
        case _:
            content = inline_content(text)
    if content is None:
        raise Refused(ApiError("invalidMedia", f"'{parameter}' is not valid base64.", parameter))
    return content


def _url(media: Media, call: Call) -> str:
    return f"{call.origin}{PATH}{media.file_name}"
