"""The image's health check against a process that is well, one that is not, and none."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from tests.deploy.dockerfile import ROOT


@contextmanager
def answering(status: int) -> Iterator[int]:
    """A server that answers everything so while the block runs; yields its port."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status if self.path == "/healthz" else 404)
            self.end_headers()

        def log_message(self, *_arguments: object) -> None:
            """Be quiet."""

    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


def check(variable: str, **environment: str) -> int:
    """The exit code of the health check."""
    command = [sys.executable, str(ROOT / "deploy" / "health.py"), variable]
    return subprocess.run(command, env=environment, capture_output=True, check=False).returncode


@pytest.mark.parametrize("variable", ["PORT", "HERALD_WORKER_PORT"])
def test_a_process_that_answers_is_alive(variable: str) -> None:
    with answering(200) as port:
        assert check(variable, **{variable: str(port)}) == 0


def test_one_that_answers_with_an_error_is_not() -> None:
    with answering(500) as port:
        assert check("PORT", PORT=str(port)) == 1


def test_one_that_does_not_listen_is_not() -> None:
    with answering(200) as port:
        pass
    assert check("PORT", PORT=str(port)) == 1


def test_no_proxy_is_asked() -> None:
    with answering(500) as proxy, answering(200) as port:
        assert check("PORT", PORT=str(port), http_proxy=f"http://127.0.0.1:{proxy}") == 0


@pytest.mark.parametrize("port", ["", "none"])
def test_a_port_that_is_none_is_said(port: str) -> None:
    assert check("HERALD_WORKER_PORT", HERALD_WORKER_PORT=port) == 2
