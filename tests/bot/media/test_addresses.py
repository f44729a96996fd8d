"""Which addresses of people are understood, and which machines count as the internet's."""

import pytest

from bot.errors import FileRefused
from bot.media.addresses import is_public, read_address

PUBLIC, PUBLIC_V6 = "93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"

TRICKS = [
    # no https
    "http://example.com/a.png",
    "ftp://example.com/a.png",
    "file:///etc/passwd",
    "gopher://127.0.0.1:6379/_FLUSHALL",
    "data:image/png;base64,AAAA",
    "javascript:alert(1)",
    "//example.com/a.png",
    "https:example.com/a.png",
    "https:/example.com/a.png",
    "HTTPS//example.com",
    "",
    # this machine and its network, by its numbers in every way that they are written
    "https://127.0.0.1/",
    "https://127.1/",
    "https://127.0.1/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://0x7f.0.0.1/",
    "https://0x7f.1/",
    "https://0177.0.0.1/",
    "https://017700000001/",
    "https://00000177.1/",
    "https://127.0.0.1./",
    "https://0/",
    "https://0.0.0.0/",
    "https://10.0.0.1/",
    "https://169.254.169.254/latest/meta-data/",
    "https://2852039166/",
    "https://0xA9FEA9FE/",
    "https://0251.0376.0251.0376/",
    "https://169.254.43518/",
    "https://a.0x1/",
    "https://93.184.215.14/",
    # IPv6
    "https://[::1]/",
    "https://[::]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:a9fe:a9fe]/",
    "https://[64:ff9b::a9fe:a9fe]/",
    "https://[2002:a9fe:a9fe::]/",
    "https://[fe80::1%25eth0]/",
    "https://[fd00:ec2::254]/",
    "https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/",
    "https://[v1.x]/",
    # names that are no sites
    "https://localhost/",
    "https://localhost./",
    "https://redis/",
    "https://-a.example/",
    "https://a..example.com/",
    "https://.example.com/",
    "https://exa_mple.com/",
    "https://" + "a" * 64 + ".com/",
    "https://" + "a." * 130 + "com/",
    # other letters that become dots and digits
    "https://127。0。0。1/",
    "https://127．0．0．1/",
    "https://１２７.0.0.1/",
    "https://①②⑦.⓪.⓪.①/",
    "https://localhoſt/",
    "https://ｅxample.com/",
    "https://%31%32%37.0.0.1/",
    "https://127%2e0%2e0%2e1/",
    # names before and behind the host, and other places
    "https://example.com@127.0.0.1/",
    "https://user:secret@example.com/",
    "https://@example.com/",
    "https://127.0.0.1#@example.com/",
    "https://127.0.0.1?@example.com/",
    "https://example.com\\@127.0.0.1/",
    "https://example.com:443@127.0.0.1/",
    "https://127.0.0.1:443\\.example.com/",
    "https://example.com:6379/",
    "https://example.com:0/",
    "https://example.com:/",
    "https://example.com:443443/",
    "https://example.com:44 3/",
    # what splits a request
    "https://example.com/a\r\nX-Evil: 1",
    "https://example.com/a b",
    "https://example.com/\t",
    " https://example.com/",
    "https://exam\nple.com/",
    "https://example.com/\x00",
    "https://example.com/" + "a" * 2_000,
]

PRIVATE = [
    "0.0.0.0", "0.1.2.3", "10.1.2.3", "100.64.0.1", "100.100.100.200", "127.0.0.1", "127.255.255.254", "168.63.129.16",
    "169.254.169.254", "169.254.170.2", "172.16.0.1", "172.31.255.255", "192.0.0.8", "192.0.0.192", "192.0.2.1",
    "192.88.99.1", "192.168.1.1", "198.18.0.1", "198.19.255.255", "198.51.100.7", "203.0.113.7", "224.0.0.1",
    "239.255.255.250", "240.0.0.1", "255.255.255.255", "::", "::1", "::7f00:1", "::169.254.169.254",
    "::ffff:127.0.0.1", "::ffff:93.184.215.14", "64:ff9b::a9fe:a9fe", "64:ff9b:1::a9fe:a9fe", "100::1",
    "2001::a9fe:a9fe", "2001:10::1", "2001:20::1", "2001:db8::1", "2002:a9fe:a9fe::", "2002:7f00:1::", "3fff::1",
    "5f00::1", "fc00::1", "fd00:ec2::254", "fe80::1", "fe80::1%lo", "fec0::1", "ff02::1", "ff0e::1", "localhost", "",
    "93.184.215.014", "2606:2800:21f::1%eth0",
]  # fmt: skip


@pytest.mark.parametrize("text", TRICKS, ids=range(len(TRICKS)))
def test_an_address_that_is_a_trick_is_refused_as_text(text: str) -> None:
    with pytest.raises(FileRefused):
        read_address(text)


@pytest.mark.parametrize("number", PRIVATE, ids=range(len(PRIVATE)))
def test_a_machine_that_is_not_on_the_internet_is_not_public(number: str) -> None:
    assert not is_public(number)


@pytest.mark.parametrize("number", [PUBLIC, PUBLIC_V6, "1.1.1.1", "8.8.8.8", "223.255.255.254", "2a00:1450:4001::200e"])
def test_a_machine_on_the_internet_is_public(number: str) -> None:
    assert is_public(number)


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("https://example.com/a.png", "https://example.com/a.png"),
        ("https://Example.COM", "https://example.com/"),
        ("https://example.com:443/a?b=1#c", "https://example.com/a?b=1"),
        ("https://a.b.xn--p1ai/%D0%B0.png", "https://a.b.xn--p1ai/%D0%B0.png"),
        ("https://example.com/a@b:c/[d]", "https://example.com/a@b:c/[d]"),
    ],
)
def test_a_plain_address_is_understood(text: str, url: str) -> None:
    assert read_address(text).url == url
