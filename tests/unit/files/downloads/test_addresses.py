"""Addresses as users write them."""

import pytest

from halley.files.downloads.addresses import (
    NoAddress,
    is_forbidden,
    is_public,
    parse_address,
    redirected,
    shown_address,
)


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("https://example.org/My Overlay.png", "https://example.org/My%20Overlay.png"),
        ("https://example.org/My%20Overlay.png", "https://example.org/My%20Overlay.png"),
        ("https://example.org/100%.png", "https://example.org/100%25.png"),
        ("https://example.org/größe.png?a=ü", "https://example.org/gr%C3%B6%C3%9Fe.png?a=%C3%BC"),
        ("https://bücher.example/x", "https://xn--bcher-kva.example/x"),
        ("HTTP://Example.org:8080", "http://example.org:8080/"),
        ("https://example.org:443/x#part", "https://example.org/x"),
        ("http://[::1]:81/x", "http://[::1]:81/x"),
        ("https://me:key@example.org/x", "https://example.org/x"),
    ],
)
def test_an_address_goes_over_the_wire_in_plain_letters(written: str, sent: str) -> None:
    assert parse_address(written).url == sent


@pytest.mark.parametrize(
    "written",
    ["", "example.org/x", "file:///etc/passwd", "ftp://example.org/x", "http://", "http://a:x/", "http://[x", "None/x.yml"],
)
def test_what_is_no_web_address_is_refused(written: str) -> None:
    with pytest.raises(NoAddress):
        parse_address(written)


def test_a_password_stays_with_the_server_it_was_written_for() -> None:
    address = parse_address("https://me:k%40y@example.org/x")
    assert address.user == ("me", "k@y")
    assert redirected(address, "/y").user == ("me", "k@y")
    assert redirected(address, "https://other.org/y").user is None
    assert redirected(address, "http://example.org/y").user is None
    assert redirected(parse_address("https://example.org/x"), "https://a:b@example.org/y").user is None


def test_an_address_is_shown_without_what_may_be_secret() -> None:
    assert shown_address("https://me:key@example.org/a/b.png?token=abc#x") == "https://example.org/a/b.png?•••"
    assert shown_address("http://[x") == "•••"


@pytest.mark.parametrize(
    ("address", "public", "forbidden"),
    [
        ("93.184.216.34", True, False),
        ("192.168.1.5", False, False),
        ("127.0.0.1", False, False),
        ("::1", False, False),
        ("169.254.169.254", False, True),
        ("::ffff:169.254.169.254", False, True),
        ("fe80::1%eth0", False, True),
        ("fd00:ec2::254", False, True),
        ("0.0.0.0", False, True),
        ("224.0.0.1", False, True),
        ("2606:2800:220:1::1", True, False),
    ],
)
def test_a_users_own_network_may_be_asked_and_a_clouds_secrets_may_not(
    address: str, *, public: bool, forbidden: bool
) -> None:
    assert (is_public(address), is_forbidden(address)) == (public, forbidden)
