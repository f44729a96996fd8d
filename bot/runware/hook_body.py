"""What a webhook's body says: nobody has signed it, so it is a hint and no more."""

from bot.runware.answers import Answer, read_document


def read_hook(body: bytes) -> Answer | None:
    """The body in each of the service's shapes: an answer's two lists, or one item alone; None when it is neither."""
    document = read_document(body)
    if document is None:
        return None
    if "taskUUID" in document and not document.keys() & {"data", "errors"}:
        failed = "code" in document and "videoURL" not in document
        document = {"errors": [document]} if failed else {"data": [document]}
    return Answer.of(document)
