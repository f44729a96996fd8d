"""Which addresses media may be fetched from: the public internet, and this machine when it is named outright."""

import ipaddress
import socket
from typing import Final

from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver
from yarl import URL

_LOCAL_NAME: Final = "localhost"


class ForbiddenAddress(OSError):
    """An address that nothing is fetched from."""


def names_this_machine(url: URL) -> bool:
    """Whether an address says `localhost` or a loopback number, as those of the playground do."""
    host = url.host or ""
    return host == _LOCAL_NAME or (_is_number(host) and ipaddress.ip_address(host).is_loopback)


def check_number(url: URL, *, local: bool) -> None:
    """Raise `ForbiddenAddress` for a host given as a number that is not allowed; names are checked when resolved."""
    if url.host and _is_number(url.host):
        _check(url.host, local=local)


class PublicResolver(AbstractResolver):
    """Resolves names to allowed addresses only; loopback ones are among them for `localhost`."""

    def __init__(self) -> None:
        self._resolver = ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """The addresses of a name; raises `ForbiddenAddress` when one of them is not allowed."""
        found = await self._resolver.resolve(host, port, family)
        for entry in found:
            _check(entry["host"], local=host == _LOCAL_NAME)
        return found

    async def close(self) -> None:
        """Let go of the resolver."""
        await self._resolver.close()


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _check(host: str, *, local: bool) -> None:
    address = ipaddress.ip_address(host)
    if not (address.is_global and not address.is_multicast) and not (local and address.is_loopback):
        raise ForbiddenAddress("the address is private")
