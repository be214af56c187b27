"""Dispatches room. Addresses: which hosts may be asked for a page, and the socket that asks them.

Flow: a URL → its parts, checked → the host's addresses, all of them public unless the host was
allowed by name → a connection to that very address, so that a name cannot change its mind
between the check and the call.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
from urllib.parse import SplitResult, urlsplit

SCHEMES = {"http": 80, "https": 443}
LONGEST_URL = 2000
# Prefixes that carry an IPv4 address inside an IPv6 one: NAT64, 6to4, Teredo.
_CARRIERS = tuple(map(ipaddress.IPv6Network, ("64:ff9b::/96", "2002::/16", "2001::/32")))


class Refused(Exception):
    """An address that is not to be asked; the message says which and why."""


def parts_of(url: str) -> SplitResult:
    """The parts of a URL that may be asked for.

    Raises:
        Refused: another scheme, no host, a password in it, a port that is none.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as e:
        raise Refused(f"not a web address ({e})") from e
    if (
        parts.scheme not in SCHEMES
        or not parts.hostname
        or len(url) > LONGEST_URL
        or port == 0
    ):
        raise Refused("not a web address")
    if parts.username or parts.password:
        raise Refused("an address with a name or a password in it")
    if any(c.isspace() or not c.isprintable() for c in url):
        raise Refused("an address with spaces or control characters in it")
    return parts


def public_address(parts: SplitResult, allowed: frozenset[str]) -> str:
    """The address of a host.

    Args:
        parts: Of a URL.
        allowed: Hosts that may be private or loopback.

    Raises:
        Refused: the host is private, loopback, link-local or reserved, and not allowed by name.
        OSError: the name is not known.
    """
    host = parts.hostname or ""
    port = parts.port or SCHEMES[parts.scheme]
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError as e:
        raise Refused(f"{host[:60]} is no host name") from e
    addresses = [str(row[4][0]) for row in found]
    private = [a for a in addresses if not is_public(a)]
    if private and host not in allowed:
        raise Refused(f"{host} is at {private[0]}, which is not public")
    return addresses[0]


def is_public(address: str) -> bool:
    """Whether an IP address is of the public internet.

    >>> [is_public(a) for a in ("8.8.8.8", "127.0.0.1", "10.1.2.3", "::1", "::ffff:169.254.1.1")]
    [True, False, False, False, False]
    """
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped:
            ip = ip.ipv4_mapped
        elif any(ip in carrier for carrier in _CARRIERS):
            return False
    return ip.is_global and not ip.is_multicast


def connect(
    parts: SplitResult, address: str, timeout_s: float
) -> http.client.HTTPConnection:
    """A connection to that address, which calls it by its host's name."""
    host, port = parts.hostname or "", parts.port or SCHEMES[parts.scheme]
    sock: socket.socket = socket.create_connection((address, port), timeout=timeout_s)
    if parts.scheme == "https":
        try:
            sock = ssl.create_default_context().wrap_socket(sock, server_hostname=host)
        except (OSError, ValueError):
            sock.close()
            raise
        connection: http.client.HTTPConnection = http.client.HTTPSConnection(host, port)
    else:
        connection = http.client.HTTPConnection(host, port)
    connection.sock = sock
    return connection
