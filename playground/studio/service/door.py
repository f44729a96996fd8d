"""Who may come in: callers with the key, in the header or in a leading `authentication` task."""

import hmac
from typing import NoReturn

from playground.studio.service.envelope import Body
from playground.studio.service.errors import ApiError, Refused

AUTHENTICATION = "authentication"


def admit(tasks: list[Body], authorization: str | None, api_key: str) -> list[Body]:
    """The tasks without a leading `authentication`; raises `Refused` without the key."""
    key: object = None
    if authorization is not None:
        scheme, _, rest = authorization.partition(" ")
        key = rest.strip() if scheme.lower() == "bearer" else authorization
    if tasks[0].get("taskType") == AUTHENTICATION:
        key, tasks = tasks[0].get("apiKey", key), tasks[1:]
    if key is None or key == "":
        _keep_out("missingApiKey", "Missing API key: send it as 'Authorization: Bearer <key>'.")
    if not hmac.compare_digest(str(key).encode(errors="replace"), api_key.encode()):
        _keep_out("invalidApiKey", "Invalid API key. The studio printed the right one when it started.")
    return tasks


def _keep_out(code: str, message: str) -> NoReturn:
    raise Refused(ApiError(code, message, "apiKey"), task_type=AUTHENTICATION)
