"""What can go wrong with a render, in the words of the service's contract."""


class RenderError(Exception):
    """A render that cannot be made; `parameter` names the part of the request that is at fault, if one is."""

    def __init__(self, code: str, message: str, *, parameter: str | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.parameter = parameter
