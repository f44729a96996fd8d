"""The image's health check: asks the process beside it whether it is alive, on the port that a variable names.

`python deploy/health.py PORT` is for `web` and `all`, `python deploy/health.py HERALD_WORKER_PORT` for a worker.
"""

import http.client
import os
import sys
from typing import Final

PORTS: Final = {"PORT": "3000"}
"""The default of a variable, where it has one."""
SECONDS: Final = 3.0


def is_alive(port: int) -> bool:
    """Whether what listens there answers `/healthz` with 200; goes through no proxy."""
    asking = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)
    try:
        asking.request("GET", "/healthz")
        return asking.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        asking.close()


def main(arguments: list[str]) -> int:
    """The exit code: 0 alive, 1 not, 2 asked wrongly."""
    variable = arguments[0] if arguments else "PORT"
    port = os.environ.get(variable) or PORTS.get(variable, "")
    if not port.isdecimal():
        sys.stderr.write(f"{variable} names no port: set it.\n")
        return 2
    return 0 if is_alive(int(port)) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
