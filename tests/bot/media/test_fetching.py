"""An address that a person gave never makes Herald call a machine that is not on the internet."""

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bot.errors import FileNotNow, FileRefused
from bot.media import fetching
from bot.media.fetching import AddressFetcher, PinnedTransport, look_up
from tests.bot.media.test_addresses import PRIVATE, PUBLIC, PUBLIC_V6, TRICKS


@dataclass
class Listeners:
    """Whoever calls one of this machine's numbers on the port is counted."""

    port: int
    calls: list[str] = field(default_factory=list)


@asynccontextmanager
async def listening() -> AsyncIterator[Listeners]:
    """Raw listeners on this machine's own numbers."""
    found = Listeners(0)

    async def count(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        found.calls.append(str(writer.get_extra_info("sockname")))
        writer.close()

    servers = [await asyncio.start_server(count, "0.0.0.0", 0)]
    found.port = servers[0].sockets[0].getsockname()[1]
    if socket.has_ipv6:
        with suppress(OSError):  # a machine without IPv6 has no such number to call
            servers.append(await asyncio.start_server(count, "::1", found.port))
    try:
        yield found
    finally:
        for server in servers:
            server.close()


def fetcher(lookup: fetching.Lookup, port: int, inner: httpx.AsyncBaseTransport | None = None) -> AddressFetcher:
    """Herald's own, which looks names up so and calls this port."""
    return AddressFetcher(PinnedTransport(inner or httpx.AsyncHTTPTransport(trust_env=False), lookup, port))


def always(*numbers: str) -> fetching.Lookup:
    """A lookup that knows one answer."""

    async def lookup(host: str) -> Sequence[str]:
        return numbers

    return lookup


async def test_not_one_packet_goes_where_a_trick_leads() -> None:
    async with listening() as listeners:
        there = fetcher(look_up, listeners.port)
        for text in TRICKS:
            with pytest.raises(FileRefused):
                await there.get(text, max_bytes=100)

        assert listeners.calls == []


async def test_not_one_packet_goes_to_a_number_that_is_not_public() -> None:
    async with listening() as listeners:
        for number in PRIVATE:
            with pytest.raises(FileRefused, match="not open to the internet"):
                await fetcher(always(number), listeners.port).get("https://example.com/", max_bytes=100)

        assert listeners.calls == []


async def test_the_systems_own_lookup_finds_this_machine_and_it_is_not_called() -> None:
    numbers = await look_up("localhost")
    async with listening() as listeners:
        with pytest.raises(FileRefused):
            await fetcher(always(*numbers), listeners.port).get("https://localhost.example/", max_bytes=100)

        assert listeners.calls == []
    assert {"127.0.0.1", "::1"} & set(numbers)


@pytest.mark.parametrize("numbers", [(), (PUBLIC, "127.0.0.1"), ("127.0.0.1", PUBLIC)])
async def test_one_wrong_number_among_good_ones_is_one_too_many(numbers: tuple[str, ...]) -> None:
    with pytest.raises(FileRefused):
        await fetcher(always(*numbers), 1).get("https://example.com/", max_bytes=100)


def answering(*answers: httpx.Response, seen: list[httpx.Request]) -> httpx.MockTransport:
    """The internet, which answers so, in turn."""
    left = list(answers)

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return left.pop(0)

    return httpx.MockTransport(answer)


def found(content: bytes) -> httpx.Response:
    """A good answer."""
    return httpx.Response(200, stream=httpx.ByteStream(content))


async def fetched(*answers: httpx.Response, lookup: fetching.Lookup) -> tuple[bytes, list[httpx.Request]]:
    """What comes from an internet that answers so."""
    seen: list[httpx.Request] = []
    there = fetcher(lookup, 443, answering(*answers, seen=seen))
    return await there.get("https://example.com/a.png?b=1", max_bytes=100), seen


async def test_the_connection_goes_to_the_number_and_speaks_of_the_name() -> None:
    content, (request,) = await fetched(found(b"bytes"), lookup=always(PUBLIC))

    assert content == b"bytes"
    assert (request.url.host, request.url.path, request.url.query) == (PUBLIC, "/a.png", b"b=1")
    assert (request.headers["Host"], request.extensions["sni_hostname"]) == ("example.com", "example.com")
    assert {"authorization", "cookie", "referer"} & set(request.headers) == set()


async def test_a_name_that_changes_its_number_is_called_at_the_one_that_was_checked() -> None:
    asked: list[str] = []

    async def rebinding(host: str) -> Sequence[str]:
        asked.append(host)
        return [PUBLIC] if len(asked) == 1 else ["169.254.169.254"]

    _, (request,) = await fetched(found(b""), lookup=rebinding)

    assert (request.url.host, asked) == (PUBLIC, ["example.com"])


@pytest.mark.parametrize("failure", [httpx.ConnectError("no route"), httpx.ConnectTimeout("a black hole")])
async def test_a_number_that_does_not_answer_is_followed_by_the_next_one_that_was_checked(failure: Exception) -> None:
    called: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        called.append(request.url.host)
        if request.url.host == PUBLIC_V6:
            raise failure
        return found(b"bytes")

    there = fetcher(always(PUBLIC_V6, PUBLIC), 443, httpx.MockTransport(answer))

    assert await there.get("https://example.com/", max_bytes=100) == b"bytes"
    assert called == [PUBLIC_V6, PUBLIC]


def redirect(location: str, **headers: str) -> httpx.Response:
    """An answer that leads on."""
    return httpx.Response(302, headers={"Location": location, **headers})


@pytest.mark.parametrize(
    "location",
    [
        "http://example.com/",
        "https://127.0.0.1/",
        "https://169.254.169.254/latest/meta-data/",
        "https://[::1]/",
        "//localhost/",
        "https://user@example.com/",
        "https://example.com:6379/",
        "file:///etc/passwd",
        "https://inside.example/",
        "https://exa mple/",
    ],
)
async def test_a_redirect_to_where_nothing_may_go_ends_there(location: str) -> None:
    async def lookup(host: str) -> Sequence[str]:
        return ["10.0.0.1"] if host == "inside.example" else [PUBLIC]

    seen: list[httpx.Request] = []
    there = fetcher(lookup, 443, answering(redirect(location), seen=seen))
    with pytest.raises(FileRefused):
        await there.get("https://example.com/", max_bytes=100)

    assert len(seen) == 1


async def test_a_redirect_is_followed_without_the_cookies_of_the_first_site() -> None:
    first = redirect("https://cdn.example/b.png", **{"Set-Cookie": "id=1; Domain=example.com"})
    content, (_, second) = await fetched(first, found(b"b"), lookup=always(PUBLIC))

    assert (content, second.headers["Host"], second.url.path) == (b"b", "cdn.example", "/b.png")
    assert "cookie" not in second.headers


async def test_redirects_without_an_end_are_given_up() -> None:
    with pytest.raises(FileRefused, match="more than 3 times"):
        await fetched(*[redirect("/again")] * 4, lookup=always(PUBLIC))


async def test_what_is_too_large_is_read_no_further() -> None:
    read = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal read
        while True:
            read += 50
            yield bytes(50)

    with pytest.raises(FileRefused, match="too large"):
        await fetched(httpx.Response(200, content=endless()), lookup=always(PUBLIC))

    assert read <= 200


async def test_what_was_packed_is_not_unpacked() -> None:
    packed = httpx.Response(200, headers={"Content-Encoding": "gzip"}, stream=httpx.ByteStream(b"\x1f\x8bpacked"))
    content, _ = await fetched(packed, lookup=always(PUBLIC))

    assert content == b"\x1f\x8bpacked"


@pytest.mark.parametrize(
    ("status", "kind"), [(404, FileRefused), (403, FileRefused), (503, FileNotNow), (429, FileNotNow)]
)
async def test_a_site_that_refuses_is_told_from_one_that_is_busy(status: int, kind: type[Exception]) -> None:
    with pytest.raises(kind):
        await fetched(httpx.Response(status), lookup=always(PUBLIC))


async def test_a_site_of_which_no_number_answers_in_time_may_answer_later() -> None:
    called: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        called.append(request.url.host)
        raise httpx.ConnectTimeout("a black hole")

    there = fetcher(always(PUBLIC_V6, PUBLIC), 443, httpx.MockTransport(answer))
    with pytest.raises(FileNotNow, match="ConnectTimeout"):
        await there.get("https://example.com/", max_bytes=100)

    assert called == [PUBLIC_V6, PUBLIC]


async def trickling() -> AsyncIterator[bytes]:
    """A body that never ends, and goes on just often enough."""
    while True:
        yield b"x"
        await asyncio.sleep(0.001)


async def breaking() -> AsyncIterator[bytes]:
    """A body that breaks off in the middle."""
    yield b"half of"
    raise httpx.RemoteProtocolError("peer closed connection without sending complete message body")


@pytest.mark.parametrize(
    ("body", "reason"), [(trickling, "it took longer than 0.05 s"), (breaking, "RemoteProtocolError")]
)
async def test_a_site_that_is_slow_or_breaks_off_may_be_whole_later(
    body: Callable[[], AsyncIterator[bytes]], reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "DEADLINE", timedelta(seconds=0.05))
    there = fetcher(always(PUBLIC), 443, answering(httpx.Response(200, content=body()), seen=[]))

    with pytest.raises(FileNotNow, match=reason):
        await there.get("https://example.com/", max_bytes=10_000_000)


async def test_a_name_that_nobody_knows_may_be_known_later() -> None:
    async def unknown(host: str) -> Sequence[str]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    with pytest.raises(FileNotNow):
        await fetcher(unknown, 443).get("https://example.com/", max_bytes=100)


def certificate_for(name: str) -> tuple[bytes, bytes]:
    """A certificate that its owner signed, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return certificate.public_bytes(serialization.Encoding.PEM), private


@pytest.mark.parametrize(("name", "works"), [("example.com", True), ("other.example", False)])
async def test_the_certificate_has_to_be_the_names(
    name: str, works: bool, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    certificate, key = certificate_for("example.com")
    path = tmp_path_factory.mktemp("site") / "both.pem"
    path.write_bytes(certificate + key)
    server_side = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    server_side.load_cert_chain(path)
    names: list[str | None] = []
    server_side.sni_callback = lambda _connection, asked, _context: names.append(asked)

    async def site(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        request = await reader.readuntil(b"\r\n\r\n")
        body = next(line for line in request.split(b"\r\n") if line.startswith(b"Host:"))
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s" % (len(body), body))
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(site, "127.0.0.1", 0, ssl=server_side)
    monkeypatch.setattr(fetching, "is_public", lambda number: number == "127.0.0.1")
    trusting = ssl.create_default_context(cadata=certificate.decode())
    there = fetcher(
        always("127.0.0.1"),
        server.sockets[0].getsockname()[1],
        httpx.AsyncHTTPTransport(verify=trusting, trust_env=False),
    )
    async with server:
        if works:
            assert await there.get(f"https://{name}/", max_bytes=100) == b"Host: example.com"
        else:
            with pytest.raises(FileNotNow, match="ConnectError"):
                await there.get(f"https://{name}/", max_bytes=100)

    assert names == [name]
