"""Refusals in the Bot API server's own words (tdlib/telegram-bot-api, Client.cpp and Query.cpp)."""

from typing import Any

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as "
    "a current content and reply markup of the message"
)
WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)
OTHER_POLL = (
    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
)


class ApiError(Exception):
    """An answer with `ok` false; `description` is complete, its prefix ("Bad Request: ") included."""

    def __init__(self, code: int, description: str, *, kind: str | None = None, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.kind = kind or str(code)
        self.parameters = parameters

    def body(self) -> dict[str, Any]:
        answer = {"ok": False, "error_code": self.code, "description": self.description}
        return answer | ({"parameters": self.parameters} if self.parameters else {})


def bad_request(words: str, **parameters: int) -> ApiError:
    return ApiError(400, f"Bad Request: {words}", kind=None, **parameters)


def forbidden(words: str) -> ApiError:
    return ApiError(403, f"Forbidden: {words}")


def too_many(seconds: int, kind: str) -> ApiError:
    """Answer 429; `kind` (bot, chat, group, fault ...) is for the statistics only: the server never tells it."""
    return ApiError(429, f"Too Many Requests: retry after {seconds}", kind=kind, retry_after=seconds)
