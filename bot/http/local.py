"""Whether a request comes from this very machine, and from our own page.

The peer's address is the socket's. A forwarding header is never believed; it only shows that a proxy stands
between, so that the caller is not local after all.
"""

from ipaddress import ip_address
from urllib.parse import urlsplit

from aiohttp import web

_FORWARDING = ("Forwarded", "X-Forwarded-For", "X-Real-IP")


def is_loopback(host: str) -> bool:
    """Whether a host's name or address, without its port, is this machine's own."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def is_local(request: web.Request) -> bool:
    """From a loopback peer, through no proxy, to a loopback name: a page of a rebound DNS name has another."""
    if request.transport is None or any(name in request.headers for name in _FORWARDING):
        return False
    peer = request.transport.get_extra_info("peername")
    return bool(peer) and is_loopback(peer[0]) and is_loopback(_hostname(f"//{request.host}"))


def is_own_page(request: web.Request) -> bool:
    """Whether the caller's Origin, if it has one, is this server.

    Browsers always send it where it matters; a client that sends none is no browser, so no foreign page
    speaks through it.
    """
    origin = request.headers.get("Origin")
    return origin is None or origin in {f"http://{request.host}", f"https://{request.host}"}


def _hostname(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
