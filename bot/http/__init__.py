"""The one HTTP server: health, metrics, webhooks, and whatever pages it is given."""

from bot.http.ready import Check
from bot.http.server import Hook, HttpServer, PortTaken

__all__ = ["Check", "Hook", "HttpServer", "PortTaken"]
