"""Addresses that people give: which are well formed, and which machines may be called because of them.

Whatever is fetched for a person must not reach what only this machine can reach: its own services, its network, the
cloud's metadata. So machines are allowed by what they are, global unicast, and not by what they are not.
https://www.iana.org/assignments/iana-ipv4-special-registry, https://www.iana.org/assignments/iana-ipv6-special-registry
"""

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Network, ip_address
from typing import Final
from urllib.parse import urlsplit

from bot.errors import FileRefused

LONGEST: Final = 2_000
"""No longer address is taken by every server on its way."""
_PLAIN: Final = re.compile(r"[!#-;=?-\[\]_a-z~]+", re.IGNORECASE)
"""What an address may be written with (RFC 3986); in particular no blank, control character, quote or backslash."""
_LABEL: Final = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST: Final = re.compile(rf"(?:{_LABEL}\.)+(?=[a-z0-9-]*[a-z]){_LABEL}")
"""A name with a dot in it whose end is no number: `127.1` and `0x7f.0x1` are numbers to those who look them up."""
_HEXADECIMAL: Final = re.compile(r".*\.0x[0-9a-f]*")
_GLOBAL_V6: Final = IPv6Network("2000::/3")
_NOT_GLOBAL_V6: Final = tuple(
    IPv6Network(network)
    for network in (
        "2001::/23",  # Teredo, benchmarking, ORCHID and what else protocols use
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4: an IPv4 address inside
        "2620:4f:8000::/48",  # AS112
        "3ffe::/16",  # the old 6bone
        "3fff::/20",  # documentation
    )
)
_NOT_GLOBAL_V4: Final = tuple(
    IPv4Network(network)
    for network in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",  # behind a provider's NAT; a cloud's metadata too
        "127.0.0.0/8",
        "168.63.129.16/32",  # the door of Azure to its own machines
        "169.254.0.0/16",  # link-local: most clouds' metadata
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.31.196.0/24",
        "192.52.193.0/24",
        "192.88.99.0/24",  # relays to 6to4
        "192.168.0.0/16",
        "192.175.48.0/24",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/3",  # multicast, reserved, broadcast
    )
)

_MALFORMED: Final = ("file_address_wrong", "is not an address such as https://example.com/picture.jpg")
_NOT_HTTPS: Final = ("file_address_wrong", "does not begin with https://")
_WITH_USER: Final = ("file_address_wrong", "has a name before an @ in it, which addresses of pictures do not have")
_OTHER_PORT: Final = ("file_address_wrong", "names a port; only the usual one of https can be used")
_NO_NAME: Final = ("file_address_wrong", "does not name a site on the internet, such as example.com")


@dataclass(frozen=True)
class Address:
    """A well-formed address, taken apart: the host's name in small letters, and what is asked of it."""

    host: str
    target: str

    @property
    def url(self) -> str:
        """The whole of it, put together from what was understood and nothing else."""
        return f"https://{self.host}{self.target}"


def read_address(text: str) -> Address:
    """Take an address apart; raises FileRefused for one that is no plain address of a site on the internet."""
    if len(text) > LONGEST or not _PLAIN.fullmatch(text):
        raise FileRefused(*_MALFORMED)
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise FileRefused(*_MALFORMED) from None
    if parts.scheme != "https":
        raise FileRefused(*_NOT_HTTPS)
    if "@" in parts.netloc:
        raise FileRefused(*_WITH_USER)
    if port not in {None, 443} or parts.netloc.endswith(":"):
        raise FileRefused(*_OTHER_PORT)
    host = (parts.hostname or "").lower()
    if "[" in parts.netloc or not _HOST.fullmatch(host) or _HEXADECIMAL.fullmatch(host) or len(host) > 253:
        raise FileRefused(*_NO_NAME)
    return Address(host, (parts.path or "/") + (f"?{parts.query}" if parts.query else ""))


def is_public(machine: str) -> bool:
    """Whether a machine's number is one of the internet's own; one that carries another inside it is not."""
    try:
        number = ip_address(machine)
    except ValueError:
        return False
    if isinstance(number, IPv4Address):
        return not any(number in network for network in _NOT_GLOBAL_V4)
    if number.scope_id is not None:
        return False
    return number in _GLOBAL_V6 and not any(number in network for network in _NOT_GLOBAL_V6)
