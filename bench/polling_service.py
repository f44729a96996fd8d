"""A service with the studio's envelope that costs next to nothing: `python -m bench.polling_service PORT`.

Every task that it is asked about is processing until it is told otherwise by `POST /_finish` with the task's UUID.
`GET /_counts` tells how many polling requests there were, and in them questions about tasks.
"""

import json
import sys
from typing import Any, Final

import uvicorn
import uvloop

_HEADERS: Final = [(b"content-type", b"application/json")]
_ANSWERS: Final = {
    "processing": '{"taskType":"videoInference","taskUUID":"%s","status":"processing"}',
    "accepted": '{"taskType":"videoInference","taskUUID":"%s"}',
    "success": '{"taskType":"videoInference","taskUUID":"%s","status":"success","videoUUID":"%s",'
    '"videoURL":"https://im.runware.ai/video/%s.mp4","cost":0.29,"seed":12345678}',
}


class Service:
    """The tasks that are finished, and what was asked."""

    def __init__(self) -> None:
        self._finished: set[str] = set()
        self._requests = 0
        self._questions = 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer one request."""
        body = b""
        more = True
        while more:
            message = await receive()
            body += message.get("body", b"")
            more = message.get("more_body", False)
        answer = self._answer(scope["path"], body)
        await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
        await send({"type": "http.response.body", "body": answer.encode()})

    def _answer(self, path: str, body: bytes) -> str:
        if path == "/_counts":
            return json.dumps({"requests": self._requests, "questions": self._questions})
        if path == "/_finish":
            self._finished.add(body.decode())
            return "{}"
        tasks = json.loads(body) if body else []
        questions = sum(task["taskType"] == "getResponse" for task in tasks)
        self._requests += questions > 0
        self._questions += questions
        return f'{{"data":[{",".join(map(self._item, tasks))}]}}'

    def _item(self, task: dict[str, str]) -> str:
        uuid = task["taskUUID"]
        if task["taskType"] != "getResponse":
            return _ANSWERS["accepted"] % uuid
        if uuid in self._finished:
            return _ANSWERS["success"] % (uuid, uuid, uuid)
        return _ANSWERS["processing"] % uuid


if __name__ == "__main__":
    uvloop.install()
    uvicorn.run(Service(), host="127.0.0.1", port=int(sys.argv[1]), log_level="error", access_log=False, lifespan="off")
