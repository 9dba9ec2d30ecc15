"""One Official Account: its people, windows, quotas, tokens, files and articles. Pure; told the time.

Rules and codes: Zalo's pages on messages, quotas and errors. What sources disagree about is a field here, so that
a test says which of the two it is about.
"""

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

FREE, ALLOWED = timedelta(hours=48), timedelta(days=7)
ACCESS_LASTS, REFRESH_LASTS = timedelta(hours=25), timedelta(days=90)
UPLOAD_LASTS = timedelta(days=7)
TEXT, BUTTONS, PAYLOAD = 2000, 5, 1000
VIETNAM = timedelta(hours=7)


class Error(Exception):
    """An answer with `error` other than 0; it comes with HTTP 200."""

    def __init__(self, code: int, message: str = "") -> None:
        super().__init__(message or str(code))
        self.code, self.message = code, message or f"error {code}"


@dataclass
class Person:
    """Somebody on Zalo, as this account knows them."""

    id: str
    follows: bool = True
    heard: datetime | None = None
    refuses: int = 0  # the code that everything for them is answered with; 0 for none
    after: int = 0  # messages that they take before that
    got: list[dict[str, Any]] = field(default_factory=list)

    @property
    def texts(self) -> list[str]:
        """The words of what they got."""
        return [each["message"].get("text", "") for each in self.got]


@dataclass
class Account:
    """What stands behind the API.

    Attributes:
        government: whether cs on v3 is refused with -235, as reported for some provinces.
        v2_shut: whether v2 messages are refused with -240, as reported for other accounts.
        needs_button_type: whether buttons need template_type "button" (sources disagree); None takes both.
        takes_files: whether messages with documents are taken, or refused as a type that is not supported (-233).
        free_each: free messages a person and window; None for no such limit (sources disagree).
        package: billed messages that the package still covers; then -211.
        broadcasts: how many are left; then -223.
    """

    oa_id: str = "388613280878808645"
    app_id: str = "360846524940903967"
    app_secret: str = "app-secret"
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    government: bool = False
    v2_shut: bool = False
    needs_button_type: bool | None = None
    takes_files: bool = True
    free_each: int | None = None
    package: int = 100
    broadcasts: int = 4
    verify_after: int = 1  # looks at an article before it is ready
    people: dict[str, Person] = field(default_factory=dict)
    access: dict[str, datetime] = field(default_factory=dict)
    refresh: dict[str, datetime] = field(default_factory=dict)
    uploads: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    articles: dict[str, dict[str, Any]] = field(default_factory=dict)
    sent_broadcasts: list[dict[str, Any]] = field(default_factory=list)
    templates: list[dict[str, Any]] = field(default_factory=list)
    billed: list[str] = field(default_factory=list)
    renewals: int = 0

    def __post_init__(self) -> None:
        self._ids = itertools.count(1)
        self._free_used: dict[str, int] = {}

    # --- tokens: single use, rotating

    def grant(self) -> tuple[str, str]:
        """A pair, as the console hands out; an access token before it dies at once."""
        number = next(self._ids)
        self.access = {f"access-{number}": self.now() + ACCESS_LASTS}
        self.refresh = {f"refresh-{number}": self.now() + REFRESH_LASTS}
        return f"access-{number}", f"refresh-{number}"

    def renew(self, app_id: str, secret: str, token: str) -> dict[str, str]:
        """A new pair for a refresh token that has not been used; raises Error for any other."""
        if app_id != self.app_id or secret != self.app_secret:
            raise Error(-14002, "Invalid appId")
        if self.refresh.get(token, self.now()) <= self.now():
            raise Error(-14014, "Invalid refresh token")
        access, refresh = self.grant()
        self.renewals += 1
        return {"access_token": access, "refresh_token": refresh, "expires_in": "90000"}

    def admit(self, token: str) -> None:
        """Raise Error unless the access token is good."""
        if token not in self.access:
            raise Error(-216, "Access token is invalid")
        if self.access[token] <= self.now():
            raise Error(-220, "Access token is expired")

    # --- people

    def person(self, user: str, **more: Any) -> Person:
        """Somebody; made when first named."""
        return self.people.setdefault(user, Person(id=user, **more))

    def interacts(self, user: str) -> None:
        """They wrote, pressed or followed: the window opens anew."""
        self.person(user).heard = self.now()
        self._free_used[user] = 0

    def consult(self, user: str, message: dict[str, Any], *, version: int) -> dict[str, Any]:
        """A consultation message."""
        if version == 3 and self.government:
            raise Error(-235, "This API does not support this type of OA")
        if version == 2 and self.v2_shut:
            raise Error(-240, "MessageV2 API has been shut down")
        who = self.people.get(user)
        if who is None:
            raise Error(-201, "user_id is invalid!")
        if who.refuses and len(who.got) >= who.after:
            raise Error(who.refuses)
        self._shape(message)
        quota = self._charge(who)
        return self._deliver(who, message) | {"quota": quota}

    def _charge(self, who: Person) -> dict[str, Any]:
        if who.heard is None and not who.follows:
            raise Error(-213, "User has not followed OA")
        if who.heard is None or self.now() - who.heard > ALLOWED:
            raise Error(-230, "User has not interacted with the OA in the past 7 days")
        used = self._free_used.get(who.id, 0)
        free = self.now() - who.heard <= FREE and (self.free_each is None or used < self.free_each)
        if free:
            self._free_used[who.id] = used + 1
            left = "" if self.free_each is None else str(self.free_each - used - 1)
            return {"quota_type": "reply", "remain": left, "total": str(self.free_each or "")}
        if self.package <= 0:
            raise Error(-211, "Out of quota")
        self.package -= 1
        self.billed.append(who.id)
        return {"quota_type": "sub_quota", "remain": str(self.package)}

    def _deliver(self, who: Person, message: dict[str, Any]) -> dict[str, Any]:
        number = f"msg-{next(self._ids)}"
        who.got.append({"id": number, "message": message})
        sent = str(int(self.now().timestamp() * 1000))
        return {"message_id": number, "user_id": who.id, "sent_time": sent}

    def _shape(self, message: dict[str, Any]) -> None:
        text = message.get("text", "")
        if len(text.encode("utf-16-le")) // 2 > TEXT:
            raise Error(-210, "text exceeds allowable limit")
        attachment = message.get("attachment")
        if not text and not attachment:
            raise Error(-201, "message is invalid!")
        if attachment:
            self._attached(attachment)

    def _attached(self, attachment: dict[str, Any]) -> None:
        payload = attachment["payload"]
        if attachment["type"] == "file":
            if not self.takes_files:
                raise Error(-233, "message type is not supported")
            self._uploaded(payload["token"])
            return
        for element in payload.get("elements", ()):
            if element.get("media_type") == "image" and "attachment_id" in element:
                self._uploaded(element["attachment_id"])
        if (buttons := payload.get("buttons")) is None:
            return
        if self.needs_button_type is not None and (
            (payload.get("template_type") == "button") != self.needs_button_type
        ):
            raise Error(-201, "template_type is invalid!")
        if not 1 <= len(buttons) <= BUTTONS or any(len(str(each["payload"])) > PAYLOAD for each in buttons):
            raise Error(-210, "buttons exceed allowable limit")

    # --- files

    def upload(self, kind: str, content: bytes) -> str:
        """The id of what was uploaded."""
        if kind == "image" and (
            len(content) > 1024 * 1024 or not content.startswith((b"\xff\xd8", b"\x89PNG"))
        ):
            raise Error(-210, "file exceeds allowable limit")
        if kind == "file" and len(content) > 5 * 1024 * 1024:
            raise Error(-210, "file exceeds allowable limit")
        name = f"{kind}-{next(self._ids)}"
        self.uploads[name] = (kind, self.now() + UPLOAD_LASTS)
        return name

    def _uploaded(self, name: str) -> None:
        if self.uploads.get(name, ("", self.now()))[1] <= self.now():
            raise Error(-100, "attachment_id was expired")

    # --- templates and articles

    def template(self, user: str, template_id: str, data: dict[str, Any]) -> dict[str, Any]:
        """A ZBS template: approved, paid, bound to no window."""
        self.templates.append({"user_id": user, "template_id": template_id, "template_data": data})
        return self._deliver(self.person(user), {"template": template_id, "text": ""})

    def create(self, article: dict[str, Any]) -> str:
        """The token of an article that is being made."""
        for name, most in (("title", 150), ("author", 50), ("description", 300)):
            if not article.get(name) or len(article[name]) > most:
                raise Error(-201, f"{name} is invalid!")
        if article.get("cover", {}).get("photo_url", "") == "" or not article.get("body"):
            raise Error(-201, "cover is invalid!")
        token = f"token-{next(self._ids)}"
        self.articles[token] = {"article": article, "looks": 0, "id": f"article-{next(self._ids)}"}
        return token

    def verify(self, token: str) -> str:
        """Its id, once it is ready."""
        found = self.articles.get(token)
        if found is None:
            raise Error(-201, "token is invalid!")
        found["looks"] += 1
        if found["looks"] <= self.verify_after:
            raise Error(-214, "article is being processed")
        return str(found["id"])

    def remove(self, article_id: str) -> dict[str, Any]:
        """An article is gone; what was broadcast of it stays where it is."""
        for token, each in self.articles.items():
            if each["id"] == article_id:
                del self.articles[token]
                return {}
        raise Error(-201, "id is invalid!")

    def broadcast(self, article_id: str, target: dict[str, Any]) -> str:
        """Send an article to every follower whom the filters take in."""
        if article_id not in {each["id"] for each in self.articles.values()}:
            raise Error(-201, "attachment_id is invalid!")
        if not 6 <= (self.now() + VIETNAM).hour < 22:
            raise Error(-234, "not at night")
        if self.broadcasts <= 0:
            raise Error(-223, "article quota reached")
        self.broadcasts -= 1
        self.sent_broadcasts.append({"article": article_id, "target": target})
        return f"broadcast-{next(self._ids)}"
