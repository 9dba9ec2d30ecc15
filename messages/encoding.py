"""Replies and attachments as JSON, for the outbox and for records that keep them."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from messages.content import Attachment, AttachmentKind, Choice, Reply


def dump_attachment(attachment: Attachment) -> dict[str, Any]:
    """As JSON-able data; empty fields are left out."""
    every = {
        "kind": attachment.kind.value,
        "ref": attachment.ref,
        "origin": attachment.origin,
        "name": attachment.name,
        "mime": attachment.mime,
        "size": attachment.size,
    }
    return {key: value for key, value in every.items() if value}


def load_attachment(data: Mapping[str, Any]) -> Attachment:
    """The inverse of `dump_attachment`."""
    return Attachment(**{**data, "kind": AttachmentKind(data["kind"])})


def dump_attachments(attachments: Iterable[Attachment]) -> list[dict[str, Any]]:
    return [dump_attachment(attachment) for attachment in attachments]


def load_attachments(data: Iterable[Mapping[str, Any]]) -> tuple[Attachment, ...]:
    return tuple(load_attachment(each) for each in data)


def dump_reply(reply: Reply) -> str:
    """One compact JSON text; what is empty is left out.

    {"t": text, "r": rows of [label, data, url], "a": attachments, "q": quoting, "n": first, "d": numeric}
    """
    data: dict[str, Any] = {"t": reply.text}
    if reply.rows:
        data["r"] = [[[choice.label, choice.data, choice.url] for choice in row] for row in reply.rows]
    if reply.attachments:
        data["a"] = dump_attachments(reply.attachments)
    if reply.quoting:
        data["q"] = reply.quoting
    if reply.first:
        data["n"] = reply.first
    if reply.numeric:
        data["d"] = 1
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def load_reply(text: str) -> Reply:
    """The inverse of `dump_reply`."""
    data = json.loads(text)
    return Reply(
        text=data["t"],
        rows=tuple(
            tuple(Choice(label=label, data=pressed, url=url) for label, pressed, url in row)
            for row in data.get("r", ())
        ),
        attachments=load_attachments(data.get("a", ())),
        quoting=data.get("q", 0),
        first=data.get("n", 0),
        numeric=bool(data.get("d")),
    )
