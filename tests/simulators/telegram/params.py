"""A request's parameters, however they came: query, form, multipart or JSON."""

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web

from tests.simulators.telegram.errors import bad_request


@dataclass(frozen=True, kw_only=True)
class Upload:
    """A file part of a multipart body."""

    name: str
    mime: str
    content: bytes


@dataclass(frozen=True, kw_only=True)
class Params:
    """Parameters by name; in a form every value is text, in JSON it has its own type."""

    values: dict[str, Any] = field(default_factory=dict)
    uploads: dict[str, Upload] = field(default_factory=dict)

    def text(self, name: str, default: str = "") -> str:
        value = self.values.get(name)
        if value is None:
            return default
        return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)

    def number(self, name: str, default: int = 0) -> int:
        """The server reads what is no number as the default, and so does this."""
        value = self.values.get(name, default)
        try:
            return int(value)
        except (TypeError, ValueError):
            return default

    def flag(self, name: str) -> bool:
        return str(self.values.get(name, "")).lower() in {"true", "1", "yes"}

    def json(self, name: str, what: str | None = None) -> Any:
        """A structured value; None if absent; raise 400 if it is no JSON."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(f"can't parse {what or name} JSON object") from None

    @property
    def chat(self) -> int | None:
        """The chat's number, or None where there is none."""
        try:
            return int(self.values["chat_id"])
        except (KeyError, TypeError, ValueError):
            return None


async def read(request: web.BaseRequest) -> Params:
    """Read a request's parameters; raise 400 for a body that is not what its type says."""
    # Not request.query: building the URL object costs more than the rest of a light request.
    _, mark, query = request.raw_path.partition("?")
    values: dict[str, Any] = dict(parse_qsl(query, keep_blank_values=True)) if mark else {}
    kind = request.headers.get("Content-Type", "")
    if kind.startswith("application/json"):
        values |= _object(await request.read())
    elif kind.startswith("multipart/form-data"):
        return await _multipart(request, values)
    elif kind.startswith("application/x-www-form-urlencoded"):
        body = await request.read()
        values |= parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True)
    return Params(values=values)


def _object(body: bytes) -> dict[str, Any]:
    if not body:
        return {}
    try:
        parsed = json.loads(body)
    except ValueError:
        parsed = None
    if not isinstance(parsed, dict):
        raise bad_request("can't parse JSON encoded request")
    return parsed


async def _multipart(request: web.BaseRequest, values: dict[str, Any]) -> Params:
    uploads = {}
    for name, part in (await request.post()).items():
        if isinstance(part, web.FileField):
            uploads[name] = Upload(name=part.filename, mime=part.content_type, content=part.file.read())
        else:
            values[name] = part if isinstance(part, str) else bytes(part).decode("utf-8", "replace")
    return Params(values=values, uploads=uploads)
